"""Messages of the clinic are read on the patient's own page, and answered there."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertNumQueries

from goodform.inbox.message_actions import answer_message
from goodform.inbox.models import Message
from goodform.inbox.writing import send_message
from goodform.outbox.models import Notification
from goodform.outbox.rendering import words_of
from goodform.people.models import Patient
from tests.people import House
from tests.today.browsers import signed_in
from tests.today.programmes import prescribe


def page_of(patient: Patient) -> str:
    """The page as the patient reads it."""
    answer = signed_in(patient.user).get(reverse("messages"))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def write(patient: Patient, text: str, message: str = "") -> int:
    """Send words as the form does; answers the status."""
    sent = {"message": message or str(uuid4()), "text": text}
    return signed_in(patient.user).post(reverse("messages"), sent).status_code


def test_alice_reads_what_priya_wrote_and_it_is_new_once(house: House) -> None:
    answer_message(patient=house.alice, text="Rest <today>. 🌿", by=house.priya)
    page = page_of(house.alice)
    assert "Rest &lt;today&gt;. 🌿" in page
    assert "Priya Nair" in page
    assert page.count(">new<") == 1
    assert ">new<" not in page_of(house.alice)
    assert Message.objects.get().read_at is not None


def test_the_mail_leads_there_and_says_none_of_it(house: House) -> None:
    answer_message(patient=house.alice, text="Rest today.", by=house.priya)
    mail = words_of(Notification.objects.get(kind="message", patient=house.alice))
    assert reverse("messages") in mail.text
    assert "Rest" not in mail.text


def test_alice_writes_and_the_clinic_must_read_it(house: House) -> None:
    made = str(uuid4())
    for _ in range(2):
        assert write(house.alice, "It is better.", made) == 302
    message = Message.objects.get()
    assert (message.text, message.patient, message.read_at) == ("It is better.", house.alice, None)
    page = page_of(house.alice)
    assert "You," in page
    assert "It is better." in page
    assert Message.objects.get().read_at is None


@pytest.mark.parametrize("text", ["", "   ", "x" * 10_001])
def test_no_words_or_too_many_are_said_and_kept(house: House, text: str) -> None:
    assert write(house.alice, text) == 422
    assert not Message.objects.exists()


def test_an_id_that_belongs_to_carol_takes_and_shows_nothing_of_hers(house: House) -> None:
    hers, _made = send_message(
        patient=house.carol,
        message=uuid4(),
        text="Mine alone.",
        written_at=timezone.now(),
        by=house.carol,
    )
    sent = {"message": str(hers.pk), "text": "My own words."}
    answer = signed_in(house.alice.user).post(reverse("messages"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Please send it once more." in page
    assert "My own words." in page
    assert "Mine alone." not in page
    assert str(hers.pk) not in page
    assert Message.objects.get().text == "Mine alone."


def test_it_is_there_without_an_assessment_and_says_when_somebody_answers(house: House) -> None:
    page = page_of(house.alice)
    assert "This page is not watched all the time." in page
    assert "We answer within 1 working day." in page
    assert "Call 999" in page


def test_messages_are_the_patients_own(house: House) -> None:
    answer_message(patient=house.alice, text="For Alice.", by=house.priya)
    for staff in (house.priya, house.rob, house.olu, house.charlie):
        assert signed_in(staff.user).get(reverse("messages")).status_code == 404
    assert "For Alice." not in page_of(house.carol)
    assert Client().get(reverse("messages")).status_code == 302
    assert Message.objects.get().read_at is None


def test_it_costs_the_same_however_much_was_written(house: House) -> None:
    client = signed_in(house.alice.user)
    for number in (1, 8):
        for _ in range(number):
            answer_message(patient=house.alice, text="Well done.", by=house.priya)
        with assertNumQueries(5):
            client.get(reverse("messages"))


def today_of(patient: Patient) -> str:
    """Today, as the patient reads it."""
    return signed_in(patient.user).get(reverse("today")).content.decode()


@pytest.mark.parametrize("given", [True, False], ids=["with exercises", "before the first"])
def test_a_new_message_has_a_mark_on_today_until_it_is_opened(house: House, given: bool) -> None:
    if given:
        prescribe(house.alice, "clam", "glute-bridge")
        prescribe(house.carol, "clam")
    mark = "Your clinic wrote to you. Read it"
    send_message(
        patient=house.alice,
        message=uuid4(),
        text="Hello",
        written_at=timezone.now(),
        by=house.alice,
    )
    assert mark not in today_of(house.alice)
    answer_message(patient=house.alice, text="Well done.", by=house.priya)
    assert today_of(house.alice).count(mark) == 1
    assert mark not in today_of(house.carol)
    page_of(house.alice)
    assert mark not in today_of(house.alice)


@pytest.mark.parametrize("name", ["today", "diary", "messages", "permissions", "reminders", "help"])
def test_every_page_of_a_patient_has_the_way_out(house: House, name: str) -> None:
    page = signed_in(house.alice.user).get(reverse(name)).content.decode()
    assert f'href="{reverse("account_logout")}"' in page
    assert "Sign out" not in Client().get(reverse("help")).content.decode()
