"""Letting people in, and keeping what they permitted."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from goodform.audit.actions import record
from goodform.people.access import Action, reader_of
from goodform.people.changed_meanwhile import refuse_if_changed
from goodform.people.models import Clinic, Consent, Invitation, Patient, Staff, User

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


class AddressInUse(ValueError):
    """An email address that somebody else signs in with."""


@dataclass(frozen=True)
class PatientFacts:
    """What reception writes down about a patient."""

    name: str
    born: date
    email: str
    phone: str
    zone: str
    practitioner: Staff


PATIENT_FACTS = tuple(field.name for field in fields(PatientFacts))
CLINIC_FACTS = (
    "name",
    "phone",
    "booking_url",
    "hours",
    "zone",
    "country_pack",
    "reply_promise",
    "reply_within_hours",
    "red_flags_signed_by",
    "red_flags_signed_on",
)
STAFF_FACTS = ("name", "title", "is_practitioner", "is_reception", "is_owner", "active")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def add_patient(*, by: Staff, facts: PatientFacts) -> Patient:
    """A new patient of the clinic `by` works at."""
    reader_of(by.user).require(Action.EDIT_PATIENTS)
    patient = Patient.objects.create(
        clinic=by.clinic,
        practitioner=facts.practitioner,
        name=facts.name,
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
    reader_of(by.user).require(Action.EDIT_PATIENTS)
    patient = Patient.objects.select_for_update(no_key=True).get(pk=patient.pk)
    wanted = {
        "name": facts.name,
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
    for name in changed:
        setattr(patient, name, wanted[name])
    if "email" in changed and patient.user is not None:
        _move_account(patient.user, facts.email)
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


def _move_account(user: User, email: str) -> None:
    address = email.lower()
    if not address:
        raise AddressInUse(_("This patient signs in by email. Write the new address."))
    if User.objects.filter(email=address).exclude(pk=user.pk).exists():
        raise AddressInUse(_("Somebody already signs in with this address. Use another one."))
    user.email = address
    user.save(update_fields=["email"])


@transaction.atomic
def invite(*, patient: Patient, by: Staff) -> str:
    """A new single-use token for the patient; earlier unused ones stop working.

    The caller shows it once, as a link; only its hash is kept.
    """
    reader_of(by.user).require(Action.INVITE)
    if not patient.clinic.open_to_patients:
        raise ClinicNotOpen(_("Choose the clinic’s country in Settings first. Then invite."))
    now = timezone.now()
    Invitation.objects.filter(patient=patient, used_at=None).update(expires_at=now)
    token = secrets.token_urlsafe(24)
    Invitation.objects.create(
        patient=patient,
        token_hash=_hash(token),
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
        .filter(token_hash=_hash(token))
        .first()
    )
    if invitation is None:
        raise InvitationSpent
    if not invitation.usable(timezone.now()):
        raise InvitationSpent(invitation.patient_id, never_in=invitation.patient.user_id is None)
    return invitation


@transaction.atomic
def accept_invitation(*, token: str) -> User:
    """Use a token once and answer the patient's account, made now where there was none."""
    invitation = invitation_by(token)
    now = timezone.now()
    taken = Invitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=now)
    if not taken:
        raise InvitationSpent(invitation.patient_id)
    patient = invitation.patient
    if patient.user is None:
        address = patient.email or f"{patient.pk}@no-address.invalid"
        if User.objects.filter(email=address).exists():
            raise AddressInUse(
                _("Somebody already signs in with this address. Ask reception to change it.")
            )
        patient.user = User.objects.create_user(address)
        patient.save(update_fields=["user"])
    record(
        by=patient,
        clinic=patient.clinic_id,
        action="accepted invitation",
        subject="patient",
        subject_id=patient.pk,
    )
    return patient.user


@transaction.atomic
def record_consent(*, patient: Patient, purpose: str, wording: str, given: bool) -> Consent:
    """Write down a yes or a no in the words shown; the newest counts."""
    now = timezone.now()
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


