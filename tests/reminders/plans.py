"""Plans for the tests: Alice's clam and hinge at eight, London time."""

from dataclasses import replace
from datetime import UTC, datetime, time
from uuid import UUID, uuid4

from django.utils import timezone

from goodform.diary.models import Entry, Outcome, Session
from goodform.people.models import Patient, Staff
from goodform.programmes.models import Prescription
from goodform.reminders.actions import Moment, Wishes, plan_for, set_plan
from goodform.reminders.models import Plan, Way
from tests.prescribed import Given, a_programme, an_exercise, line_of

TODAY = timezone.now().date()


def today_at(hour: int, minute: int = 0) -> datetime:
    """A moment of today, UTC."""
    return datetime.combine(TODAY, time(hour, minute), tzinfo=UTC)


def wishes(*moments: Moment, **changes: object) -> Wishes:
    """The choices of most tests: once, by email, a quiet night, no repeat."""
    usual = Wishes(
        way=Way.DAY,
        moments=moments or (Moment(time(8)),),
        channels=("email",),
        quiet_since=time(21),
        quiet_until=time(7),
        repeat_after_hours=None,
    )
    return replace(usual, **changes)  # type: ignore[arg-type]


def two_exercises(patient: Patient, by: Staff) -> Given:
    """Clam and hip hinge, every day."""
    lines = (
        line_of(an_exercise("clam", "Clam", sides="none")),
        line_of(an_exercise("hip-hinge", "Hip hinge")),
    )
    return a_programme(patient, by, lines=lines)


def a_plan(patient: Patient, chosen: Wishes | None = None, *, zone: str = "UTC") -> Plan:
    """The patient's plan, last looked at on the midnight that began today."""
    Patient.objects.filter(pk=patient.pk).update(zone=zone)
    patient.refresh_from_db()
    plan_for(patient=patient, prescribed=())
    plan = set_plan(patient=patient, wishes=chosen or wishes(), by=patient)
    Plan.objects.filter(pk=plan.pk).update(looked_at=today_at(0), next_due_at=today_at(0))
    return Plan.objects.get(pk=plan.pk)


def did(row: Prescription, at: datetime, outcome: Outcome = Outcome.DONE) -> Entry:
    """An entry for every round of a day."""
    patient = row.programme.patient
    session = Session.objects.create(
        id=uuid4(),
        patient=patient,
        programme=row.programme,
        programme_version=1,
        local_date=at.date(),
        zone="UTC",
        started_at=at,
        sent_at=at,
        received_at=at,
    )
    for _round in range(row.times_a_day):
        entry = Entry.objects.create(
            id=uuid4(),
            session=session,
            prescription=row,
            side="both",
            outcome=outcome,
            recorded_at=at,
            local_date=at.date(),
        )
    return entry


def lines(given: Given) -> list[UUID]:
    """The lines of a programme in order."""
    return [row.line for row in given.prescriptions]
