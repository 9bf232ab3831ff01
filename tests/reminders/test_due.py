"""Whom to remind now: never of what is held, locked, done or not on the schedule."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from goodform.reminders.due import (
    USEFUL_FOR,
    LineNow,
    Reminder,
    Situation,
    due,
    useful_until,
)
from goodform.reminders.rhythm import Again, Quiet, Rhythm, Slot, wall_clock
from tests.reminders.clocks import ZONES, moments, times

LONDON = "Europe/London"
CLAM, HINGE = UUID(int=1), UUID(int=2)
MONDAY_AT_8 = datetime(2026, 11, 16, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAILY = Rhythm(LONDON, (Slot(time(8)),))
ALL = "1234567"


def now(
    *lines: LineNow,
    rhythm: Rhythm = DAILY,
    at: datetime = MONDAY_AT_8,
    since: datetime | None = None,
    is_open: bool = True,
    question: date | None = None,
) -> tuple[Reminder, ...]:
    lines = lines or (LineNow(CLAM, ALL), LineNow(HINGE, ALL))
    situation = Situation(is_open, lines, question)
    return due(rhythm, situation, since=since or at - MINUTE, now=at)


def lines_of(reminders: tuple[Reminder, ...]) -> list[tuple[UUID, ...]]:
    return [each.lines for each in reminders]


def test_the_day_is_reminded_of_once_with_all_that_is_left() -> None:
    assert lines_of(now()) == [(CLAM, HINGE)]
    assert now(at=MONDAY_AT_8 + MINUTE) == ()


def test_what_is_held_is_never_reminded_of() -> None:
    assert lines_of(now(LineNow(CLAM, ALL, held=True), LineNow(HINGE, ALL))) == [(HINGE,)]
    assert now(LineNow(CLAM, ALL, held=True)) == ()


def test_a_locked_programme_reminds_of_nothing() -> None:
    assert now(is_open=False) == ()


def test_what_is_done_is_not_reminded_of() -> None:
    assert lines_of(now(LineNow(CLAM, ALL, left=False), LineNow(HINGE, ALL))) == [(HINGE,)]
    assert now(LineNow(CLAM, ALL, left=False)) == ()


def test_weekdays_come_from_the_schedule_on_the_patients_own_day() -> None:
    assert lines_of(now(LineNow(CLAM, "2"), LineNow(HINGE, "1"))) == [(HINGE,)]
    # It is Tuesday already on Kiritimati when it is Monday in London.
    rhythm = Rhythm("Pacific/Kiritimati", (Slot(time(8)),))
    at = MONDAY_AT_8.replace(hour=18)
    assert lines_of(now(LineNow(CLAM, "2"), LineNow(HINGE, "1"), rhythm=rhythm, at=at)) == [(CLAM,)]


def test_an_exercise_has_its_own_time() -> None:
    rhythm = Rhythm(LONDON, (Slot(time(8), CLAM), Slot(time(18), HINGE)))
    assert lines_of(now(rhythm=rhythm)) == [(CLAM,)]
    assert lines_of(now(rhythm=rhythm, at=MONDAY_AT_8.replace(hour=18))) == [(HINGE,)]


def test_two_exercises_at_one_time_are_one_message() -> None:
    rhythm = Rhythm(LONDON, (Slot(time(8), CLAM), Slot(time(8), HINGE)))
    assert lines_of(now(rhythm=rhythm)) == [(CLAM, HINGE)]


def test_it_comes_again_once_and_only_if_nothing_was_logged() -> None:
    rhythm = Rhythm(LONDON, DAILY.slots, repeat_after=timedelta(hours=3))
    at = MONDAY_AT_8 + timedelta(hours=3)
    [again] = now(rhythm=rhythm, at=at)
    assert again.again is Again.REPEATED
    logged = LineNow(CLAM, ALL, logged_at=MONDAY_AT_8 + timedelta(hours=1))
    assert now(logged, LineNow(HINGE, ALL), rhythm=rhythm, at=at) == ()
    before = LineNow(CLAM, ALL, logged_at=MONDAY_AT_8 - timedelta(hours=1))
    assert now(before, rhythm=rhythm, at=at) != ()


def test_after_a_short_time_without_a_server_one_reminder_is_sent() -> None:
    rhythm = Rhythm(LONDON, (Slot(time(8), CLAM), Slot(time(8, 30), HINGE)))
    at = MONDAY_AT_8 + timedelta(hours=1)
    [one] = now(rhythm=rhythm, at=at, since=MONDAY_AT_8 - MINUTE)
    assert one.lines == (CLAM, HINGE)
    assert one.stale_at > at


def test_after_a_long_time_what_is_too_late_says_so() -> None:
    [late] = now(at=MONDAY_AT_8 + timedelta(hours=9), since=MONDAY_AT_8 - timedelta(days=9))
    assert late.stale_at == MONDAY_AT_8 + USEFUL_FOR
    late, fresh = now(at=MONDAY_AT_8 + MINUTE, since=MONDAY_AT_8 - timedelta(days=9))
    assert (late.at, fresh.at) == (MONDAY_AT_8 - timedelta(days=1), MONDAY_AT_8)


def test_a_reminder_is_of_no_use_once_quiet_hours_begin() -> None:
    rhythm = Rhythm(LONDON, (Slot(time(20)),), quiet=Quiet(time(21), time(7)))
    [one] = now(rhythm=rhythm, at=MONDAY_AT_8.replace(hour=20))
    assert one.stale_at == MONDAY_AT_8.replace(hour=21)


def test_quiet_hours_that_begin_after_midnight_count_too() -> None:
    rhythm = Rhythm(LONDON, (Slot(time(23, 50)),), quiet=Quiet(time(0, 30), time(7)))
    at = MONDAY_AT_8.replace(hour=23, minute=50)
    [one] = now(rhythm=rhythm, at=at)
    assert one.stale_at == at + timedelta(minutes=40)


@st.composite
def evenings(draw: st.DrawFn) -> tuple[datetime, Quiet, ZoneInfo]:
    """A moment in any place, most often near a change of the clocks, and quiet hours."""
    zone = draw(st.sampled_from(ZONES))
    quiet = Quiet(draw(times), draw(times))
    return draw(moments(zone)), quiet, ZoneInfo(zone)


@given(evenings())
def test_no_reminder_is_of_use_in_quiet_hours_or_after_two_hours(
    given: tuple[datetime, Quiet, ZoneInfo],
) -> None:
    at, quiet, zone = given
    if quiet.since == quiet.until or quiet.covers(wall_clock(at, zone).time()):
        return
    until = useful_until(at, quiet, zone)
    each = at
    while each < until:
        assert not quiet.covers(wall_clock(each, zone).time())
        each += MINUTE
    assert until == at + USEFUL_FOR or quiet.covers(wall_clock(until, zone).time())


MONDAY = MONDAY_AT_8.date()


def test_the_morning_after_is_asked_with_the_days_reminder() -> None:
    [one] = now(question=MONDAY)
    assert (one.asks, one.lines) == (True, (CLAM, HINGE))


def test_the_morning_after_is_asked_once_where_nothing_is_to_do_that_day() -> None:
    rhythm = Rhythm(LONDON, (Slot(time(18)), Slot(time(8))), repeat_after=timedelta(hours=3))
    resting = LineNow(CLAM, "2", held=True)
    [one] = now(resting, rhythm=rhythm, question=MONDAY)
    assert (one.asks, one.lines) == (True, ())
    for hour in (11, 18, 21):
        at = MONDAY_AT_8.replace(hour=hour)
        assert now(resting, rhythm=rhythm, at=at, question=MONDAY) == ()


def test_a_locked_programme_asks_nothing_and_another_day_is_not_asked_about() -> None:
    assert now(question=MONDAY, is_open=False) == ()
    [one] = now(question=MONDAY - timedelta(days=1))
    assert not one.asks


def test_an_answered_question_is_asked_no_more() -> None:
    assert now(LineNow(CLAM, "2"), question=None) == ()


some_lines = st.lists(
    st.builds(
        LineNow,
        line=st.builds(uuid4),
        weekdays=st.text("1234567", max_size=7),
        held=st.booleans(),
        left=st.booleans(),
        logged_at=st.none()
        | st.integers(-300, 300).map(lambda n: MONDAY_AT_8 + timedelta(minutes=n)),
    ),
    max_size=4,
)


@given(some_lines, st.booleans(), st.integers(0, 7 * 1440), st.integers(1, 3000), st.booleans())
def test_nothing_held_locked_or_done_is_ever_reminded_of(
    lines: list[LineNow], is_open: bool, minute: int, length: int, waits: bool
) -> None:
    rhythm = Rhythm(LONDON, (Slot(time(8)), Slot(time(18))), repeat_after=timedelta(hours=2))
    at = MONDAY_AT_8 + timedelta(minutes=minute)
    situation = Situation(is_open, tuple(lines), question=at.date() if waits else None)
    found = due(rhythm, situation, since=at - timedelta(minutes=length), now=at)
    reminded = {line for each in found for line in each.lines}
    assert reminded <= {each.line for each in lines if each.left and not each.held}
    assert is_open or not reminded
    assert len(found) <= 2
    assert all(each.lines or each.asks for each in found)
    assert waits or not any(each.asks for each in found)
    assert len([each for each in found if each.stale_at > at]) <= 1
