"""The printed sheet: for the patient and the clinic's printer, and for nobody else."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from pytest_django.asserts import assertNumQueries
from pytest_django.fixtures import Settings

from goodform.audit.models import AuditRow
from goodform.people.models import Patient
from tests.people import House
from tests.today.browsers import signed_in
from tests.today.programmes import (
    EVERY_EXERCISE,
    assessed,
    give_lines,
    line_for,
    load_library,
    prescribe,
)
from tests.today.test_day_page import hold_line


def sheet_of(patient: Patient) -> str:
    """The patient's own sheet."""
    answer = signed_in(patient.user).get(reverse("my_sheet"))
    assert answer.status_code == 200
    return answer.content.decode()


def boxes(page: str) -> int:
    """How many boxes there are to tick."""
    return page.split("<tbody>")[1].split("</tbody>")[0].count("<i>")


def test_has_a_box_a_day_phone_booking_and_warning_signs(alice: Patient) -> None:
    prescribe(alice, "clam", "glute-bridge")
    page = sheet_of(alice)
    assert boxes(page) == 14
    assert "Phone 01632 960123" in page
    assert "https://book.example.org/riverside" in page
    assert "Call 999 or go to A&amp;E" in page
    assert "Chest pain" in page
    assert "Alice Archer" in page


def test_boxes_follow_the_days_and_the_times_a_day(alice: Patient) -> None:
    load_library()
    assessed(alice)
    give_lines(
        alice,
        line_for(alice, "clam", weekdays="135"),
        line_for(alice, "glute-bridge", times_a_day=2),
        line_for(alice, "hip-hinge", times_a_day=8),
    )
    assert boxes(sheet_of(alice)) == 3 + 7 * 2 + 7 * 8


def test_what_is_on_hold_has_no_boxes(alice: Patient) -> None:
    clam, _bridge = prescribe(alice, "clam", "glute-bridge")
    hold_line(clam)
    page = sheet_of(alice)
    assert "On hold. Leave it out." in page
    assert boxes(page) == 7


NOTE = "Keep your knees bent and do NOT pull with your arms. " * 11 + "That is the end of it."
"""About the 600 signs that a note may have; what must not be done stands at its end, too."""


def test_a_note_is_whole_beside_its_boxes_where_there_is_room(alice: Patient) -> None:
    load_library()
    assessed(alice)
    give_lines(alice, line_for(alice, "clam", note=NOTE))
    front = sheet_of(alice).split("</article>")[0]
    assert NOTE in front
    assert "Priya says:" in front


@pytest.mark.parametrize("exercises", [1, 2, 4, 8])
@pytest.mark.parametrize("note", ["", "Slowly.", NOTE])
def test_every_note_and_every_step_is_on_paper_once(
    alice: Patient, exercises: int, note: str
) -> None:
    load_library()
    assessed(alice)
    rows = give_lines(
        alice, *(line_for(alice, slug, note=note) for slug in EVERY_EXERCISE[:exercises])
    )
    page = sheet_of(alice)
    if note:
        assert page.count(note) == exercises
    for row in rows:
        for step in row.exercise.content["steps"]:
            assert page.count(f"<li>{escape(step)}</li>") >= 1
    if note == NOTE and exercises == 8:
        assert page.count("Read what Priya says overleaf.") == 8


def test_what_is_on_hold_is_explained_nowhere(alice: Patient) -> None:
    load_library()
    assessed(alice)
    clam, _bridge = give_lines(
        alice, line_for(alice, "clam", note=NOTE), line_for(alice, "glute-bridge")
    )
    hold_line(clam)
    page = sheet_of(alice)
    assert "do NOT pull" not in page
    assert clam.exercise.content["steps"][0] not in page


def test_the_code_carries_the_address_and_no_credential(alice: Patient, settings: Settings) -> None:
    settings.ADDRESS = "https://exercises.example.org"
    prescribe(alice, "clam")
    page = sheet_of(alice)
    assert "https://exercises.example.org/today" in page
    assert str(alice.pk) not in page
    assert 'class="qr"' in page


def test_staff_who_may_see_programmes_print_it(house: House) -> None:
    prescribe(house.alice, "clam")
    address = reverse("sheet", args=[house.alice.pk])
    for staff in (house.priya, house.rob):
        page = signed_in(staff.user).get(address)
        assert page.status_code == 200
        assert "Alice Archer" in page.content.decode()


def test_who_of_the_staff_saw_it_is_written_down(house: House) -> None:
    prescribe(house.alice, "clam")
    address = reverse("sheet", args=[house.alice.pk])
    for person in (house.priya, house.priya, house.charlie, house.alice):
        signed_in(person.user).get(address)
    signed_in(house.alice.user).get(reverse("my_sheet"))
    seen = AuditRow.objects.filter(action="saw sheet", subject_id=str(house.alice.pk))
    assert [row.actor for row in seen] == ["Priya Nair"]


def test_nobody_else_prints_it(house: House) -> None:
    prescribe(house.alice, "clam")
    address = reverse("sheet", args=[house.alice.pk])
    for person in (house.olu, house.carol, house.alice):
        assert signed_in(person.user).get(address).status_code == 403
    assert signed_in(house.charlie.user).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    unknown = reverse("sheet", args=[uuid4()])
    assert signed_in(house.priya.user).get(unknown).status_code == 404
    for staff in (house.priya, house.charlie):
        assert signed_in(staff.user).get(reverse("my_sheet")).status_code == 404


def test_staff_are_told_why_there_is_nothing_to_print(house: House) -> None:
    page = signed_in(house.priya.user).get(reverse("sheet", args=[house.alice.pk]))
    assert "There is nothing to print for Alice Archer" in page.content.decode()
    assert "Come and see us first" in page.content.decode()


@pytest.mark.parametrize("exercises", [1, 8])
def test_costs_the_same_however_many_exercises(alice: Patient, exercises: int) -> None:
    prescribe(alice, *EVERY_EXERCISE[:exercises])
    client = signed_in(alice.user)
    client.get(reverse("my_sheet"))
    with assertNumQueries(5):
        client.get(reverse("my_sheet"))
