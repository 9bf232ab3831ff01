"""Which messages are not sent any more because somebody's care here has ended."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from goodform.outbox.kinds import READY_MADE
from goodform.outbox.models import Notification
from goodform.people.models import Ended, Patient, Staff


def care_ended(messages: Sequence[Notification]) -> dict[UUID, str]:
    """Of these, those for a patient whose care ended, and mail to nobody but who has died."""
    gone = _addresses_of_the_dead(
        {row.to.lower() for row in messages if row.kind == READY_MADE.code and row.to}
    )
    return {
        row.pk: _("The care of whom it was for has ended.")
        for row in messages
        if (row.patient is not None and row.patient.ended_at is not None)
        or (row.kind == READY_MADE.code and row.to.lower() in gone)
    }


def _addresses_of_the_dead(addresses: set[str]) -> set[str]:
    """Of these addresses, those behind which somebody has died and nobody else is known."""
    behind = Q(email__in=addresses) | Q(user__email__in=addresses)
    died = set[str]()
    for person in _patients(behind, ended_why=Ended.DIED) if addresses else ():
        died |= person
    for person in _patients(behind, ended_at=None) if died else ():
        died -= person
    if died:
        working = Staff.objects.filter(user__email__in=died, active=True)
        died -= set(working.values_list("user__email", flat=True))
    return died


def _patients(behind: Q, **how: object) -> list[set[str]]:
    rows = Patient.objects.filter(behind, **how).values_list("email", "user__email")
    return [{each.lower() for each in row if each} for row in rows]
