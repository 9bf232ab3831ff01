"""A few words between a patient and the clinic: sent once, read by somebody, never lost."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from goodform.audit.actions import Actor, record
from goodform.inbox.kinds import MESSAGE, MESSAGE_OVERDUE
from goodform.inbox.models import Message
from goodform.inbox.overseen import owners_of
from goodform.outbox.actions import enqueue
from goodform.outbox.kinds import EMAIL
from goodform.people.access import Action
from goodform.people.doors import require
from goodform.people.models import Clinic, Patient, Staff
from goodform.ui.typed_text import is_blank

ESCALATED_AT_ONCE = 200
"""How many messages one pass sends to owners."""
LONGEST_MESSAGE = 10_000
"""Characters; a longer one is refused with a sentence, and stays with its writer."""


class MessageRefused(ValueError):
    """A message without words, or with too many; the sentence says what to do."""


class SomebodyElses(LookupError):
    """A message of this id belongs to another person."""


def words_of(text: str) -> str:
    """The words of a message without the blanks around. Raises `MessageRefused`."""
    words = text.strip()
    if is_blank(words):
        raise MessageRefused(_("Write a few words first."))
    if len(words) > LONGEST_MESSAGE:
        raise MessageRefused(
            _("This is too long. Keep it under %(most)s letters, or phone us.")
            % {"most": LONGEST_MESSAGE}
        )
    return words


@transaction.atomic
def answer_message(
    *, patient: Patient, text: str, by: Staff, message: UUID | None = None
) -> Message:
    """Write to a patient, who is told by a mail without the words, if they have an address.

    Marks theirs as read.

    `message` is the id made by the page, so that pressing Send twice sends once.
    """
    require(by, Action.HANDLE_ALERTS, patient.clinic_id)
    words = words_of(text)
    now = timezone.now()
    row, made = Message.objects.get_or_create(
        pk=message or uuid4(),
        defaults={
            "clinic_id": patient.clinic_id,
            "patient": patient,
            "staff": by,
            "text": words,
            "written_at": now,
            "received_at": now,
        },
    )
    if row.patient_id != patient.pk or row.staff_id != by.pk:
        raise SomebodyElses(_("This message belongs to somebody else."))
    if made:
        mark_read(patient=patient, by=by)
        record(
            by=by,
            clinic=patient.clinic_id,
            action="wrote to the patient",
            subject="message",
            subject_id=row.pk,
        )
        if patient.email:
            enqueue(
                clinic=patient.clinic,
                patient=patient,
                kind=MESSAGE,
                channel=EMAIL,
                dedupe_key=f"message:{row.pk}",
                due_at=now,
                facts={"message": str(row.pk)},
            )
    return row


@transaction.atomic
def mark_read(*, patient: Patient, by: Staff) -> int:
    """Mark what the patient wrote as read by a practitioner; answers how many were unread."""
    require(by, Action.HANDLE_ALERTS, patient.clinic_id)
    both = Patient.objects.same_person(patient.pk)
    return Message.objects.filter(patient__in=both, staff=None, read_at=None).update(
        read_at=timezone.now(), read_by=by
    )


def mark_read_by_patient(*, by: Patient) -> int:
    """Mark what the clinic wrote as seen by the patient; answers how many were new to them."""
    return (
        Message.objects.filter(patient=by, read_at=None)
        .exclude(staff=None)
        .update(read_at=timezone.now())
    )


def unread_messages() -> "QuerySet[Message]":
    """The patients' messages that nobody read, and no owner was told of yet."""
    return Message.objects.filter(staff=None, read_at=None, escalated_at=None)


def escalate_messages(*, clinic: Clinic, now: datetime, by: Actor) -> int:
    """Tell the owners, once, of what a patient wrote and nobody read in the clinic's time.

    A warning sign may stand in free words. Answers how many messages.
    """
    late = unread_messages().filter(clinic=clinic, received_at__lte=now - clinic.time_to_answer)
    few = list(late.select_related("clinic")[:ESCALATED_AT_ONCE])
    return sum(_escalate(message, at=now, by=by) for message in few)


@transaction.atomic
def _escalate(message: Message, *, at: datetime, by: Actor) -> bool:
    mine = Message.objects.filter(pk=message.pk, read_at=None, escalated_at=None)
    if not mine.update(escalated_at=at):
        return False
    for person in owners_of(message.clinic_id):
        enqueue(
            clinic=message.clinic,
            staff=person,
            kind=MESSAGE_OVERDUE,
            channel=EMAIL,
            dedupe_key=f"message_overdue:{message.pk}:{person.pk}",
            due_at=at,
            facts={"message": str(message.pk)},
        )
    record(
        by=by,
        clinic=message.clinic_id,
        action="message escalated",
        subject="message",
        subject_id=message.pk,
    )
    return True
