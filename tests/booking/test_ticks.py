"""Ticks are five minutes of UTC, and a wall clock is read by the zone's own rules."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodform.booking.ticks import (
    NoSuchTime,
    NotOnATick,
    moment_at,
    moment_of,
    tick_before,
    tick_of,
    ticks_in,
    wall_of,
)

CLOCKS_FORWARD, CLOCKS_BACK = date(2026, 3, 29), date(2026, 10, 25)


@given(st.integers(min_value=-10_000_000, max_value=20_000_000))
def test_a_tick_and_its_moment_are_the_same(tick: int) -> None:
    assert tick_of(moment_of(tick)) == tick
    assert tick_before(moment_of(tick) + timedelta(minutes=4, seconds=59)) == tick


@pytest.mark.parametrize("minutes", [7, 1, -5, 31])
def test_seven_minutes_are_refused(minutes: int) -> None:
    with pytest.raises(NotOnATick):
        ticks_in(minutes)
    with pytest.raises(NotOnATick):
        tick_of(datetime(2026, 11, 16, 9, 7, tzinfo=UTC))


def test_the_hour_that_does_not_come_is_refused() -> None:
    with pytest.raises(NoSuchTime):
        moment_at(CLOCKS_FORWARD, time(1, 30), "Europe/London")


def test_of_the_hour_that_comes_twice_the_first_is_meant() -> None:
    moment = moment_at(CLOCKS_BACK, time(1, 30), "Europe/London")
    assert moment == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert wall_of(moment, "Europe/London") == "2026-10-25T01:30"
