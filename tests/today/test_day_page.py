"""Today, as Alice opens it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertNumQueries

from goodform.people.models import Patient
from goodform.programmes.actions import hold, release
from goodform.programmes.models import Prescription
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


def today_of(patient: Patient) -> str:
    """Today as the patient reads it."""
    answer = signed_in(patient.user).get(reverse("today"))
    assert answer.status_code == 200
    return answer.content.decode()


def hold_line(row: Prescription, reason: str = "stopped", days_ago: int = 0) -> None:
    """Something happened to this prescription."""
    hold(
        programme=row.programme,
        line=row.line,
        reason=reason,
        cause=f"entry:{row.pk}",
        at=timezone.now() - timedelta(days=days_ago),
        by=row.programme.patient,
    )


def test_shows_what_is_next_and_how_to_reach_the_clinic(alice: Patient) -> None:
    prescribe(alice, "knee-to-chest", "clam")
    page = today_of(alice)
    assert "Next: Knee to chest" in page
    assert "3 holds of 20 seconds, each side" in page
    assert "2 exercises left today." in page
    assert "0 of 2 done" in page
    assert "tel:01632960123" in page
    assert "https://book.example.org/riverside" in page


def test_what_the_practitioner_wrote_stands_whole_beside_its_exercise(alice: Patient) -> None:
    load_library()
    assessed(alice)
    note = "Bend your knees. " * 33 + "Do NOT pull with your arms."
    clam, _bridge = give_lines(
        alice, line_for(alice, "clam", note=note), line_for(alice, "glute-bridge")
    )
    page = today_of(alice)
    assert page.count(note) == 1
    assert page.count("Priya says:") == 1
    hold_line(clam)
    assert "Priya says:" not in today_of(alice)


def test_says_who_chose_this_until_when_and_when_somebody_answers(alice: Patient) -> None:
    prescribe(alice, "clam")
    page = " ".join(today_of(alice).split())
    assert "Priya Nair chose these for you at your appointment on" in page
    assert "Priya checks them again by" in page
    assert "This page is not watched all the time. We answer within 1 working day." in page


def test_the_number_to_call_is_the_country_s(alice: Patient) -> None:
    prescribe(alice, "clam")
    assert "Call 999 or go to A&amp;E" in today_of(alice)
    alice.clinic.country_pack = "nz"
    alice.clinic.save()
    page = today_of(alice)
    assert "Call 111 or go to an emergency department" in page
    assert "Call 999" not in page
    assert "tel:999" not in page


def test_an_exercise_on_hold_says_why_and_leaves_the_others(alice: Patient) -> None:
    bridge, _clam = prescribe(alice, "glute-bridge", "clam")
    hold_line(bridge, days_ago=1)
    page = today_of(alice)
    assert "You told us it hurt yesterday. Priya will look at it." in page
    assert "You can still do the others" in page
    assert "Next: Clam" in page
    assert "0 of 1 done" in page


def test_after_the_release_the_exercise_is_back(alice: Patient) -> None:
    (clam,) = prescribe(alice, "clam")
    hold_line(clam)
    assert "Next: Clam" not in today_of(alice)
    release(programme=clam.programme, line=clam.line, reason="Looked, fine", by=alice.practitioner)
    assert "Next: Clam" in today_of(alice)


def test_a_day_without_exercises_names_the_next_one(alice: Patient) -> None:
    load_library()
    assessed(alice)
    tomorrow = str((timezone.localdate() + timedelta(days=1)).isoweekday())
    give_lines(alice, line_for(alice, "clam", weekdays=tomorrow))
    page = today_of(alice)
    assert "Nothing to do today." in page
    assert "Your next exercises are on" in page
    assert "missed" not in page


def test_words_of_the_practitioner_are_shown_as_text(alice: Patient) -> None:
    load_library()
    assessed(alice)
    give_lines(alice, line_for(alice, "clam", anchor="<b>after waking</b>"))
    assert "&lt;b&gt;after waking&lt;/b&gt;" in today_of(alice)


@pytest.mark.parametrize("exercises", [1, 8])
def test_takes_six_queries_however_long_the_programme_and_one_more_where_a_stop_holds(
    alice: Patient, exercises: int
) -> None:
    rows = prescribe(alice, *EVERY_EXERCISE[:exercises])
    hold_line(rows[0], reason="rose_too_far")
    client = signed_in(alice.user)
    client.get(reverse("today"))
    with assertNumQueries(6):
        client.get(reverse("today"))
    hold_line(rows[-1], reason="stopped")
    with assertNumQueries(6 + (exercises > 1)):
        client.get(reverse("today"))


def test_no_cache_may_keep_it_and_the_form_token_is_set(alice: Patient) -> None:
    prescribe(alice, "clam")
    answer = signed_in(alice.user).get(reverse("today"))
    assert "no-store" in answer.headers["Cache-Control"]
    assert "private" in answer.headers["Cache-Control"]
    assert "csrftoken" in answer.cookies


def test_nobody_else_has_a_today_here(house: House) -> None:
    prescribe(house.alice, "clam")
    for staff in (house.priya, house.rob, house.olu, house.charlie):
        assert signed_in(staff.user).get(reverse("today")).status_code == 404
    carols = signed_in(house.carol.user).get(reverse("today"))
    assert "Clam" not in carols.content.decode()
    anonymous = Client().get(reverse("today"))
    assert anonymous.status_code == 302
    assert anonymous.headers["Location"].startswith(reverse("account_login"))


def test_greets_by_the_patient_s_own_clock(alice: Patient) -> None:
    prescribe(alice, "clam")
    alice.zone = "Pacific/Auckland"
    alice.save()
    assert "Alice</h1>" in today_of(alice)
