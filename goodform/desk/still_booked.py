"""Visits that are still booked where somebody's care ends: each named, and given back in one go."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from goodform.booking.actions import MovedMeanwhile, cancel
from goodform.booking.models import Appointment, VisitState
from goodform.booking.when_it_is import clock_words
from goodform.people.models import Patient, Staff

MOST = 50
"""Visits named at once; where there are more, the page has the next ones afterwards."""


@dataclass(frozen=True)
class StillBooked:
    """A visit to come. `mark` is what the form sends back: which one, as it was shown."""

    id: UUID
    words: str
    mark: str


def still_booked(patient: Patient) -> tuple[StillBooked, ...]:
    """The visits to come, the next one first; one query."""
    rows = (
        Appointment.objects.filter(
            patient=patient, state=VisitState.BOOKED, starts_at__gt=timezone.now()
        )
        .select_related("type", "practitioner__staff")
        .order_by("starts_at", "pk")[:MOST]
    )
    said = _("%(when)s, %(what)s with %(name)s")
    return tuple(
        StillBooked(
            id=row.pk,
            words=said
            % {
                "when": clock_words(row.starts_at, row.zone),
                "what": row.type.name,
                "name": row.practitioner.staff.name if row.practitioner.staff else "",
            },
            mark=f"{row.pk}:{row.sequence}",
        )
        for row in rows
    )


def give_back(patient: Patient, marks: Collection[str], *, by: Staff) -> bool:
    """Cancel those of the visits that stand as they were shown; whether that was all of them.

    Each on its own: one that somebody moved meanwhile keeps no other from being given back.
    """
    shown = {each.mark: each.id for each in still_booked(patient)}
    whole = True
    for mark in marks:
        try:
            if mark not in shown:
                raise MovedMeanwhile
            visit = Appointment.objects.get(pk=shown[mark])
            cancel(visit=visit, by=by, seen=int(mark.rpartition(":")[2]))
        except MovedMeanwhile:
            whole = False
    return whole
