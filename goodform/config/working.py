"""What the worker of this house does: which rooms give it work."""

from datetime import datetime, timedelta

from goodform.inbox.actions import escalate, raise_due
from goodform.outbox.worker import Round, Worker


def _escalate(now: datetime) -> object:
    return escalate(now=now)


def _raise_due(now: datetime) -> object:
    return raise_due(now=now)


ROUNDS = (
    Round("escalate", timedelta(minutes=1), _escalate),
    Round("raise due", timedelta(minutes=10), _raise_due),
)


def worker() -> Worker:
    """A worker that knows every room's rounds."""
    return Worker(rounds=ROUNDS)
