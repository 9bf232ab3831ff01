"""Generated bodies: what a camera would record of a mannequin, and the truth beside it."""
