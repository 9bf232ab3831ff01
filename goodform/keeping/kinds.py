"""The kinds of message this room sends. Pure."""

from goodform.outbox.kinds import MessageKind

BACKUP_TROUBLE = MessageKind("backup_trouble")
"""The nightly backup failed, or the last good one is old."""
