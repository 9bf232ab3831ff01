"""A patient writes to the clinic: kept once, told, and read for warning signs."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodform.audit.actions import record
from goodform.inbox.actions import raise_alert
from goodform.inbox.evidence import Evidence
from goodform.inbox.kinds import MESSAGE
from goodform.inbox.message_actions import SomebodyElses, words_of
from goodform.inbox.models import Kind, Message, Severity
from goodform.outbox.actions import enqueue
from goodform.outbox.kinds import EMAIL
from goodform.people.models import Patient, Staff
from goodform.programmes.causes import CauseKind, cause_of
from goodform.safety.written_signs import decide_written, written_signs


@transaction.atomic
def send_message(
    *, patient: Patient, message: UUID, text: str, written_at: datetime, by: Patient
) -> tuple[Message, bool]:
    """Keep what a patient wrote and tell the practitioner by a quiet mail; once an id.

    Words that may mean a warning sign raise a case, too. Answers the message and whether it is new.
    What was sent first stands: sent words do not change.
    """
    words = words_of(text)
    now = timezone.now()
    row, made = Message.objects.get_or_create(
        pk=message,
        defaults={
            "clinic_id": patient.clinic_id,
            "patient": patient,
            "text": words,
            "written_at": written_at,
            "received_at": now,
        },
    )
    if row.patient_id != patient.pk or row.staff_id is not None:
        raise SomebodyElses(_("This message belongs to somebody else."))
    if made:
        record(
            by=by,
            clinic=patient.clinic_id,
            action="wrote to the clinic",
            subject="message",
            subject_id=row.pk,
        )
        _tell_clinic(row, patient, at=now)
        _tell_of_signs(row, patient, by=by)
    return row, made


def _tell_clinic(message: Message, patient: Patient, *, at: datetime) -> None:
    practitioner = patient.practitioner
    people = (
        [practitioner]
        if practitioner.active
        else list(Staff.objects.filter(clinic=patient.clinic_id, active=True, is_practitioner=True))
    )
    for staff in people:
        enqueue(
            clinic=patient.clinic,
            staff=staff,
            kind=MESSAGE,
            channel=EMAIL,
            dedupe_key=f"message:{message.pk}:{staff.pk}",
            due_at=at,
            facts={"message": str(message.pk)},
        )


def _tell_of_signs(message: Message, patient: Patient, *, by: Patient) -> None:
    """Raise a case where the words may mean a warning sign: one open case a patient."""
    codes = written_signs(message.text)
    if not codes:
        return
    decision = decide_written(codes)
    raise_alert(
        patient=patient,
        kind=Kind(decision.alert.kind.value),
        severity=Severity(decision.alert.severity.value),
        cause=cause_of(CauseKind.WROTE, message.pk),
        evidence=Evidence(
            because=decision.reason.code,
            advice=decision.advice,
            shown=decision.advice,
            written=codes,
            happened_at=message.written_at.isoformat(),
            note=message.text,
        ),
        happened_at=message.written_at,
        by=by,
    )
