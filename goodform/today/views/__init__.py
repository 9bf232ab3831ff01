"""The patient's pages, one module a page."""
