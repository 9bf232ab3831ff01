"""The outbox: all that leaves the house."""
