"""The owner sets up what can be booked, by pages that ask for what is missing."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from goodform.booking.models import Bookable, BookingSettings, VisitType
from goodform.booking.queries import practitioners_of
from goodform.booking.settings_actions import lead_here
from goodform.people.models import Clinic, Staff
from tests.booking.appointments import a_room, a_type, opens
from tests.people import House


def as_(person: Staff) -> Client:
    """Their browser."""
    client = Client()
    client.force_login(person.user)
    return client


PLAIN = {"step": "15", "first_reminder_h": "48", "second_reminder_h": "3", "link": ""}
A_TYPE = {
    "name": "Follow-up",
    "kind": "follow_up",
    "minutes": "30",
    "before": "0",
    "after": "10",
    "soonest_h": "2",
    "ahead_days": "60",
    "cancel_h": "24",
    "by_patients": "on",
    "active": "on",
    "where": "",
}


def test_booking_here_makes_every_link_lead_here(house: House, settings: Settings) -> None:
    answer = as_(house.olu).post("/clinic/booking/", {**PLAIN, "where": "here"})
    assert answer.status_code == 302
    clinic = Clinic.objects.get(pk=house.clinic.pk)
    assert clinic.booking_url == f"{settings.ADDRESS}/today/visits/book"
    assert BookingSettings.objects.get(clinic=clinic).online


def test_a_goodform_that_has_moved_leads_to_where_it_is_now(
    house: House, settings: Settings
) -> None:
    as_(house.olu).post("/clinic/booking/", {**PLAIN, "where": "here"})
    Clinic.objects.filter(pk=house.elsewhere.pk).update(booking_url="https://book.example.org/x")
    settings.ADDRESS = "https://new.example.org"
    assert lead_here() == 1
    assert lead_here() == 0
    links = set(Clinic.objects.values_list("booking_url", flat=True))
    assert links == {"https://new.example.org/today/visits/book", "https://book.example.org/x"}


def test_booking_elsewhere_is_one_link_and_needs_it(house: House) -> None:
    olu = as_(house.olu)
    opens(house.clinic)
    asked = {**PLAIN, "where": "elsewhere"}
    assert olu.post("/clinic/booking/", asked).status_code == 422
    link = "https://book.example.org/ours"
    assert olu.post("/clinic/booking/", {**asked, "link": link}).status_code == 302
    clinic = Clinic.objects.get(pk=house.clinic.pk)
    assert (clinic.booking_url, clinic.booking.online) == (link, False)
    page = olu.get("/clinic/booking/").content.decode()
    assert link in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"step": "7"},
        {"where": "on the moon"},
        {"first_reminder_h": "-1"},
        {"second_reminder_h": "9" * 30},
        {"link": "javascript:alert(1)"},
    ],
)
def test_a_form_made_by_hand_is_told_what_is_wrong(house: House, wrong: dict[str, str]) -> None:
    answer = as_(house.olu).post("/clinic/booking/", {**PLAIN, "where": "here", **wrong})
    assert answer.status_code == 422
    assert not BookingSettings.objects.exists()


def test_a_type_is_added_changed_and_put_away(house: House) -> None:
    olu = as_(house.olu)
    assert olu.post("/clinic/booking/types/new/", A_TYPE).status_code == 302
    kind = VisitType.objects.get()
    assert (kind.clinic, kind.minutes, kind.after) == (house.clinic, 30, 10)
    changed = {**A_TYPE, "minutes": "45"}
    del changed["active"]
    assert olu.post(f"/clinic/booking/types/{kind.pk}/", changed).status_code == 302
    kind.refresh_from_db()
    assert (kind.minutes, kind.active) == (45, False)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"minutes": "7"}, "multiple of five"),
        ({"minutes": "0"}, "lowest number"),
        ({"minutes": "600"}, "highest number"),
        ({"name": ""}, "fill this in"),
        ({"ahead_days": "0"}, "lowest number"),
        ({"name": "Review"}, "that name already"),
    ],
)
def test_seven_minutes_and_other_mistakes_are_said(
    house: House, wrong: dict[str, str], said: str
) -> None:
    a_type(house.clinic, "Review")
    answer = as_(house.olu).post("/clinic/booking/types/new/", {**A_TYPE, **wrong})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert VisitType.objects.count() == 1


def test_a_type_somebody_changed_meanwhile_is_not_overwritten(house: House) -> None:
    kind = a_type(house.clinic)
    old = {**A_TYPE, "made_from": "0" * 32}
    answer = as_(house.olu).post(f"/clinic/booking/types/{kind.pk}/", old)
    assert answer.status_code == 409


WEEK = {"monday": "9:00-12:00", "wednesday": "14:00-18:00", "exceptions": ""}


def test_a_practitioner_has_hours_of_their_own(house: House) -> None:
    address = f"/clinic/booking/hours/{house.priya.pk}/"
    sent = {**WEEK, "active": "on", "by_patients": "on"}
    assert as_(house.olu).post(address, sent).status_code == 302
    [priya] = practitioners_of(house.clinic)
    assert priya.opening is not None
    assert [bool(each) for each in priya.opening.week] == [True, False, True, *[False] * 4]
    assert as_(house.olu).post(address, {**sent, "always": "on"}).status_code == 302
    assert practitioners_of(house.clinic)[0].opening is None
    assert as_(house.olu).post(address, {"always": "on"}).status_code == 302
    assert practitioners_of(house.clinic) == []


def test_hours_of_their_own_need_some(house: House) -> None:
    address = f"/clinic/booking/hours/{house.priya.pk}/"
    assert as_(house.olu).post(address, {"active": "on"}).status_code == 422
    assert as_(house.olu).post(address, {"monday": "12-9"}).status_code == 422


def test_a_room_is_added_under_a_name_of_its_own(house: House) -> None:
    olu = as_(house.olu)
    sent = {"name": "Room 1", "always": "on", "active": "on"}
    assert olu.post("/clinic/booking/rooms/new/", sent).status_code == 302
    assert olu.post("/clinic/booking/rooms/new/", sent).status_code == 422
    room = Bookable.objects.get()
    assert (
        olu.post(f"/clinic/booking/hours/{room.pk}/", {**sent, "name": "Blue"}).status_code == 302
    )
    room.refresh_from_db()
    assert room.name == "Blue"
    assert "Blue" in olu.get("/clinic/booking/").content.decode()


@pytest.mark.parametrize("where", ["", "types/new/", "rooms/new/", "types/{}/", "hours/{}/"])
def test_only_the_owner_of_this_clinic(house: House, where: str) -> None:
    pk = a_room(house.clinic).pk if "hours" in where else a_type(house.clinic, "Ours alone").pk
    address = "/clinic/booking/" + where.format(pk)
    assert as_(house.olu).get(address).status_code == 200
    for outside in (house.priya, house.rob):
        assert as_(outside).get(address).status_code == 403
    expected = 404 if "{}" in where else 200
    charlie = as_(house.charlie).get(address)
    assert charlie.status_code == expected
    assert "Ours alone" not in charlie.content.decode()
