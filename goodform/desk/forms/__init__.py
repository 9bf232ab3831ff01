"""The forms that staff fill in at the desk, one a module."""
