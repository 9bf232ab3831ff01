"""An appointment as a calendar reads it (RFC 5545): one UID for good, and a SEQUENCE that rises.

The words are quiet: a calendar shows them on a lock screen and to colleagues.
"""

from collections.abc import Iterable
from datetime import UTC, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from goodform.booking.models import Appointment, VisitState


def visit_event(visit: Appointment) -> Event:
    """The appointment as it stands now. Comes with clinic and type."""
    host = settings.ADDRESS.rpartition("/")[2].partition(":")[0]
    event = Event()
    event.add("uid", f"visit-{visit.pk}@{host}")
    event.add("dtstamp", visit.set_at.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", visit.sequence)
    event.add("summary", _("Appointment: %(clinic)s") % {"clinic": visit.clinic.name})
    event.add("dtstart", visit.starts_at.astimezone(UTC))
    event.add("dtend", (visit.starts_at + timedelta(minutes=visit.minutes)).astimezone(UTC))
    event.add("class", "PRIVATE")
    if visit.type.where:
        event.add("location", visit.type.where)
    event.add("url", settings.ADDRESS + reverse("visit", args=[visit.pk]))
    gone = visit.state == VisitState.CANCELLED
    event.add("status", "CANCELLED" if gone else "CONFIRMED")
    return event


def visit_calendar(visits: Iterable[Appointment]) -> bytes:
    """A file with these appointments."""
    calendar = Calendar()
    calendar.add("prodid", "-//Goodform//Appointments//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for visit in visits:
        calendar.add_component(visit_event(visit))
    written: bytes = calendar.to_ical()
    return written
