"""Programmes for the tests of the patient's pages, given the way a practitioner gives them."""

from dataclasses import replace
from datetime import date

from django.conf import settings

from goodform.library.exercise_files import read_directory
from goodform.library.figures import PICTURES
from goodform.library.loading import load
from goodform.library.queries import current_version
from goodform.people.models import Patient, Staff
from goodform.programmes.actions import assess, drafted_lines, give, save_draft
from goodform.programmes.drafting import Line, new_line
from goodform.programmes.models import Prescription, Programme
from tests.people import in_days

EVERY_EXERCISE = (
    "knee-to-chest",
    "clam",
    "side-lying-leg-abduction",
    "glute-bridge",
    "hip-hinge",
    "box-squat",
    "piriformis-stretch-1",
    "piriformis-stretch-2",
)


def load_library() -> None:
    """The nine exercises of the house."""
    load(read_directory(settings.EXERCISES, pictures=PICTURES))


def assessed(
    patient: Patient, *, cleared: bool = True, review_by: date | None = None, usual_pain: int = 2
) -> None:
    """An appointment with the patient's own practitioner."""
    assess(
        patient=patient,
        by=patient.practitioner,
        findings="Low back, stiff in the morning",
        cautions=[],
        usual_pain=usual_pain,
        cleared=cleared,
        review_by=review_by or in_days(28),
    )


def line_for(patient: Patient, slug: str, **changes: object) -> Line:
    """A line with the exercise's own dose, shown and checked; `changes` name its fields."""
    version = current_version(patient.clinic, slug)
    assert version is not None, f"load the library first: there is no {slug}"
    line = new_line(
        version=version.pk,
        slug=slug,
        sides=version.content["sides"],
        dose=version.content["dose"],
    )
    return replace(line, form_checked=True, **changes)  # type: ignore[arg-type]


def give_lines(patient: Patient, *lines: Line, by: Staff | None = None) -> list[Prescription]:
    """Give these lines to a patient who was assessed; the prescriptions in force, in order."""
    programme, _made = Programme.objects.get_or_create(patient=patient)
    by = by or patient.practitioner
    saved = save_draft(programme=programme, lines=lines, edits=programme.edits, by=by)
    give(programme=saved, edits=saved.edits, by=by)
    return list(Prescription.objects.filter(programme=programme).given().order_by("order"))


def prescribe(patient: Patient, *slugs: str) -> list[Prescription]:
    """Load the library, assess, and give these exercises with their own doses."""
    load_library()
    assessed(patient)
    return give_lines(patient, *(line_for(patient, slug) for slug in slugs))


def lines_now(patient: Patient) -> tuple[Line, ...]:
    """The patient's lines, as lines to change."""
    return drafted_lines(Programme.objects.get(patient=patient))
