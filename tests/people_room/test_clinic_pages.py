"""The owner keeps the clinic's words and its people."""

from dataclasses import replace

import pytest
from django.conf import settings
from django.core.mail import EmailMessage
from django.test import Client

from goodform.audit.models import AuditRow
from goodform.people.clinic_actions import (
    LastOwner,
    StaffFacts,
    edit_staff,
)
from goodform.people.models import Clinic, Patient, Staff
from goodform.safety.country_packs import PACKS
from tests.desk.page_form import fields_of
from tests.people import House, in_days

GOOD = {
    "name": "Riverside Back Clinic",
    "phone": "01632 960123",
    "booking_url": "https://book.example.org/riverside",
    "hours": "Monday to Friday",
    "zone": "Europe/London",
    "country_pack": "gb",
    "reply_promise": "We answer within 1 working day.",
    "reply_within_hours": "24",
}


def as_olu(house: House) -> Client:
    client = Client()
    client.force_login(house.olu.user)
    return client


def test_olu_changes_the_phone_number(house: House) -> None:
    answer = as_olu(house).post("/clinic/", {**GOOD, "phone": "01632 960999"})
    assert answer.status_code == 302
    assert Clinic.objects.get(pk=house.clinic.pk).phone == "01632 960999"
    assert Clinic.objects.get(pk=house.elsewhere.pk).phone == "01632 960123"


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("zone", "Europe/Narnia", "Please choose one of the answers"),
        ("booking_url", "javascript:alert(1)", "Please write a web address"),
        ("reply_within_hours", "0", "The lowest number here is 1."),
        ("reply_within_hours", "169", "The highest number here is 168."),
        ("reply_within_hours", "20000000", "The highest number here is 168."),
        ("name", "", "Please fill this in"),
        ("name", "x" * 10_000, "Please keep this to 120 letters"),
        ("phone", "call us", "Write a phone number"),
        ("hours", "x" * 10_000, "Please keep this to 500 letters"),
        ("reply_promise", "a\0b", "cannot store"),
        ("country_pack", "zz", "Please choose one of the answers"),
    ],
)
def test_bad_settings_are_refused_and_kept_on_the_page(
    house: House, field: str, value: str, says: str
) -> None:
    kept = "hours" if field == "reply_promise" else "reply_promise"
    page = as_olu(house).post("/clinic/", {**GOOD, kept: "Keep me", field: value})
    assert page.status_code == 422
    assert says in page.content.decode()
    assert "Keep me" in page.content.decode()


def test_the_page_can_be_saved_again_as_it_comes(house: House) -> None:
    olu = as_olu(house)
    assert olu.post("/clinic/", {**GOOD, "only_signed": "on"}).status_code == 302
    as_it_came = fields_of(olu.get("/clinic/").content, "/clinic/")
    assert as_it_came["only_signed"] == ["on"]
    answer = olu.post("/clinic/", {**as_it_came, "phone": "01632 960555"})
    assert answer.status_code == 302
    clinic = Clinic.objects.get(pk=house.clinic.pk)
    assert (clinic.phone, clinic.only_signed) == ("01632 960555", True)


def test_the_mistakes_stand_on_top_and_lead_to_their_fields(house: House) -> None:
    page = as_olu(house).post("/clinic/", {**GOOD, "phone": "call us", "zone": "Europe/Narnia"})
    said = page.content.decode()
    assert said.index('href="#id_phone"') < said.index('id="id_name"')
    assert 'href="#id_zone"' in said


def test_the_owner_is_told_what_is_missing_before_patients_use_it(house: House) -> None:
    olu = as_olu(house)
    page = olu.get("/clinic/").content.decode()
    assert "A practitioner must read and sign the warning signs" in page
    said = olu.post("/clinic/", GOOD, follow=True).content.decode()
    assert "Saved." in said
    assert "Patients see it" not in said, "they do not come in yet"


