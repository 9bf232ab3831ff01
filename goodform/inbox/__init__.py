"""The inbox: all the clinic must see, and its answer."""
