"""A course as values: pain by day, doses and holds with their days, marks, weeks. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Protocol
from uuid import UUID

from goodform.programmes.schedule import sides_due
from goodform.safety.dose import Dose

WEEK = timedelta(days=7)


class Happened(StrEnum):
    """A mark on the axis of days."""

    STOP = "stop"
    HELD = "held"
    CHANGED = "changed"
    ASSESSED = "assessed"


class Pain(StrEnum):
    """When pain was asked."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    NEXT_MORNING = "next_morning"


@dataclass(frozen=True)
class DayOfPain:
    """The answers of one day on 0–10, the highest of several; None where nobody answered.

    The next morning stands on the day that it was asked on.
    """

    day: date
    before: int | None = None
    during: int | None = None
    after: int | None = None
    next_morning: int | None = None


class OnCourse(Protocol):
    """A prescription, as far as a course looks at it."""

    @property
    def line(self) -> UUID: ...
    @property
    def side(self) -> str: ...
    @property
    def times_a_day(self) -> int: ...
    @property
    def done_as(self) -> tuple[UUID, str]: ...
    def due_on(self, day: date) -> bool: ...


@dataclass(frozen=True)
class DoseSpan:
    """A dose for as long as it was in force: `until` is the day on which it ended."""

    row: OnCourse
    exercise: str
    dose: Dose
    since: date
    until: date | None

    @property
    def amount(self) -> int:
        """How much it asks a day. Compares doses of one exercise, says nothing across exercises."""
        dose = self.dose
        return dose.sets * dose.repetitions * max(1, dose.hold_s) * dose.times_a_day

    def on(self, day: date) -> bool:
        """Whether it was in force at the end of a day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class HeldSpan:
    """Days on which a line, or everything under None, was on hold: both ends belong to it."""

    line: UUID | None
    since: date
    until: date | None

    def covers(self, line: UUID) -> bool:
        """Whether it held this line."""
        return self.line in (None, line)

    def from_the_morning(self, day: date) -> bool:
        """Whether the day began on hold, so that nothing was asked on it."""
        return self.since < day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class CourseMark:
    """Something that happened on a day; `line` where it was about one exercise."""

    day: date
    what: Happened
    line: UUID | None = None
    exercise: str = ""


class HowChanged(StrEnum):
    """A change's effect on one line."""

    UP = "up"
    DOWN = "down"
    OTHERWISE = "otherwise"
    ADDED = "added"
    TAKEN_OFF = "taken_off"
    REPLACED = "replaced"


@dataclass(frozen=True)
class CourseChange:
    """One line's fate on a day."""

    day: date
    moved: HowChanged
    exercise: str


@dataclass(frozen=True)
class RoundsDone:
    """How often an exercise of a line was done on a day, on one side, and whether it was timed."""

    done_as: tuple[UUID, str]
    day: date
    side: str
    timed: bool
    times: int


@dataclass(frozen=True)
class FeltOn:
    """How an exercise of a line felt on a day, so many times alike. Only of what was tried."""

    line: UUID | None
    exercise: str
    day: date
    pain: int | None
    times: int
    stopped: bool
    difficulty: str


@dataclass(frozen=True)
class WeekDone:
    """Rounds of a week from `monday` on, timed and ticked told apart, beside those planned."""

    monday: date
    timed: int
    ticked: int
    planned: int

    @property
    def done(self) -> int:
        """All rounds that count."""
        return self.timed + self.ticked


