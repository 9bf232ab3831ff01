"""The exercises: their versions and their pictures."""
