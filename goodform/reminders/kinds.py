"""Kinds of message that this room sends. Pure."""

from goodform.outbox.kinds import MessageKind
from goodform.reminders.rhythm import Again

REMINDER = MessageKind("reminder")
AGAIN = MessageKind("reminder_again")
"""A first reminder that nothing followed, once more."""
MORNING = MessageKind("morning")
"""A first reminder that carries the question of the morning after."""
REVIEW_DUE = MessageKind("review_due")
"""The review comes soon: time to book."""

KIND_OF = {Again.FIRST: REMINDER, Again.SNOOZED: REMINDER, Again.REPEATED: AGAIN}
"""The kind of message for each of the times a reminder may come."""
REMINDERS = (REMINDER, AGAIN, MORNING)
"""Kinds that the patient's plan asks for, and that come only as long as they are wanted."""
