"""What every page says about the house the reader is in."""

from django.http import HttpRequest

from goodform.people.access import Action, reader_of
from goodform.people.models import Clinic

DOORS = {
    "caseload": Action.SEE_PATIENTS,
    "clinic_settings": Action.MANAGE_CLINIC,
    "outbox": Action.MANAGE_CLINIC,
}
"""Pages of the bar that not every member of staff may open, and what opens them."""


def clinic_of_the_reader(request: HttpRequest) -> dict[str, object]:
    """The reader and their clinic, for templates; read only when a template asks."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"reader": None, "clinic": None, "doors": frozenset()}
    reader = reader_of(user)
    person = getattr(user, "staff", None) or getattr(user, "patient", None)
    clinic: Clinic | None = person.clinic if person is not None else None
    doors = frozenset(page for page, action in DOORS.items() if reader.may(action))
    return {"reader": reader, "clinic": clinic, "doors": doors}
