"""Setting a fresh machine up, before Goodform itself can be imported. Standard library only."""
