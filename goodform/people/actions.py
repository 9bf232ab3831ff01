"""Letting people in, and keeping what they permitted."""

import hashlib
import secrets
from dataclasses import dataclass, fields
from datetime import date, timedelta
from uuid import UUID

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from goodform.audit.actions import record
from goodform.people.access import Action
from goodform.people.address_actions import ask_for_address
from goodform.people.changed_meanwhile import refuse_if_changed
from goodform.people.device_news import NO_MAILBOX
from goodform.people.doors import require
from goodform.people.models import Consent, Invitation, Patient, Staff, User
from goodform.people.signing_out import end_sessions

INVITATION_DAYS = 14


class InvitationSpent(LookupError):
    """A link that was used, is too old, or never was; `patient` is whose it was, where known.

    `never_in`: that patient has not come in yet, so that no code can be sent to them either.
    """

    def __init__(self, patient: UUID | None = None, *, never_in: bool = False) -> None:
        self.patient = patient
        self.never_in = never_in
        super().__init__("this link no longer works")


class ClinicNotOpen(RuntimeError):
    """The clinic has not chosen its country, so it has no live patients yet."""


class OnlyByMail(RuntimeError):
    """Who was in before gets no link that staff could see: it would be a way in for staff."""


class CareEnded(RuntimeError):
    """The patient's care here has ended: nobody is let in until that is taken back."""


class AddressInUse(ValueError):
    """An email address that cannot be what somebody signs in with."""


@dataclass(frozen=True)
class PatientFacts:
    """The facts that reception writes down about a patient."""

    name: str
    born: date
    email: str
    phone: str
    zone: str
    practitioner: Staff
    known_as: str = ""


PATIENT_FACTS = tuple(field.name for field in fields(PatientFacts))


def hash_of(token: str) -> str:
    """The hash that is kept of a link or a code to scan."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def add_patient(*, by: Staff, facts: PatientFacts) -> Patient:
    """A new patient of the clinic `by` works at."""
    require(by, Action.EDIT_PATIENTS, by.clinic_id)
    patient = Patient.objects.create(
        clinic=by.clinic,
        practitioner=facts.practitioner,
        name=facts.name,
        known_as=facts.known_as,
        born=facts.born,
        email=facts.email.lower(),
        phone=facts.phone,
        zone=facts.zone,
    )
    record(
        by=by,
        clinic=by.clinic_id,
        action="added",
        subject="patient",
        subject_id=patient.pk,
    )
    return patient


@transaction.atomic
def edit_patient(
    *, patient: Patient, by: Staff, facts: PatientFacts, made_from: str | None = None
) -> Patient:
    """Change what is written about a patient; the record says which facts changed, not to what.

    Raises `ChangedMeanwhile` where the page, by its mark `made_from`, was older than what is saved.
    """
    require(by, Action.EDIT_PATIENTS, patient.clinic_id)
    patient = Patient.objects.select_for_update(no_key=True).get(pk=patient.pk)
    wanted = {
        "name": facts.name,
        "known_as": facts.known_as,
        "born": facts.born,
        "email": facts.email.lower(),
        "phone": facts.phone,
        "zone": facts.zone,
        "practitioner": facts.practitioner,
    }
    changed = [name for name, value in wanted.items() if getattr(patient, name) != value]
    if not changed:
        return patient
    refuse_if_changed(
        patient, PATIENT_FACTS, made_from=made_from, subject="patient", action="edited"
    )
    if "email" in changed and patient.user_id is not None:
        _let_address_wait(patient, by=by, email=facts.email.lower())
        changed.remove("email")
    if not changed:
        return patient
    for name in changed:
        setattr(patient, name, wanted[name])
    patient.save(update_fields=changed)
    record(
        by=by,
        clinic=patient.clinic_id,
        action="edited",
        subject="patient",
        subject_id=patient.pk,
        fields=changed,
    )
    return patient


def _let_address_wait(patient: Patient, *, by: Staff, email: str) -> None:
    """Somebody was in by the address known: another one waits until it is agreed to."""
    if not email:
        raise AddressInUse(_("This patient signs in by email. Write the new address."))
    ask_for_address(patient=patient, by=by, email=email)
    patient.save(update_fields=["email_wanted"])


@transaction.atomic
def invite(*, patient: Patient, by: Staff, to_be_shown: bool = False) -> str:
    """A new single-use token for the patient; earlier unused ones stop working.

    The caller mails it, or shows it once; only its hash is kept. It may be shown for somebody who
    was never in. Whoever was in before gets it by mail to the address known, and nobody else.
    """
    require(by, Action.INVITE, patient.clinic_id)
    if patient.user_id is not None and (to_be_shown or not patient.email):
        raise OnlyByMail(
            _("%(name)s was in before. A link goes only to the address we know, by mail.")
            % {"name": patient.called}
        )
    if not patient.clinic.open_to_patients:
        raise ClinicNotOpen(_("Choose the clinic’s country in Settings first. Then invite."))
    if Patient.objects.filter(pk=patient.pk).exclude(ended_at=None).exists():
        raise CareEnded(_("The care here has ended. Take that back on the record first."))
    now = timezone.now()
    if patient.user is not None:
        # Whoever needs a new link may have lost a phone: it lets nobody in from here on.
        end_sessions(patient.user)
    Invitation.objects.filter(patient=patient, used_at=None).update(expires_at=now)
    token = secrets.token_urlsafe(24)
    Invitation.objects.create(
        patient=patient,
        token_hash=hash_of(token),
        expires_at=now + timedelta(days=INVITATION_DAYS),
    )
    record(
        by=by,
        clinic=patient.clinic_id,
        action="invited",
        subject="patient",
        subject_id=patient.pk,
    )
    return token


def mail_invitation(*, patient: Patient, link: str) -> None:
    """Send the link to the patient's address. The subject says nothing about health."""
    send_mail(
        subject=_("Your exercises from %(clinic)s") % {"clinic": patient.clinic.name},
        message=render_to_string(
            "people/mail/invitation.txt",
            {"patient": patient, "clinic": patient.clinic, "link": link, "days": INVITATION_DAYS},
        ),
        from_email=None,
        recipient_list=[patient.email],
    )


