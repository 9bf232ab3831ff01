"""One exercise, as it was prescribed to this patient and to nobody else."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertNumQueries

from goodform.library.models import ExerciseVersion, ExerciseVideo
from goodform.people.models import Patient
from goodform.programmes.models import Prescription
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


def exercise_of(patient: Patient, row: Prescription) -> str:
    """The page of this prescription as the patient reads it."""
    answer = signed_in(patient.user).get(reverse("exercise", args=[row.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_says_how_how_much_which_side_and_when_to_stop(alice: Patient) -> None:
    load_library()
    assessed(alice)
    (clam,) = give_lines(
        alice, line_for(alice, "clam", side="left", note="Use the thin pillow.", anchor="at noon")
    )
    page = exercise_of(alice, clam)
    content = clam.exercise.content
    for part in ("steps", "cues", "mistakes", "everyday"):
        for words in content[part]:
            assert words.replace("'", "&#x27;") in page
    assert content["notice"][0]["words"] in page
    assert "2 sets of 10, left side only, every day, at noon" in " ".join(page.split())
    assert "Priya says" in page
    assert "Use the thin pillow." in page
    assert "If it hurts more, stop and tell us." in page
    assert "This page is not watched all the time." in page


def test_shows_the_version_that_was_prescribed(alice: Patient) -> None:
    (clam,) = prescribe(alice, "clam")
    newer = ExerciseVersion.objects.create(
        exercise=clam.exercise.exercise,
        content_hash="newer",
        name="Clam, rewritten",
        content={**clam.exercise.content, "steps": ["Do something else."]},
    )
    clam.exercise.exercise.current = newer
    clam.exercise.exercise.save()
    page = exercise_of(alice, clam)
    assert "Do something else." not in page
    assert clam.exercise.content["steps"][0] in page


def test_an_earlier_dose_can_be_read_and_says_that_it_changed(alice: Patient) -> None:
    (before,) = prescribe(alice, "clam")
    (line,) = lines_now(alice)
    (after,) = give_lines(alice, line_for(alice, "clam", line=line.line, sets=3))
    page = exercise_of(alice, before)
    assert "This is how it was before." in page
    assert "I did it" not in page
    assert "3 sets of 10" in exercise_of(alice, after)


def test_what_the_practitioner_wrote_is_shown_as_text(alice: Patient) -> None:
    load_library()
    assessed(alice)
    (clam,) = give_lines(alice, line_for(alice, "clam", note="<script>alert(1)</script> גב\n🙂"))
    page = exercise_of(alice, clam)
    assert "<script>alert(1)" not in page
    assert "גב<br>🙂" in page


def test_belongs_to_its_patient_alone(house: House) -> None:
    (clam,) = prescribe(house.alice, "clam")
    address = reverse("exercise", args=[clam.pk])
    for person in (house.carol, house.priya, house.rob, house.olu, house.charlie):
        assert signed_in(person.user).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    unknown = signed_in(house.alice.user).get(reverse("exercise", args=[uuid4()]))
    assert unknown.status_code == 404


def test_costs_the_same_with_one_exercise_or_eight(alice: Patient) -> None:
    (clam, *_others) = prescribe(alice, "clam", "glute-bridge", "hip-hinge")
    client = signed_in(alice.user)
    client.get(reverse("exercise", args=[clam.pk]))
    with assertNumQueries(8):
        client.get(reverse("exercise", args=[clam.pk]))


@pytest.mark.parametrize(
    ("answer", "sees"),
    [
        (None, "This video is on YouTube."),
        ("yes", "Play the video"),
        ("no", "You said no to videos from YouTube."),
        ("back", "This video is on YouTube."),
    ],
)
def test_a_video_waits_for_a_yes(alice: Patient, answer: str | None, sees: str) -> None:
    (clam,) = prescribe(alice, "clam")
    ExerciseVideo.objects.create(clinic=alice.clinic, slug="clam", youtube_id="abcdefghijk")
    client = signed_in(alice.user)
    address = reverse("exercise", args=[clam.pk])
    if answer:
        sent = client.post(
            reverse("permissions"), {"answer": answer, "exercise": str(clam.pk)}, follow=False
        )
        assert sent.headers["Location"] == f"{address}#video"
    response = client.get(address)
    page = response.content.decode()
    assert sees in page
    policy = response.headers["Content-Security-Policy"]
    assert ("frame-src https://www.youtube-nocookie.com" in policy) is (answer == "yes")
    assert ("abcdefghijk" in page) is (answer == "yes")
    assert "<iframe" not in page


def test_without_a_video_there_is_no_question_about_one(alice: Patient) -> None:
    (clam,) = prescribe(alice, "clam")
    assert "YouTube" not in exercise_of(alice, clam)
