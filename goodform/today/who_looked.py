"""Who at the clinic opened a patient's page, by day: names as people are called, and no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from goodform.audit.actions import SAW
from goodform.audit.models import AuditRow
from goodform.inbox.models import Alert
from goodform.people.models import Patient, Staff

DAYS = 30
"""How many days a page goes back."""


@dataclass(frozen=True)
class LookedOn:
    """Who looked on one day of the patient's."""

    day: date
    names: tuple[str, ...]


@dataclass(frozen=True)
class WhoLooked:
    """The days on which somebody looked from `since` to `until`, the last first.

    `older` is the last such day before them.
    """

    since: date
    until: date
    days: tuple[LookedOn, ...]
    older: date | None


def who_looked(patient: Patient, *, until: date) -> WhoLooked:
    """The days up to and with `until` of the patient's own zone; five queries."""
    zone = ZoneInfo(patient.zone)
    first = _midnight(until - timedelta(days=DAYS - 1), zone)
    looked = _sights(patient)
    rows = looked.filter(at__gte=first, at__lt=_midnight(until + timedelta(days=1), zone))
    by_day: dict[date, list[str]] = {}
    for at, actor in rows.order_by("-at", "-id").values_list("at", "actor_id"):
        by_day.setdefault(at.astimezone(zone).date(), []).append(actor)
    names = _called({actor for actors in by_day.values() for actor in actors}, patient)
    before = looked.filter(at__lt=first).order_by("-at").values_list("at", flat=True).first()
    return WhoLooked(
        until - timedelta(days=DAYS - 1),
        until,
        tuple(
            LookedOn(day, tuple(sorted({names[each] for each in actors if each in names})))
            for day, actors in by_day.items()
        ),
        before.astimezone(zone).date() if before is not None else None,
    )


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)


def _sights(patient: Patient) -> QuerySet[AuditRow]:
    records = Patient.objects.same_person(patient.pk).values_list("pk", flat=True)
    same = [str(pk) for pk in records]
    cases = Alert.objects.filter(patient__in=list(records)).values_list("pk", flat=True)
    about = Q(subject="patient", subject_id__in=same)
    about |= Q(subject="alert", subject_id__in=[str(pk) for pk in cases])
    return AuditRow.objects.filter(
        about,
        clinic_id=patient.clinic_id,
        action__startswith=SAW,
        actor_id__startswith="staff:",
    )


def _called(actors: Sequence[str] | set[str], patient: Patient) -> dict[str, str]:
    """By the name that the record has for them, what people call them."""
    ids = [UUID(actor.removeprefix("staff:")) for actor in actors]
    staff = Staff.objects.filter(clinic=patient.clinic_id, pk__in=ids)
    return {each.audit_id: each.called for each in staff}
