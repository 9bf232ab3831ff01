"""What staff may write at the desk, one form a module."""
