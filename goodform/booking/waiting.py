"""The waiting list: joining, leaving, and the answer to an offer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodform.audit.actions import record
from goodform.booking.actions import NotOffered, SomebodyElsesVisit, lock_for, locked_visit, note
from goodform.booking.mailing import say_booked
from goodform.booking.models import (
    Appointment,
    Offer,
    VisitState,
    VisitType,
    Wait,
)
from goodform.booking.queries import settings_of
from goodform.booking.taking import give_up
from goodform.booking.when_they_can import OfferAnswer, PartOfDay
from goodform.people.access import Action
from goodform.people.doors import require
from goodform.people.models import Patient, Staff

MOST_WAITS = 3
"""Kinds of visit that one patient may wait for at a time."""


class OfferOver(RuntimeError):
    """The offer cannot be answered like this any more; its page says how it stands."""


@dataclass(frozen=True)
class WaitWish:
    """A wish to wait. No practitioner is anybody; no days or parts are any of them."""

    type: VisitType
    practitioner: UUID | None = None
    days: Collection[int] = ()
    parts: Collection[str] = ()


def _checked(wish: WaitWish, patient: Patient, by: Staff | Patient) -> Staff | None:
    """The practitioner of a wish; raises `NotOffered` for what nobody here can wait for."""
    known = set(wish.days) <= set(range(7)) and set(wish.parts) <= set(PartOfDay.values)
    here = wish.type.clinic_id == patient.clinic_id and wish.type.active
    online = wish.type.by_patients and settings_of(patient.clinic).online
    if not known or not here or not (isinstance(by, Staff) or online):
        raise NotOffered(_("Nobody can wait for this here. Please phone us."))
    if wish.practitioner is None:
        return None
    staff = Staff.objects.filter(
        pk=wish.practitioner, clinic=patient.clinic_id, active=True, is_practitioner=True
    ).first()
    if staff is None:
        raise NotOffered(_("Nobody here can be booked by that name."))
    return staff


@transaction.atomic
def join(*, wish: WaitWish, patient: Patient, by: Staff | Patient) -> Wait:
    """Put a patient on the list. Who waits for this type already keeps their place.

    Raises `NotOffered`, `SomebodyElsesVisit`.
    """
    if isinstance(by, Staff):
        require(by, Action.BOOK, patient.clinic_id)
    elif by.pk != patient.pk:
        raise SomebodyElsesVisit(_("This is another appointment."))
    patient = Patient.objects.select_for_update(no_key=True).get(pk=patient.pk)
    if patient.ended_at is not None:
        raise NotOffered(_("Nobody can wait for this here. Please phone us."))
    practitioner = _checked(wish, patient, by)
    waits = {each.type_id: each for each in Wait.objects.filter(patient=patient, left_at=None)}
    wait = waits.get(wish.type.pk)
    if wait is None and len(waits) >= MOST_WAITS:
        raise NotOffered(_("You wait for enough already. Phone us for more."))
    if wait is None:
        wait = Wait(
            clinic_id=patient.clinic_id,
            patient=patient,
            type=wish.type,
            joined_at=timezone.now(),
            by_patient=isinstance(by, Patient),
        )
    wait.practitioner = practitioner
    wait.days, wait.parts = sorted(set(wish.days)), sorted(set(wish.parts))
    wait.save()
    _note(wait, by, "joined the waiting list")
    return wait


@transaction.atomic
def leave(*, wait: Wait, by: Staff | Patient) -> None:
    """Take somebody off the list. An offer that is open goes to the next."""
    if isinstance(by, Staff):
        require(by, Action.BOOK, wait.clinic_id)
    elif by.pk != wait.patient_id:
        raise SomebodyElsesVisit(_("This is another appointment."))
    wait = _locked(wait.pk)
    if wait.left_at is not None:
        return
    now = timezone.now()
    for offer in wait.offers.filter(answer="", expires_at__gt=now):
        _decline(offer, now)
    wait.left_at = now
    wait.save(update_fields=["left_at"])
    _note(wait, by, "left the waiting list")


def _locked(pk: UUID) -> Wait:
    return Wait.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)


def _note(wait: Wait, by: Staff | Patient, action: str) -> None:
    record(by=by, clinic=wait.clinic_id, action=action, subject="wait", subject_id=wait.pk)


def _mine(offer: Offer, by: Patient) -> tuple[Wait, Offer]:
    """The offer as it stands now, with its place on the list locked."""
    wait = _locked(offer.wait_id)
    if wait.patient_id != by.pk:
        raise SomebodyElsesVisit(_("This is another appointment."))
    return wait, Offer.objects.get(pk=offer.pk)


@transaction.atomic
def accept(*, offer: Offer, by: Patient) -> Appointment:
    """Say yes: the time that is held is booked, and the patient leaves the list.

    Twice is once. Raises `OfferOver` for one that was declined or has run out.
    """
    wait, offer = _mine(offer, by)
    if offer.visit_id is None or offer.answer == OfferAnswer.NO:
        raise OfferOver
    visit = locked_visit(offer.visit_id)
    if offer.answer == OfferAnswer.YES:
        return visit
    # Before the clock is read: who takes what has run out must not be a moment ahead of this yes.
    lock_for(visit)
    now = timezone.now()
    if visit.expires_at is None or visit.expires_at <= now:
        raise OfferOver
    visit.state, visit.expires_at, visit.set_at = VisitState.BOOKED, None, now
    visit.save(update_fields=["state", "expires_at", "set_at"])
    _answered(offer, OfferAnswer.YES, now)
    wait.left_at = now
    wait.save(update_fields=["left_at"])
    note(visit, by, "booked")
    say_booked(visit, now=now)
    return visit


@transaction.atomic
def decline(*, offer: Offer, by: Patient) -> None:
    """Say no: the time goes to the next at once, and the patient keeps their place.

    Twice is once. Raises `OfferOver` for one that was accepted or has run out.
    """
    wait, offer = _mine(offer, by)
    now = timezone.now()
    if offer.answer == OfferAnswer.NO:
        return
    if offer.answer == OfferAnswer.YES or offer.expires_at <= now:
        raise OfferOver
    _decline(offer, now)
    _note(wait, by, "declined an offer")


def _answered(offer: Offer, answer: OfferAnswer, now: datetime) -> None:
    offer.answer, offer.answered_at = answer, now
    offer.save(update_fields=["answer", "answered_at", "visit"])


def _decline(offer: Offer, now: datetime) -> None:
    """Give the held time up, and say no. Its place on the list is locked."""
    if offer.visit_id is not None:
        visit = locked_visit(offer.visit_id)
        lock_for(visit)
        give_up({(row.resource_id, row.tick) for row in visit.occupied.all()}, of=visit)
        offer.visit = None
        _answered(offer, OfferAnswer.NO, now)
        visit.delete()
    else:
        _answered(offer, OfferAnswer.NO, now)
