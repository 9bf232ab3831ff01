"""Which backups stay, and when the next is due."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from goodform.keeping.which_kept import DAYS, MONTHS, WEEKS, is_due, is_too_old, kept

LONDON = ZoneInfo("Europe/London")
moments = st.datetimes(
    min_value=datetime.fromisoformat("2020-01-01"),
    max_value=datetime.fromisoformat("2030-01-01"),
    timezones=st.just(UTC),
)
many = st.sets(moments, max_size=60)


def nights(count: int, first: date = date(2026, 1, 1)) -> list[datetime]:
    """A backup every night."""
    begin = datetime(first.year, first.month, first.day, 2, 30, tzinfo=UTC)
    return [begin + timedelta(days=day) for day in range(count)]


@given(many)
def test_the_newest_always_stays_and_never_more_than_23(found: set[datetime]) -> None:
    stay = kept(found)
    assert stay <= found
    assert len(stay) <= DAYS + WEEKS + MONTHS
    if found:
        assert max(found) in stay


@given(many)
def test_what_stays_stays_when_asked_again(found: set[datetime]) -> None:
    assert kept(kept(found)) == kept(found)


@given(many)
def test_thinned_out_every_night_or_once_at_the_end_the_same_stays(found: set[datetime]) -> None:
    nightly: set[datetime] = set()
    for moment in sorted(found):
        nightly = kept({*nightly, moment})
    assert nightly == kept(found)


@given(many, moments)
def test_an_older_one_that_turns_up_takes_no_newer_ones_place(
    found: set[datetime], other: datetime
) -> None:
    older = {other} if not found or other < min(found) else set()
    assert kept(found) <= kept(found | older)


def test_after_two_years_of_nights_a_week_a_month_and_a_year_can_be_gone_back_to() -> None:
    all_nights = nights(730)
    stay = kept(all_nights)
    last = all_nights[-1]
    assert all(last - timedelta(days=day) in stay for day in range(DAYS))
    assert {each.isocalendar()[:2] for each in stay} >= {
        (last - timedelta(weeks=week)).isocalendar()[:2] for week in range(WEEKS)
    }
    assert {(each.year, each.month) for each in stay} == {
        (each.year, each.month) for each in nights(730)[-365:]
    } - {(2026, 12)} | {(2027, month) for month in range(1, 13)}


def test_a_pause_takes_nothing_away() -> None:
    before = nights(30)
    late = before[-1] + timedelta(days=200)
    assert kept(before) - kept([*before, late]) <= {min(kept(before))} | set(
        before[-DAYS : -DAYS + 1]
    )


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def test_it_is_due_after_half_past_two_by_the_clinics_clock() -> None:
    last = at("2026-11-28T02:31")
    asked = {"zone": LONDON, "last_good": last, "last_tried": last}
    assert not is_due(at("2026-11-29T02:29"), **asked)  # type: ignore[arg-type]
    assert is_due(at("2026-11-29T02:30"), **asked)  # type: ignore[arg-type]


def test_one_that_was_missed_at_night_is_made_in_the_day() -> None:
    last = at("2026-11-27T02:31")
    assert is_due(at("2026-11-29T15:00"), zone=LONDON, last_good=last, last_tried=last)


def test_one_that_failed_is_tried_again_after_an_hour() -> None:
    good, tried = at("2026-11-28T02:31"), at("2026-11-29T02:31")
    assert not is_due(at("2026-11-29T03:30"), zone=LONDON, last_good=good, last_tried=tried)
    assert is_due(at("2026-11-29T03:31"), zone=LONDON, last_good=good, last_tried=tried)


def test_a_moment_that_is_still_to_come_counts_as_none() -> None:
    ahead = at("2027-01-01T02:31")
    assert is_due(at("2026-11-29T12:00"), zone=LONDON, last_good=ahead, last_tried=ahead)


@given(moments, st.sampled_from(["Europe/London", "Pacific/Auckland", "America/St_Johns"]))
def test_made_when_due_it_is_not_due_again_the_same_day(now: datetime, zone: str) -> None:
    where = ZoneInfo(zone)
    assert is_due(now, zone=where, last_good=None, last_tried=None)
    assert not is_due(now, zone=where, last_good=now, last_tried=now)
    later = now + timedelta(hours=24)
    assert (
        is_due(later, zone=where, last_good=now, last_tried=now)
        or later.astimezone(where).utcoffset() != now.astimezone(where).utcoffset()
    )


def test_older_than_two_days_or_never_is_too_old() -> None:
    now = at("2026-11-29T12:00")
    assert is_too_old(now, None)
    assert is_too_old(now, now - timedelta(days=2, minutes=1))
    assert not is_too_old(now, now - timedelta(days=2))
