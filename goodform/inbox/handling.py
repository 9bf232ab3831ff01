"""Who may answer what waits in the inbox."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from goodform.people.access import Action, reader_of
from goodform.people.models import Staff


class MayNotHandle(PermissionDenied):
    """Somebody tried what only a practitioner of the patient's clinic may do."""


def require_handler(by: Staff, clinic: UUID) -> None:
    """Raise `MayNotHandle` unless this is a practitioner of the clinic."""
    reader = reader_of(by.user)
    if reader.clinic != clinic or not reader.may(Action.HANDLE_ALERTS):
        raise MayNotHandle(_("Only a practitioner of this clinic may answer a patient."))
