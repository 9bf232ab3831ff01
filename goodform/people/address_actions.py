"""Another address for a patient who was in before: it waits until somebody agrees who would know.

Until then everything goes to the address known, and only that one gets codes and links. Whoever
sits at the desk could otherwise write down their own address, and be the patient.
"""

from django.conf import settings
from django.core.mail import send_mail
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from goodform.audit.actions import Actor, record
from goodform.people.access import Action
from goodform.people.device_news import NO_MAILBOX, tell_of_address
from goodform.people.doors import require
from goodform.people.models import Patient, Staff

_SIGNER = Signer(salt="goodform.people.another address")


ASKED, TOOK_BACK = "asked for another address", "took back the other address"


class NothingWaits(LookupError):
    """No other address waits for this patient, or not this one any more."""


def known_address(patient: Patient) -> str:
    """The address that lets this patient in; blank where there is none."""
    email = patient.user.email if patient.user is not None else ""
    return "" if email.endswith(NO_MAILBOX) else email


def ask_for_address(*, patient: Patient, by: Staff, email: str) -> None:
    """Let another address wait, and tell the one known. Within the edit of a patient.

    `patient` is locked and saved by the caller; blank, or the address known, takes a wish back.
    """
    known = known_address(patient)
    patient.email_wanted = "" if email == known else email
    record(
        by=by,
        clinic=patient.clinic_id,
        action=ASKED if patient.email_wanted else TOOK_BACK,
        subject="patient",
        subject_id=patient.pk,
    )
    if patient.email_wanted and known:
        send_mail(
            subject=_("Is this your new address?"),
            message=render_to_string(
                "people/mail/another_address.txt",
                {
                    "patient": patient,
                    "clinic": patient.clinic,
                    "link": settings.ADDRESS
                    + reverse("address_by_mail", kwargs={"token": _token(patient)}),
                },
            ),
            from_email=None,
            recipient_list=[known],
        )


def _token(patient: Patient) -> str:
    return _SIGNER.sign_object({"patient": str(patient.pk), "email": patient.email_wanted})


def patient_by(token: str) -> Patient:
    """Whose new address a mailed link is about; raises `NothingWaits`."""
    try:
        said = _SIGNER.unsign_object(token)
    except (BadSignature, ValueError):
        raise NothingWaits from None
    rows = Patient.objects.filter(pk=said["patient"], email_wanted=said["email"])
    patient = rows.exclude(email_wanted="").select_related("clinic", "user").first()
    if patient is None:
        raise NothingWaits
    return patient


def _taken(patient: Patient, wanted: str) -> Patient:
    """The patient's row, for whom this very address waits; raises `NothingWaits`."""
    rows = Patient.objects.select_for_update(of=("self",), no_key=True).select_related("user")
    found = rows.filter(pk=patient.pk, email_wanted=wanted).exclude(email_wanted="").first()
    if found is None or found.user is None:
        raise NothingWaits
    return found


def _agreed(patient: Patient, *, by: Actor, action: str, how: str) -> None:
    assert patient.user is not None  # noqa: S101  # `_taken` has looked
    old = patient.user.email
    patient.email, patient.email_wanted = patient.email_wanted, ""
    patient.save(update_fields=["email", "email_wanted"])
    patient.user.email = patient.email
    patient.user.save(update_fields=["email"])
    tell_of_address(patient.user, old=old, at=timezone.now())
    record(
        by=by,
        clinic=patient.clinic_id,
        action=action,
        subject="patient",
        subject_id=patient.pk,
        how=how,
    )


@transaction.atomic
def answer_address(*, patient: Patient, wanted: str, right: bool, how: str) -> None:
    """The patient's answer about the address that waits: from the old one, or a known device."""
    found = _taken(patient, wanted)
    if right:
        _agreed(found, by=found, action="agreed to the address", how=how)
        return
    found.email_wanted = ""
    found.save(update_fields=["email_wanted"])
    record(
        by=found,
        clinic=found.clinic_id,
        action="refused the address",
        subject="patient",
        subject_id=found.pk,
        how=how,
    )


@transaction.atomic
def vouch_for_address(*, patient: Patient, by: Staff, wanted: str) -> None:
    """A practitioner, who knows this patient, says that the address is theirs."""
    require(by, Action.HAND_OVER, patient.clinic_id)
    _agreed(_taken(patient, wanted), by=by, action="vouched for the address", how="in person")


@transaction.atomic
def take_wish_back(*, patient: Patient, by: Staff, wanted: str) -> None:
    """Staff no longer want the other address."""
    require(by, Action.EDIT_PATIENTS, patient.clinic_id)
    found = _taken(patient, wanted)
    found.email_wanted = ""
    found.save(update_fields=["email_wanted"])
    record(
        by=by,
        clinic=found.clinic_id,
        action=TOOK_BACK,
        subject="patient",
        subject_id=found.pk,
    )
