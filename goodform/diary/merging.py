"""How two tellings of the same thing become one, field by field. Pure.

The rule, for anyone to read:

- What was said later wins. Saying nothing (null, empty) never takes away what was said.
- A stop stays a stop, a symptom or red flag once ticked stays ticked, whatever is said later.
- Of two advices that were shown, the graver counts.
- An entry happened when it was first recorded; a session began at its earliest start and ended at
  its latest end.
- Two different words of the very same moment: the one that sorts last, so that order never decides.

So the order in which tellings arrive does not matter, and telling twice is telling once.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from goodform.diary.choices import Outcome, RedFlagsAsked
from goodform.inbox.what_a_patient_says import ADDED_UP, LATER_WINS, EntryWords
from goodform.safety.decision import Advice


@dataclass(frozen=True, kw_only=True)
class EntryFacts(EntryWords):
    """One entry as it is kept. `stamps` says when each field was last said."""

    id: UUID
    prescription: UUID | None
    recorded_at: datetime
    zone: str
    undone_at: datetime | None = None
    flags: tuple[str, ...] = ()
    stamps: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SessionFacts:
    """One session as it is kept, without its entries. Empty and None were not said."""

    started_at: datetime
    sent_at: datetime
    programme_version: int | None = None
    zone: str = ""
    day: date | None = None
    shown: str = ""
    finished_at: datetime | None = None
    clock_offset_s: float | None = None
    pain_before: int | None = None
    pain_after: int | None = None
    red_flags: tuple[str, ...] = ()
    red_flags_asked: str = RedFlagsAsked.NOTHING
    note: str = ""
    flags: tuple[str, ...] = ()
    stamps: Mapping[str, str] = field(default_factory=dict)


ENTRY_FIELDS = ("prescription", *LATER_WINS)
"""Fields of an entry in which the later word wins."""
SESSION_FIELDS = ("programme_version", "zone", "day", "shown", "pain_before", "pain_after", "note")
"""Fields of a session in which the later word wins."""
FROM_MILD_TO_GRAVE: tuple[object, ...] = tuple(Advice)
ASKED_FROM_LITTLE_TO_ALL = (
    RedFlagsAsked.NOTHING,
    RedFlagsAsked.ONE_QUESTION,
    RedFlagsAsked.WHOLE_LIST,
)

F = TypeVar("F", EntryFacts, SessionFacts)


@dataclass(frozen=True)
class MergedEntry:
    """The entry after merging, and the words that lost, by field."""

    facts: EntryFacts
    lost: Mapping[str, Any]


def stamp_of(moment: datetime) -> str:
    """A moment as text that sorts by time."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}"


def stamped(facts: F, names: Iterable[str], moment: datetime) -> F:
    """The facts with every one of these fields that says something stamped with this moment."""
    stamp = stamp_of(moment)
    stamps = {name: stamp for name in names if not _silent(getattr(facts, name))}
    return replace(facts, stamps=stamps)


def _silent(value: object) -> bool:
    return value is None or value in ("", ())


def _gravity(name: str, value: object) -> int:
    """The part that no later word takes back: a stop, and the gravest advice that was shown."""
    if name == "shown":
        return FROM_MILD_TO_GRAVE.index(value) if value in FROM_MILD_TO_GRAVE else -1
    return int(name == "outcome" and value == Outcome.STOPPED)


def _rank(facts: EntryFacts | SessionFacts, name: str) -> tuple[bool, int, str, str]:
    """Sorts two words on one field: the greatest wins."""
    value = getattr(facts, name)
    return (
        not _silent(value),
        _gravity(name, value),
        facts.stamps.get(name, ""),
        json.dumps(value, default=str),
    )


def _later(kept: F, said: F, names: Iterable[str]) -> tuple[dict[str, Any], dict[str, str]]:
    values: dict[str, Any] = {}
    stamps: dict[str, str] = {}
    for name in names:
        winner = max((kept, said), key=partial(_rank, name=name))
        values[name] = getattr(winner, name)
        if name in winner.stamps:
            stamps[name] = winner.stamps[name]
    return values, stamps


def _lost(kept: EntryFacts, said: EntryFacts, values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: word
        for name in ENTRY_FIELDS
        for word in (getattr(kept, name), getattr(said, name))
        if not _silent(word) and word != values[name]
    }


def _together(one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({*one, *other}))


def merge_entries(kept: EntryFacts, said: EntryFacts) -> MergedEntry:
    """Merge what is kept of an entry with what is heard of it again."""
    values, stamps = _later(kept, said, ENTRY_FIELDS)
    first = min((kept, said), key=lambda facts: (facts.recorded_at, facts.zone))
    undone = [each for each in (kept.undone_at, said.undone_at) if each is not None]
    added: dict[str, Any] = {
        name: _together(getattr(kept, name), getattr(said, name)) for name in ADDED_UP
    }
    merged = replace(
        kept,
        **values,
        **added,
        recorded_at=first.recorded_at,
        zone=first.zone,
        undone_at=min(undone, default=None),
        flags=_together(kept.flags, said.flags),
        stamps=stamps,
    )
    return MergedEntry(merged, _lost(kept, said, values))


def fill_in(kept: EntryFacts, said: EntryFacts) -> MergedEntry:
    """The same where the time to correct has passed: gaps are filled, harm is heard, nothing else.

    What would have been corrected is among the lost words.
    """
    merged = merge_entries(kept, said).facts
    standing = [
        name
        for name in ENTRY_FIELDS
        if not _silent(getattr(kept, name))
        and not (name == "outcome" and merged.outcome == Outcome.STOPPED)
    ]
    stamps = {name: kept.stamps[name] for name in standing if name in kept.stamps}
    facts = replace(
        merged,
        **{name: getattr(kept, name) for name in standing},
        stamps={**merged.stamps, **stamps},
    )
    return MergedEntry(facts, _lost(kept, said, {n: getattr(facts, n) for n in ENTRY_FIELDS}))


def merge_sessions(kept: SessionFacts, said: SessionFacts) -> SessionFacts:
    """Merge what is kept of a session with what is heard of it again."""
    values, stamps = _later(kept, said, SESSION_FIELDS)
    ends = [each for each in (kept.finished_at, said.finished_at) if each is not None]
    newest = max((kept, said), key=lambda facts: (facts.sent_at, facts.clock_offset_s or 0))
    return replace(
        kept,
        **values,
        started_at=min(kept.started_at, said.started_at),
        finished_at=max(ends, default=None),
        sent_at=newest.sent_at,
        clock_offset_s=newest.clock_offset_s,
        red_flags=_together(kept.red_flags, said.red_flags),
        red_flags_asked=max(
            kept.red_flags_asked, said.red_flags_asked, key=ASKED_FROM_LITTLE_TO_ALL.index
        ),
        flags=_together(kept.flags, said.flags),
        stamps=stamps,
    )
