"""Signing a text for a clinic, and taking a signature back. Rows are only ever added."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodform.audit.actions import record
from goodform.people.access import Action
from goodform.people.doors import require
from goodform.people.models import Clinic, Signature, Staff
from goodform.safety.red_flag_text import Words
from goodform.ui.typed_text import is_blank

SIGNED_TEXT, TOOK_SIGNATURE_BACK = "signed", "took back"
"""The record's names for the two."""


class NotSigned(ValueError):
    """A signature that would stand for nothing: no words, no name, no number, or a day to come."""


@dataclass(frozen=True)
class Signatory:
    """Who signs, as the clinician writes it: name, registration number, and the day."""

    name: str
    registration: str
    signed_on: date


@transaction.atomic
def sign(*, text: str, version: str, words: Words, who: Signatory, by: Staff) -> Signature:
    """Sign these words of a text for the clinic. Signing the same words again adds nothing."""
    require(by, Action.SIGN_TEXT, by.clinic_id)
    clinic = Clinic.objects.select_for_update(no_key=True).get(pk=by.clinic_id)
    today = timezone.now().astimezone(ZoneInfo(clinic.zone)).date()
    if not words or not version or is_blank(who.name) or is_blank(who.registration):
        raise NotSigned(_("A signature needs a text, a name and a registration number."))
    if who.signed_on > today:
        raise NotSigned(_("This date is in the future. Write the day it was signed."))
    mine = Signature.objects.filter(
        clinic=clinic, text=text, version=version, by=by, withdraws=None, withdrawn_by=None
    ).first()
    if mine is not None:
        return mine
    row = Signature.objects.create(
        clinic=clinic,
        text=text,
        version=version,
        words=[list(line) for line in words],
        name=who.name,
        registration=who.registration,
        signed_on=who.signed_on,
        by=by,
    )
    _record(row, SIGNED_TEXT)
    return row


@transaction.atomic
def withdraw(*, signature: Signature, why: str, by: Staff) -> Signature:
    """Take a signature back, saying why. Any practitioner may: who signed may have left."""
    require(by, Action.SIGN_TEXT, signature.clinic_id)
    if is_blank(why):
        raise NotSigned(_("Say why this signature no longer stands."))
    Clinic.objects.select_for_update(no_key=True).get(pk=signature.clinic_id)
    done = Signature.objects.filter(withdraws=signature).first()
    if done is not None:
        return done
    row = Signature.objects.create(
        clinic_id=signature.clinic_id,
        text=signature.text,
        version=signature.version,
        name=by.name,
        signed_on=timezone.now().astimezone(ZoneInfo(by.clinic.zone)).date(),
        by=by,
        withdraws=signature,
        why=why,
    )
    _record(row, TOOK_SIGNATURE_BACK)
    return row


def _record(row: Signature, action: str) -> None:
    record(
        by=row.by,
        clinic=row.clinic_id,
        action=action,
        subject="text",
        subject_id=row.pk,
        text=row.text,
        version=row.version,
    )
