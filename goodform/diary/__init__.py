"""The diary: exercises as they were done, and how each felt."""
