"""Causes of a hold or a case, as text, so that sending it again asks once. Pure.

A cause is `about:name`, the name being the entry, session or day that was told of. What is told
again after a release asks anew: by a number behind a plus, as in `stop:…+2`. The phone writes the
same words while it has no signal.
"""

from enum import StrEnum
from uuid import UUID

AGAIN = "+"


class CauseKind(StrEnum):
    """A kind of cause: of an entry, a session, a morning or a message."""

    RED_FLAGS = "red_flags"
    BEFORE = "before"
    STOP = "stop"
    PAIN = "pain"
    NOTICED = "noticed"
    ENDS = "ends"
    AFTER = "after"
    MORNING = "morning"
    WROTE = "wrote"


def cause_of(about: CauseKind, name: object) -> str:
    """The cause of what was told about this entry, session or day."""
    return f"{about}:{name}"


def nth(cause: str, number: int) -> str:
    """The same asked for the second, third, … time."""
    return f"{cause}{AGAIN}{number}"


def first_of(cause: str) -> str:
    """The cause that was asked at first."""
    return cause.partition(AGAIN)[0]


def is_about(cause: str, about: CauseKind) -> bool:
    """Whether it is about this, however often it was asked."""
    return cause.startswith(f"{about}:")


def id_in(cause: str) -> UUID | None:
    """The entry or session it names; None for a day and whatever else has no id."""
    try:
        return UUID(first_of(cause).rpartition(":")[2])
    except ValueError:
        return None
