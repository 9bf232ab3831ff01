"""What the clinic must see, and its answer."""
