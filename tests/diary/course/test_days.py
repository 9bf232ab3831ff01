"""Done of planned by week, and what changed: as the days were, not as they are now."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from goodform.diary.course.days import (
    DoseSpan,
    HeldSpan,
    HowChanged,
    RoundsDone,
    WeekDone,
    changes_in,
    weeks_done,
)
from goodform.safety.dose import Dose

MONDAY = date(2026, 11, 2)
LINE = uuid4()


@dataclass(frozen=True)
class Row:
    """A prescription, as far as a course looks at it."""

    line: UUID = LINE
    side: str = "each"
    times_a_day: int = 1
    slug: str = "clam"
    weekdays: str = "1234567"

    @property
    def done_as(self) -> tuple[UUID, str]:
        return self.line, self.slug

    def due_on(self, day: date) -> bool:
        return str(day.isoweekday()) in self.weekdays


def day(n: int) -> date:
    return MONDAY + timedelta(days=n)


def dose(row: Row, since: int, until: int | None = None, *, sets: int = 2) -> DoseSpan:
    amount = Dose(sets=sets, repetitions=10, times_a_day=row.times_a_day)
    return DoseSpan(row, row.slug, amount, day(since), None if until is None else day(until))


def did(row: Row, *days: int, side: str = "", timed: bool = True) -> list[RoundsDone]:
    sides = [side] if side else ["left", "right"]
    return [RoundsDone(row.done_as, day(n), each, timed, 1) for n in days for each in sides]


def week(
    spans: list[DoseSpan], rounds: list[RoundsDone], holds: tuple[HeldSpan, ...] = ()
) -> WeekDone:
    """The one week from Monday, looked at a month later."""
    (found,) = weeks_done(
        spans, holds, rounds, first=MONDAY, last=day(6), today=MONDAY + timedelta(days=30)
    )
    return found


def test_a_round_counts_when_both_sides_were_done() -> None:
    clam = Row()
    rounds = did(clam, 0, 1) + did(clam, 2, side="left")
    assert week([dose(clam, -7)], rounds) == WeekDone(MONDAY, timed=2, ticked=0, planned=7)


def test_timed_and_ticked_are_told_apart() -> None:
    clam = Row()
    rounds = did(clam, 0) + did(clam, 1, timed=False)
    assert week([dose(clam, -7)], rounds) == WeekDone(MONDAY, timed=1, ticked=1, planned=7)


def test_a_day_that_began_on_hold_was_not_asked() -> None:
    clam = Row()
    held = HeldSpan(LINE, since=day(2), until=day(4))
    found = week([dose(clam, -7)], did(clam, 0, 1, 2, 5, 6), (held,))
    assert (found.done, found.planned) == (5, 5)
    other = HeldSpan(uuid4(), since=day(0), until=None)
    assert week([dose(clam, -7)], [], (other,)).planned == 7


def test_only_the_days_on_which_it_was_prescribed_are_planned() -> None:
    clam = Row(weekdays="135")
    assert week([dose(clam, 1, 4)], []).planned == 1


def test_a_change_of_dose_in_the_week_counts_what_was_done_once() -> None:
    once, twice = Row(), Row(times_a_day=2)
    spans = [dose(once, -7, 3), dose(twice, 3)]
    assert week(spans, did(once, 0, 1, 2, 3)) == WeekDone(MONDAY, 4, 0, planned=3 + 4 * 2)


def test_today_counts_only_as_far_as_it_is_done() -> None:
    clam = Row()
    (found,) = weeks_done(
        [dose(clam, -7)], [], did(clam, 0), first=MONDAY, last=day(1), today=day(1)
    )
    assert (found.done, found.planned) == (1, 1)


@given(st.lists(st.tuples(st.integers(0, 13), st.sampled_from(["left", "right"]), st.booleans())))
def test_more_than_was_asked_is_never_done(told: list[tuple[int, str, bool]]) -> None:
    clam = Row()
    rounds = [RoundsDone(clam.done_as, day(n), side, timed, 1) for n, side, timed in told]
    weeks = weeks_done([dose(clam, 3, 9)], [], rounds, first=day(0), last=day(13), today=day(20))
    assert len(weeks) == 2
    for each in weeks:
        assert 0 <= each.timed <= each.done <= each.planned + 1, "the last day counts as done"


def test_the_first_give_is_no_change_and_each_later_one_says_which_way() -> None:
    clam, lift = Row(), Row(slug="lift")
    hinge = Row(line=uuid4(), slug="hinge")
    spans = [
        dose(clam, 0, 7),
        dose(clam, 7, 9, sets=3),
        dose(hinge, 8, 12),
        dose(clam, 9, 10, sets=1),
        dose(lift, 10),
    ]
    assert [(each.day, each.moved, each.exercise) for each in changes_in(spans)] == [
        (day(7), HowChanged.UP, "clam"),
        (day(9), HowChanged.DOWN, "clam"),
        (day(10), HowChanged.REPLACED, "lift"),
        (day(8), HowChanged.ADDED, "hinge"),
        (day(12), HowChanged.TAKEN_OFF, "hinge"),
    ]
