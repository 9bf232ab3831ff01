"""When somebody is there: by the wall clock, over clock changes, never on a day that is closed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodform.people.holidays import HOLIDAYS, easter, holidays_in, is_holiday
from goodform.people.opening import (
    LAST_MINUTE,
    NEVER,
    Opening,
    Span,
    Spans,
    opening_from,
    plain_of,
)

LONDON = ZoneInfo("Europe/London")
EIGHT_TO_SIX = (Span(8 * 60, 18 * 60),)
WEEKDAYS = Opening("Europe/London", (EIGHT_TO_SIX,) * 5 + (NEVER, NEVER))
ZONES = [
    "Europe/London",
    "America/New_York",
    "America/Havana",
    "America/Nuuk",
    "America/Santiago",
    "Africa/Cairo",
    "Asia/Beirut",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "UTC",
]


def london(*when: int) -> datetime:
    return datetime(*when, tzinfo=LONDON)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("told", "hours", "by"),
    [
        (london(2026, 11, 27, 9), 2, london(2026, 11, 27, 11)),
        (london(2026, 11, 27, 7), 2, london(2026, 11, 27, 10)),
        (london(2026, 11, 27, 17), 2, london(2026, 11, 30, 9)),
        (london(2026, 11, 28, 13, 34), 10, london(2026, 11, 30, 18)),
        (london(2026, 11, 29, 3), 11, london(2026, 12, 1, 9)),
        (london(2026, 3, 27, 17), 2, london(2026, 3, 30, 9)),
        (london(2026, 10, 23, 17), 2, london(2026, 10, 26, 9)),
    ],
)
def test_open_hours_are_counted_by_the_wall_clock(told: datetime, hours: int, by: datetime) -> None:
    assert WEEKDAYS.open_after(told, hours) == by


@pytest.mark.parametrize(
    ("told", "days", "by"),
    [
        (london(2026, 11, 28, 13, 34), 1, london(2026, 11, 30, 18)),
        (london(2026, 11, 27, 9), 1, london(2026, 11, 30, 18)),
        (london(2026, 11, 26, 23, 59), 1, london(2026, 11, 27, 18)),
        (london(2026, 11, 26, 12), 3, london(2026, 12, 1, 18)),
    ],
)
def test_one_working_day_ends_when_the_next_open_day_closes(
    told: datetime, days: int, by: datetime
) -> None:
    assert WEEKDAYS.closing_after(told, days) == by


def test_a_day_with_a_pause_is_one_day_and_closes_in_the_evening() -> None:
    paused = Opening("Europe/London", ((Span(480, 720), Span(840, 1080)),) * 7)
    assert paused.closing_after(london(2026, 11, 26, 12), 1) == london(2026, 11, 27, 18)
    assert paused.open_after(london(2026, 11, 26, 11), 2) == london(2026, 11, 26, 15)


def test_an_exception_counts_before_a_holiday_and_that_before_the_week() -> None:
    christmas = date(2026, 12, 25)
    closed = Opening("Europe/London", WEEKDAYS.week, holidays=frozenset({"christmas", "boxing"}))
    assert closed.on(christmas) == NEVER
    assert closed.on(date(2026, 12, 28)) == NEVER
    assert closed.on(date(2026, 12, 29)) == EIGHT_TO_SIX
    assert closed.closing_after(london(2026, 12, 24, 12), 1) == london(2026, 12, 29, 18)
    there = Opening(
        "Europe/London", WEEKDAYS.week, {christmas: (Span(600, 660),)}, frozenset({"christmas"})
    )
    assert there.open_after(london(2026, 12, 24, 18), 1) == london(2026, 12, 25, 11)


@pytest.mark.parametrize("opening", [Opening("UTC"), Opening("UTC", holidays=frozenset(HOLIDAYS))])
def test_where_nobody_is_ever_there_nothing_is_promised(opening: Opening) -> None:
    assert not opening.is_entered
    assert opening.open_after(datetime(2026, 11, 28, tzinfo=UTC), 1) is None
    assert opening.closing_after(datetime(2026, 11, 28, tzinfo=UTC), 1) is None


@pytest.mark.parametrize("hours", [0, -1, 1001, float("nan")])
def test_hours_have_bounds(hours: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        WEEKDAYS.open_after(london(2026, 11, 28), hours)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no zone"):
        WEEKDAYS.open_after(datetime(2026, 11, 28), 1)  # noqa: DTZ001


@st.composite
def spans(draw: st.DrawFn) -> Spans:
    """None to three spans of a day, apart."""
    count = draw(st.integers(0, 3)) * 2
    minutes = draw(
        st.lists(st.integers(0, LAST_MINUTE), min_size=count, max_size=count, unique=True)
    )
    edges = sorted(minutes)
    return tuple(Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True))


@st.composite
def openings(draw: st.DrawFn) -> Opening:
    """Any week in any of the zones, with exceptions and holidays."""
    return Opening(
        draw(st.sampled_from(ZONES)),
        tuple(draw(st.lists(spans(), min_size=7, max_size=7))),
        draw(st.dictionaries(st.dates(date(2026, 1, 1), date(2027, 12, 31)), spans(), max_size=4)),
        draw(st.frozensets(st.sampled_from(sorted(HOLIDAYS)), max_size=5)),
    )


moments = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001  # the strategy adds the zone
    datetime(2027, 12, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
hours_open = st.integers(1, 40 * 4).map(lambda quarters: quarters / 4)


@given(opening=openings(), moment=moments, hours=hours_open)
def test_a_promise_is_never_for_a_day_that_is_closed_and_never_in_the_past(
    opening: Opening, moment: datetime, hours: float
) -> None:
    by = opening.open_after(moment, hours)
    if by is None:
        return
    local = by.astimezone(ZoneInfo(opening.zone))
    assert opening.on(local.date()) != NEVER
    assert by - moment >= timedelta(hours=hours) - timedelta(seconds=1)


@given(opening=openings(), moment=moments, days=st.integers(1, 10))
def test_a_promise_in_days_ends_when_an_open_day_closes(
    opening: Opening, moment: datetime, days: int
) -> None:
    by = opening.closing_after(moment, days)
    if by is None:
        return
    zone = ZoneInfo(opening.zone)
    today, last = moment.astimezone(zone).date(), by.astimezone(zone).date()
    assert opening.on(last) != NEVER
    between = [today + timedelta(days=n) for n in range(1, (last - today).days + 1)]
    assert sum(opening.on(day) != NEVER for day in between) >= days


@given(opening=openings(), moment=moments, first=hours_open, second=hours_open)
def test_hours_add_up(opening: Opening, moment: datetime, first: float, second: float) -> None:
    halfway = opening.open_after(moment, first)
    if halfway is None:
        return
    there, at_once = opening.open_after(halfway, second), opening.open_after(moment, first + second)
    if there is None or at_once is None:
        return
    assert there == at_once


@given(opening=openings(), moment=moments, quarters=st.integers(1, 200))
def test_just_so_many_minutes_were_open(opening: Opening, moment: datetime, quarters: int) -> None:
    utc, start = replace(opening, zone="UTC"), moment.replace(second=0, microsecond=0)
    by = utc.open_after(start, quarters / 4)
    if by is None or by - start > timedelta(days=60):
        return
    minutes = (start + timedelta(minutes=n) for n in range((by - start) // timedelta(minutes=1)))
    was_open = sum(
        any(
            span.opens <= each.hour * 60 + each.minute < span.closes for span in utc.on(each.date())
        )
        for each in minutes
    )
    assert was_open == quarters * 15


@given(opening=openings(), moment=moments, hours=hours_open, later=st.integers(0, 100_000))
def test_whoever_asks_later_is_never_promised_an_earlier_answer(
    opening: Opening, moment: datetime, hours: float, later: int
) -> None:
    first, second = (
        opening.open_after(each, hours) for each in (moment, moment + timedelta(minutes=later))
    )
    if first is not None and second is not None:
        assert second >= first


@given(opening=openings())
def test_what_is_kept_reads_back_as_it_was(opening: Opening) -> None:
    assert opening_from(plain_of(opening), opening.zone) == opening


@pytest.mark.parametrize(
    ("opens", "closes"), [(-1, 10), (10, 10), (11, 10), (0, 24 * 60), (2000, 3000)]
)
def test_a_span_is_part_of_one_day(opens: int, closes: int) -> None:
    with pytest.raises(ValueError, match="no part of one day"):
        Span(opens, closes)


def test_spans_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        Opening("UTC", ((Span(480, 720), Span(700, 800)), *((NEVER,) * 6)))


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (2024, date(2024, 3, 31)),
        (2025, date(2025, 4, 20)),
        (2026, date(2026, 4, 5)),
        (2027, date(2027, 3, 28)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter(year: int, day: date) -> None:
    assert easter(year) == day


@pytest.mark.parametrize(
    ("day", "ticked", "closed"),
    [
        (date(2026, 12, 25), {"christmas"}, True),
        (date(2027, 12, 27), {"christmas", "boxing"}, True),
        (date(2027, 12, 28), {"christmas", "boxing"}, True),
        (date(2027, 12, 29), {"christmas", "boxing"}, False),
        (date(2022, 12, 26), {"christmas", "boxing"}, True),
        (date(2022, 12, 27), {"christmas", "boxing"}, True),
        (date(2026, 5, 4), {"early_may"}, True),
        (date(2026, 5, 25), {"late_may"}, True),
        (date(2026, 8, 31), {"late_august"}, True),
        (date(2024, 2, 5), {"brigid"}, True),
        (date(2030, 2, 1), {"brigid"}, True),
        (date(2026, 4, 3), {"good_friday"}, True),
        (date(2026, 4, 6), {"easter_monday"}, True),
        (date(2026, 4, 6), set(), False),
    ],
)
def test_holidays_and_the_days_that_stand_in_for_them(
    day: date, ticked: set[str], closed: bool
) -> None:
    assert is_holiday(day, ticked) is closed


def test_a_country_offers_its_own_holidays_and_an_unknown_one_all() -> None:
    assert "anzac" not in dict(holidays_in("gb"))
    assert "anzac" in dict(holidays_in("au"))
    assert dict(holidays_in("")).keys() == HOLIDAYS.keys()
