"""A few words between a patient and the clinic."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from goodform.inbox.actions import escalate
from goodform.inbox.message_actions import answer_message, mark_read, mark_read_by_patient
from goodform.inbox.message_queries import messages_with, unread_messages
from goodform.inbox.models import Message
from goodform.inbox.overseen import overseen_by
from goodform.outbox.models import Notification
from goodform.outbox.rendering import words_of
from goodform.people.models import Patient
from tests.people import House


def put(patient: Patient, body: object, message: UUID | None = None) -> Any:
    """Send a message as the page does."""
    client = Client()
    assert patient.user is not None
    client.force_login(patient.user)
    return client.put(f"/api/messages/{message or uuid4()}", body, content_type="application/json")


def test_a_message_is_kept_once_and_the_practitioner_gets_a_quiet_mail(house: House) -> None:
    message = uuid4()
    body = {"text": "Can I do the clam on the bed?"}
    assert [put(house.alice, body, message).status_code for _ in range(2)] == [201, 200]
    assert Message.objects.get().text == body["text"]
    mail = Notification.objects.get()
    assert mail.staff == house.priya
    assert mail.facts == {"message": str(message)}


def test_sent_words_do_not_change(house: House) -> None:
    message = uuid4()
    put(house.alice, {"text": "First."}, message)
    put(house.alice, {"text": "Second."}, message)
    assert Message.objects.get().text == "First."


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"text": ""}, 422),
        ({"text": "   "}, 422),
        ({"text": None}, 422),
        ({}, 422),
        ({"text": "a" * 10_001}, 422),
        ({"text": 5}, 400),
        (b"[", 400),
    ],
    ids=["empty", "blank", "null", "missing", "too long", "a number", "broken"],
)
def test_what_is_no_message_gets_a_clear_answer(house: House, body: object, status: int) -> None:
    assert put(house.alice, body).status_code == status
    assert not Message.objects.exists()


def test_emoji_right_to_left_and_nul_are_kept_as_words(house: House) -> None:
    put(house.alice, {"text": "كتف\x00 🙂"})
    assert Message.objects.get().text == "كتف 🙂"


def test_the_practitioner_reads_and_answers(house: House) -> None:
    put(house.alice, {"text": "May I?"})
    assert [row.text for row in unread_messages(house.priya.user)] == ["May I?"]
    answer = answer_message(patient=house.alice, text="Yes, on the bed is fine.", by=house.priya)
    assert unread_messages(house.priya.user) == ()
    assert house.alice.user is not None
    said = messages_with(house.alice.user, house.alice)
    assert [(row.writer, row.text) for row in said] == [
        ("Alice Archer", "May I?"),
        ("Priya Nair", "Yes, on the bed is fine."),
    ]
    assert Notification.objects.filter(patient=house.alice, kind="message").count() == 1
    again = answer_message(
        patient=house.alice, text="Yes, on the bed is fine.", by=house.priya, message=answer.pk
    )
    assert again == answer
    assert mark_read_by_patient(by=house.alice) == 1


def test_reception_and_other_clinics_neither_read_nor_answer(house: House) -> None:
    put(house.alice, {"text": "May I?"})
    for somebody in (house.rob, house.olu, house.charlie):
        assert unread_messages(somebody.user) == ()
        assert messages_with(somebody.user, house.alice) == ()
        with pytest.raises(PermissionDenied):
            answer_message(patient=house.alice, text="x", by=somebody)
        with pytest.raises(PermissionDenied):
            mark_read(patient=house.alice, by=somebody)
    assert house.carol.user is not None
    assert messages_with(house.carol.user, house.alice) == ()


def test_carol_cannot_send_under_alices_message(house: House) -> None:
    message = uuid4()
    put(house.alice, {"text": "Mine."}, message)
    assert put(house.carol, {"text": "Mine too."}, message).status_code == 404


def test_what_nobody_read_in_time_goes_to_the_owner_once_and_without_its_words(
    house: House,
) -> None:
    put(house.alice, {"text": "I am numb between my legs since Sunday."})
    now = timezone.now()
    assert escalate(now=now + timedelta(hours=23)) == 0
    assert escalate(now=now + timedelta(hours=25)) == 2  # the message, and the case of its sign
    assert escalate(now=now + timedelta(hours=26)) == 0
    mail = Notification.objects.get(kind="message_overdue")
    assert mail.staff == house.olu
    assert "numb" not in str(mail.facts) + words_of(mail).text
    assert overseen_by(house.olu.user).unread == 1
    assert overseen_by(house.priya.user).unread == overseen_by(house.charlie.user).unread == 0
    mark_read(patient=house.alice, by=house.priya)
    assert overseen_by(house.olu.user).unread == 0


def test_what_was_read_in_time_stays_with_its_reader(house: House) -> None:
    put(house.alice, {"text": "May I?"})
    mark_read(patient=house.alice, by=house.priya)
    assert escalate(now=timezone.now() + timedelta(hours=25)) == 0