@dataclass(frozen=True)
class Course:
    """A stretch of days of one patient, both ends included."""

    first: date
    last: date
    pain: tuple[DayOfPain, ...]
    doses: tuple[DoseSpan, ...]
    holds: tuple[HeldSpan, ...]
    marks: tuple[CourseMark, ...]
    changes: tuple[CourseChange, ...]
    weeks: tuple[WeekDone, ...]
    felt: tuple[FeltOn, ...]
    last_entry: date | None

    def answers(self, when: Pain) -> dict[date, int]:
        """The answers of a kind by day."""
        found = {each.day: getattr(each, when) for each in self.pain}
        return {day: pain for day, pain in found.items() if pain is not None}

    def since_it_began(self) -> "Course":
        """Without the whole weeks before anything was assessed, given or answered, but for two."""
        began = min(
            [
                *(mark.day for mark in self.marks),
                *(each.since for each in self.doses),
                *(each.day for each in self.pain),
                self.last - WEEK,
            ]
        )
        first = max(self.first, monday_of(began))
        weeks = tuple(each for each in self.weeks if each.monday >= first)
        return replace(self, first=first, weeks=weeks)

    @property
    def last_changes(self) -> tuple[CourseChange, ...]:
        """The effect of the newest day of changes."""
        newest = max((each.day for each in self.changes), default=None)
        return tuple(each for each in self.changes if each.day == newest)


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def days_between(first: date, last: date) -> Iterable[date]:
    """Each day, both ends included."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def changes_in(spans: Iterable[DoseSpan]) -> tuple[CourseChange, ...]:
    """The changes after the first Give: lines given anew, changed, or taken off.

    Spans come in the order in which they were given.
    """
    by_line: dict[UUID, list[DoseSpan]] = {}
    for span in spans:
        by_line.setdefault(span.row.line, []).append(span)
    begun = min((of[0].since for of in by_line.values()), default=None)
    found = []
    for of in by_line.values():
        if of[0].since != begun:
            found.append(CourseChange(of[0].since, HowChanged.ADDED, of[0].exercise))
        for before, span in pairwise(of):
            found.append(CourseChange(span.since, _moved(before, span), span.exercise))
        if (ended := of[-1].until) is not None:
            found.append(CourseChange(ended, HowChanged.TAKEN_OFF, of[-1].exercise))
    return tuple(found)


def _moved(before: DoseSpan, span: DoseSpan) -> HowChanged:
    if before.row.done_as != span.row.done_as:
        return HowChanged.REPLACED
    if span.amount == before.amount:
        return HowChanged.OTHERWISE
    return HowChanged.UP if span.amount > before.amount else HowChanged.DOWN


def weeks_done(
    doses: Iterable[DoseSpan],
    holds: Iterable[HeldSpan],
    rounds: Iterable[RoundsDone],
    *,
    first: date,
    last: date,
    today: date,
) -> tuple[WeekDone, ...]:
    """Done of planned by week, oldest first; each week from `first` to `last` has its row.

    A round counts when every side that is due was done, and no oftener than it was asked. A day
    that began on hold was not asked. Today, and the day on which a dose ended, count as planned
    only as far as they are done.
    """
    spans, held = list(doses), list(holds)
    done: dict[tuple[tuple[UUID, str], date], list[RoundsDone]] = {}
    for each in rounds:
        done.setdefault((each.done_as, each.day), []).append(each)
    sums = {monday: [0, 0, 0] for monday in map(monday_of, days_between(first, last))}
    for day in days_between(first, last):
        for span in _one_of_each(span for span in spans if span.since <= day):
            timed, every = _of_day(span.row, done.get((span.row.done_as, day), ()))
            total = sums[monday_of(day)]
            total[0] += timed
            total[1] += every - timed
            total[2] += _planned(span, day, every, held, today=today)
    return tuple(WeekDone(monday, *counts) for monday, counts in sorted(sums.items()))


def _one_of_each(spans: Iterable[DoseSpan]) -> Iterable[DoseSpan]:
    """The newest dose of each exercise of a line: what is done of it counts once."""
    newest: dict[tuple[UUID, str], DoseSpan] = {}
    for span in sorted(spans, key=lambda span: span.since):
        newest[span.row.done_as] = span
    return newest.values()


def _of_day(row: OnCourse, rounds: Iterable[RoundsDone]) -> tuple[int, int]:
    """Whole rounds of a day that were timed, and all of them; no more than were asked."""
    timed: dict[str, int] = dict.fromkeys(sides_due(row.side), 0)
    every = dict(timed)
    for each in rounds:
        if each.side in every:
            every[each.side] += each.times
            timed[each.side] += each.times if each.timed else 0
    whole = min(*every.values(), row.times_a_day)
    return min(*timed.values(), whole), whole


def _planned(
    span: DoseSpan, day: date, done: int, holds: Iterable[HeldSpan], *, today: date
) -> int:
    held = any(each.covers(span.row.line) and each.from_the_morning(day) for each in holds)
    asked = span.on(day) and day < today and span.row.due_on(day) and not held
    return max(done, span.row.times_a_day) if asked else done


def shown_alone(marks: Iterable[CourseMark]) -> tuple[CourseMark, ...]:
    """Marks without those that say the same again: one of a kind, line and day."""
    return tuple(dict.fromkeys(sorted(marks, key=lambda mark: (mark.day, mark.what))))
