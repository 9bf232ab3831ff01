"""Reads of messages between patients and the clinic."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from goodform.inbox.models import AlertTelling, Kind, Message
from goodform.people.access import Action, reader_of
from goodform.people.models import Patient
from goodform.safety.decision import Advice, gravest_advice

SHOWN_AT_ONCE = 100
"""Unread messages on a page."""

User = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True)
class MessageRow:
    """One message as a page shows it."""

    id: UUID
    patient_id: UUID
    patient: str
    writer: str
    from_patient: bool
    text: str
    written_at: datetime
    read_at: datetime | None


def _message(row: Message) -> MessageRow:
    return MessageRow(
        id=row.pk,
        patient_id=row.patient.shown_as.pk,
        patient=row.patient.shown_as.name,
        writer=row.staff.name if row.staff else row.patient.name,
        from_patient=row.from_patient,
        text=row.text,
        written_at=row.written_at,
        read_at=row.read_at,
    )


def messages_with(user: User, patient: Patient) -> tuple[MessageRow, ...]:
    """Everything this patient and the clinic wrote, oldest first; one query."""
    both = Patient.objects.same_person(patient.pk)
    rows = Message.objects.visible_to(user).filter(patient__in=both)
    return tuple(_message(row) for row in rows.select_related("patient__merged_into", "staff"))


def unread_messages(user: User, *, at_most: int = SHOWN_AT_ONCE) -> tuple[MessageRow, ...]:
    """The patients' messages that no practitioner has read, oldest first; one query."""
    if not reader_of(user).may(Action.SEE_CLINICAL):
        return ()
    rows = Message.objects.visible_to(user).filter(staff=None, read_at=None)
    rows = rows.select_related("patient__merged_into", "staff").order_by("received_at", "pk")
    return tuple(_message(row) for row in rows[:at_most])


def advice_on_what_was_written(patient: Patient) -> str:
    """The advice that stands for what this patient wrote of, as a code; empty once it is closed."""
    both = Patient.objects.same_person(patient.pk)
    told = AlertTelling.objects.filter(
        alert__patient__in=both, alert__kind=Kind.WROTE, alert__resolved_at=None
    )
    given = [Advice(each) for each in told.values_list("facts__advice", flat=True)]
    return gravest_advice(*given) if given else ""
