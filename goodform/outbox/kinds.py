"""Kinds of message, as far as sending differs. Pure.

Every room declares the kinds it sends, in its own `kinds.py`; the outbox knows none of theirs.
"""

from dataclasses import dataclass

FIRST, WAITED_FOR, LATER = 0, 1, 2
"""Alerts alone go first: a stranger may ask for mails of the second rank, and no alert waits."""


EMAIL = "email"
"""The channel that every installation has."""


@dataclass(frozen=True)
class MessageKind:
    """A kind of message: its words stand in `messages/<code>.txt`, in the room that sends it."""

    code: str
    rank: int = LATER


READY_MADE = MessageKind("mail", rank=WAITED_FOR)
"""A mail that Django's mail API was given whole: an invitation, a code to sign in."""
TEST = MessageKind("test", rank=WAITED_FOR)
"""A message an owner sends to see that a channel works."""
DEVICE_NEWS = MessageKind("device_news", rank=WAITED_FOR)
"""To the browsers of somebody where a new device came in, or whose address was changed."""


def may_go_stale(rank: int) -> bool:
    """Whether a message of this rank may be dropped when it is late. An alert may not."""
    return rank != FIRST
