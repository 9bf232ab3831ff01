"""Cases that nobody sends: a review overdue, silence, a hold left."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from goodform.inbox.evidence import Evidence
from goodform.inbox.held import names_of, open_holds
from goodform.inbox.models import Alert, AlertTelling, Kind, Severity
from goodform.people.models import Patient
from goodform.programmes.models import Assessment, Hold, Programme
from goodform.programmes.queries import with_first
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
    told = AlertTelling.objects.filter(
        alert__patient=OuterRef("pk"),
        alert__kind=Kind.REVIEW_OVERDUE,
        at__gte=OuterRef("assessed_at"),
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
    told = AlertTelling.objects.filter(
        alert__patient=OuterRef("patient"), alert__kind=Kind.QUIET, at__gte=OuterRef("silent_since")
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
    """Patients with a hold whose cases were all closed a day ago: nobody is on it. Two queries.

    Where the reminder is closed as well and the hold stays, it comes back a day later.
    """
    before = now - UNANSWERED_AFTER
    held: dict[Patient, list[Hold]] = defaultdict(list)
    for hold in _left_alone(clinic, before):
        held[hold.programme.patient].append(hold)
    names = names_of(hold for holds in held.values() for hold in holds)
    for patient, holds in held.items():
        yield _reminder(patient, holds, names)


def _left_alone(clinic: UUID, before: datetime) -> "QuerySet[Hold]":
    """Open holds older than that, with no case about them that is open or was closed since."""
    told = AlertTelling.objects.filter(
        Q(cause=OuterRef("base")) | Q(holds_too=OuterRef("base")),
        alert__patient=OuterRef("programme__patient"),
    )
    reminders = Alert.objects.filter(patient=OuterRef("programme__patient"), kind=Kind.HELD)
    since = Q(resolved_at=None) | Q(resolved_at__gt=before)
    since_told = Q(alert__resolved_at=None) | Q(alert__resolved_at__gt=before)
    holds = with_first(Hold.objects.all()).filter(
        ~Exists(reminders.filter(since)),
        ~Exists(told.filter(since_told)),
        programme__patient__clinic=clinic,
        programme__patient__ended_at=None,
        opened_at__lte=before,
    )
    times = reminders.order_by().values("patient").annotate(n=Count("pk")).values("n")
    found = open_holds(holds).annotate(reminded=Coalesce(Subquery(times), 0))
    return found.select_related("programme__patient__clinic", "programme__patient__practitioner")


def _reminder(patient: Patient, holds: Sequence[Hold], names: Mapping[UUID, str]) -> Due:
    named = dict.fromkeys(names[hold.pk] for hold in holds if names.get(hold.pk))
    reminded = vars(holds[0])["reminded"]
    return Due(
        patient=patient,
        kind=Kind.HELD,
        cause=f"held:{holds[0].pk}:{reminded}",
        evidence=Evidence(
            held=tuple(named),
            held_since=local_day(holds[0].opened_at, patient.zone).isoformat(),
            everything_held=any(hold.line is None for hold in holds) or None,
        ),
        severity=Severity.TODAY,
    )
