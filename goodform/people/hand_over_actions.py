"""Handing a page over to its patient, by a code on the clinic's screen."""

import secrets
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodform.audit.actions import record
from goodform.people.access import Action
from goodform.people.actions import (
    CareEnded,
    ClinicNotOpen,
    InvitationSpent,
    account_of,
    hash_of,
)
from goodform.people.doors import require
from goodform.people.hand_over_models import HandOver
from goodform.people.models import Patient, Staff, User

LASTS = timedelta(minutes=2)


@transaction.atomic
def show_code(*, patient: Patient, by: Staff) -> tuple[HandOver, str]:
    """A code for this patient's phone, and what is in it; earlier ones stop working.

    Reception may for somebody who was never in; for anybody else a practitioner, who knows them.
    """
    require(by, Action.INVITE, patient.clinic_id)
    if patient.user_id is not None:
        require(by, Action.HAND_OVER, patient.clinic_id)
    if not patient.clinic.open_to_patients:
        raise ClinicNotOpen(_("Choose the clinic’s country in Settings first. Then invite."))
    if Patient.objects.filter(pk=patient.pk).exclude(ended_at=None).exists():
        raise CareEnded(_("The care here has ended. Take that back on the record first."))
    now = timezone.now()
    HandOver.objects.filter(patient=patient, used_at=None).update(expires_at=now)
    token = secrets.token_urlsafe(24)
    code = HandOver.objects.create(
        patient=patient,
        shown_by=by,
        token_hash=hash_of(token),
        seen_at=now,
        expires_at=now + LASTS,
    )
    record(
        by=by,
        clinic=patient.clinic_id,
        action="showed a code",
        subject="patient",
        subject_id=patient.pk,
    )
    return code, token


def say_page_is_open(*, code: UUID, by: Staff) -> HandOver:
    """The code of this page, which is still open; raises `HandOver.DoesNotExist`."""
    now = timezone.now()
    mine = HandOver.objects.filter(pk=code, shown_by=by, expires_at__gt=now, used_at=None)
    mine.update(seen_at=now)
    return HandOver.objects.get(pk=code, shown_by=by)


def say_page_was_left(*, code: UUID, by: Staff) -> None:
    """The page was closed: its code lets nobody in any more."""
    now = timezone.now()
    HandOver.objects.filter(pk=code, shown_by=by, expires_at__gt=now).update(expires_at=now)


def hand_over_by(token: str) -> HandOver:
    """The usable code behind what was scanned, or `InvitationSpent`."""
    code = (
        HandOver.objects.select_related("patient__clinic", "patient__user", "shown_by")
        .filter(token_hash=hash_of(token))
        .first()
    )
    if code is None:
        raise InvitationSpent
    if not code.usable(timezone.now()) or code.patient.ended_at is not None:
        raise InvitationSpent(code.patient_id, never_in=code.patient.user_id is None)
    return code


@transaction.atomic
def take_over(*, token: str) -> User:
    """Use a scanned code once and answer the patient's account, made now where there was none.

    Who showed it may be no practitioner, and somebody came in meanwhile: then it is no good.
    """
    code = hand_over_by(token)
    patient = Patient.objects.select_for_update(of=("self",), no_key=True).get(pk=code.patient_id)
    if patient.user_id is not None:
        require(code.shown_by, Action.HAND_OVER, patient.clinic_id)
    taken = HandOver.objects.filter(pk=code.pk, used_at=None).update(used_at=timezone.now())
    if not taken:
        raise InvitationSpent(code.patient_id)
    user = account_of(code.patient)
    record(
        by=code.patient,
        clinic=code.patient.clinic_id,
        action="came in by a code",
        subject="patient",
        subject_id=code.patient_id,
        handed_over_by=code.shown_by.audit_id,
    )
    return user
