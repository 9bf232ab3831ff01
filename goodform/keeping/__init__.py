"""Keeping what the house has: proven backups, restoring them, moving to another database."""