def invitation_by(token: str) -> Invitation:
    """The usable invitation behind a token, or `InvitationSpent`."""
    invitation = (
        Invitation.objects.select_related("patient__clinic", "patient__user")
        .filter(token_hash=hash_of(token))
        .first()
    )
    if invitation is None:
        raise InvitationSpent
    if not invitation.usable(timezone.now()) or invitation.patient.ended_at is not None:
        raise InvitationSpent(invitation.patient_id, never_in=invitation.patient.user_id is None)
    return invitation


def account_of(patient: Patient) -> User:
    """The account of a patient who comes in, made now where there was none.

    Links that were shown before they were in are over: from now on each would be a way in for whom
    it was shown to.
    """
    if patient.user is None:
        address = patient.email or f"{patient.pk}{NO_MAILBOX}"
        patient.user = User.objects.create_user(address)
        patient.save(update_fields=["user"])
        Invitation.objects.filter(patient=patient, used_at=None).update(expires_at=timezone.now())
    return patient.user


@transaction.atomic
def accept_invitation(*, token: str) -> User:
    """Use a token once and answer the patient's account, made now where there was none."""
    invitation = invitation_by(token)
    now = timezone.now()
    taken = Invitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=now)
    if not taken:
        raise InvitationSpent(invitation.patient_id)
    patient = invitation.patient
    user = account_of(patient)
    record(
        by=patient,
        clinic=patient.clinic_id,
        action="accepted invitation",
        subject="patient",
        subject_id=patient.pk,
    )
    return user


@transaction.atomic
def record_consent(*, patient: Patient, purpose: str, wording: str, given: bool) -> Consent:
    """Write down a yes or a no in the words shown; the newest counts.

    Said twice it is said once.
    """
    now = timezone.now()
    standing = Consent.objects.filter(patient=patient, purpose=purpose, withdrawn_at=None)
    newest = standing.order_by("-at").first()
    if newest is not None and (newest.given, newest.wording) == (given, wording):
        return newest
    Consent.objects.filter(patient=patient, purpose=purpose, withdrawn_at=None).update(
        withdrawn_at=now
    )
    consent = Consent.objects.create(
        patient=patient, purpose=purpose, wording=wording, given=given, at=now
    )
    record(
        by=patient,
        clinic=patient.clinic_id,
        action="permitted" if given else "refused",
        subject="consent",
        subject_id=consent.pk,
        purpose=purpose,
        wording=wording,
    )
    return consent


@transaction.atomic
def withdraw_consent(*, patient: Patient, purpose: str) -> None:
    """Take a permission back. The row stays, with the time."""
    withdrawn = Consent.objects.filter(
        patient=patient, purpose=purpose, given=True, withdrawn_at=None
    ).update(withdrawn_at=timezone.now())
    if withdrawn:
        record(
            by=patient,
            clinic=patient.clinic_id,
            action="withdrew",
            subject="consent",
            subject_id=purpose,
            purpose=purpose,
        )
