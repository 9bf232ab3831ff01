"""Every page's words on the house the reader is in."""

from django.http import HttpRequest

from goodform.people.access import Action, reader_of
from goodform.people.devices import has_news
from goodform.people.models import Clinic

DOORS = {
    "caseload": Action.SEE_PATIENTS,
    "day": Action.SEE_APPOINTMENTS,
    "clinic_settings": Action.MANAGE_CLINIC,
    "outbox": Action.MANAGE_CLINIC,
    "vouch": Action.HAND_OVER,
    "appointments_out": Action.TAKE_APPOINTMENTS,
}
"""Pages and buttons that are not for every member of staff, and what they ask for."""


def clinic_of_the_reader(request: HttpRequest) -> dict[str, object]:
    """The reader and their clinic, for templates; read only when a template asks."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"reader": None, "clinic": None, "doors": frozenset(), "device_news": False}
    reader = reader_of(user)
    person = getattr(user, "staff", None) or getattr(user, "patient", None)
    clinic: Clinic | None = person.clinic if person is not None else None
    doors = frozenset(page for page, action in DOORS.items() if reader.may(action))
    return {
        "reader": reader,
        "clinic": clinic,
        "doors": doors,
        "device_news": has_news(request, user),
    }
