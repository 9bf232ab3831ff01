"""The eye: what was seen of a person, what it counts and measures, and how sure it is."""