@transaction.atomic
def change_clinic(
    *, clinic: Clinic, by: Staff, changed: Collection[str], made_from: str | None = None
) -> Clinic:
    """Save what the owner changed about the clinic; `changed` names the fields.

    Raises `ChangedMeanwhile` where the page, by its mark `made_from`, was older than what is saved.
    """
    reader_of(by.user).require(Action.MANAGE_CLINIC)
    if not changed:
        return clinic
    saved = Clinic.objects.select_for_update(no_key=True).get(pk=clinic.pk)
    refuse_if_changed(saved, CLINIC_FACTS, made_from=made_from, subject="clinic", action="changed")
    clinic.save(update_fields=changed)
    record(
        by=by,
        clinic=clinic.pk,
        action="changed",
        subject="clinic",
        subject_id=clinic.pk,
        fields=list(changed),
    )
    return clinic


@dataclass(frozen=True)
class StaffFacts:
    """What the owner writes down about somebody who works here."""

    name: str
    email: str
    title: str
    is_practitioner: bool
    is_reception: bool
    is_owner: bool
    active: bool = True


@transaction.atomic
def add_staff(*, by: Staff, facts: StaffFacts) -> Staff:
    """A colleague, who sets a password by the mail that follows."""
    reader_of(by.user).require(Action.MANAGE_CLINIC)
    address = facts.email.lower()
    if User.objects.filter(email=address).exists():
        raise AddressInUse(_("Somebody already signs in with this address. Use another one."))
    colleague = Staff.objects.create(
        clinic=by.clinic,
        user=User.objects.create_user(address),
        name=facts.name,
        title=facts.title,
        is_practitioner=facts.is_practitioner,
        is_reception=facts.is_reception,
        is_owner=facts.is_owner,
    )
    record(
        by=by,
        clinic=by.clinic_id,
        action="added",
        subject="staff",
        subject_id=colleague.pk,
        roles=sorted(reader_of(colleague.user).roles),
    )
    _mail_colleague(colleague, by=by)
    return colleague


def _mail_colleague(colleague: Staff, *, by: Staff) -> None:
    """Say where to choose a password. Lets nobody in by itself, so it does not run out either."""
    send_mail(
        subject=_("Your way in to %(clinic)s") % {"clinic": by.clinic.name},
        message=render_to_string(
            "people/mail/colleague_added.txt",
            {
                "colleague": colleague,
                "clinic": by.clinic,
                "by": by,
                "link": settings.ADDRESS + reverse("account_reset_password"),
            },
        ),
        from_email=None,
        recipient_list=[colleague.user.email],
    )


class LastOwner(ValueError):
    """The change would leave a clinic without an owner."""


@transaction.atomic
def edit_staff(
    *, colleague: Staff, by: Staff, facts: StaffFacts, made_from: str | None = None
) -> Staff:
    """Change a colleague's name, roles or whether they still work here.

    Raises `ChangedMeanwhile` where the page, by its mark `made_from`, was older than what is saved.
    """
    reader_of(by.user).require(Action.MANAGE_CLINIC)
    colleague = (
        Staff.objects.select_for_update(of=("self",), no_key=True)
        .select_related("user")
        .get(pk=colleague.pk)
    )
    if all(getattr(colleague, name) == getattr(facts, name) for name in STAFF_FACTS):
        return colleague
    refuse_if_changed(colleague, STAFF_FACTS, made_from=made_from, subject="staff", action="edited")
    owners = Staff.objects.filter(clinic=by.clinic, is_owner=True, active=True)
    if not (facts.is_owner and facts.active) and not owners.exclude(pk=colleague.pk).exists():
        raise LastOwner(_("A clinic needs an owner. Name another one first."))
    for name in STAFF_FACTS:
        setattr(colleague, name, getattr(facts, name))
    colleague.save()
    record(
        by=by,
        clinic=by.clinic_id,
        action="edited",
        subject="staff",
        subject_id=colleague.pk,
        active=colleague.active,
        roles=sorted(reader_of(colleague.user).roles),
    )
    return colleague


@transaction.atomic
def open_clinic(*, name: str, phone: str, owner: str, email: str, password: str) -> Staff:
    """A new clinic with its first owner, who adds everybody else.

    Raises `ValidationError` where a word is too long, missing, or no email address.
    """
    validate_email(email)
    if User.objects.filter(email=email.lower()).exists():
        raise AddressInUse(_("Somebody already signs in with this address. Use another one."))
    clinic = Clinic(name=name, phone=phone)
    clinic.full_clean()
    clinic.save()
    first = Staff.objects.create(
        clinic=clinic,
        user=User.objects.create_user(email, password),
        name=owner,
        is_owner=True,
    )
    record(by=first, clinic=clinic.pk, action="opened", subject="clinic", subject_id=clinic.pk)
    return first
