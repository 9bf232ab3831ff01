"""One mailbox, several people: a couple, a practitioner who is a patient, two clinics."""

import re
from dataclasses import dataclass

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from goodform.people.actions import accept_invitation, invite
from goodform.people.address_actions import vouch_for_address
from goodform.people.models import Patient, User
from tests.desk.page_form import fields_of
from tests.people import House, in_days
from tests.people_room.two_factors import wholly_in

ADDRESS = "alice@example.org"


@dataclass(frozen=True)
class Couple:
    """Alice, and Ben at the same address; Carol of another clinic reads there, too."""

    house: House
    ben: Patient


def _accounts(patient: Patient) -> str:
    assert patient.user is not None
    return str(patient.user.pk)


@pytest.fixture
def couple(house: House) -> Couple:
    ben = Patient.objects.create(
        clinic=house.clinic,
        practitioner=house.priya,
        name="Ben Archer",
        born=in_days(-20_000),
        email=ADDRESS,
    )
    accept_invitation(token=invite(patient=ben, by=house.rob))
    return Couple(house, Patient.objects.get(pk=ben.pk))


def with_code(mailoutbox: list[EmailMessage], address: str = ADDRESS) -> tuple[Client, str]:
    """A browser after the code from the mail, and where it was led."""
    client = Client()
    client.post("/account/login/code/", {"email": address})
    body = str(mailoutbox[-1].body)
    code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]*)\s*$", body, re.MULTILINE)
    assert code is not None, body
    answer = client.post("/account/login/code/confirm/", {"code": code[1]})
    return client, answer["Location"]


def signed_in(client: Client) -> str | None:
    """Whose account is in."""
    found: str | None = client.session.get("_auth_user_id")
    return found


def test_a_couple_chooses_whose_page_it_is(couple: Couple, mailoutbox: list[EmailMessage]) -> None:
    client, led = with_code(mailoutbox)
    assert led == "/account/login/whose/"
    assert signed_in(client) is None
    page = client.get(led).content.decode()
    assert "Alice Archer" in page
    assert "Ben Archer" in page
    assert len(mailoutbox) == 1
    client.post(led, {"person": _accounts(couple.ben)})
    assert signed_in(client) == _accounts(couple.ben)
    assert client.get(led).status_code == 302, "the choice is made once"


def test_somebody_alone_is_asked_nothing(house: House, mailoutbox: list[EmailMessage]) -> None:
    client, led = with_code(mailoutbox)
    assert led == "/"
    assert signed_in(client) == _accounts(house.alice)


def test_nobody_is_chosen_who_was_not_offered(
    couple: Couple, mailoutbox: list[EmailMessage]
) -> None:
    client, led = with_code(mailoutbox)
    for other in (couple.house.charlie.user.pk, couple.house.priya.user.pk, "", "x", "0"):
        assert client.post(led, {"person": str(other)}).status_code == 200
        assert signed_in(client) is None


def test_a_stranger_is_offered_nobody(couple: Couple, client: Client) -> None:
    for sent in (client.get("/account/login/whose/"), client.post("/account/login/whose/")):
        assert sent["Location"] == "/account/login/"


def test_what_was_proven_does_not_last(
    couple: Couple, mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, led = with_code(mailoutbox)
    monkeypatch.setattr("goodform.people.mailbox.time.time", lambda: 10**11)
    assert client.post(led, {"person": _accounts(couple.ben)})["Location"] == "/account/login/"
    assert signed_in(client) is None


def test_who_is_not_let_in_any_more_is_not_offered(
    couple: Couple, mailoutbox: list[EmailMessage]
) -> None:
    User.objects.filter(pk=_accounts(couple.ben)).update(is_active=False)
    client, led = with_code(mailoutbox)
    assert (led, signed_in(client)) == ("/", _accounts(couple.house.alice))


def test_two_clinics_know_nothing_of_each_other(
    house: House, mailoutbox: list[EmailMessage]
) -> None:
    carol = Client()
    carol.force_login(house.charlie.user)
    address = f"/patients/{house.carol.pk}/edit/"
    sent = fields_of(carol.get(address).content, address)
    answer = carol.post(address, {**sent, "email": ADDRESS})
    assert answer.status_code == 302, "the form says nothing about another clinic"
    vouch_for_address(patient=house.carol, by=house.charlie, wanted=ADDRESS)
    client, led = with_code(mailoutbox)
    page = client.get(led).content.decode()
    assert "patient at Hillside Physio" in page
    assert "patient at Riverside Back Clinic" in page
    client.post(led, {"person": _accounts(house.carol)})
    assert signed_in(client) == _accounts(house.carol)


def test_a_practitioner_who_is_a_patient_has_both(
    house: House, mailoutbox: list[EmailMessage]
) -> None:
    mine = Patient.objects.create(
        clinic=house.elsewhere,
        practitioner=house.charlie,
        name="Priya Nair",
        born=in_days(-12_000),
        email=house.priya.user.email,
    )
    accept_invitation(token=invite(patient=mine, by=house.charlie))
    mine.refresh_from_db()
    staff = wholly_in(house.priya)
    assert signed_in(staff) == str(house.priya.user.pk), "the password is that of the work"
    client, led = with_code(mailoutbox, house.priya.user.email)
    assert led == "/"
    assert signed_in(client) == str(mine.user_id), "a code never leads to work"
    client.post("/account/password/reset/", {"email": house.priya.user.email})
    assert "choose a password for Riverside Back Clinic" in str(mailoutbox[-1].body)


def test_one_password_for_two_clinics_asks_which(house: House) -> None:
    User.objects.filter(pk=house.charlie.user.pk).update(email=house.priya.user.email)
    client = Client()
    sent = {"login": house.priya.user.email, "password": "correct horse 9!"}
    assert client.post("/account/login/", sent)["Location"] == "/account/login/whose/"
    chosen = client.post("/account/login/whose/", {"person": str(house.charlie.user.pk)})
    assert chosen["Location"] == "/account/login/second/"
    assert signed_in(client) is None
    other = User.objects.get(pk=house.charlie.user.pk)
    other.set_password("another horse 8!")
    other.save()
    assert signed_in(wholly_in(house.priya)) == str(house.priya.user.pk)


def test_a_doubled_address_is_named_when_typed_and_may_be_meant_so(house: House) -> None:
    rob = Client()
    rob.force_login(house.rob.user)
    sent = {
        "name": "Ben Archer",
        "born": "1964-05-05",
        "email": "ALICE@example.org",
        "zone": "Europe/London",
        "practitioner": str(house.priya.pk),
    }
    answer = rob.post("/patients/new/", sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Alice Archer: this address is theirs, too." in page
    assert "Both read their mail there" in page
    assert rob.post("/patients/new/", {**sent, "shared": "on"}).status_code == 302
    ben = Patient.objects.get(name="Ben Archer")
    assert ben.email == ADDRESS
    address = f"/patients/{ben.pk}/edit/"
    kept = fields_of(rob.get(address).content, address)
    assert rob.post(address, {**kept, "phone": "01632 960205"}).status_code == 302, "asked once"


def test_an_address_of_a_colleague_is_named_too(house: House) -> None:
    rob = Client()
    rob.force_login(house.rob.user)
    address = f"/patients/{house.alice.pk}/edit/"
    sent = fields_of(rob.get(address).content, address)
    answer = rob.post(address, {**sent, "email": house.priya.user.email})
    assert "Priya Nair: this address is theirs, too." in answer.content.decode()
