"""A programme that was really assessed, drafted and given, for the tests that stand on one."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.conf import settings

from goodform.library.exercise_files import read_exercise_file
from goodform.library.models import Exercise, ExerciseVersion
from goodform.people.models import Patient, Staff
from goodform.programmes.actions import assess, give, save_draft
from goodform.programmes.drafting import Line, new_line
from goodform.programmes.models import Prescription, Programme
from goodform.programmes.queries import given_in
from tests.people import in_days

DOSE = {"sets": 2, "repetitions": 10, "hold_s": 0, "rest_s": 30, "tempo": "2-2", "times_a_day": 1}


@dataclass(frozen=True)
class Given:
    """A programme in force and its prescriptions, in order."""

    programme: Programme
    prescriptions: tuple[Prescription, ...]

    @property
    def clam(self) -> Prescription:
        """Each side, pain free."""
        return self.prescriptions[0]

    @property
    def hinge(self) -> Prescription:
        """No sides, pain free."""
        return self.prescriptions[1]

    @property
    def bridge(self) -> Prescription:
        """No sides, monitored with a ceiling of 4."""
        return self.prescriptions[2]


@cache
def _read(slug: str) -> str:
    return json.dumps(read_exercise_file(settings.EXERCISES / f"{slug}.yaml").as_json())


def content_of(slug: str) -> dict[str, Any]:
    """An exercise's whole text; its file is read once."""
    content: dict[str, Any] = json.loads(_read(slug))
    return content


def an_exercise(slug: str, name: str, *, sides: str = "none") -> ExerciseVersion:
    """An exercise of the library, without cautions and with a dose that is easy to reckon with."""
    exercise, _ = Exercise.objects.get_or_create(slug=slug, clinic=None)
    version, _ = ExerciseVersion.objects.get_or_create(
        exercise=exercise,
        content_hash=f"{slug:-<64}",
        defaults={
            "name": name,
            "content": {
                **content_of(slug),
                "sides": sides,
                "cautions": [],
                "dose": DOSE,
            },
        },
    )
    if exercise.current_id is None:
        exercise.current = version
        exercise.save()
    return version


def line_of(version: ExerciseVersion, **changes: object) -> Line:
    """A line for this exercise, shown and checked."""
    line = new_line(
        version=version.pk,
        slug=version.exercise.slug,
        sides=version.content["sides"],
        dose=version.content["dose"],
    )
    return replace(line, **{"form_checked": True, **changes})  # type: ignore[arg-type]


def usual_lines() -> tuple[Line, ...]:
    """Clam, hip hinge and glute bridge."""
    return (
        line_of(an_exercise("clam", "Clam", sides="each")),
        line_of(an_exercise("hip-hinge", "Hip hinge")),
        line_of(
            an_exercise("glute-bridge", "Glute bridge"), pain_policy="monitored", pain_ceiling=4
        ),
    )


def give_lines(patient: Patient, by: Staff, lines: Sequence[Line]) -> Given:
    """Draft these lines and give them."""
    programme = Programme.objects.select_related("patient__clinic").get(patient=patient)
    programme = save_draft(programme=programme, lines=lines, edits=programme.edits, by=by)
    programme = give(programme=programme, edits=programme.edits, by=by)
    programme = Programme.objects.select_related("patient__clinic").get(pk=programme.pk)
    return Given(programme, tuple(given_in(programme)))


def a_programme(
    patient: Patient,
    by: Staff,
    *,
    usual_pain: int = 3,
    review_in_days: int = 28,
    lines: Sequence[Line] | None = None,
) -> Given:
    """Assess the patient with a usual pain and give them three exercises."""
    assess(
        patient=patient,
        by=by,
        findings="Sore low back, settles with walking.",
        cautions=[],
        usual_pain=usual_pain,
        cleared=True,
        review_by=in_days(review_in_days),
    )
    return give_lines(patient, by, lines or usual_lines())
