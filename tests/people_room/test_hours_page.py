"""The owner writes when the clinic is open, and a promise follows it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from goodform.audit.models import AuditRow
from goodform.people.models import Clinic, Patient, Staff
from tests.desk.page_form import fields_of
from tests.people import House

PAGE = "/clinic/hours/"
LONDON = ZoneInfo("Europe/London")
SATURDAY = datetime(2026, 11, 28, 13, 34, tzinfo=LONDON)
WEEK = {
    **dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "8-12, 14:00-18:00"),
    "exceptions": "2026-11-30 closed\n2026-12-05 9:00-10:00",
    "holidays": ["christmas"],
    "promised_within": "1",
    "promised_unit": "days",
}


def as_olu(house: House) -> Client:
    client = Client()
    client.force_login(house.olu.user)
    return client


def saved(house: House) -> Clinic:
    return Clinic.objects.get(pk=house.clinic.pk)


def test_olu_writes_the_hours_and_a_promise_never_falls_on_a_closed_day(house: House) -> None:
    olu = as_olu(house)
    assert saved(house).promised_by(SATURDAY) is None
    assert olu.post(PAGE, WEEK).status_code == 302
    assert saved(house).promised_by(SATURDAY) == datetime(2026, 12, 1, 18, tzinfo=LONDON)
    page = olu.get("/clinic/").content.decode()
    for words in ("Monday: 8:00-12:00, 14:00-18:00", "Sunday: closed", "30 November 2026: closed"):
        assert words in page
    assert "We answer within 1 day we are open" in page


def test_a_promise_in_hours_counts_only_those_that_are_open(house: House) -> None:
    as_olu(house).post(PAGE, {**WEEK, "promised_within": "5", "promised_unit": "hours"})
    assert saved(house).promised_by(SATURDAY) == datetime(2026, 12, 1, 15, tzinfo=LONDON)


def test_what_was_saved_comes_back_and_saves_again_without_a_change(house: House) -> None:
    olu = as_olu(house)
    olu.post(PAGE, WEEK)
    before = saved(house)
    assert olu.post(PAGE, fields_of(olu.get(PAGE).content, PAGE)).status_code == 302
    assert saved(house).opening == before.opening
    assert AuditRow.objects.filter(action="changed", subject="clinic").count() == 1


def test_without_hours_nothing_is_promised(house: House) -> None:
    olu = as_olu(house)
    olu.post(PAGE, WEEK)
    assert olu.post(PAGE, {"monday": ""}).status_code == 302
    assert saved(house).opening == {}
    assert saved(house).promised_by(SATURDAY) is None
    assert "no day is promised" in olu.get("/clinic/").content.decode()
    assert "you can leave this out" not in olu.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("monday", "morning", "Write hours such as"),
        ("monday", "18-8", "Write hours such as"),
        ("monday", "8-25", "Write hours such as"),
        ("monday", "8:75-9", "Write hours such as"),
        ("monday", "14-18, 8-12", "Write hours such as"),
        ("monday", "1-2,3-4,5-6,7-8,9-10", "at most 4 spans"),
        ("exceptions", "tomorrow closed", "write the date"),
        ("exceptions", "2026-02-30 closed", "write the date"),
        ("exceptions", "2026-12-24", "write the date"),
        ("exceptions", "2026-12-24 8-9\n2026-12-24 closed", "there twice"),
        ("exceptions", "\n".join(f"2026-01-{n:02} closed" for n in range(1, 32)) * 2, "date"),
        ("holidays", "anzac", "only what is on the list"),
        ("promised_within", "0", "The lowest number here is 1."),
        ("promised_within", "99999999999", "40"),
        ("promised_unit", "weeks", "Please choose"),
    ],
)
def test_what_cannot_be_read_is_refused_and_kept_on_the_page(
    house: House, field: str, value: str, says: str
) -> None:
    page = as_olu(house).post(PAGE, {**WEEK, "friday": "7:11-9:11", field: value})
    assert page.status_code == 422
    assert says in page.content.decode()
    assert "7:11-9:11" in page.content.decode()
    assert saved(house).opening == {}


def test_a_promise_needs_hours_to_count_in(house: House) -> None:
    page = as_olu(house).post(PAGE, {"promised_within": "2", "promised_unit": "days"})
    assert page.status_code == 422
    assert "Write first when you are open." in page.content.decode()


def test_the_second_of_two_owners_is_told_and_overwrites_nothing(house: House) -> None:
    olu = as_olu(house)
    old = fields_of(olu.get(PAGE).content, PAGE)
    olu.post(PAGE, WEEK)
    answer = olu.post(PAGE, {**old, "sunday": "9-10"})
    assert answer.status_code == 409
    assert "Monday: 8:00-12:00" in answer.content.decode()
    assert saved(house).opening["week"][6] == []
    assert olu.post(PAGE, fields_of(answer.content, PAGE)).status_code == 302
    assert saved(house).opening["week"][6] == [[540, 600]]


@pytest.mark.parametrize("who", ["priya", "rob", "alice"])
def test_only_an_owner_opens_the_page(house: House, who: str) -> None:
    client = Client()
    person: Staff | Patient = getattr(house, who)
    assert person.user is not None
    client.force_login(person.user)
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, WEEK).status_code == 403


def test_charlie_of_another_clinic_changes_nothing_of_ours(house: House) -> None:
    house.charlie.is_owner = True
    house.charlie.save()
    client = Client()
    client.force_login(house.charlie.user)
    assert client.post(PAGE, WEEK).status_code == 302
    assert saved(house).opening == {}
