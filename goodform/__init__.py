"""Goodform: the exercises that a clinic gives its patients between visits."""
