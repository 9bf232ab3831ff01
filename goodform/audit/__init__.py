"""Who did and saw what."""
