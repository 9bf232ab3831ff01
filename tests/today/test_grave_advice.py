"""Grave advice is written down as shown, repeated until its hold is released, and stands alone."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from goodform.audit.models import AuditRow
from goodform.diary.models import Session
from goodform.inbox.models import Alert, AlertTelling
from goodform.people.models import Patient
from goodform.programmes.actions import release
from goodform.programmes.models import Prescription, Programme
from tests.diary.sending import Phone, a_stop
from tests.people import House
from tests.today.browsers import signed_in
from tests.today.programmes import prescribe

CALL = "Call 999 or go to A&amp;E"
ASK = "Phone NHS 111, or ask your GP for an urgent visit today"
NOTHING_ELSE = ("Is it none of these?", "Book a visit", "tel:01632960123", "See all the warning")


@pytest.fixture
def bridge(alice: Patient) -> Prescription:
    """A glute bridge."""
    return prescribe(alice, "glute-bridge")[0]


def page_of(client: Client, address: str) -> str:
    """The words of a page's main part, on one line."""
    whole = client.get(address).content.decode()
    return " ".join(whole.split('id="main"')[1].split())


def stop_on_today(client: Client, row: Prescription, *symptoms: str) -> str:
    """Stop by a form, tick what is felt; answers the address of the page after it."""
    entry = str(uuid4())
    client.post(
        reverse("mark_done"),
        {
            "session": str(uuid4()),
            "entry": entry,
            "prescription": str(row.pk),
            "programme": str(row.programme_id),
            "programme_version": "1",
            "side": "both",
            "outcome": "stopped",
        },
    )
    address = reverse("told", args=[entry])
    client.post(address, {"symptoms": symptoms})
    return address


def all_released(alice: Patient) -> None:
    """Priya looked at everything."""
    programme = Programme.objects.get(patient=alice)
    release(programme=programme, line=None, reason="Seen at A&E.", by=alice.practitioner)


@pytest.mark.parametrize(
    ("sign", "advice", "words"),
    [("chest_pain", "emergency", CALL), ("numb_leg", "urgent_today", ASK)],
)
def test_today_repeats_exactly_the_advice_and_offers_nothing_else(
    alice: Patient, bridge: Prescription, sign: str, advice: str, words: str
) -> None:
    client = signed_in(alice.user)
    told = page_of(client, stop_on_today(client, bridge, sign))
    today = page_of(client, reverse("today"))
    for page in (told, today):
        assert f"{words}</h2>" in page
        for offer in NOTHING_ELSE:
            assert offer not in page, offer
    assert Session.objects.get().shown == advice
    assert ("Tell us more" in told) == (advice == "urgent_today")


def test_what_was_shown_is_in_the_case_once(alice: Patient, bridge: Prescription) -> None:
    client = signed_in(alice.user)
    address = stop_on_today(client, bridge, "chest_pain")
    client.get(address)
    rows, told = AuditRow.objects.count(), AlertTelling.objects.count()
    client.get(address)
    assert (AuditRow.objects.count(), AlertTelling.objects.count()) == (rows, told)
    newest = AlertTelling.objects.last()
    assert newest is not None
    assert newest.facts["shown"] == "emergency"
    priya = signed_in(alice.practitioner.user)
    case = priya.get(reverse("alert", args=[Alert.objects.get().pk])).content.decode()
    assert "Alice was shown “Call 999 now”" in case


def test_what_was_shown_is_read_and_not_worked_out_again(
    house: House, bridge: Prescription
) -> None:
    phone = Phone(house.alice)
    phone.send(a_stop(bridge, symptoms=["dizzy"]), shown="emergency")
    today = page_of(signed_in(house.alice.user), reverse("today"))
    assert f"{CALL}</h2>" in today
    phone.send(shown="clinic_today")
    assert Session.objects.get().shown == "emergency"


def test_a_red_flag_is_repeated_on_today(house: House, bridge: Prescription) -> None:
    Phone(house.alice).send(red_flags=["saddle"], shown="emergency")
    assert f"{CALL}</h2>" in page_of(signed_in(house.alice.user), reverse("today"))


def test_phone_us_today_keeps_its_number_and_the_signs(house: House, bridge: Prescription) -> None:
    Phone(house.alice).send(a_stop(bridge, symptoms=["dizzy"]), shown="clinic_today")
    today = page_of(signed_in(house.alice.user), reverse("today"))
    assert "tel:01632960123" in today
    assert "Losing weight without trying to" in today


def test_after_the_release_the_advice_is_history(alice: Patient, bridge: Prescription) -> None:
    client = signed_in(alice.user)
    address = stop_on_today(client, bridge, "chest_pain")
    client.get(address)
    all_released(alice)
    told = page_of(client, address)
    assert "Priya has looked at this since." in told
    assert f"{CALL}</h2> <p>Do it now." not in told
    assert "Please do no exercises for now" not in page_of(client, reverse("today"))


def test_a_sign_told_after_the_release_is_advised_and_repeated_again(
    alice: Patient, bridge: Prescription
) -> None:
    client = signed_in(alice.user)
    address = stop_on_today(client, bridge, "numb_leg")
    all_released(alice)
    client.post(address, {"symptoms": ["numb_leg", "chest_pain"]})
    for page in (address, reverse("today")):
        assert f"{CALL}</h2>" in page_of(client, page)


def test_an_advice_that_is_none_is_left_out(house: House, bridge: Prescription) -> None:
    phone = Phone(house.alice)
    phone.send(a_stop(bridge), shown="panic")
    assert (Session.objects.get().shown, Session.objects.get().flags) == ("", ["shown_unknown"])


@pytest.mark.parametrize("who", ["priya", "charlie", "carol"])
def test_nobody_else_opens_the_page_after_a_stop(
    house: House, bridge: Prescription, who: str
) -> None:
    address = stop_on_today(signed_in(house.alice.user), bridge, "chest_pain")
    assert signed_in(getattr(house, who).user).get(address).status_code == 404
    assert Session.objects.get().shown == ""
