"""What the clinic must see although nobody sends it: a review overdue, silence, a hold left."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from goodform.inbox.evidence import Evidence
from goodform.inbox.held import causes_of, names_of, open_holds
from goodform.inbox.models import Alert, Kind, Severity
from goodform.people.models import Patient
from goodform.programmes.models import Assessment, Hold, Programme
from goodform.programmes.schedule import local_day

RAISED_AT_ONCE = 500
"""Overdue reviews, and quiet patients, that one pass of the worker raises."""
UNANSWERED_AFTER = timedelta(hours=24)
"""How long a hold may stand after its last case was closed. Our own choice."""


@dataclass(frozen=True)
class Due:
    """Something that nobody sends and the clinic must see."""

    patient: Patient
    kind: Kind
    cause: str
    evidence: Evidence
    severity: Severity = Severity.THIS_WEEK


def review_overdue(clinic: UUID, now: datetime) -> Iterable[Due]:
    """Patients whose last assessment is past its review-by on their own date; one query."""
    newest = Assessment.objects.filter(patient=OuterRef("pk")).order_by("-made_at")
    told = Alert.objects.filter(
        patient=OuterRef("pk"), kind=Kind.REVIEW_OVERDUE, raised_at__gte=OuterRef("assessed_at")
    )
    patients = (
        Patient.objects.filter(clinic=clinic, ended_at=None, programme__version__gt=0)
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


def gone_quiet(clinic: UUID, now: datetime) -> Iterable[Due]:
    """Patients who sent nothing for as many days as their practitioner set.

    Somebody whose whole programme is on hold, or past its review, is told to wait: not counted.
    One query, and one for each number of days in use.
    """
    waits = Programme.objects.exclude(quiet_after_days=None).filter(
        patient__clinic=clinic, given_at__isnull=False
    )
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


def held_unanswered(clinic: UUID, now: datetime) -> Iterable[Due]:
    """Patients with a hold whose cases were all closed a day ago: nobody is on it. Three queries.

    Where the reminder is closed as well and the hold stays, it comes back a day later.
    """
    before = now - UNANSWERED_AFTER
    reminded = Alert.objects.filter(
        patient=OuterRef("programme__patient"), kind=Kind.HELD, resolved_at=None
    )
    old = Hold.objects.filter(
        programme__patient__clinic=clinic,
        programme__patient__ended_at=None,
        opened_at__lte=before,
    ).exclude(Exists(reminded))
    held: dict[Patient, list[Hold]] = defaultdict(list)
    for hold in open_holds(old).select_related(
        "programme__patient__clinic", "programme__patient__practitioner"
    ):
        held[hold.programme.patient].append(hold)
    names = names_of(hold for holds in held.values() for hold in holds)
    closed = _closings(held)
    for patient, holds in held.items():
        since = {hold: _left_since(hold, closed[patient.pk]) for hold in holds}
        left = {hold: at for hold, at in since.items() if at is not None and at <= before}
        if left:
            yield _reminder(patient, left, names)


def _closings(patients: Iterable[Patient]) -> dict[UUID, list[Alert]]:
    """The cases of these patients that may have caused a hold, open or closed; one query."""
    cases: dict[UUID, list[Alert]] = defaultdict(list)
    rows = Alert.objects.filter(patient__in=list(patients)).exclude(
        kind__in=[Kind.QUIET, Kind.REVIEW_OVERDUE]
    )
    for row in rows.only("patient", "kind", "cause", "evidence", "resolved_at"):
        cases[row.patient_id].append(row)
    return cases


def _left_since(hold: Hold, cases: Iterable[Alert]) -> datetime | None:
    """Since when nobody is on a hold; None while one of its cases is open."""
    mine = [
        case.resolved_at
        for case in cases
        if case.kind == Kind.HELD or hold.cause in causes_of(case)
    ]
    closed = [at for at in mine if at is not None]
    return max((hold.opened_at, *closed)) if len(closed) == len(mine) else None


def _reminder(patient: Patient, left: Mapping[Hold, datetime], names: Mapping[UUID, str]) -> Due:
    named = dict.fromkeys(names[hold.pk] for hold in left if names.get(hold.pk))
    first = min(hold.opened_at for hold in left)
    return Due(
        patient=patient,
        kind=Kind.HELD,
        cause=f"held:{max(left.values()).isoformat()}",
        evidence=Evidence(
            held=tuple(named),
            held_since=local_day(first, patient.zone).isoformat(),
            everything_held=any(hold.line is None for hold in left) or None,
        ),
        severity=Severity.TODAY,
    )
