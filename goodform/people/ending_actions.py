"""Ending somebody's care here, leading a double record to the other one, and taking either back."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodform.audit.actions import record
from goodform.people.access import Action
from goodform.people.changed_meanwhile import refuse_if_changed
from goodform.people.doors import require
from goodform.people.models import Ended, Invitation, Patient, Staff

ENDING_FACTS = ("ended_at", "ended_why", "merged_into")
ENDED, TAKEN_BACK = "ended care", "took back the end"


class CannotBeMerged(ValueError):
    """Two records cannot be shown as one this way; the sentence says why and what to do."""


def _locked(patient: Patient, by: Staff) -> Patient:
    """The patient as they are now, locked for this change, for who may end care here."""
    require(by, Action.END_CARE, patient.clinic_id)
    return Patient.objects.select_for_update(no_key=True).get(pk=patient.pk)


def _kept_for(patient: Patient, into: Patient | None, why: Ended) -> Patient | None:
    """The record that is to stand for both, locked; `CannotBeMerged` where it cannot."""
    if why != Ended.MERGED:
        return None
    if into is None or into.clinic_id != patient.clinic_id or into.pk == patient.pk:
        raise CannotBeMerged(_("Choose the other record of the same person."))
    kept = Patient.objects.select_for_update(no_key=True).get(pk=into.pk)
    if kept.ended_at is not None:
        raise CannotBeMerged(
            _("The care in that record has ended, too. Take that back first, or choose another.")
        )
    if patient.merged.exists():
        raise CannotBeMerged(
            _("Another record already leads here. Keep this one, and merge the other one into it.")
        )
    return kept


@transaction.atomic
def end_care(
    *,
    patient: Patient,
    by: Staff,
    why: Ended,
    into: Patient | None = None,
    made_from: str | None = None,
) -> Patient:
    """End the care here, or say another reason for an end. Nothing that was written is changed.

    What waits to be sent to them is dropped when its turn comes, and links that would let them in
    stop working. Raises `ChangedMeanwhile` where the page, by its mark, was older than what is
    saved.
    """
    current = _locked(patient, by)
    if current.ended_why == why and (into is None or into.pk == current.merged_into_id):
        return current
    refuse_if_changed(
        current, ENDING_FACTS, made_from=made_from, subject="patient", action=_last_change(current)
    )
    kept = _kept_for(current, into, why)
    now = timezone.now()
    was = current.ended_why
    current.ended_at, current.ended_by, current.ended_why = now, by, why
    current.merged_into = kept
    current.save(update_fields=["ended_at", "ended_by", "ended_why", "merged_into"])
    Invitation.objects.filter(patient=current, used_at=None, expires_at__gt=now).update(
        expires_at=now
    )
    record(
        by=by,
        clinic=current.clinic_id,
        action=ENDED,
        subject="patient",
        subject_id=current.pk,
        why=str(why),
        **_said(was=was, into=kept.pk if kept else None),
    )
    return current


@transaction.atomic
def take_back_the_end(*, patient: Patient, by: Staff, made_from: str | None = None) -> Patient:
    """Let the care go on where it ended: what was given, held and asked stands as it stood."""
    current = _locked(patient, by)
    if current.ended_at is None:
        return current
    refuse_if_changed(current, ENDING_FACTS, made_from=made_from, subject="patient", action=ENDED)
    was, led_to = current.ended_why, current.merged_into_id
    current.ended_at = current.ended_by = current.merged_into = None
    current.ended_why = ""
    current.save(update_fields=["ended_at", "ended_by", "ended_why", "merged_into"])
    record(
        by=by,
        clinic=current.clinic_id,
        action=TAKEN_BACK,
        subject="patient",
        subject_id=current.pk,
        **_said(was=was, into=led_to),
    )
    return current


def _said(*, was: str, into: UUID | None) -> dict[str, str]:
    """How it was before, and which record stands for both, where there is such a thing."""
    facts = {"was": was, "into": str(into or "")}
    return {name: said for name, said in facts.items() if said}


def _last_change(patient: Patient) -> str:
    """The record's name for the last change of whether the care goes on."""
    return ENDED if patient.ended_at is not None else TAKEN_BACK
