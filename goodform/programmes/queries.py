"""How a patient stands with the clinic, and what they have been given."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Concat, Left, StrIndex
from django.utils import timezone

from goodform.fast.prepared import Prepared
from goodform.library.models import ExerciseVersion
from goodform.people.models import Clinic, Patient
from goodform.people.signatures import signed_versions
from goodform.programmes.causes import AGAIN
from goodform.programmes.checking import LineProblem, RungFacts, problems_of
from goodform.programmes.drafting import Line
from goodform.programmes.locks import Locked
from goodform.programmes.models import Assessment, Hold, Prescription, Programme
from goodform.programmes.schedule import local_day
from goodform.safety.cautions import clashes
from goodform.safety.dose import DOSE, dose_values
from goodform.safety.pain_rules import HIGHEST_CEILING


@dataclass(frozen=True)
class WhyHeld:
    """Why something waits, as a code, since when, and the exercise it was about, where known."""

    reason: str
    since: datetime
    exercise: str = ""


def held_of(row: Programme | Prescription) -> WhyHeld | None:
    """The hold in the annotations `held_reason`, `held_since`, `held_on`: no fields, so by name."""
    found = vars(row)
    if not found["held_since"]:
        return None
    return WhyHeld(found["held_reason"], found["held_since"], found.get("held_on") or "")


@dataclass(frozen=True)
class Standing:
    """A patient's assessment and programme on a day, and why they are locked, if they are."""

    patient: Patient
    day: date
    assessment: Assessment | None
    programme: Programme | None
    locked: Locked | None
    whole_hold: WhyHeld | None = None

    @property
    def open(self) -> bool:
        """Whether the patient may exercise."""
        return self.locked is None


def assessment_lock(assessment: Assessment | None, day: date) -> Locked | None:
    """Why this assessment does not let a patient exercise on a day; None where it does."""
    if assessment is None:
        return Locked.NOT_ASSESSED
    if not assessment.cleared:
        return Locked.NOT_CLEARED
    if day > assessment.review_by:
        return Locked.REVIEW_PASSED
    return None


def assessment_mark(last: Assessment | None) -> str:
    """The mark by which a page says which assessment was the newest when it was made."""
    return str(last.pk) if last else "none"


def _lock(
    patient: Patient,
    assessment: Assessment | None,
    programme: Programme | None,
    hold: WhyHeld | None,
    day: date,
) -> Locked | None:
    if not patient.clinic.open_to_patients:
        return Locked.CLINIC_CLOSED
    if patient.ended_at is not None:
        return Locked.ENDED
    by_assessment = assessment_lock(assessment, day)
    if by_assessment is not None:
        return by_assessment
    if programme is None or programme.version == 0:
        return Locked.NOTHING_GIVEN
    return Locked.HELD if hold else None


_WHOLE_HOLDS = Hold.objects.filter(programme=OuterRef("pk"), line=None, released_at=None).order_by(
    "opened_at"
)

LAST_ASSESSMENT = Prepared(
    lambda patient: (
        Assessment.objects.filter(patient=patient)
        .select_related("practitioner")
        .order_by("-made_at")[:1]
    ),
    patient=Patient._meta.get_field("id"),
)
PROGRAMME = Prepared(
    lambda patient: Programme.objects.filter(patient=patient).annotate(
        held_reason=Subquery(_WHOLE_HOLDS.values("reason")[:1]),
        held_since=Subquery(_WHOLE_HOLDS.values("opened_at")[:1]),
    ),
    patient=Patient._meta.get_field("id"),
)
"""With the oldest open hold on everything, if there is one."""


def standing_of(patient: Patient, *, now: datetime | None = None) -> Standing:
    """How a patient stands now, on their own date. Two queries; `patient.clinic` loaded."""
    day = local_day(now or timezone.now(), patient.zone)
    assessment = LAST_ASSESSMENT.first(patient=patient.pk)
    programme = PROGRAMME.first(patient=patient.pk)
    hold = held_of(programme) if programme else None
    return Standing(
        patient=patient,
        day=day,
        assessment=assessment,
        programme=programme,
        locked=_lock(patient, assessment, programme, hold, day),
        whole_hold=hold,
    )


MOST_RELEASED = 100
"""Releases a phone is told of, the newest first: it asks about what it was told lately."""


def however_often(cause: str) -> Q:
    """Holds of this cause, asked once or again."""
    return Q(cause=cause) | Q(cause__startswith=f"{cause}{AGAIN}")


def asked_again() -> "QuerySet[Hold]":
    """For an outer query over holds: those of the same programme that ask the outer cause again."""
    begins = Concat(OuterRef("cause"), Value(AGAIN))
    return Hold.objects.filter(programme=OuterRef("programme"), cause__startswith=begins)


