"""What kinds of message this room sends. Pure."""

from goodform.reminders.rhythm import Again

KIND_OF = {Again.FIRST: "reminder", Again.SNOOZED: "reminder", Again.REPEATED: "reminder_again"}
"""The kind of message for each of the times a reminder may come."""
MORNING = "morning"
"""A first reminder that carries the question of the morning after."""
REMINDERS = frozenset({*KIND_OF.values(), MORNING})
"""Kinds that the patient's plan asks for, and that come only as long as they are wanted."""
