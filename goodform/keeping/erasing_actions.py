"""Erasing a record once its time is over, refusing it before, and orders to keep one longer."""

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from goodform.audit.actions import record
from goodform.keeping.about_somebody import Clock, clock_of
from goodform.keeping.erased_before import Erased, note_beside_backups
from goodform.keeping.forgetting import forget_rows
from goodform.keeping.models import Erasure, LegalHold
from goodform.people.access import Action
from goodform.people.doors import require
from goodform.people.models import Patient, Staff

ERASED, REFUSED = "erased the record", "refused to erase"
LONGEST_REASON = 300


class MustBeKept(RuntimeError):
    """The record may not be erased yet; the message says why, in words for the patient."""


def why_kept(clock: Clock) -> list[str]:
    """Why a record cannot be erased now, in words to be passed on; empty where it may be."""
    reasons = []
    if not clock.ended:
        reasons.append(_("The care here has not ended."))
    if timezone.localdate() < clock.until:
        days = {
            "until": date_format(clock.until, "j F Y"),
            "visit": date_format(clock.last_visit, "j F Y"),
        }
        reasons.append(
            _(
                "The law asks the clinic to keep records of care. This one is kept until "
                "%(until)s, because the last visit was on %(visit)s."
            )
            % days
        )
    reasons += [_("It is kept by order: %(reason)s") % {"reason": e.reason} for e in clock.holds]
    return reasons


@transaction.atomic
def erase(*, patient: Patient, by: Staff) -> int:
    """Erase a record, and those that lead to it; how many. What stays are numbers and a day.

    Raises `MustBeKept` before its time. `forgetting.swept_out` clears the file afterwards.
    """
    require(by, Action.MANAGE_CLINIC, patient.clinic_id)
    records = list(
        Patient.objects.select_for_update(of=("self",), no_key=True)
        .same_person(patient.pk)
        .select_related("user")
    )
    for each in records:
        reasons = why_kept(clock_of(each))
        if reasons:
            raise MustBeKept(" ".join(reasons))
    now = timezone.now()
    for each in records:
        erased = Erased(each.clinic_id, each.pk, now, by.audit_id)
        Erasure.objects.create(
            clinic_id=erased.clinic, patient_id=erased.patient, at=now, by_id=erased.by_id
        )
        # Before the commit: where it cannot be written, nothing is erased that could come back.
        note_beside_backups(erased)
        record(by=by, clinic=each.clinic_id, action=ERASED, subject="patient", subject_id=each.pk)
    # Those that lead to another go first.
    forget_rows(sorted(records, key=lambda each: each.merged_into_id is None))
    return len(records)


@transaction.atomic
def refuse_to_erase(*, patient: Patient, by: Staff) -> list[str]:
    """Write down that somebody asked and was refused, and why; the reasons, to be passed on."""
    require(by, Action.MANAGE_CLINIC, patient.clinic_id)
    clock = clock_of(patient)
    reasons = why_kept(clock)
    if reasons:
        record(
            by=by,
            clinic=patient.clinic_id,
            action=REFUSED,
            subject="patient",
            subject_id=patient.pk,
            until=clock.until.isoformat(),
            last_visit=clock.last_visit.isoformat(),
            orders=len(clock.holds),
            ended=clock.ended,
        )
    return reasons


@transaction.atomic
def keep_by_order(*, patient: Patient, reason: str, by: Staff) -> LegalHold:
    """Keep a record whatever its time, until the order is lifted."""
    require(by, Action.MANAGE_CLINIC, patient.clinic_id)
    hold = LegalHold.objects.create(
        patient=patient, reason=reason[:LONGEST_REASON], set_at=timezone.now(), set_by=by
    )
    _record_order(hold, by, "ordered a record to be kept")
    return hold


@transaction.atomic
def lift_order(*, hold: LegalHold, by: Staff) -> None:
    """Lift an order to keep a record; one that was lifted already stays as it is."""
    require(by, Action.MANAGE_CLINIC, hold.patient.clinic_id)
    lifted = LegalHold.objects.filter(pk=hold.pk, lifted_at=None).update(
        lifted_at=timezone.now(), lifted_by=by
    )
    if lifted:
        _record_order(hold, by, "lifted an order to keep a record")


def _record_order(hold: LegalHold, by: Staff, action: str) -> None:
    record(
        by=by,
        clinic=hold.patient.clinic_id,
        action=action,
        subject="patient",
        subject_id=hold.patient_id,
        order=str(hold.pk),
    )
