"""Reading one entry, from a device or a form: strict, but where it tells of harm. Pure.

A malformed entry is refused by itself. One that tells of harm, a stop or a symptom, is never
refused: what is wrong in it is left empty and flagged.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache, partial
from typing import Any, TypeVar
from uuid import UUID, uuid5

from django.db.models import TextChoices

from goodform.diary.choices import Outcome
from goodform.diary.documents import Refusal, SentEntry
from goodform.diary.values_sent import (
    Malformed,
    choice_of,
    clean,
    moment_of,
    number_of,
    or_empty,
    symptoms_of,
    text_of,
    uuid_of,
)
from goodform.safety.pain_rules import HIGHEST_PAIN

MOST_SETS, MOST_REPETITIONS, LONGEST_HOLD_S, LONGEST_TIME_S = 50, 1000, 3600, 14_400
"""Far above any dose: what lies beyond is a slip, not an exercise."""
LONGEST_PLACE = 200
LONGEST_ID = 64

T = TypeVar("T")


@cache
def _values(choices: type[TextChoices]) -> frozenset[str]:
    """The values of a closed list; Django puts them together anew whenever it is asked."""
    return frozenset(choices.values)


@dataclass
class Reading:
    """One entry being read, from plain values by name. Raises `Malformed` unless lenient."""

    said: Mapping[str, Any]
    flags: list[str] = field(default_factory=list)

    symptoms: tuple[str, ...] = field(init=False)
    """Codes that were ticked; one that is not known counts as a red flag."""
    lenient: bool = field(init=False)
    """Whether it tells of harm."""
    _outcome: str = field(init=False)

    def __post_init__(self) -> None:
        outcome = self.said.get("outcome")
        self._outcome = outcome.strip().lower() if isinstance(outcome, str) else ""
        self.symptoms = symptoms_of(self.said.get("symptoms"))
        self.lenient = self._outcome == Outcome.STOPPED or bool(self.symptoms)

    @property
    def sent_id(self) -> str | None:
        """The id as it was sent, for the answer."""
        return echo_of(self.said)

    def take(self, read: Callable[[], T], empty: T) -> T:
        """The value; a malformed one raises, or is emptied and flagged."""
        return or_empty(read, empty, self.flags) if self.lenient else read()

    def need(self, value: T | None, code: str) -> T | None:
        """A value an entry cannot do without."""
        if value in (None, ""):
            if not self.lenient:
                raise Malformed(code)
            if code not in self.flags:
                self.flags.append(code)
        return value

    def number(self, key: str, code: str, highest: int) -> int | None:
        """A whole number from 0 to `highest`."""
        return self.take(partial(number_of, self.said.get(key), code, highest=highest), None)

    def choice(self, key: str, code: str, choices: type[TextChoices]) -> str:
        """One of a closed list."""
        return self.take(partial(choice_of, self.said.get(key), code, _values(choices)), "")

    def moment(self, key: str) -> datetime | None:
        """An ISO 8601 moment."""
        return self.take(partial(moment_of, self.said.get(key), "time_malformed"), None)

    def uuid(self, key: str, code: str) -> UUID | None:
        """A UUID, written as text."""
        return self.take(partial(uuid_of, self.said.get(key), code), None)

    def outcome(self) -> str:
        """How it ended; what cannot be told of harm is a stop."""
        if self._outcome in _values(Outcome):
            return self._outcome
        self.need(None, "outcome_unknown")
        return str(Outcome.STOPPED)

    def pain(self) -> int | None:
        """From 0 to 10; nothing said is no answer, never 0."""
        return self.number("pain", "pain_out_of_range", HIGHEST_PAIN)

    def where(self) -> str:
        """Where it hurt; a long one is cut, and flagged."""
        where = self.take(partial(text_of, self.said.get("where"), "where_malformed"), "")
        if len(where) > LONGEST_PLACE:
            self.flags.append("where_cut")
        return where[:LONGEST_PLACE]

    def id_in(self, session: UUID) -> UUID:
        """The entry's id; for harm told without one, an id that the same words make again."""
        found = self.uuid("id", "id_malformed")
        if found is not None:
            return found
        same = {
            key: self.said.get(key)
            for key in ("id", "prescription", "side", "outcome", "recorded_at")
        }
        try:
            words = json.dumps(same, sort_keys=True, default=str)
        except RecursionError:
            words = json.dumps({key: each for key, each in same.items() if isinstance(each, str)})
        return uuid5(session, clean(words))


def read_entry(
    said: Mapping[str, Any], read: Callable[[Reading], SentEntry]
) -> SentEntry | Refusal:
    """The entry as `read` makes it, with what was flagged on the way; a refusal where malformed."""
    reading = Reading(said)
    try:
        entry = read(reading)
    except Malformed as problem:
        return Refusal(reading.sent_id, problem.code)
    return replace(entry, flags=tuple(dict.fromkeys(reading.flags)))


def echo_of(said: object) -> str | None:
    """The id as it was sent, for the answer; None where there was none."""
    sent_id = said.get("id") if isinstance(said, dict) else None
    return clean(sent_id)[:LONGEST_ID] if isinstance(sent_id, str) else None
