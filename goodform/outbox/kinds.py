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
FIRST, LATER = 0, 1


def rank_of(kind: str) -> int:
    """Whether somebody waits for this kind: it then goes before the rest."""
    return FIRST if kind in ALERTS or kind in {READY_MADE, TEST} else LATER


def may_go_stale(kind: str) -> bool:
    """Whether this kind may be dropped when it is late. An alert may not."""
    return kind not in ALERTS
