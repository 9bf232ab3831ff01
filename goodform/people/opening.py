"""When somebody is there: weekly wall-clock spans, exceptions by date, holidays that are ticked.

Pure. The shape is the same for a clinic, and for whoever or whatever is booked later. Hours are
those of the wall clock in one zone, so that "8 to 18" stays that when the clocks change.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from goodform.people.holidays import HOLIDAYS, is_holiday

LAST_MINUTE = 24 * 60 - 1
LONGEST_SEARCH_DAYS = 400
"""How far a promise looks ahead; somebody closed for longer promises nothing."""
MOST_HOURS = 1000


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From one minute of a day to a later one of the same day, counted from midnight."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= LAST_MINUTE:
            raise ValueError(f"{self.opens} to {self.closes} is no part of one day")


Spans = tuple[Span, ...]
NEVER: Spans = ()


def check_apart(spans: Spans) -> None:
    """Raise ValueError unless the spans stand in order and none overlaps the next."""
    for earlier, later in pairwise(spans):
        if later.opens < earlier.closes:
            raise ValueError(f"{earlier} and {later} overlap or stand in the wrong order")


@dataclass(frozen=True, slots=True)
class Opening:
    """Seven days of spans, Monday first; what differs on a date; the holidays that are closed."""

    zone: str
    week: tuple[Spans, ...] = (NEVER,) * 7
    exceptions: Mapping[date, Spans] = field(default_factory=dict)
    holidays: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise ValueError(f"a week has seven days, not {len(self.week)}")
        for spans in (*self.week, *self.exceptions.values()):
            check_apart(spans)
        if unknown := self.holidays - set(HOLIDAYS):
            raise ValueError(f"no holiday is called {', '.join(sorted(unknown))}")

    @property
    def is_entered(self) -> bool:
        """Whether anybody has said when it is open."""
        return any(self.week) or any(self.exceptions.values())

    def on(self, day: date) -> Spans:
        """When it is open on a date: an exception counts before a holiday, and that before all."""
        if day in self.exceptions:
            return self.exceptions[day]
        if is_holiday(day, self.holidays):
            return NEVER
        return self.week[day.weekday()]

    def open_after(self, moment: datetime, hours: float) -> datetime | None:
        """The moment by which it will have been open for `hours` since `moment`.

        None where it is not open for so long in the next year. Raises ValueError for a moment
        without a zone, and for hours that are none.
        """
        if not 0 < hours <= MOST_HOURS:
            raise ValueError(f"hours must be above 0 and at most {MOST_HOURS}, not {hours}")
        left = timedelta(hours=hours)
        for opens, closes in self._stretches(moment):
            if left <= closes - opens:
                return (opens + left).astimezone(ZoneInfo(self.zone))
            left -= closes - opens
        return None

    def closing_after(self, moment: datetime, days: int) -> datetime | None:
        """When it closes on the `days`-th day that it is open, after the day of `moment`."""
        if not 0 < days <= MOST_HOURS:
            raise ValueError(f"days must be above 0 and at most {MOST_HOURS}, not {days}")
        zone = ZoneInfo(self.zone)
        today = moment.astimezone(zone).date()
        left = days
        last: datetime | None = None
        for _opens, closes in self._stretches(moment):
            day = closes.astimezone(zone).date()
            if day <= today:
                continue
            if last is not None and day == last.date():
                last = closes.astimezone(zone)
                continue
            if last is not None and left == 0:
                return last
            last, left = closes.astimezone(zone), left - 1
        return last if left == 0 else None

    def _stretches(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The open hours from `moment` on, in order, as moments of UTC that never overlap."""
        if moment.tzinfo is None:
            raise ValueError("this moment names no zone: nobody knows when it is")
        zone = ZoneInfo(self.zone)
        reached = moment.astimezone(UTC)
        first = moment.astimezone(zone).date()
        for number in range(LONGEST_SEARCH_DAYS):
            day = first + timedelta(days=number)
            for span in self.on(day):
                opens = max(_moment(day, span.opens, zone), reached)
                closes = _moment(day, span.closes, zone)
                # A clock that jumps over the span leaves nothing of it, or of its day.
                if opens < closes and closes.astimezone(zone).date() == day:
                    yield opens, closes
                    reached = closes


def _moment(day: date, minute: int, zone: ZoneInfo) -> datetime:
    wall = datetime.combine(day, time(minute // 60, minute % 60), zone)
    return wall.astimezone(UTC)


def opening_from(kept: Mapping[str, Any], zone: str) -> Opening:
    """The opening that was kept as plain JSON; what is empty was never entered."""
    return Opening(
        zone=zone,
        week=tuple(_spans(each) for each in kept.get("week", [[]] * 7)),
        exceptions={
            date.fromisoformat(day): _spans(each)
            for day, each in kept.get("exceptions", {}).items()
        },
        holidays=frozenset(kept.get("holidays", ())),
    )


def plain_of(opening: Opening) -> dict[str, Any]:
    """The opening as plain JSON, without its zone; empty where nothing was entered."""
    if not (opening.is_entered or opening.exceptions or opening.holidays):
        return {}
    return {
        "week": [_plain(spans) for spans in opening.week],
        "exceptions": {
            day.isoformat(): _plain(spans) for day, spans in sorted(opening.exceptions.items())
        },
        "holidays": sorted(opening.holidays),
    }


def _spans(kept: list[list[int]]) -> Spans:
    return tuple(Span(opens, closes) for opens, closes in kept)


def _plain(spans: Spans) -> list[list[int]]:
    return [[each.opens, each.closes] for each in spans]
