"""Who needs attention first, and what each patient is on."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodform.desk.week import days_until
from goodform.desk.who_is_it import in_care, no_longer_here
from goodform.diary.queries import Mark, week_of
from goodform.inbox.models import Severity
from goodform.inbox.queries import by_attention
from goodform.people.access import Action, Reader
from goodform.people.models import Patient, Staff, User
from goodform.programmes.models import Assessment, Prescription
from goodform.programmes.schedule import local_day

PER_PAGE = 50
NAMED = 3
"""How many exercises of a patient are named; the rest are counted."""
REVIEW_SOON_DAYS = 7


@dataclass(frozen=True)
class CaseloadRow:
    """One patient of the list. `alert`, `week` and `no_assessment` are empty to reception."""

    id: UUID
    name: str
    born: date
    practitioner: str
    on: str
    held: str
    all_held: bool
    week: tuple[str, ...]
    week_words: str
    review_by: date | None
    review_state: str
    last_active: date | None
    alert: str
    alert_count: int
    severity: int | None
    invited: bool


@dataclass(frozen=True)
class Caseload:
    """A page of patients: who was asked for, and which page of how many."""

    rows: tuple[CaseloadRow, ...]
    page: Page[Patient]
    everyone: bool
    find: str
    gone: tuple[tuple[Patient, tuple[str, ...]], ...] = ()


def caseload_of(
    user: User, staff: Staff, reader: Reader, *, everyone: bool, find: str, page: int
) -> Caseload:
    """The patients a reader asked for, who needs somebody first; five queries, however many.

    A search makes one more, for those who are no longer here. Who is found by a record that leads
    to another one is found by that one.
    """
    patients: QuerySet[Patient] = Patient.objects.visible_to(user).filter(ended_at=None)
    if find:
        patients = in_care(user, find)
    if not everyone:
        patients = patients.filter(practitioner=staff)
    shown = Paginator(_sorted(patients), PER_PAGE).get_page(page)
    return Caseload(
        rows=_rows(list(shown.object_list), reader),
        page=shown,
        everyone=everyone,
        find=find,
        gone=no_longer_here(user, find) if find else (),
    )


def _sorted(patients: "QuerySet[Patient]") -> "QuerySet[Patient]":
    """Open alerts by how soon, then passed reviews, who has no assessment, reviews soon, the rest.

    The day is that of UTC: whether a review has passed is said of each patient's own date.
    """
    today = timezone.now().date()
    newest = Assessment.objects.filter(patient=OuterRef("pk")).order_by("-made_at")
    return (
        by_attention(patients)
        .annotate(
            review_by=Subquery(newest.values("review_by")[:1]),
            cleared=Subquery(newest.values("cleared")[:1]),
        )
        .annotate(
            turn=Case(
                When(review_by__lt=today, then=Value(0)),
                When(review_by=None, then=Value(1)),
                When(review_by__lte=today + timedelta(days=REVIEW_SOON_DAYS), then=Value(2)),
                default=Value(3),
                output_field=IntegerField(),
            )
        )
        .select_related("practitioner", "user")
        .order_by(
            F("worst").asc(nulls_last=True),
            F("emergency").desc(),
            F("waiting").asc(nulls_last=True),
            "turn",
            "name",
            "pk",
        )
    )


def _rows(patients: Sequence[Patient], reader: Reader) -> tuple[CaseloadRow, ...]:
    given: dict[UUID, list[Prescription]] = defaultdict(list)
    prescriptions = list(
        Prescription.objects.filter(programme__patient__in=[patient.pk for patient in patients])
        .given()
        .with_hold()
        .select_related("exercise", "programme")
        .order_by("order")
    )
    for row in prescriptions:
        given[row.programme.patient_id].append(row)
    clinical = reader.may(Action.SEE_CLINICAL)
    today = timezone.now().date()
    marks: dict[UUID, tuple[Mark, ...]] = {}
    if clinical and prescriptions:
        marks = week_of(prescriptions, days_until(today), whole_line=True)
    return tuple(_row(patient, given[patient.pk], marks, clinical) for patient in patients)


def _row(
    patient: Patient,
    given: Sequence[Prescription],
    marks: dict[UUID, tuple[Mark, ...]],
    clinical: bool,
) -> CaseloadRow:
    now = timezone.now()
    today = local_day(now, patient.zone)
    week = week_parts([marks[row.pk] for row in given if row.pk in marks])
    active = patient.last_active_at
    severity = getattr(patient, "worst", None)
    return CaseloadRow(
        id=patient.pk,
        name=patient.name,
        born=patient.born,
        practitioner=patient.practitioner.name,
        on=_named([row.exercise.name for row in given]),
        held=_named([row.exercise.name for row in given if row.is_held]),
        all_held=len(given) > 1 and all(row.is_held for row in given),
        week=week if clinical else (),
        week_words=_week_words(week) if clinical and given else "",
        review_by=getattr(patient, "review_by", None),
        review_state=_review_state(patient, today),
        last_active=local_day(active, patient.zone) if active else None,
        alert=str(Severity(severity).label) if severity else "",
        alert_count=getattr(patient, "open_alerts", 0),
        severity=severity,
        invited=patient.user_id is not None,
    )


def _named(names: Sequence[str]) -> str:
    """`Clam, Glute bridge and 2 more`; empty for none."""
    first, more = list(names[:NAMED]), len(names) - NAMED
    if more <= 0:
        return ", ".join(first)
    return ngettext("%(names)s and %(more)s more", "%(names)s and %(more)s more", more) % {
        "names": ", ".join(first),
        "more": more,
    }


def _review_state(patient: Patient, today: date) -> str:
    """`none`, `not_cleared`, `passed`, `soon`, else empty."""
    review_by: date | None = getattr(patient, "review_by", None)
    if review_by is None:
        return "none"
    if not getattr(patient, "cleared", False):
        return "not_cleared"
    if review_by < today:
        return "passed"
    return "soon" if (review_by - today).days <= REVIEW_SOON_DAYS else ""


def week_parts(marks: Sequence[Sequence[Mark]]) -> tuple[str, ...]:
    """A patient's week over all exercises: stopped outweighs all, then in part, then done."""
    return tuple(_day_part(day) for day in zip(*marks, strict=True)) if marks else ()


def _day_part(day: Sequence[Mark]) -> str:
    due = {mark for mark in day if mark is not Mark.NOT_DUE}
    if Mark.STOPPED in due:
        return "stopped"
    if due == {Mark.DONE}:
        return "done"
    return "half" if due & {Mark.DONE, Mark.HALF} else "empty"


def _week_words(parts: Sequence[str]) -> str:
    days = sum(part != "empty" for part in parts)
    if not days:
        return _("No entry in 7 days")
    return _("Entries on %(days)s of 7 days") % {"days": days}
