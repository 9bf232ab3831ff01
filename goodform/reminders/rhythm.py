"""When a plan would remind: instants, from local times in a zone. Pure.

The rules, which the calendar feed keeps too (RFC 5545, 3.3.5):

- A time that the clock skips in spring moves forward by as much as the clock does.
- A time that comes twice in autumn counts the first time.
- What falls into quiet hours waits until they end; a repeat that falls into them is left out.
- A repeat belongs to the day of the reminder it repeats, and is left out once that was snoozed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from uuid import UUID
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
WIDEST_ZONE = timedelta(hours=26)
"""Between the first and the last place on Earth to have a date lie 26 hours."""


class Again(IntEnum):
    """Which of the times a reminder may come."""

    FIRST = 0
    SNOOZED = 1
    REPEATED = 2


@dataclass(frozen=True)
class Slot:
    """A time of day at which to remind: of one line of the programme, or with None of the day."""

    at: time
    line: UUID | None = None


@dataclass(frozen=True)
class Quiet:
    """Hours, by the wall clock, in which nothing is sent; they may span midnight."""

    since: time
    until: time

    def covers(self, wall: time) -> bool:
        """Whether this time of day lies in them; the end does not."""
        if self.since <= self.until:
            return self.since <= wall < self.until
        return wall >= self.since or wall < self.until


@dataclass(frozen=True)
class Snooze:
    """Somebody said "later": when they said it, and until when."""

    asked_at: datetime
    until: datetime


@dataclass(frozen=True)
class Rhythm:
    """A patient's choice. `paused_until` is the first day, on their clock, that reminds again."""

    zone: str
    slots: tuple[Slot, ...]
    quiet: Quiet | None = None
    repeat_after: timedelta | None = None
    snooze: Snooze | None = None
    paused_until: date | None = None
    stopped: bool = False


@dataclass(frozen=True, order=True)
class Occurrence:
    """A moment (UTC) at which a rhythm would remind. `of` is when the first reminder was meant.

    `slot` is the number of the slot; a snoozed reminder is of the whole day and has -1.
    """

    at: datetime
    slot: int
    again: Again
    of: datetime


def wall_clock(moment: datetime, zone: ZoneInfo) -> datetime:
    """The time on a clock on the wall."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The moment of a local time. Python's fold 0 is the rule: the first, or moved forward."""
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def after_quiet(moment: datetime, quiet: Quiet | None, zone: ZoneInfo) -> datetime:
    """This moment, or the end of the quiet hours it lies in."""
    wall = wall_clock(moment, zone)
    if quiet is None or not quiet.covers(wall.time()):
        return moment
    day = wall.date() if wall.time() < quiet.until else wall.date() + DAY
    for fold in (0, 1):
        end = datetime.combine(day, quiet.until, tzinfo=zone).replace(fold=fold).astimezone(UTC)
        if end > moment and wall_clock(end, zone) == datetime.combine(day, quiet.until):
            return _first_loud(moment, end, quiet, zone)
    # Their end is a time that the clock skips: twice a year, and only where they end at night.
    return _first_loud(moment, moment + 2 * DAY, quiet, zone)


def _first_loud(moment: datetime, end: datetime, quiet: Quiet, zone: ZoneInfo) -> datetime:
    """The first moment not in quiet hours, at the latest `end`.

    That is `end` itself unless the clock is changed before it; then it is looked for.
    """
    if moment.astimezone(zone).utcoffset() == end.astimezone(zone).utcoffset():
        return end
    while moment < end and quiet.covers(wall_clock(moment, zone).time()):
        moment += MINUTE
    return moment


def _firsts(
    rhythm: Rhythm, zone: ZoneInfo, since: datetime, until: datetime
) -> Iterator[Occurrence]:
    day = (since - WIDEST_ZONE).date()
    last = (until + WIDEST_ZONE).date()
    while day <= last:
        for number, slot in enumerate(rhythm.slots):
            meant = instant(day, slot.at, zone)
            at = after_quiet(meant, rhythm.quiet, zone)
            if since < at <= until:
                yield Occurrence(at, number, Again.FIRST, at)
        day += DAY


def _is_repeated(first: Occurrence, at: datetime, rhythm: Rhythm, zone: ZoneInfo) -> bool:
    wall, of = wall_clock(at, zone), wall_clock(first.at, zone)
    if wall.date() != of.date() or (rhythm.quiet and rhythm.quiet.covers(wall.time())):
        return False
    snooze = rhythm.snooze
    return snooze is None or not first.at <= snooze.asked_at < at


def _repeats(
    rhythm: Rhythm, zone: ZoneInfo, since: datetime, until: datetime
) -> Iterator[Occurrence]:
    after = rhythm.repeat_after
    if after is None:
        return
    for first in _firsts(rhythm, zone, since - after, until - after):
        at = first.at + after
        if _is_repeated(first, at, rhythm, zone):
            yield Occurrence(at, first.slot, Again.REPEATED, first.at)


def _snoozed(
    rhythm: Rhythm, zone: ZoneInfo, since: datetime, until: datetime
) -> Iterator[Occurrence]:
    if rhythm.snooze is not None:
        at = after_quiet(rhythm.snooze.until, rhythm.quiet, zone)
        if since < at <= until:
            yield Occurrence(at, -1, Again.SNOOZED, rhythm.snooze.asked_at)


def occurrences(rhythm: Rhythm, since: datetime, until: datetime) -> tuple[Occurrence, ...]:
    """Every moment after `since`, up to and with `until`, in order, each once."""
    if rhythm.stopped:
        return ()
    zone = ZoneInfo(rhythm.zone)
    found = {
        *_firsts(rhythm, zone, since, until),
        *_repeats(rhythm, zone, since, until),
        *_snoozed(rhythm, zone, since, until),
    }
    paused = rhythm.paused_until
    return tuple(
        sorted(
            each for each in found if paused is None or wall_clock(each.at, zone).date() >= paused
        )
    )


def next_at(rhythm: Rhythm, after: datetime) -> datetime | None:
    """The next moment after this one; None where there is none to come."""
    if rhythm.stopped or not (rhythm.slots or rhythm.snooze):
        return None
    start = after
    if rhythm.paused_until is not None:
        begin = instant(rhythm.paused_until, time(0), ZoneInfo(rhythm.zone))
        start = max(after, begin - DAY)
    # A whole day may be missing where a place changes sides of the date line: look further then.
    for window in (DAY + MINUTE, 4 * DAY):
        found = occurrences(rhythm, start, start + window)
        if found:
            return found[0].at
    return None
