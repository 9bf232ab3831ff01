"""Words between the clinic and a patient."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from goodform.inbox.actions import escalate
from goodform.inbox.models import Message
from goodform.inbox.writing import send_message
from goodform.outbox.models import Notification
from goodform.people.models import Patient
from goodform.programmes.actions import save_draft
from goodform.programmes.queries import as_line
from tests.desk.conftest import As, Treated
from tests.desk.page_form import fields_of


def test_priya_writes_to_alice_once_however_often_it_is_sent(
    treated: Treated, signed_in: As
) -> None:
    browser = signed_in(treated.house.priya)
    address = treated.address("messages/")
    page = browser.get(address).content.decode()
    made = page.split('name="message" value="')[1].split('"')[0]
    sent = {"do": "send", "message": made, "text": "Rest today. 🌿"}
    for _ in range(2):
        assert browser.post(address, sent).status_code == 302
    assert browser.get(address).content.decode().count("Rest today. 🌿") == 1


def test_nobody_is_mailed_who_has_no_address_and_the_pages_say_so(
    treated: Treated, signed_in: As
) -> None:
    house = treated.house
    Patient.objects.filter(pk=house.alice.pk).update(email="")
    Notification.objects.all().delete()
    browser = signed_in(house.priya)
    messages, prescribe = treated.address("messages/"), treated.address()
    assert "No email address of Alice is known" in browser.get(messages).content.decode()
    assert "nobody is mailed when you give this" in browser.get(prescribe).content.decode()
    sent = {"do": "send", "message": str(uuid4()), "text": "Rest today."}
    answer = browser.post(messages, sent, follow=True).content.decode()
    assert "Kept. Alice has no email address, so nobody is mailed." in answer
    assert "Rest today." in answer
    lines = [as_line(row) for row in treated.rows.values()][:1]
    programme = save_draft(
        programme=treated.programme, lines=lines, edits=treated.programme.edits, by=house.priya
    )
    form = browser.get(prescribe).content
    given = browser.post(prescribe, {**fields_of(form, prescribe), "do": "give"}, follow=True)
    assert "Given. Alice has no email address, so nobody is mailed." in given.content.decode()
    programme.refresh_from_db()
    assert programme.version == 2
    assert not Notification.objects.exists()


def test_an_inbox_with_an_unread_message_does_not_say_that_nobody_needs_you(
    treated: Treated, signed_in: As
) -> None:
    priya, alice = signed_in(treated.house.priya), treated.house.alice
    assert "Nobody needs you now" in priya.get("/inbox/").content.decode()
    now = timezone.now()
    send_message(patient=alice, message=uuid4(), text="Odd.", written_at=now, by=alice)
    page = priya.get("/inbox/").content.decode()
    assert "1 message to read" in page
    assert "Nobody needs you now" not in page
    priya.post(treated.address("messages/"), {"do": "read"})
    assert "Nobody needs you now" in priya.get("/inbox/").content.decode()


@pytest.mark.parametrize("text", ["It hurts. " * 30, "It hurts. " * 31], ids=["short", "long"])
def test_a_message_stands_in_the_list_whole_or_not_at_all(
    treated: Treated, signed_in: As, text: str
) -> None:
    alice, text = treated.house.alice, text.strip()
    send_message(patient=alice, message=uuid4(), text=text, written_at=timezone.now(), by=alice)
    page = signed_in(treated.house.priya).get("/inbox/").content.decode()
    whole = len(text) <= 300
    assert (text in page) is whole
    assert ("It hurts." in page) is whole
    assert ("A long message. Open it to read it all." in page) is not whole


def test_priya_sees_whether_alice_has_opened_what_she_wrote(
    treated: Treated, signed_in: As
) -> None:
    priya, address = signed_in(treated.house.priya), treated.address("messages/")
    priya.post(address, {"do": "send", "message": str(uuid4()), "text": "Rest today."})
    assert "not opened yet" in priya.get(address).content.decode()
    signed_in(treated.house.alice).get("/today/messages")
    assert "not opened yet" not in priya.get(address).content.decode()


@pytest.mark.parametrize("text", ["", "  ", "x" * 10_001])
def test_a_message_without_words_or_with_too_many_is_not_sent(
    treated: Treated, signed_in: As, text: str
) -> None:
    sent = {"do": "send", "message": "9b2f0c1e-0000-4000-8000-000000000001", "text": text}
    answer = signed_in(treated.house.priya).post(treated.address("messages/"), sent)
    assert answer.status_code == 422
    assert text in answer.content.decode()


def test_the_owner_sees_that_a_message_was_not_read_and_none_of_its_words(
    treated: Treated, signed_in: As
) -> None:
    house = treated.house
    send_message(
        patient=house.alice,
        message=uuid4(),
        text="The clam feels odd.",
        written_at=timezone.now(),
        by=house.alice,
    )
    assert escalate(now=timezone.now() + timedelta(hours=25)) == 1
    page = signed_in(house.olu).get("/inbox/").content.decode()
    assert "1 message of a patient was not read in time." in page
    assert "Nothing is late" not in page
    assert "feels odd" not in page
    assert "Alice" not in page
    assert "not read in time" not in signed_in(house.priya).get("/inbox/").content.decode()


def test_charlie_of_another_clinic_reads_and_writes_nothing(
    treated: Treated, signed_in: As
) -> None:
    house = treated.house
    sent = {"message": str(uuid4()), "text": "How is your knee?"}
    signed_in(house.priya).post(treated.address("messages/"), sent)
    charlie = signed_in(house.charlie)
    assert charlie.get(treated.address("messages/")).status_code == 404
    answer = charlie.post(treated.address("messages/"), {**sent, "message": str(uuid4())})
    assert answer.status_code == 404
    assert Message.objects.count() == 1
    inbox = charlie.get("/inbox/?of=everyone").content.decode()
    assert "Alice" not in inbox
    assert "knee" not in inbox
