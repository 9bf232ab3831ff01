"""The camera: what was recorded or is seen of a patient's exercise, and what is said about it."""
