"""Whom to remind now, and of what. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from goodform.reminders.rhythm import (
    DAY,
    MINUTE,
    Again,
    Occurrence,
    Quiet,
    Rhythm,
    occurrences,
    wall_clock,
)

USEFUL_FOR = timedelta(hours=2)
"""How late a reminder may come and still be of use."""


@dataclass(frozen=True)
class LineNow:
    """One line of a programme, as it is now, on the patient's own date.

    `left` says whether a round of today is still to do, `logged_at` when anything was last logged.
    """

    line: UUID
    weekdays: str
    held: bool = False
    left: bool = True
    logged_at: datetime | None = None


@dataclass(frozen=True)
class Situation:
    """How a patient stands: whether the programme is open, and its lines.

    `question` is the patient's own date while the question of the morning after waits on it.
    """

    open: bool
    lines: tuple[LineNow, ...] = ()
    question: date | None = None


@dataclass(frozen=True)
class Reminder:
    """One message to one patient: when it was meant, of which lines, until when it is of use.

    It may be of no line: then it only asks the question of the morning after.
    """

    at: datetime
    again: Again
    lines: tuple[UUID, ...]
    stale_at: datetime
    asks: bool = False


def useful_until(at: datetime, quiet: Quiet | None, zone: ZoneInfo) -> datetime:
    """Two hours, or until quiet hours begin."""
    until = at + USEFUL_FOR
    if quiet is None:
        return until
    if at.astimezone(zone).utcoffset() != until.astimezone(zone).utcoffset():
        return _still_loud(at, until, quiet, zone)
    wall = wall_clock(at, zone)
    begin = datetime.combine(wall.date(), quiet.since)
    return min(until, at + (begin - wall if begin > wall else begin + DAY - wall))


def _still_loud(at: datetime, until: datetime, quiet: Quiet, zone: ZoneInfo) -> datetime:
    """The same where the clock is changed in between: found by looking, twice a year."""
    moment = at
    while moment < until and not quiet.covers(wall_clock(moment, zone).time()):
        moment += MINUTE
    return moment


def wanted_lines(occurrence: Occurrence, rhythm: Rhythm, situation: Situation) -> tuple[UUID, ...]:
    """The lines to remind of: on the schedule that day, to do still, not held; none if locked."""
    if not situation.open:
        return ()
    slot = rhythm.slots[occurrence.slot].line if occurrence.slot >= 0 else None
    weekday = str(wall_clock(occurrence.at, ZoneInfo(rhythm.zone)).isoweekday())
    scope = [each for each in situation.lines if slot is None or each.line == slot]
    if occurrence.again is Again.REPEATED and any(
        each.logged_at is not None and each.logged_at >= occurrence.of for each in scope
    ):
        return ()
    return tuple(
        each.line for each in scope if weekday in each.weekdays and each.left and not each.held
    )


def asks(occurrence: Occurrence, rhythm: Rhythm, situation: Situation) -> bool:
    """Whether a reminder then carries the question: a first one, on the day it waits."""
    if not situation.open or situation.question is None or occurrence.again is not Again.FIRST:
        return False
    return wall_clock(occurrence.at, ZoneInfo(rhythm.zone)).date() == situation.question


def _asks_alone(occurrence: Occurrence, rhythm: Rhythm, situation: Situation) -> bool:
    """Whether the question comes though nothing is to do that day: once, at the first time."""
    first = min(slot.at for slot in rhythm.slots)
    return asks(occurrence, rhythm, situation) and rhythm.slots[occurrence.slot].at == first


def due(
    rhythm: Rhythm, situation: Situation, *, since: datetime, now: datetime
) -> tuple[Reminder, ...]:
    """The reminders to send now for the time after `since`: one at most, and one too late.

    After a time without a server, what is still of use becomes one reminder, whatever its slots;
    what is not becomes one too, with a `stale_at` in the past, so that it is dropped and said.
    """
    zone = ZoneInfo(rhythm.zone)
    fresh: list[Occurrence] = []
    late: list[Occurrence] = []
    for each in occurrences(rhythm, since, now):
        if wanted_lines(each, rhythm, situation) or _asks_alone(each, rhythm, situation):
            useful = now < useful_until(each.at, rhythm.quiet, zone)
            (fresh if useful else late).append(each)
    return tuple(_one(group, rhythm, situation, zone) for group in (late, fresh) if group)


def _one(group: list[Occurrence], rhythm: Rhythm, situation: Situation, zone: ZoneInfo) -> Reminder:
    lines = _in_order(line for each in group for line in wanted_lines(each, rhythm, situation))
    last = group[-1]
    return Reminder(
        at=last.at.astimezone(UTC),
        again=min(each.again for each in group),
        lines=lines,
        stale_at=useful_until(last.at, rhythm.quiet, zone),
        asks=any(asks(each, rhythm, situation) for each in group),
    )


def _in_order(lines: Iterable[UUID]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(lines))
