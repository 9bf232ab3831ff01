"""A patient's words on one exercise: fields that are sent, merged, kept and shown alike. Pure.

A field is written down here once; what carries it takes its names from here. What one more costs
is `docs/how-to/a-field-the-patient-answers.md`.
"""

from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, kw_only=True)
class EntryWords:
    """None or empty is "not said", never a zero. The later word wins; only symptoms add up.

    `repetitions_done` are those of one set, `hold_done_s` the mean of the holds, in seconds; before
    the first whole one, what was begun. `time_done_s` is the mean of what goes by time, in seconds.
    """

    side: str = ""
    outcome: str = ""
    reason: str = ""
    where: str = ""
    symptoms: tuple[str, ...] = ()
    noticed: tuple[str, ...] = ()
    sets_done: int | None = None
    repetitions_done: int | None = None
    hold_done_s: int | None = None
    time_done_s: int | None = None
    pain: int | None = None
    difficulty: str = ""
    timing: str = ""


WORDS = tuple(each.name for each in fields(EntryWords))
ADDED_UP = ("symptoms",)
"""Once ticked they stay ticked."""
LATER_WINS = tuple(name for name in WORDS if name not in ADDED_UP)
ASKED = {
    "sets_done": "sets",
    "repetitions_done": "repetitions",
    "hold_done_s": "hold_s",
    "time_done_s": "time_s",
}
"""For each count, what the prescription asks of it."""
TARGETS = {
    "sets_target": "sets",
    "repetitions_target": "repetitions",
    "hold_target_s": "hold_s",
    "time_target_s": "time_s",
}
"""Where it is kept beside the count, as it was then."""


def words_in(holder: object) -> dict[str, Any]:
    """The words that a document, facts, a row or evidence holds, by name; lists as tuples."""
    words = {name: getattr(holder, name) for name in WORDS}
    return {name: tuple(said) if isinstance(said, list) else said for name, said in words.items()}


def as_columns(holder: object) -> dict[str, Any]:
    """The same for a row: tuples as lists."""
    words = words_in(holder)
    return {name: list(said) if isinstance(said, tuple) else said for name, said in words.items()}


def targets_in(prescription: object | None) -> dict[str, Any]:
    """The targets, beside what was done; None where nobody knows which exercise it was."""
    return {kept: getattr(prescription, asked, None) for kept, asked in TARGETS.items()}
