"""`GET /api/today`: what a device may show."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from goodform.diary.queries import today_of
from goodform.library.models import ExerciseVersion
from goodform.people.models import Patient
from goodform.programmes.actions import hold, release
from tests.people import House, in_days
from tests.prescribed import a_programme


def as_patient(patient: Patient) -> Client:
    """A browser in which this patient is signed in."""
    client = Client(enforce_csrf_checks=True)
    assert patient.user is not None
    client.force_login(patient.user)
    return client


def test_today_names_the_exercises_their_dose_and_what_was_done(house: House) -> None:
    given = a_programme(house.alice, house.priya)
    said = as_patient(house.alice).get("/api/today").json()
    assert said["date"] == timezone.localdate().isoformat()
    assert said["zone"] == "Europe/London"
    assert said["review_by"] == in_days(28).isoformat()
    assert said["programme"] == {"id": str(given.programme.pk), "version": 1, "locked": None}
    clam = said["prescriptions"][0]
    assert clam["id"] == str(given.clam.pk)
    assert clam["exercise"] == {
        "slug": "clam",
        "name": "Clam",
        "version": str(given.clam.exercise_id),
        "phases": {"out": "Slowly open", "stay": "Hold", "back": "Slowly close"},
    }
    assert (clam["side"], clam["sets"], clam["repetitions"]) == ("each", 2, 10)
    assert (clam["status"], clam["hold_reason"]) == ("active", None)
    assert clam["done_today"] == {"left": 0, "right": 0, "both": 0}


def test_a_version_from_before_has_no_words_for_its_phases(house: House) -> None:
    version = a_programme(house.alice, house.priya).clam.exercise
    before = {key: value for key, value in version.content.items() if key != "phases"}
    ExerciseVersion.objects.filter(pk=version.pk).update(content=before)
    clam = as_patient(house.alice).get("/api/today").json()["prescriptions"][0]
    assert clam["exercise"]["phases"] is None


def test_today_hands_out_the_cookie_that_sending_needs(house: House) -> None:
    client = as_patient(house.alice)
    client.get("/api/today")
    assert client.cookies["csrftoken"].value


def test_without_an_assessment_there_is_nothing_to_do(house: House) -> None:
    said = as_patient(house.alice).get("/api/today").json()
    assert said["programme"]["locked"] == "not_assessed"
    assert said["prescriptions"] == []


def test_past_its_review_everything_is_on_hold(house: House) -> None:
    a_programme(house.alice, house.priya, review_in_days=2)
    said = today_of(house.alice, now=timezone.now() + timedelta(days=4))
    assert said["programme"]["locked"] == "review_passed"
    assert {row["status"] for row in said["prescriptions"]} == {"held"}


def test_a_held_exercise_says_why_and_the_others_stay_active(house: House) -> None:
    given = a_programme(house.alice, house.priya)
    hold(
        programme=given.programme,
        line=given.hinge.line,
        reason="stopped",
        cause="stop:1",
        at=timezone.now(),
        by=house.alice,
    )
    rows = as_patient(house.alice).get("/api/today").json()["prescriptions"]
    assert [row["status"] for row in rows] == ["active", "held", "active"]
    assert rows[1]["hold_reason"] == "stopped"


def test_a_phone_hears_what_was_released_by_the_cause_of_its_hold(house: House) -> None:
    given = a_programme(house.alice, house.priya)
    theirs = a_programme(house.carol, house.charlie)
    for cause, line, of in (
        ("stop:1", given.hinge.line, given),
        ("after:2", given.hinge.line, given),
        ("after:2", given.clam.line, given),
        ("stop:3", None, theirs),
    ):
        hold(
            programme=of.programme,
            line=line,
            reason="stopped",
            cause=cause,
            at=timezone.now(),
            by=of.programme.patient,
        )
    client = as_patient(house.alice)
    assert client.get("/api/today").json()["released"] == []
    release(programme=given.programme, line=given.hinge.line, reason="Calm.", by=house.priya)
    assert client.get("/api/today").json()["released"] == ["stop:1"]
    release(programme=given.programme, line=given.clam.line, reason="Calm.", by=house.priya)
    assert set(client.get("/api/today").json()["released"]) == {"stop:1", "after:2"}


@pytest.mark.parametrize("who", ["priya", "charlie", "olu"])
def test_staff_have_no_day_of_their_own(house: House, who: str) -> None:
    client = Client()
    client.force_login(getattr(house, who).user)
    assert client.get("/api/today").status_code == 404


def test_whoever_is_not_signed_in_is_told_so_in_json(house: House) -> None:
    answer = Client().get("/api/today")
    assert answer.status_code == 401
    assert answer.json()["code"] == "signed_out"


def test_carol_sees_her_own_day_and_nothing_of_alices(house: House) -> None:
    given = a_programme(house.alice, house.priya)
    answer = as_patient(house.carol).get("/api/today")
    assert str(given.programme.pk) not in answer.content.decode()


def test_the_day_costs_the_same_for_three_exercises_as_for_one(
    house: House, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    a_programme(house.alice, house.priya)
    client = as_patient(house.alice)
    with django_assert_max_num_queries(10):
        client.get("/api/today")
