"""Which day a session belongs to: a day has one clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from goodform.audit.models import AuditRow
from goodform.diary.models import Entry, Session
from goodform.diary.queries import done_on
from goodform.diary.which_day import day_of
from goodform.inbox.models import Alert
from goodform.programmes.schedule import local_day
from tests.diary.sending import Phone, a_document, a_stop, an_entry, iso
from tests.prescribed import Given

LATE = datetime(2026, 11, 16, 23, 40, tzinfo=UTC)
MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)
ZONES = st.sampled_from(
    ["Europe/London", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kolkata"]
)


def at(moment: datetime, *entries: object, **said: object) -> dict[str, object]:
    """A session that began at a moment and was sent a little later."""
    sent = moment + timedelta(minutes=30)
    return a_document(*entries, started_at=iso(moment), sent_at=iso(sent), **said)


def test_the_today_it_was_begun_on_decides_for_session_and_entries(
    given: Given, phone: Phone
) -> None:
    far = {"zone": "Pacific/Auckland", "day": MONDAY.isoformat()}
    entry = an_entry(given.clam, recorded_at=iso(LATE))
    phone.take(at(LATE, entry, **far), at=LATE + timedelta(hours=1))
    assert Session.objects.get().local_date == MONDAY
    assert Entry.objects.get().local_date == MONDAY
    assert done_on(given.programme, MONDAY)[given.clam.done_as].left == 1


def test_an_exercise_that_ends_after_midnight_belongs_to_the_day_it_was_begun_on(
    given: Given, phone: Phone
) -> None:
    entry = an_entry(given.clam, recorded_at=iso(LATE + timedelta(minutes=25)))
    phone.take(at(LATE, entry, day=MONDAY.isoformat()), at=LATE + timedelta(hours=1))
    assert Entry.objects.get().local_date == MONDAY


@pytest.mark.parametrize("said", ["2026-11-14", "2026-11-18", "the 16th", 16, None])
def test_a_day_that_cannot_be_is_left_out(given: Given, phone: Phone, said: object) -> None:
    entry = an_entry(given.clam, recorded_at=iso(LATE))
    phone.take(at(LATE, entry, zone="Pacific/Auckland", day=said), at=LATE + timedelta(hours=1))
    assert Session.objects.get().local_date == TUESDAY
    assert Entry.objects.get().local_date == TUESDAY


def test_a_stop_with_a_day_that_cannot_be_read_holds_all_the_same(
    given: Given, phone: Phone
) -> None:
    phone.send(a_stop(given.clam), day="tomorrow")
    assert Session.objects.get().flags == ["day_malformed"]
    assert Alert.objects.get().kind == "stop"


def test_the_case_names_the_same_day_as_the_diary(given: Given, phone: Phone) -> None:
    entry = a_stop(given.clam, recorded_at=iso(LATE))
    told = at(LATE, entry, zone="Pacific/Auckland", day=MONDAY.isoformat())
    phone.take(told, at=LATE + timedelta(hours=1))
    assert Alert.objects.get().evidence["local_date"] == MONDAY.isoformat()


def test_the_same_again_is_once_and_more_stays_on_its_day(given: Given, phone: Phone) -> None:
    entry = an_entry(given.clam, recorded_at=iso(LATE))
    document = at(LATE, entry, zone="Pacific/Auckland", day=MONDAY.isoformat())
    phone.take(document, at=LATE + timedelta(hours=1))
    rows = AuditRow.objects.count()
    phone.take(document, at=LATE + timedelta(hours=2))
    assert AuditRow.objects.count() == rows
    later = {**document, "day": None, "entries": [{**entry, "pain": 2, "changed_at": iso(LATE)}]}
    phone.take(later, at=LATE + timedelta(hours=3))
    assert (Entry.objects.get().pain, Entry.objects.get().local_date) == (2, MONDAY)


@any_of(
    moment=st.datetimes(
        min_value=datetime(2024, 1, 1),  # noqa: DTZ001  # given its zone below
        max_value=datetime(2030, 1, 1),  # noqa: DTZ001
    ),
    zone=ZONES,
    home=ZONES,
    off=st.integers(-3, 3),
)
def test_the_day_is_always_within_a_day_of_home_or_that_of_the_place(
    moment: datetime, zone: str, home: str, off: int
) -> None:
    moment = moment.replace(tzinfo=UTC)
    there = local_day(moment, home)
    said = there + timedelta(days=off)
    found = day_of(moment, zone, said=said, home=home)
    assert found == (said if abs(off) <= 1 else local_day(moment, zone))
