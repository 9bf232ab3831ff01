"""The ways a message leaves the house: a folder each, found by its name."""
