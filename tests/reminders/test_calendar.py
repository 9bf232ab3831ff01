"""The private feed, read by independent parsers: the right instants, the right clock, cancelled."""

from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import icalendar
import pytest
import recurring_ical_events
from dateutil.tz import tzical  # type: ignore[import-untyped]
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from goodform.people.models import Patient, Staff
from goodform.programmes.actions import hold
from goodform.programmes.models import Programme
from goodform.reminders import actions
from goodform.reminders.actions import Moment
from goodform.reminders.calendar_feed import FeedWords, Series, calendar_of
from goodform.reminders.models import Plan, Slot
from goodform.reminders.rhythm import instant
from tests.people import in_days
from tests.reminders.plans import a_plan, today_at, two_exercises, wishes

LONDON = "Europe/London"
MADE = datetime(2026, 1, 5, 10, tzinfo=UTC)
WORDS = FeedWords("My reminders", "Your reminder", "Your page: http://127.0.0.1/today")
PLACES = sorted(zone for zone in available_timezones() if "/" in zone and zone[:4] != "Etc/")


def series(**changes: object) -> Series:
    usual: dict[str, object] = {
        "uid": "one@example.org",
        "at": time(8),
        "since": date(2026, 1, 5),
        "until": None,
        "weekdays": "1234567",
        "minutes": 10,
        "made_at": MADE,
        "changed_at": MADE,
    }
    return Series(**{**usual, **changes})  # type: ignore[arg-type]


def feed_of(*each: Series, zone: str = LONDON, today: date = date(2026, 1, 5)) -> bytes:
    return calendar_of(each, zone=zone, words=WORDS, link="http://127.0.0.1/today", today=today)


def instants(feed: bytes, first: date, last: date) -> list[datetime]:
    """When an independent reader says the events begin, UTC; cancelled ones left out."""
    found: Any = recurring_ical_events.of(icalendar.Calendar.from_ical(feed)).between(first, last)
    return sorted(
        event["DTSTART"].dt.astimezone(UTC) for event in found if event.get("STATUS") != "CANCELLED"
    )


def clock_in(feed: bytes, zone: str) -> tzical:
    """The feed's own description of the clock, read by another independent reader."""
    return tzical(StringIO(feed.decode().replace("\r\n", "\n"))).get(zone)


@pytest.mark.parametrize("change", [date(2026, 3, 29), date(2026, 10, 25)])
def test_both_clock_changes_keep_the_wall_time(change: date) -> None:
    feed = feed_of(series())
    days = [change + timedelta(days=n) for n in (-1, 0, 1)]
    found = instants(feed, days[0], days[-1] + timedelta(days=1))
    assert found == [instant(day, time(8), ZoneInfo(LONDON)) for day in days]
    assert len({each.time() for each in found}) == 2, "in UTC the hour changes"


def test_the_feed_says_itself_how_the_clocks_change() -> None:
    clock = clock_in(feed_of(series()), LONDON)
    for moment in (
        datetime(2026, 3, 29, 0, 59),  # noqa: DTZ001  # wall-clock times on purpose
        datetime(2026, 3, 29, 3),  # noqa: DTZ001
        datetime(2026, 10, 24, 12),  # noqa: DTZ001
        datetime(2026, 10, 26, 12),  # noqa: DTZ001
        datetime(2029, 7, 1, 12),  # noqa: DTZ001
    ):
        real = moment.replace(tzinfo=ZoneInfo(LONDON)).utcoffset()
        assert moment.replace(tzinfo=clock).utcoffset() == real, moment


@given(st.sampled_from(PLACES), st.integers(0, 700), st.integers(0, 1439))
def test_the_clock_is_right_in_every_place(zone: str, day: int, minute: int) -> None:
    clock = clock_in(feed_of(series(), zone=zone), zone)
    moment = datetime(2026, 1, 5) + timedelta(days=day, minutes=minute)  # noqa: DTZ001
    real = moment.replace(tzinfo=ZoneInfo(zone))
    if real.utcoffset() != real.replace(fold=1).utcoffset():
        return  # A skipped or repeated hour: readers may differ there.
    assert moment.replace(tzinfo=clock).utcoffset() == real.utcoffset()


@given(st.sampled_from(PLACES), st.times(), st.text("1234567", min_size=1))
def test_the_events_are_at_the_instants_of_the_reminders(
    zone: str, at: time, weekdays: str
) -> None:
    at = at.replace(second=0, microsecond=0, tzinfo=None)
    first = date(2026, 3, 1)
    feed = feed_of(series(at=at, weekdays="".join(sorted(set(weekdays)))), zone=zone)
    place = ZoneInfo(zone)
    wanted = [
        instant(day, at, place)
        for n in range(60)
        if str((day := first + timedelta(days=n)).isoweekday()) in weekdays
    ]
    found = instants(feed, first - timedelta(days=2), first + timedelta(days=63))
    assert [each for each in wanted if each not in found] == []