def with_first(holds: "QuerySet[Hold]") -> "QuerySet[Hold]":
    """Adds `base`, which `first_of` is for one."""
    before = Left("cause", StrIndex("cause", Value(AGAIN)) - 1)
    return holds.annotate(base=Case(When(cause__contains=AGAIN, then=before), default=F("cause")))


def released_causes(programme: Programme) -> list[str]:
    """The causes that once held and hold nothing any more; one query.

    A cause that was released holds nothing again: what is told anew has a cause of its own, by a
    number behind a plus, and while that holds the first one does not count as released.
    """
    again = asked_again().filter(released_at=None)
    causes = (
        Hold.objects.filter(~Exists(again), programme=programme)
        .values("cause")
        .annotate(still=Count("pk", filter=Q(released_at=None)), last=Max("released_at"))
        .filter(still=0)
        .order_by("-last", "cause")
    )
    return list(causes.values_list("cause", flat=True)[:MOST_RELEASED])


def given_in(programme: Programme) -> list[Prescription]:
    """The prescriptions in force, in order, each with `is_held`; one query."""
    return list(
        Prescription.objects.filter(programme=programme)
        .given()
        .with_hold()
        .select_related("exercise__exercise")
        .order_by("order")
    )


def given_to(patient: Patient) -> list[Prescription]:
    """The same of a patient, each with its programme; one query."""
    return list(
        Prescription.objects.filter(programme__patient=patient)
        .given()
        .with_hold()
        .select_related("exercise__exercise", "programme")
        .order_by("order")
    )


def as_line(row: Prescription) -> Line:
    """A prescription in force, as a line of a draft that has not changed it."""
    return Line(
        line=str(row.line),
        version=str(row.exercise_id),
        slug=row.exercise.exercise.slug,
        replaces=str(row.pk),
        side=row.side,
        **dose_values(row),
        weekdays=row.weekdays,
        anchor=row.anchor,
        pain_policy=row.pain_policy,
        pain_ceiling=row.pain_ceiling,
        bad_day=row.bad_day,
        camera=row.camera,
        form_checked=row.form_checked,
        watched=row.watched,
        form_reason=row.form_reason,
        caution_reason=row.caution_reason,
        note=row.note,
    )


def looked_on(programme: Programme, assessment: Assessment) -> date:
    """The day on which a practitioner last looked: assessed, or released everything; one query."""
    released = (
        Hold.objects.filter(programme=programme, line=None)
        .exclude(released_at=None)
        .aggregate(last=Max("released_at"))["last"]
    )
    if released is None:
        return assessment.assessed_on
    return max(assessment.assessed_on, local_day(released, programme.patient.zone))


def lowest_ceiling(patient: Patient) -> int:
    """The lowest pain ceiling of what is in force: nobody starts above it; one query."""
    rows = Prescription.objects.filter(programme__patient=patient, until_version=None)
    found: int | None = rows.aggregate(lowest=Min("pain_ceiling"))["lowest"]
    return HIGHEST_CEILING if found is None else found


def last_doses(programme: Programme) -> dict[str, dict[str, Any]]:
    """The last dose given of each exercise the patient ever had, by slug; one query."""
    rows = (
        Prescription.objects.filter(programme=programme)
        .order_by("since_version")
        .values("exercise__exercise__slug", *DOSE)
    )
    return {row.pop("exercise__exercise__slug"): dict(row) for row in rows}


def rungs_of(
    lines: Iterable[Line], cautions: Collection[str], *, clinic: Clinic
) -> dict[str, RungFacts]:
    """The facts that the check must know of each exercise version in these lines; one query.

    Two where the clinic gives only what its practitioners have signed.
    """
    signed = signed_versions(clinic.pk) if clinic.only_signed else None
    versions = ExerciseVersion.objects.filter(pk__in={line.version for line in lines})
    return {
        str(version.pk): RungFacts(
            name=version.name,
            sides=version.content["sides"],
            clashes=clashes(of_patient=cautions, of_exercise=version.content["cautions"]),
            watch_first=version.content.get("watch_first", False),
            may_be_given=signed is None or version.content_hash in signed,
        )
        for version in versions
    }


def draft_problems(programme: Programme, lines: Sequence[Line]) -> tuple[LineProblem, ...]:
    """Everything that stands between these lines and Give, for this patient today."""
    patient = programme.patient
    assessment = Assessment.objects.filter(patient=patient).first()
    return problems_of(
        lines,
        before={row.line: row for row in map(as_line, given_in(programme))},
        rungs=rungs_of(lines, assessment.cautions if assessment else (), clinic=patient.clinic),
        lock=assessment_lock(assessment, local_day(timezone.now(), patient.zone)),
        usual=assessment.usual_pain if assessment else None,
    )
