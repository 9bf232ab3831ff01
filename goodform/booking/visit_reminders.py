"""Reminding of appointments, twice, as long before as the clinic chose; by the worker."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from goodform.booking.mailing import reminder_of
from goodform.booking.models import Appointment, BookingSettings, VisitState
from goodform.outbox.actions import enqueue_all
from goodform.people.each_clinic import for_each_clinic
from goodform.people.models import Clinic

AT_ONCE = 500
"""Appointments of a clinic in one round."""


def remind_of_visits(now: datetime) -> int:
    """Write what is due; answers how many. Nobody is reminded of what they just booked."""
    farthest = now + timedelta(hours=336)
    clinics = Appointment.objects.filter(
        state=VisitState.BOOKED, starts_at__gt=now, starts_at__lte=farthest, reminded__lt=2
    )
    waiting = list(clinics.order_by().values_list("clinic", flat=True).distinct())
    return for_each_clinic(waiting, lambda clinic: _of_clinic(clinic, now))


@transaction.atomic
def _of_clinic(pk: UUID, now: datetime) -> int:
    clinic = Clinic.objects.get(pk=pk)
    chosen = BookingSettings.objects.filter(clinic=clinic).first() or BookingSettings(clinic=clinic)
    hours = sorted({chosen.first_reminder_h, chosen.second_reminder_h} - {0}, reverse=True)
    if not hours:
        return 0
    visits = (
        Appointment.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
        .filter(
            clinic=clinic,
            state=VisitState.BOOKED,
            starts_at__gt=now,
            starts_at__lte=now + timedelta(hours=hours[0]),
            reminded__lt=len(hours),
        )
        .select_related("clinic", "patient", "type", "practitioner__staff")
        .order_by("starts_at", "pk")[:AT_ONCE]
    )
    messages = []
    for visit in visits:
        due = [each for each in hours if visit.starts_at - timedelta(hours=each) <= now]
        if len(due) <= visit.reminded:
            continue
        since = visit.starts_at - timedelta(hours=due[-1])
        if visit.patient.email and visit.set_at < since:
            messages.append(reminder_of(visit, number=len(due), now=now))
        Appointment.objects.filter(pk=visit.pk).update(reminded=len(due))
    enqueue_all(messages)
    return len(messages)
