"""Reading one value out of what a device sent: the value, or the code of what is wrong. Pure."""

import json
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import available_timezones

from goodform.safety.red_flags import NONE_OF_THESE, NOTHING_NEW, UNKNOWN, RedFlag
from goodform.safety.symptoms import Symptom

FIRST_YEAR, LAST_YEAR = 2000, 2100
"""A moment outside these is a slip of a clock or a hand, and may not fit a date elsewhere."""
PLACELESS = frozenset({"Etc", "SystemV"})
"""Areas of zones that name no place: browsers that hide where they are say such a zone."""
MOST_CODES = 30
"""Codes in one list; more is no answer a page can send."""
LONGEST_CODE = 120
MOST_SECONDS = 10**10
"""Three hundred years: more than a clock that forgot its date is off by."""

T = TypeVar("T")


class BodyUnreadable(ValueError):
    """The body is not a JSON object. Nothing in it could be kept."""


class Malformed(Exception):
    """A value that cannot be used; `code` says which and why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def read_object(body: bytes) -> Mapping[str, Any]:
    """The JSON object in a request's body; raises BodyUnreadable for anything else."""
    try:
        found = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BodyUnreadable("The body is not JSON.") from error
    if not isinstance(found, dict):
        raise BodyUnreadable("The body is not a JSON object.")
    return found


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def clean(text: str) -> str:
    """Text that every database can keep: no NUL, no half of a surrogate pair."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def uuid_of(value: object, code: str) -> UUID:
    """A UUID written as text."""
    if isinstance(value, str):
        try:
            return UUID(value)
        except ValueError:
            pass
    raise Malformed(code)


def moment_of(value: object, code: str) -> datetime | None:
    """An ISO 8601 moment with its offset; None for null."""
    if value is None:
        return None
    if isinstance(value, str):
        try:
            found = datetime.fromisoformat(value)
        except ValueError:
            raise Malformed(code) from None
        if found.utcoffset() is not None and FIRST_YEAR <= found.year <= LAST_YEAR:
            return found
    raise Malformed(code)


def day_of(value: object, code: str) -> date | None:
    """A date; None for null."""
    if value is None:
        return None
    if isinstance(value, str):
        try:
            found = date.fromisoformat(value)
        except ValueError:
            raise Malformed(code) from None
        if FIRST_YEAR <= found.year <= LAST_YEAR:
            return found
    raise Malformed(code)


def number_of(value: object, code: str, *, highest: int) -> int | None:
    """A whole number from 0 to `highest`; None for null. Yes, no and 3.5 are no whole numbers."""
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= highest:
        return value
    raise Malformed(code)


def seconds_of(value: object, code: str) -> float | None:
    """A number of seconds up to `MOST_SECONDS`, with either sign; None for null."""
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise Malformed(code)
    # Compared before it is turned into a float, which a huge whole number cannot be.
    if not -MOST_SECONDS <= value <= MOST_SECONDS:
        raise Malformed(code)
    return float(value)


def choice_of(value: object, code: str, choices: Collection[str]) -> str:
    """One of a closed list; empty for null."""
    if value is None or value == "":
        return ""
    if isinstance(value, str) and value in choices:
        return value
    raise Malformed(code)


def text_of(value: object, code: str) -> str:
    """Text, cleaned; empty for null."""
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value).strip()
    raise Malformed(code)


def words_of(value: object, code: str) -> tuple[str, ...]:
    """A short list of short texts, each once, in order; empty for null."""
    if value is None:
        return ()
    if not isinstance(value, list) or len(value) > MOST_CODES:
        raise Malformed(code)
    found = [text_of(each, code) for each in value]
    if any(len(each) > LONGEST_CODE for each in found):
        raise Malformed(code)
    return tuple(dict.fromkeys(each for each in found if each))


def _known_or_unknown(value: object, known: Collection[str]) -> tuple[str, ...]:
    if value is None or value in ("", []):
        return ()
    said = value if isinstance(value, list) else [value]
    return tuple(
        sorted({each if isinstance(each, str) and each in known else UNKNOWN for each in said})
    )


SYMPTOM_CODES = frozenset({*Symptom, *RedFlag})
RED_FLAG_CODES = frozenset({*RedFlag, *Symptom, NONE_OF_THESE, NOTHING_NEW})


def symptoms_of(value: object) -> tuple[str, ...]:
    """Symptom and red-flag codes; whatever else was said counts as `unknown`, a red flag."""
    if isinstance(value, list):
        value = [each for each in value if each not in (NONE_OF_THESE, None)]
    return _known_or_unknown(value, SYMPTOM_CODES)


def red_flags_of(value: object) -> tuple[str, ...]:
    """Red-flag answers; whatever else was said counts as `unknown`, a red flag."""
    return _known_or_unknown(value, RED_FLAG_CODES)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _has_place(zone: str) -> bool:
    """Whether a zone is some place's own: `UTC` and `Etc/GMT+5` are nobody's wall clock."""
    area, slash, _place = zone.partition("/")
    return bool(slash) and area not in PLACELESS


def zone_of(value: object, code: str) -> str:
    """The name of a place's time zone; empty for null and for a zone without a place."""
    zone = choice_of(value, code, _zones())
    return zone if _has_place(zone) else ""


def or_empty(read: Callable[[], T], empty: T, flags: list[str]) -> T:
    """The value `read` finds; where it is malformed, `empty`, and its code among `flags`."""
    try:
        return read()
    except Malformed as problem:
        flags.append(problem.code)
        return empty
