"""Kinds of message that this room sends. Pure."""

from goodform.outbox.kinds import MessageKind

GIVEN = MessageKind("programme_given")
"""A programme was given, and something in it is new to the patient."""