def test_it_is_one_event_that_recurs_with_an_alarm() -> None:
    [event] = events_in(feed_of(series(weekdays="135")))
    assert event["RRULE"].to_ical().decode() == "FREQ=WEEKLY;BYDAY=MO,WE,FR"
    [alarm] = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(0)
    assert event["CLASS"] == "PRIVATE"


def test_it_ends_with_the_day_of_the_review() -> None:
    feed = feed_of(series(until=date(2026, 3, 29)))
    assert instants(feed, date(2026, 3, 29), date(2026, 12, 1)) == [
        instant(date(2026, 3, 29), time(8), ZoneInfo(LONDON))
    ]


def events_in(feed: bytes) -> list[Any]:
    """The events of a feed; what stands in them is typed too widely to be named."""
    return list(icalendar.Calendar.from_ical(feed).walk("VEVENT"))


def get(plan: Plan) -> bytes:
    """The feed over HTTP, without signing in."""
    answer = Client().get(f"/calendar/{plan.calendar_token}.ics")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    body: bytes = answer.content
    return body


def events(plan: Plan) -> dict[str, str]:
    """Status by UID."""
    return {str(event["UID"]): str(event["STATUS"]) for event in events_in(get(plan))}


@pytest.fixture
def plan(alice: Patient, priya: Staff) -> Plan:
    """Alice's plan at 8, with an address for her calendar."""
    two_exercises(alice, priya)
    a_plan(alice)
    return actions.open_calendar(patient=alice, by=alice)


def test_the_feed_says_nothing_private(plan: Plan) -> None:
    body = get(plan).decode().lower()
    for word in ("clam", "hinge", "back", "pain", "alice", "riverside", "exercis"):
        assert word not in body, word


def test_a_time_that_stays_keeps_its_event_and_one_that_goes_is_cancelled(
    plan: Plan, alice: Patient
) -> None:
    [(uid, status)] = events(plan).items()
    assert status == "CONFIRMED"
    actions.set_plan(patient=alice, wishes=wishes(Moment(time(8)), Moment(time(18))), by=alice)
    assert events(plan)[uid] == "CONFIRMED"
    actions.set_plan(patient=alice, wishes=wishes(Moment(time(18))), by=alice)
    assert events(plan)[uid] == "CANCELLED"
    assert sorted(events(plan).values()) == ["CANCELLED", "CONFIRMED"]


def test_a_change_has_a_higher_sequence(plan: Plan, alice: Patient) -> None:
    Slot.objects.update(made_at=today_at(0) - timedelta(days=2))
    Plan.objects.update(changed_at=today_at(0) - timedelta(days=1))
    Programme.objects.update(changed_at=today_at(0) - timedelta(days=1))
    [before] = events_in(get(plan))
    actions.pause(patient=alice, until=in_days(3), by=alice)
    [after] = events_in(get(plan))
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["UID"] == before["UID"]
    assert after["DTSTART"].dt.date() == in_days(3)


def test_what_is_held_or_stopped_is_cancelled(plan: Plan, alice: Patient) -> None:
    hold(
        programme=alice.programme,
        line=None,
        reason="red flag",
        cause="1",
        at=today_at(0),
        by=alice,
    )
    assert list(events(plan).values()) == ["CANCELLED"]
    alice.programme.holds.all().delete()
    assert list(events(plan).values()) == ["CONFIRMED"]
    actions.stop(patient=alice, by=alice)
    assert list(events(plan).values()) == ["CANCELLED"]


def test_a_calendar_that_has_this_very_feed_gets_nothing_again(plan: Plan, alice: Patient) -> None:
    address = f"/calendar/{plan.calendar_token}.ics"
    tag = Client().get(address)["ETag"]
    same = Client().get(address, headers={"if-none-match": tag})
    assert (same.status_code, same.content) == (304, b"")
    actions.set_plan(patient=alice, wishes=wishes(Moment(time(18))), by=alice)
    changed = Client().get(address, headers={"if-none-match": tag})
    assert changed.status_code == 200
    assert changed["ETag"] != tag


def test_an_address_that_was_replaced_or_closed_no_longer_works(plan: Plan, alice: Patient) -> None:
    before = plan.calendar_token
    plan = actions.open_calendar(patient=alice, by=alice)
    assert Client().get(f"/calendar/{before}.ics").status_code == 404
    assert Client().get(f"/calendar/{plan.calendar_token}.ics").status_code == 200
    actions.close_calendar(patient=alice, by=alice)
    assert Client().get(f"/calendar/{plan.calendar_token}.ics").status_code == 404


@pytest.mark.django_db
def test_an_address_that_no_database_can_compare_is_not_found() -> None:
    assert Client().get("/calendar/%00.ics").status_code == 404
