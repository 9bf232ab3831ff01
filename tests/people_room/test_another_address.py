"""Reception writes down another address for somebody who was in: it waits until she agrees."""

import re

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from goodform.audit.models import AuditRow
from goodform.people.address_actions import (
    NothingWaits,
    answer_address,
    take_wish_back,
    vouch_for_address,
)
from goodform.people.device_news import NO_MAILBOX
from goodform.people.doors import NotAllowed
from goodform.people.models import Patient, User
from tests.desk.page_form import fields_of
from tests.people import House

ROBS = "rob.privately@example.org"


def written_down(house: House, email: str = ROBS) -> Patient:
    """Rob saves this address for Alice."""
    rob = Client()
    rob.force_login(house.rob.user)
    address = f"/patients/{house.alice.pk}/edit/"
    sent = fields_of(rob.get(address).content, address)
    assert rob.post(address, {**sent, "email": email, "shared": "on"}).status_code == 302
    return Patient.objects.select_related("user", "clinic").get(pk=house.alice.pk)


def signs_in_by(patient: Patient) -> str:
    assert patient.user is not None
    return User.objects.get(pk=patient.user.pk).email


def linked(mail: EmailMessage) -> str:
    found = re.search(r"/address/\S+/", str(mail.body))
    assert found is not None
    return found[0]


def test_reception_does_not_become_alice(house: House, mailoutbox: list[EmailMessage]) -> None:
    alice = written_down(house)
    assert (alice.email, alice.email_wanted) == ("alice@example.org", ROBS)
    assert signs_in_by(alice) == "alice@example.org"
    (told,) = mailoutbox
    assert told.to == ["alice@example.org"]
    assert ROBS in str(told.body)
    Client().post("/account/login/code/", {"email": ROBS})
    assert len(mailoutbox) == 1, "no code goes there"
    rob = Client()
    rob.force_login(house.rob.user)
    invitation = f"/patients/{alice.pk}/invite/"
    assert rob.post(invitation, {"how": "show"}).status_code == 409
    page = rob.post(invitation, {"how": "mail"}).content.decode()
    assert mailoutbox[-1].to == ["alice@example.org"]
    assert "/in/" not in page
    record = rob.get(f"/patients/{alice.pk}/").content.decode()
    assert ROBS in record
    assert "vouch" not in record


def test_she_agrees_from_the_old_address(house: House, mailoutbox: list[EmailMessage]) -> None:
    alice = written_down(house, "alice.new@example.org")
    link = linked(mailoutbox[0])
    anybody = Client()
    assert "Is this your new address?" in anybody.get(link).content.decode()
    assert signs_in_by(alice) == "alice@example.org", "opening a mail agrees to nothing"
    assert "from now on" in anybody.post(link, {"is": "right"}).content.decode()
    alice.refresh_from_db()
    assert (alice.email, alice.email_wanted) == ("alice.new@example.org", "")
    assert signs_in_by(alice) == "alice.new@example.org"
    assert anybody.post(link, {"is": "right"}).status_code == 410
    row = AuditRow.objects.get(action="agreed to the address")
    assert row.facts["how"] == "old address"


def test_she_agrees_on_a_phone_that_is_in(house: House) -> None:
    alice = written_down(house, "alice.new@example.org")
    phone = Client()
    assert alice.user is not None
    phone.force_login(alice.user)
    assert "Is it right?" in phone.get("/today").content.decode()
    page = phone.get("/address/").content.decode()
    assert "alice.new@example.org" in page
    phone.post("/address/", {"is": "right", "address": "somebody.else@example.org"})
    assert signs_in_by(alice) == "alice@example.org", "she read another one"
    phone.post("/address/", {"is": "right", "address": "alice.new@example.org"})
    assert signs_in_by(alice) == "alice.new@example.org"
    assert "Is it right?" not in phone.get("/today").content.decode()
    assert "nothing to answer" in phone.get("/address/").content.decode()


def test_she_says_no(house: House, mailoutbox: list[EmailMessage]) -> None:
    alice = written_down(house)
    assert (
        "We keep the address"
        in Client().post(linked(mailoutbox[0]), {"is": "wrong"}).content.decode()
    )
    alice.refresh_from_db()
    assert (alice.email, alice.email_wanted) == ("alice@example.org", "")
    assert AuditRow.objects.filter(action="refused the address").exists()


def test_a_practitioner_vouches_and_it_is_recorded(house: House) -> None:
    alice = written_down(house, "alice.new@example.org")
    for other in (house.rob, house.olu, house.charlie):
        with pytest.raises(NotAllowed):
            vouch_for_address(patient=alice, by=other, wanted=alice.email_wanted)
    address = f"/patients/{alice.pk}/address/"
    sent = {"do": "vouch", "address": alice.email_wanted}
    for other, status in ((house.rob, 403), (house.charlie, 404)):
        browser = Client()
        browser.force_login(other.user)
        assert browser.post(address, sent).status_code == status
    priya = Client()
    priya.force_login(house.priya.user)
    assert "it is theirs" in priya.get(f"/patients/{alice.pk}/").content.decode()
    assert priya.post(address, {**sent, "address": "x@example.org"}).status_code == 302
    assert signs_in_by(alice) == "alice@example.org", "the page showed another one"
    assert priya.post(address, sent).status_code == 302
    assert signs_in_by(alice) == "alice.new@example.org"
    row = AuditRow.objects.get(action="vouched for the address")
    assert row.actor == "Priya Nair"


def test_a_mailed_link_is_about_one_address_only(
    house: House, mailoutbox: list[EmailMessage]
) -> None:
    written_down(house, "alice.new@example.org")
    alice = written_down(house, ROBS)
    assert Client().post(linked(mailoutbox[0]), {"is": "right"}).status_code == 410
    assert signs_in_by(alice) == "alice@example.org"
    assert Client().get("/address/x/").status_code == 410
    with pytest.raises(NothingWaits):
        answer_address(patient=alice, wanted="", right=True, how="a test")


def test_staff_take_it_back(house: House) -> None:
    alice = written_down(house)
    rob = Client()
    rob.force_login(house.rob.user)
    rob.post(f"/patients/{alice.pk}/address/", {"do": "back", "address": ROBS})
    alice.refresh_from_db()
    assert alice.email_wanted == ""
    with pytest.raises(NothingWaits):
        take_wish_back(patient=alice, by=house.rob, wanted=ROBS)


def test_who_came_in_without_any_address_gets_one_by_device_or_by_vouching(
    house: House, mailoutbox: list[EmailMessage]
) -> None:
    User.objects.filter(patient=house.alice).update(email=f"{house.alice.pk}{NO_MAILBOX}")
    Patient.objects.filter(pk=house.alice.pk).update(email="")
    alice = written_down(house, "alice.new@example.org")
    assert not mailoutbox, "there is nobody to tell"
    assert (alice.email, alice.email_wanted) == ("", "alice.new@example.org")
    vouch_for_address(patient=alice, by=house.priya, wanted="alice.new@example.org")
    assert signs_in_by(alice) == "alice.new@example.org"


def test_who_was_never_in_simply_has_another_address(house: House) -> None:
    Patient.objects.filter(pk=house.alice.pk).update(user=None)
    alice = written_down(house, "alice.new@example.org")
    assert (alice.email, alice.email_wanted) == ("alice.new@example.org", "")
