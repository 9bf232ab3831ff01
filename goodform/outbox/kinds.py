"""What kinds of message there are, as far as sending differs. Pure.

A kind is a template, `messages/<kind>.txt`, in the room whose facts it tells. It stands here only
where it is sent differently.
"""

ALERTS = frozenset({"alert", "alert_handed", "alert_overdue", "message_overdue"})
"""The clinic must see these: never stale, and first in the queue."""
READY_MADE = "mail"
"""A mail that Django's mail API was given whole: an invitation, a code to sign in."""
TEST = "test"
"""What an owner sends to see that a channel works."""
FIRST, WAITED_FOR, LATER = 0, 1, 2
"""Alerts alone go first: a stranger may ask for mails of the second rank, and no alert waits."""


def rank_of(kind: str) -> int:
    """Alerts first, then what somebody sits and waits for, then the rest."""
    if kind in ALERTS:
        return FIRST
    return WAITED_FOR if kind in {READY_MADE, TEST} else LATER


def may_go_stale(kind: str) -> bool:
    """Whether this kind may be dropped when it is late. An alert may not."""
    return kind not in ALERTS
