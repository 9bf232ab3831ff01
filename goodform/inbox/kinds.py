"""Kinds of message that this room sends. Pure."""

from goodform.outbox.kinds import FIRST, MessageKind

ALERT = MessageKind("alert", rank=FIRST)
"""A case was told, or told again."""
HANDED = MessageKind("alert_handed", rank=FIRST)
"""A colleague gave a case to whom this goes to."""
OVERDUE = MessageKind("alert_overdue", rank=FIRST)
"""Nobody took a case in the clinic's time."""
MESSAGE = MessageKind("message")
"""A patient wrote to the clinic, or the clinic to a patient."""
MESSAGE_OVERDUE = MessageKind("message_overdue", rank=FIRST)
"""Nobody read in the clinic's time what a patient wrote: a warning sign may stand in it."""
RECORD_BROKEN = MessageKind("record_broken")
"""The record of who did what is not as it was written."""
