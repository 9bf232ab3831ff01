"""Free times: never outside the hours, never over what is taken, whatever the clocks do."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import portion
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodform.booking.free_times import (
    both,
    hours_of,
    merged,
    offered,
    pieces,
    starts,
    without,
)
from goodform.booking.ticks import Stretch, moment_of
from goodform.people.opening import Opening, Span

NINE_TO_FIVE = (Span(540, 780), Span(840, 1020))
FAR = 120

stretches = st.lists(
    st.tuples(st.integers(0, FAR), st.integers(1, 40)).map(lambda each: (each[0], sum(each))),
    max_size=8,
).map(merged)


def slow(each: Sequence[Stretch]) -> portion.Interval:
    """The same, as the library of intervals has it."""
    whole = portion.empty()
    for start, end in each:
        whole |= portion.closedopen(start, end)
    return whole


def plain(each: portion.Interval) -> list[Stretch]:
    """The library’s intervals, as we write them."""
    return [(part.lower, part.upper) for part in each if not part.empty]


@given(stretches, stretches)
def test_both_and_without_are_what_the_library_of_intervals_says(
    one: list[Stretch], other: list[Stretch]
) -> None:
    assert both(one, other) == plain(slow(one) & slow(other))
    assert without(one, other) == plain(slow(one) - slow(other))
    assert merged([*one, *other]) == plain(slow(one) | slow(other))


@given(
    stretches,
    stretches,
    st.integers(1, 12),
    st.integers(0, 4),
    st.integers(0, 4),
)
def test_a_visit_begins_exactly_where_it_lies_in_the_hours_and_its_buffers_meet_nothing(
    hours: list[Stretch], taken: list[Stretch], length: int, before: int, after: int
) -> None:
    found = starts(hours, taken, length=length, before=before, after=after)
    fits = {
        tick
        for tick in range(FAR + 50)
        if portion.closedopen(tick, tick + length) in slow(hours)
        and not portion.closedopen(tick - before, tick + length + after).overlaps(slow(taken))
    }
    assert {tick for start, end in found for tick in range(start, end)} == fits


def opening(zone: str, *, spans: tuple[Span, ...] = NINE_TO_FIVE, **more: object) -> Opening:
    """The same hours every day."""
    return Opening(zone=zone, week=(spans,) * 7, **more)  # type: ignore[arg-type]


@cache
def transitions(zone: str) -> tuple[datetime, ...]:
    """Every moment from 2026 to 2030 at which the clocks of a zone change, to a quarter hour.

    No zone changes them twice within six days.
    """
    place = ZoneInfo(zone)
    found, at = [], datetime(2026, 1, 1, tzinfo=UTC)
    while at.year < 2031:
        later = at + timedelta(days=6)
        if at.astimezone(place).utcoffset() != later.astimezone(place).utcoffset():
            moment = at
            while moment.astimezone(place).utcoffset() == at.astimezone(place).utcoffset():
                moment += timedelta(minutes=15)
            found.append(moment)
        at = later
    return tuple(found)


def brute(spans: tuple[Span, ...], day: date, zone: str) -> set[int]:
    """The ticks of a local day within these spans, looked at one by one."""
    place = ZoneInfo(zone)
    middle = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) // 300
    found = set()
    for tick in range(middle - 15 * 12, middle + 39 * 12):
        local = moment_of(tick).astimezone(place)
        minute = local.hour * 60 + local.minute
        if local.date() == day and any(span.opens <= minute < span.closes for span in spans):
            found.add(tick)
    return found


def ticks(each: Sequence[Stretch]) -> set[int]:
    """Every tick of these stretches."""
    return {tick for start, end in each for tick in range(start, end)}


def days_of_change() -> Iterator[tuple[str, date]]:
    """One zone of each way in which the clocks change, and each of its days of change."""
    seen: set[tuple[datetime, ...]] = set()
    for zone in sorted(available_timezones()):
        moments = transitions(zone)
        if not moments or moments in seen:
            continue
        seen.add(moments)
        for moment in moments:
            yield zone, moment.astimezone(ZoneInfo(zone)).date()


@pytest.mark.parametrize(
    "spans",
    [NINE_TO_FIVE, (Span(0, 1439),), (Span(30, 150), Span(160, 1380))],
    ids=["day", "round the clock", "night"],
)
def test_in_every_zone_and_at_every_change_of_the_clocks_the_hours_are_those_of_the_wall(
    spans: tuple[Span, ...],
) -> None:
    read = tuple(Span(each.opens, min(each.closes, 1439)) for each in spans)
    looked_at = 0
    for zone, day in days_of_change():
        for near in (day - timedelta(days=1), day):
            found = pieces([opening(zone, spans=read)], near, near)
            whole = tuple(each if each.closes != 1439 else _to_midnight(each) for each in read)
            assert ticks(hours_of(found)) == brute(whole, near, zone), f"{zone} on {near}"
            began = list(offered(found, hours_of(found), step=5))
            walls = [moment_of(tick).astimezone(ZoneInfo(zone)) for tick in began]
            assert not [wall for wall in walls if wall.fold], f"{zone} on {near}: the second hour"
            assert len({wall.replace(tzinfo=None) for wall in walls}) == len(began)
            looked_at += 1
    assert looked_at > 400


def _to_midnight(span: Span) -> Span:
    """The last minute of a day stands for its end."""
    whole = object.__new__(Span)
    object.__setattr__(whole, "opens", span.opens)
    object.__setattr__(whole, "closes", 1440)
    return whole


def test_every_zone_there_is_keeps_its_wall_clock_on_an_ordinary_day() -> None:
    day = date(2027, 2, 10)
    for zone in sorted(available_timezones()):
        found = pieces([opening(zone)], day, day)
        assert ticks(hours_of(found)) == brute(NINE_TO_FIVE, day, zone), zone


def test_nothing_begins_in_the_hour_that_does_not_come() -> None:
    day = date(2026, 3, 29)
    found = pieces([opening("Europe/London", spans=(Span(30, 180),))], day, day)
    begins = [moment_of(tick) for tick in offered(found, hours_of(found), step=15)]
    walls = {each.astimezone(ZoneInfo("Europe/London")).strftime("%H:%M") for each in begins}
    assert walls == {"00:30", "00:45", "02:00", "02:15", "02:30", "02:45"}


def test_the_hours_of_a_practitioner_and_of_a_clinic_narrow_each_other() -> None:
    day = date(2026, 11, 16)
    clinic = opening("Europe/London", exceptions={day: (Span(600, 1020),)})
    own = opening("Europe/London", spans=(Span(480, 720),))
    assert hours_of(pieces([clinic, own], day, day)) == hours_of(
        pieces([opening("Europe/London", spans=(Span(600, 720),))], day, day)
    )


def test_a_holiday_of_the_clinic_closes_everybody() -> None:
    christmas = date(2026, 12, 25)
    clinic = opening("Europe/London", holidays=frozenset({"christmas"}))
    assert pieces([clinic, opening("Europe/London")], christmas, christmas) == []


def minute_of(tick: int, place: ZoneInfo) -> int:
    """The minute of the day by the clock on the wall."""
    wall = moment_of(tick).astimezone(place)
    return 60 * wall.hour + wall.minute


@given(st.sampled_from([5, 10, 15, 20, 30, 60]), st.integers(0, 200), st.integers(1, 60))
def test_times_are_offered_on_the_clocks_own_marks(step: int, start: int, length: int) -> None:
    day = date(2026, 11, 16)
    found = pieces([opening("Asia/Kathmandu")], day, day)
    first = found[0].start + start
    begins = list(offered(found, [(first, first + length)], step=step))
    place = ZoneInfo("Asia/Kathmandu")
    expected = [
        tick
        for tick in range(first, first + length)
        if tick in ticks(hours_of(found)) and minute_of(tick, place) % step == 0
    ]
    assert begins == expected
