"""The whole programme, with what changed and why."""

from dataclasses import replace

from django.test import Client
from django.urls import reverse

from goodform.people.models import Patient
from tests.people import House
from tests.today.browsers import signed_in
from tests.today.programmes import (
    assessed,
    give_lines,
    line_for,
    lines_now,
    load_library,
    prescribe,
)


def programme_of(patient: Patient) -> str:
    """The programme page as the patient reads it, without its line breaks."""
    answer = signed_in(patient.user).get(reverse("programme"))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_lists_every_exercise_with_its_days(alice: Patient) -> None:
    load_library()
    assessed(alice)
    give_lines(
        alice,
        line_for(alice, "clam", weekdays="135", times_a_day=2),
        line_for(alice, "glute-bridge", weekdays="12345"),
    )
    page = programme_of(alice)
    assert "2 sets of 10, each side, twice a day, Monday, Wednesday, Friday" in page
    assert "2 sets of 10, hold for 3 seconds, Monday to Friday" in page


def test_a_note_stands_whole_below_its_exercise(alice: Patient) -> None:
    load_library()
    assessed(alice)
    note = "Bend your knees. " * 33 + "Do NOT pull with your arms."
    give_lines(alice, line_for(alice, "clam", note=note))
    assert f"<strong>Priya says:</strong> <bdi>{note}</bdi>" in programme_of(alice)


def test_a_change_says_who_when_why_and_what_it_was(alice: Patient) -> None:
    prescribe(alice, "clam", "glute-bridge")
    clam, bridge = lines_now(alice)
    give_lines(alice, replace(clam, sets=3, why_changed="It has become easy for you."), bridge)
    page = programme_of(alice)
    assert "Priya changed this on" in page
    assert "It has become easy for you." in page
    assert "Clam, 2 sets of 10, each side, every day" in page
    assert "3 sets of 10, each side, every day" in page


def test_what_was_left_out_is_named(alice: Patient) -> None:
    prescribe(alice, "clam", "glute-bridge")
    _clam, bridge = lines_now(alice)
    give_lines(alice, bridge)
    page = programme_of(alice)
    assert page.index("Left out now") < page.index("Clam")


def test_a_draft_is_not_shown(alice: Patient) -> None:
    prescribe(alice, "clam")
    assert "Hip hinge" not in programme_of(alice)


def test_is_the_patient_s_own(house: House) -> None:
    prescribe(house.alice, "clam")
    for staff in (house.priya, house.rob, house.olu, house.charlie):
        assert signed_in(staff.user).get(reverse("programme")).status_code == 404
    assert signed_in(house.carol.user).get(reverse("programme")).status_code == 302
    assert Client().get(reverse("programme")).status_code == 302
