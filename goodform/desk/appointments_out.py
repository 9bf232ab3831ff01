"""The appointments between two days as a table for other programs: who, when, with whom."""

import csv
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from goodform.booking.models import Appointment, VisitState
from goodform.desk.who_did_what import SentLine, harmless
from goodform.people.models import Clinic

AT_ONCE = 500


def appointments_as_csv(clinic: Clinic, first: date, last: date) -> Iterator[str]:
    """Each appointment on a line, by the clinic’s clock; read some at a time while it is sent."""
    write = csv.writer(SentLine()).writerow
    heads = (
        _("Day"),
        _("From"),
        _("Until"),
        _("Patient"),
        _("What for"),
        _("With"),
        _("Room"),
        _("Stands as"),
        _("Booked online"),
    )
    yield "\ufeff" + str(write(heads))
    place = ZoneInfo(clinic.zone)
    rows = (
        Appointment.objects.filter(
            clinic=clinic,
            starts_at__gte=datetime.combine(first, time(), tzinfo=place),
            starts_at__lt=datetime.combine(last + timedelta(days=1), time(), tzinfo=place),
        )
        .exclude(state=VisitState.HELD)
        .select_related("patient", "type", "practitioner__staff", "room")
        .order_by("starts_at", "pk")
    )
    for visit in rows.iterator(chunk_size=AT_ONCE):
        yield str(write([harmless(each) for each in _cells(visit, place)]))


def _cells(visit: Appointment, place: ZoneInfo) -> tuple[str, ...]:
    since = visit.starts_at.astimezone(place)
    until = (visit.starts_at + timedelta(minutes=visit.minutes)).astimezone(place)
    staff, room = visit.practitioner.staff, visit.room
    return (
        since.date().isoformat(),
        f"{since:%H:%M}",
        f"{until:%H:%M}",
        visit.patient.name,
        visit.type.name,
        staff.name if staff is not None else "",
        room.name if room is not None else "",
        visit.get_state_display(),
        _("yes") if visit.by_patient else _("no"),
    )
