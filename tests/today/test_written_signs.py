"""What a patient types is read for warning signs: in the page, at the clinic, and by both alike."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from goodform.inbox.answer_actions import resolve
from goodform.inbox.models import Alert, Closing, Message
from goodform.inbox.writing import send_message
from goodform.outbox.models import Notification
from goodform.people.models import Patient
from goodform.programmes.models import Hold
from goodform.safety.written_signs import words_for_a_page
from tests.people import House
from tests.today.browsers import signed_in

NUMB = "I feel numb between my legs since this morning."
SENTENCES = Path(__file__).parents[1] / "safety" / "written_signs.json"
MODULE = settings.PACKAGE / "today" / "static" / "today" / "written-signs.mjs"
READ = """
const { writtenSigns } = await import(process.argv[1]);
let given = "";
for await (const part of process.stdin) given += part;
const { words, texts } = JSON.parse(given);
console.log(JSON.stringify(texts.map((text) => writtenSigns(text, words))));
"""


def write(patient: Patient, text: str) -> Message:
    """Words to the clinic, as every door sends them."""
    row, _made = send_message(
        patient=patient, message=uuid4(), text=text, written_at=timezone.now(), by=patient
    )
    return row


def said_to(patient: Patient) -> str:
    """What the page says about what was written."""
    return above_send(signed_in(patient.user).get(reverse("messages")).content)


def above_send(page: bytes) -> str:
    """The part of the page between the words and the button."""
    return page.decode().partition("data-written-signs")[2].partition("<button")[0]


def test_the_page_reads_as_the_clinic_does() -> None:
    known = json.loads(SENTENCES.read_text(encoding="utf-8"))
    places = os.pathsep.join([os.environ["PATH"], str(Path(sys.executable).parent)])
    node = shutil.which("node", path=places)
    assert node is not None, "node is in our environment: run ./test once"
    said = subprocess.run(  # noqa: S603  # our own script
        [node, "--input-type=module", "-e", READ, str(MODULE)],
        input=json.dumps({"words": words_for_a_page(), "texts": [text for text, _ in known]}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    assert json.loads(said.stdout) == [codes for _, codes in known]


def test_the_message_is_sent_and_a_case_is_raised_at_once(house: House) -> None:
    message = write(house.alice, NUMB)
    case = Alert.objects.get()
    assert (case.kind, case.severity, case.owner) == ("wrote", 1, house.priya)
    assert case.evidence["note"] == message.text == NUMB
    assert case.evidence["written"] == ["saddle", "both_legs"]
    assert Notification.objects.filter(kind="alert", staff=house.priya).count() == 1
    assert not Hold.objects.exists()


def test_the_page_says_whom_to_call_until_the_case_is_closed(house: House) -> None:
    assert "Do it now." not in said_to(house.alice)
    answer = signed_in(house.alice.user).post(
        reverse("messages"), {"message": str(uuid4()), "text": NUMB}, follow=True
    )
    assert "Call 999 or go to A&amp;E" in above_send(answer.content)
    assert "Sent to the clinic." in answer.content.decode()
    resolve(
        alert=Alert.objects.get(),
        outcome=Closing.SPOKE,
        what_was_done="Rang her: she is going to A&E.",
        by=house.priya,
    )
    assert "Do it now." not in said_to(house.alice)


def test_a_second_message_joins_the_open_case_and_a_graver_one_makes_it_graver(
    house: House,
) -> None:
    write(house.alice, "The pain wakes me")
    assert Alert.objects.get().severity == 2
    write(house.alice, NUMB)
    case = Alert.objects.get()
    assert (case.severity, case.times) == (1, 2)
    assert "Do it now." in said_to(house.alice)
    write(house.alice, "The pain wakes me")
    assert Alert.objects.get().severity == 1
    assert "Do it now." in said_to(house.alice)


@pytest.mark.parametrize("text", ["No numbness, no tingling", "Thank you!", "May I swim?"])
def test_other_words_raise_nothing(house: House, text: str) -> None:
    write(house.alice, text)
    assert not Alert.objects.exists()


def test_the_same_message_twice_is_one_telling(house: House) -> None:
    sent = {"message": str(uuid4()), "text": NUMB}
    for _ in range(2):
        signed_in(house.alice.user).post(reverse("messages"), sent)
    assert Alert.objects.get().times == 1


def test_nobody_else_is_told(house: House) -> None:
    write(house.alice, NUMB)
    case = reverse("alert", args=[Alert.objects.get().pk])
    assert "Do it now." not in said_to(house.carol)
    assert signed_in(house.charlie.user).get(case).status_code == 404


def test_the_practitioner_reads_what_was_found_and_the_words(house: House) -> None:
    write(house.alice, NUMB)
    priya = signed_in(house.priya.user)
    case = priya.get(reverse("alert", args=[Alert.objects.get().pk])).content.decode()
    assert "Wrote of what may be a warning sign" in case
    assert "Words found in the message, not ticked" in case
    assert NUMB in case
