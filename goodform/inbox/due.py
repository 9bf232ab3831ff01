"""What the clinic must see although nobody sends it: a review overdue, a patient gone quiet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from goodform.inbox.evidence import Evidence
from goodform.inbox.models import Alert, Kind
from goodform.people.models import Patient
from goodform.programmes.models import Assessment, Hold, Programme
from goodform.programmes.schedule import local_day

RAISED_AT_ONCE = 500
"""Overdue reviews, and quiet patients, that one pass of the worker raises."""


@dataclass(frozen=True)
class Due:
    """Something that nobody sends and the clinic must see."""

    patient: Patient
    kind: Kind
    cause: str
    evidence: Evidence


def review_overdue(now: datetime) -> Iterable[Due]:
    """Patients whose last assessment is past its review-by on their own date; one query."""
    newest = Assessment.objects.filter(patient=OuterRef("pk")).order_by("-made_at")
    told = Alert.objects.filter(
        patient=OuterRef("pk"), kind=Kind.REVIEW_OVERDUE, raised_at__gte=OuterRef("assessed_at")
    )
    patients = (
        Patient.objects.filter(ended_at=None, programme__version__gt=0)
        .annotate(
            assessment=Subquery(newest.values("pk")[:1]),
            assessed_at=Subquery(newest.values("made_at")[:1]),
            review_by=Subquery(newest.values("review_by")[:1]),
        )
        # A day ahead of UTC is the furthest a patient's own date can be.
        .filter(review_by__lt=now.date() + timedelta(days=1))
        .exclude(Exists(told))
        .select_related("clinic", "practitioner")
        .order_by("review_by", "pk")[:RAISED_AT_ONCE]
    )
    for patient in patients:
        if local_day(now, patient.zone) > patient.review_by:
            yield Due(
                patient=patient,
                kind=Kind.REVIEW_OVERDUE,
                cause=f"review:{patient.assessment}",
                evidence=Evidence(due_on=patient.review_by.isoformat()),
            )


def gone_quiet(now: datetime) -> Iterable[Due]:
    """Patients who sent nothing for as many days as their practitioner set.

    Somebody whose whole programme is on hold, or past its review, is told to wait: not counted.
    One query, and one for each number of days in use.
    """
    waits = Programme.objects.exclude(quiet_after_days=None).filter(given_at__isnull=False)
    for days in waits.values_list("quiet_after_days", flat=True).distinct():
        if days is not None:
            yield from _quiet_for(waits, days, now)


def _quiet_for(waits: "QuerySet[Programme]", days: int, now: datetime) -> Iterable[Due]:
    newest = Assessment.objects.filter(patient=OuterRef("patient")).order_by("-made_at")
    told = Alert.objects.filter(
        patient=OuterRef("patient"), kind=Kind.QUIET, raised_at__gte=OuterRef("silent_since")
    )
    rows = (
        waits.filter(quiet_after_days=days, patient__ended_at=None)
        .annotate(
            silent_since=Greatest(Coalesce("patient__last_active_at", "given_at"), "given_at"),
            review_by=Subquery(newest.values("review_by")[:1]),
        )
        .filter(silent_since__lte=now - timedelta(days=days), review_by__gte=now.date())
        .exclude(Exists(Hold.objects.filter(programme=OuterRef("pk"), line=None, released_at=None)))
        .exclude(Exists(told))
        .select_related("patient__clinic", "patient__practitioner")
        .order_by("silent_since", "pk")[:RAISED_AT_ONCE]
    )
    for programme in rows:
        silent = programme.silent_since
        yield Due(
            patient=programme.patient,
            kind=Kind.QUIET,
            cause=f"quiet:{silent.date().isoformat()}",
            evidence=Evidence(
                days=(now - silent).days,
                local_date=local_day(silent, programme.patient.zone).isoformat(),
            ),
        )
