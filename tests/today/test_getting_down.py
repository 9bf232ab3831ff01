"""The way down to the floor, and up again, stands with every exercise that is done there."""

from django.urls import reverse

from goodform.people.models import Patient
from goodform.today.getting_down import STOPS, way_down
from tests.today.browsers import signed_in
from tests.today.programmes import assessed, give_lines, line_for, load_library


def test_a_floor_exercise_shows_the_way_down_and_another_does_not(alice: Patient) -> None:
    load_library()
    assessed(alice)
    clam, hinge = give_lines(alice, line_for(alice, "clam"), line_for(alice, "hip-hinge"))
    browser = signed_in(alice.user)
    page = browser.get(reverse("exercise", args=[clam.pk])).content.decode()
    for stop in STOPS:
        assert str(stop.words) in page
    assert "A firm bed does just as well." in page
    assert "Side means the leg on top." in page
    other = browser.get(reverse("exercise", args=[hinge.pk])).content.decode()
    assert "Getting down" not in other


def test_a_version_from_before_the_caution_shows_nothing() -> None:
    assert way_down({"cautions": []}) == ()


def test_a_patient_of_another_clinic_cannot_open_the_exercise(
    alice: Patient, carol: Patient
) -> None:
    load_library()
    assessed(alice)
    (clam,) = give_lines(alice, line_for(alice, "clam"))
    answer = signed_in(carol.user).get(reverse("exercise", args=[clam.pk]))
    assert answer.status_code == 404
    assert "Getting down" not in answer.content.decode()