def test_the_owner_is_told_of_numbers_that_nobody_checked(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    olu = as_olu(house)
    assert "for six months" not in olu.get("/clinic/").content.decode()
    unchecked = replace(PACKS[house.clinic.country_pack], checked_on=in_days(-200))
    monkeypatch.setitem(PACKS, house.clinic.country_pack, unchecked)
    assert "for six months" in olu.get("/clinic/").content.decode()


def test_the_second_of_two_owners_is_told_and_overwrites_nothing(house: House) -> None:
    olu = as_olu(house)
    old = fields_of(olu.get("/clinic/").content, "/clinic/")
    Clinic.objects.filter(pk=house.clinic.pk).update(phone="01632 960777")
    answer = olu.post("/clinic/", {**old, "hours": "Weekdays"})
    assert answer.status_code == 409
    assert "Saved now: 01632 960777" in answer.content.decode()
    assert Clinic.objects.get(pk=house.clinic.pk).phone == "01632 960777"
    again = fields_of(answer.content, "/clinic/")
    assert olu.post("/clinic/", again).status_code == 302
    assert Clinic.objects.get(pk=house.clinic.pk).hours == "Weekdays"


def test_a_colleague_changed_meanwhile_is_not_overwritten(house: House) -> None:
    olu = as_olu(house)
    address = f"/clinic/staff/{house.rob.pk}/"
    old = fields_of(olu.get(address).content, address)
    Staff.objects.filter(pk=house.rob.pk).update(active=False)
    answer = olu.post(address, {**old, "title": "Front desk"})
    assert answer.status_code == 409
    assert "Saved now: no" in answer.content.decode()
    assert not Staff.objects.get(pk=house.rob.pk).active


def test_settings_sent_twice_are_recorded_once(house: House) -> None:
    olu = as_olu(house)
    sent = {**fields_of(olu.get("/clinic/").content, "/clinic/"), "hours": "Weekdays"}
    assert olu.post("/clinic/", sent).status_code == 302
    assert olu.post("/clinic/", sent).status_code == 302
    assert AuditRow.objects.filter(action="changed", subject="clinic").count() == 1


@pytest.mark.parametrize("who", ["priya", "rob", "alice"])
@pytest.mark.parametrize("path", ["/clinic/", "/clinic/staff/new/"])
def test_only_an_owner_manages_the_clinic(house: House, who: str, path: str) -> None:
    client = Client()
    person: Staff | Patient = getattr(house, who)
    assert person.user is not None
    client.force_login(person.user)
    assert client.get(path).status_code == 403


def test_charlie_owns_another_clinic_and_finds_nobody_of_ours(house: House) -> None:
    client = Client()
    client.force_login(house.charlie.user)
    assert client.get(f"/clinic/staff/{house.rob.pk}/").status_code == 404
    assert "Rob Lane" not in client.get("/clinic/").content.decode()


def test_a_clinic_keeps_an_owner(house: House) -> None:
    facts = StaffFacts(
        name="Olu Adeyemi",
        email=house.olu.user.email,
        title="",
        is_practitioner=False,
        is_reception=True,
        is_owner=False,
    )
    with pytest.raises(LastOwner, match="needs an owner"):
        edit_staff(colleague=house.olu, by=house.olu, facts=facts)


def test_olu_adds_a_colleague(house: House, mailoutbox: list[EmailMessage]) -> None:
    answer = as_olu(house).post(
        "/clinic/staff/new/",
        {"name": "Mia Lund", "email": "Mia@example.org", "is_practitioner": "on", "active": "on"},
    )
    assert answer.status_code == 302
    mia = Staff.objects.get(name="Mia Lund")
    assert mia.clinic_id == house.clinic.pk
    assert mia.user.email == "mia@example.org"
    assert not mia.user.has_usable_password()
    (mail,) = mailoutbox
    assert mail.to == ["mia@example.org"]
    assert f"{settings.ADDRESS}/account/password/reset/" in str(mail.body)


def test_olu_says_what_patients_call_a_colleague(house: House) -> None:
    olu, address = as_olu(house), f"/clinic/staff/{house.priya.pk}/"
    sent = fields_of(olu.get(address).content, address)
    olu.post(address, {**sent, "name": "Dr Nair", "known_as": "Priya"})
    priya = Staff.objects.get(pk=house.priya.pk)
    assert (priya.name, priya.called) == ("Dr Nair", "Priya")


def test_an_address_in_use_is_refused_kindly(house: House) -> None:
    page = as_olu(house).post(
        "/clinic/staff/new/",
        {"name": "Mia Lund", "email": "rob@example.org", "is_reception": "on", "active": "on"},
    )
    assert page.status_code == 422
    assert "Rob Lane signs in here with this address" in page.content.decode()
