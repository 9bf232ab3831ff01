"""When a plan would remind, beside a slow second opinion, over the real zone data."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodform.reminders.rhythm import (
    Again,
    Quiet,
    Rhythm,
    Slot,
    Snooze,
    instant,
    next_at,
    occurrences,
)
from tests.reminders.clocks import ZONES, moments, times
from tests.reminders.oracle import slow_occurrences

LONDON = "Europe/London"
NIGHT = Quiet(since=time(21), until=time(7))
DAY = timedelta(days=1)


def fires(rhythm: Rhythm, since: datetime, days: int = 1) -> list[str]:
    """The moments in UTC, short."""
    return [
        f"{each.at:%d %H:%M}" for each in occurrences(rhythm, since, since + timedelta(days=days))
    ]


def at(*times: str) -> tuple[Slot, ...]:
    return tuple(Slot(time.fromisoformat(each)) for each in times)


def test_a_time_is_the_patients_own() -> None:
    day = datetime(2026, 7, 1, tzinfo=UTC)
    assert fires(Rhythm(LONDON, at("08:00")), day) == ["01 07:00"]
    assert fires(Rhythm("Asia/Kathmandu", at("08:00")), day) == ["01 02:15"]
    assert fires(Rhythm("Pacific/Kiritimati", at("08:00")), day) == ["01 18:00"]


def test_a_time_that_the_clock_skips_moves_forward() -> None:
    day = datetime(2026, 3, 29, tzinfo=UTC)
    assert fires(Rhythm(LONDON, at("01:30", "08:00")), day) == ["29 01:30", "29 07:00"]
    assert instant(date(2026, 3, 29), time(1, 30), ZoneInfo(LONDON)).astimezone(
        ZoneInfo(LONDON)
    ).time() == time(2, 30)


def test_a_time_that_comes_twice_fires_once() -> None:
    day = datetime(2026, 10, 24, 12, tzinfo=UTC)
    assert fires(Rhythm(LONDON, at("01:30")), day) == ["25 00:30"]


def test_a_day_that_a_place_skipped_fires_once() -> None:
    """Samoa went from 29 to 31 December 2011."""
    since = datetime(2011, 12, 29, 12, tzinfo=UTC)
    assert (
        fires(Rhythm("Pacific/Apia", at("08:00")), since, 3)
        == [
            "29 18:00",
            "30 18:00",
            "31 18:00",
            "01 18:00",
        ][:3]
    )


def test_what_falls_into_quiet_hours_waits_until_they_end() -> None:
    day = datetime(2026, 1, 10, tzinfo=UTC)
    assert fires(Rhythm(LONDON, at("06:15", "08:00"), quiet=NIGHT), day) == [
        "10 07:00",
        "10 08:00",
    ]
    assert fires(Rhythm(LONDON, at("22:00"), quiet=NIGHT), day) == ["10 07:00"]


def test_quiet_hours_that_end_in_the_skipped_hour_end_when_the_clock_has_jumped() -> None:
    rhythm = Rhythm(LONDON, at("00:30"), quiet=Quiet(time(0), time(1, 30)))
    assert fires(rhythm, datetime(2026, 3, 29, tzinfo=UTC)) == ["29 01:00"]


def test_a_repeat_comes_once_and_never_in_quiet_hours() -> None:
    day = datetime(2026, 1, 10, tzinfo=UTC)
    rhythm = Rhythm(LONDON, at("08:00", "19:30"), quiet=NIGHT, repeat_after=timedelta(hours=2))
    assert fires(rhythm, day) == ["10 08:00", "10 10:00", "10 19:30"]


def test_saying_later_takes_the_place_of_the_repeat() -> None:
    day = datetime(2026, 1, 10, tzinfo=UTC)
    asked = day + timedelta(hours=8, minutes=5)
    rhythm = Rhythm(
        LONDON,
        at("08:00"),
        repeat_after=timedelta(hours=2),
        snooze=Snooze(asked, asked + timedelta(hours=1)),
    )
    found = occurrences(rhythm, day, day + 2 * DAY)
    assert [(f"{each.at:%d %H:%M}", each.again) for each in found] == [
        ("10 08:00", Again.FIRST),
        ("10 09:05", Again.SNOOZED),
        ("11 08:00", Again.FIRST),
        ("11 10:00", Again.REPEATED),
    ]


def test_a_pause_ends_on_its_day() -> None:
    rhythm = Rhythm(LONDON, at("08:00"), paused_until=date(2026, 1, 12))
    assert fires(rhythm, datetime(2026, 1, 10, tzinfo=UTC), 3) == ["12 08:00"]
    assert next_at(rhythm, datetime(2026, 1, 1, tzinfo=UTC)) == datetime(2026, 1, 12, 8, tzinfo=UTC)


def test_a_plan_that_was_stopped_never_fires() -> None:
    rhythm = Rhythm(LONDON, at("08:00"), stopped=True)
    assert next_at(rhythm, datetime(2026, 1, 1, tzinfo=UTC)) is None


@st.composite
def rhythms(draw: st.DrawFn) -> tuple[Rhythm, datetime]:
    """Any plan in any place, and a moment to look from."""
    zone = draw(st.sampled_from(ZONES))
    now = draw(moments(zone))
    asked = now + timedelta(minutes=draw(st.integers(-600, 600)))
    quiet = draw(st.none() | st.builds(Quiet, times, times))
    if quiet is not None and quiet.since == quiet.until:
        quiet = None
    rhythm = Rhythm(
        zone=zone,
        slots=tuple(Slot(each) for each in draw(st.lists(times, min_size=1, max_size=3))),
        quiet=quiet,
        repeat_after=draw(st.none() | st.integers(30, 360).map(lambda n: timedelta(minutes=n))),
        snooze=draw(
            st.none()
            | st.integers(10, 240).map(lambda n: Snooze(asked, asked + timedelta(minutes=n)))
        ),
        paused_until=draw(st.none() | st.integers(-2, 2).map(lambda n: (now + n * DAY).date())),
        stopped=draw(st.integers(0, 19)) == 0,
    )
    return rhythm, now


@given(rhythms())
def test_quick_and_slow_agree_in_every_place_on_every_day(given: tuple[Rhythm, datetime]) -> None:
    rhythm, now = given
    until = now + timedelta(days=2)
    assert occurrences(rhythm, now, until) == slow_occurrences(rhythm, now, until)


@given(rhythms())
def test_the_next_moment_is_the_first_of_those_to_come(given: tuple[Rhythm, datetime]) -> None:
    rhythm, now = given
    found = occurrences(rhythm, now, now + timedelta(days=5))
    assert next_at(rhythm, now) == (found[0].at if found else None)


@given(rhythms(), st.integers(1, 2880))
def test_looking_in_two_steps_finds_the_same(given: tuple[Rhythm, datetime], cut: int) -> None:
    rhythm, now = given
    until, between = now + 3 * DAY, now + timedelta(minutes=cut)
    assert occurrences(rhythm, now, until) == (
        *occurrences(rhythm, now, between),
        *occurrences(rhythm, between, until),
    )


@pytest.mark.parametrize("quiet", [NIGHT, Quiet(time(12), time(14))])
def test_quiet_hours_begin_with_their_first_minute_and_end_before_their_last(quiet: Quiet) -> None:
    assert quiet.covers(quiet.since)
    assert not quiet.covers(quiet.until)
