"""Free times as a page offers them: by day, the first of each part of the day in front. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

AFTERNOON, EVENING = 12, 17
"""The hour at which each begins by the clinic's clock."""


@dataclass(frozen=True)
class OfferedTime:
    """One time to choose: `value` is what is sent, `own` the reader’s clock where it differs."""

    value: str
    clock: str
    own: str
    who: str


@dataclass(frozen=True)
class OfferedDay:
    """A day with its free times: the first of morning, afternoon and evening, and the others."""

    day: date
    first: tuple[OfferedTime, ...]
    more: tuple[OfferedTime, ...]


def offer_value(practitioner: object, starts_at: datetime) -> str:
    """The value a form sends for a time with somebody."""
    return f"{practitioner}|{starts_at.isoformat()}"


def offered_days(
    times: Iterable[tuple[datetime, str, str]], *, zone: str, readers: str
) -> list[OfferedDay]:
    """Times as (moment, the form's value, with whom) by day of the clinic's zone, in order.

    Of several people at one time each stands there.
    """
    place, own = ZoneInfo(zone), ZoneInfo(readers)
    found = []
    for day, group in groupby(sorted(times), key=lambda each: each[0].astimezone(place).date()):
        first: list[OfferedTime] = []
        more: list[OfferedTime] = []
        parts: set[int] = set()
        for moment, value, who in group:
            local, theirs = moment.astimezone(place), moment.astimezone(own)
            differs = local.utcoffset() != theirs.utcoffset()
            offer = OfferedTime(value, f"{local:%H:%M}", f"{theirs:%H:%M}" if differs else "", who)
            part = (local.hour >= AFTERNOON) + (local.hour >= EVENING)
            (more if part in parts else first).append(offer)
            parts.add(part)
        found.append(OfferedDay(day, tuple(first), tuple(more)))
    return found
