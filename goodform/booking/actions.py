"""Booking, moving and cancelling appointments. Every write takes its time by `taking.py`."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodform.audit.actions import record
from goodform.booking.given_up import free_for_who_waits
from goodform.booking.mailing import say_booked, say_cancelled
from goodform.booking.models import Appointment, Bookable, VisitState, VisitType
from goodform.booking.queries import Practitioner, is_offered, practitioners_of, settings_of
from goodform.booking.rooming import room_for
from goodform.booking.taking import TimeTaken, give_up, keys_of, lock, take
from goodform.booking.ticks import tick_of, ticks_in, wall_of
from goodform.inbox.models import Alert
from goodform.people.access import Action
from goodform.people.doors import require
from goodform.people.models import Clinic, Patient, Staff

HELD_FOR = timedelta(minutes=10)
"""How long a time waits for the patient's yes. Our own choice: reading one page, with a pause."""
MOST_TO_COME = 3
"""Appointments to come that a patient may have booked alone; above that, the phone."""
FARTHEST = timedelta(days=366)
"""How far ahead, or back for what was entered late, the clinic books."""


class NotOffered(ValueError):
    """A patient asked for what is not theirs to book: by hand, too soon, too far, too many."""


class TooLateToChange(ValueError):
    """The time to change it online is over: the phone."""


class SomebodyElsesVisit(LookupError):
    """The id belongs to another patient's appointment."""


class HaveThisAlready(RuntimeError):
    """The same form was sent before, for another time. Nothing was moved."""

    def __init__(self, visit: Appointment) -> None:
        self.visit = visit
        super().__init__(_("You have booked this already."))


class MovedMeanwhile(RuntimeError):
    """The page was older than what stands now."""

    def __init__(self) -> None:
        super().__init__(_("Somebody changed this appointment meanwhile. Look at it once more."))


@dataclass(frozen=True)
class VisitWish:
    """A wish to book. The id comes from the form, so that twice is once."""

    id: UUID
    type: VisitType
    practitioner: UUID
    starts_at: datetime
    soon: bool = False
    case: Alert | None = None
    overlap_reason: str = ""


def bookable_of(clinic: Clinic, practitioner: UUID) -> Bookable:
    """The row of a practitioner here, made at the first booking; LookupError for others."""
    found = Bookable.objects.filter(pk=practitioner, clinic=clinic).exclude(staff=None).first()
    if found is not None:
        return found
    staff = Staff.objects.filter(pk=practitioner, clinic=clinic, is_practitioner=True).first()
    if staff is None:
        raise LookupError(_("Nobody here can be booked by that name."))
    return Bookable.objects.get_or_create(
        pk=staff.pk, defaults={"clinic": clinic, "staff": staff, "name": ""}
    )[0]


def _set_time(visit: Appointment, practitioner: Bookable, starts_at: datetime) -> None:
    tick_of(starts_at)
    visit.practitioner, visit.starts_at = practitioner, starts_at
    visit.zone = visit.clinic.zone
    visit.wall = wall_of(starts_at, visit.zone)
    visit.set_at = timezone.now()


def new_visit(
    wish: VisitWish, patient: Patient, *, state: VisitState, by_patient: bool
) -> Appointment:
    """An appointment as wished for, not yet written. Raises `NotOnATick`, LookupError."""
    kind = wish.type
    for minutes in (kind.minutes, kind.before, kind.after):
        ticks_in(minutes)
    visit = Appointment(
        id=wish.id,
        clinic=patient.clinic,
        patient=patient,
        type=kind,
        minutes=kind.minutes,
        before=kind.before,
        after=kind.after,
        room_rests=kind.room_rests,
        state=state,
        by_patient=by_patient,
        soon=wish.soon,
        case=wish.case,
        overlap_reason=wish.overlap_reason,
    )
    _set_time(visit, bookable_of(patient.clinic, wish.practitioner), wish.starts_at)
    return visit


def note(visit: Appointment, by: Staff | Patient, action: str, **facts: object) -> None:
    """Write down what was done with an appointment."""
    record(
        by=by,
        clinic=visit.clinic_id,
        action=action,
        subject="appointment",
        subject_id=visit.pk,
        at=visit.starts_at.isoformat(),
        practitioner=str(visit.practitioner_id),
        **facts,
    )


def _one_at_a_time(patient: Patient) -> None:
    """Let one write at a time book for this patient, so that a form sent twice finds itself."""
    Patient.objects.select_for_update(no_key=True).get(pk=patient.pk)


def _before(wish: VisitWish, patient: Patient) -> Appointment | None:
    """The appointment booked under this id before, locked. Raises `SomebodyElsesVisit`."""
    found = (
        Appointment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("patient", "clinic", "type", "practitioner__staff")
        .filter(pk=wish.id)
        .first()
    )
    if found is not None and found.patient_id != patient.pk:
        raise SomebodyElsesVisit(_("This is another appointment."))
    return found


def _same(visit: Appointment, wish: VisitWish) -> bool:
    return (visit.type_id, visit.practitioner_id, visit.starts_at) == (
        wish.type.pk,
        wish.practitioner,
        wish.starts_at,
    )


@transaction.atomic
def book(*, wish: VisitWish, patient: Patient, by: Staff) -> Appointment:
    """Book for a patient; with a reason also over what is there. A past time takes no ticks.

    Raises `TimeTaken`, `HaveThisAlready`, `SomebodyElsesVisit`, `NotOffered`.
    """
    require(by, Action.BOOK, patient.clinic_id)
    _one_at_a_time(patient)
    before = _before(wish, patient)
    if before is not None:
        if _same(before, wish):
            return before
        raise HaveThisAlready(before)
    now = timezone.now()
    if wish.type.clinic_id != patient.clinic_id or abs(wish.starts_at - now) > FARTHEST:
        raise NotOffered(_("This cannot be booked here. Choose a day within a year."))
    visit = new_visit(wish, patient, state=VisitState.BOOKED, by_patient=False)
    lock_for(visit)
    take_anew(visit, now=now, overlap=bool(wish.overlap_reason), strict=False)
    note(visit, by, "booked", overlap=wish.overlap_reason)
    say_booked(visit, now=now)
    return visit


def take_anew(visit: Appointment, *, now: datetime, overlap: bool, strict: bool) -> None:
    """Choose a room where one is needed, keep the row and take its time. Locks come first."""
    visit.room = room_for(visit, now=now, strict=strict, overlap=overlap)
    visit.save()
    take(keys_of(visit, now=now), to=visit, now=now, overlap=overlap)


def _online(patient: Patient, wish: VisitWish, *, now: datetime, own: UUID | None) -> None:
    """Raise `NotOffered` or `TimeTaken` unless this patient may take this very time."""
    clinic, kind = patient.clinic, wish.type
    known = {each.id: each for each in practitioners_of(clinic)}
    asked: Practitioner | None = known.get(wish.practitioner)
    open_here = settings_of(clinic).online and kind.active and kind.by_patients
    if not open_here or kind.clinic_id != clinic.pk or asked is None or not asked.by_patients:
        raise NotOffered(_("This cannot be booked online. Please phone us."))
    if not is_offered(clinic, kind, asked, wish.starts_at, now=now, own=own):
        raise TimeTaken("not free, or never offered")


@transaction.atomic
def hold_time(*, wish: VisitWish, by: Patient) -> Appointment:
    """Keep a time for a patient until they say yes. What they held before is given up.

    Raises `TimeTaken`, `HaveThisAlready`, `SomebodyElsesVisit`, `NotOffered`.
    """
    now = timezone.now()
    _one_at_a_time(by)
    before = _before(wish, by)
    if before is not None and before.state != VisitState.HELD:
        if _same(before, wish):
            return before
        raise HaveThisAlready(before)
    mine = Appointment.objects.filter(patient=by, by_patient=True, starts_at__gt=now)
    if mine.filter(state=VisitState.BOOKED).count() >= MOST_TO_COME:
        raise NotOffered(_("You have enough appointments for now. Phone us for more."))
    _online(by, wish, now=now, own=wish.id)
    held = list(
        Appointment.objects.select_for_update(of=("self",), no_key=True)
        .filter(patient=by, state=VisitState.HELD, offer=None)
        .order_by("pk")
    )
    visit = new_visit(wish, by, state=VisitState.HELD, by_patient=True)
    visit.expires_at = now + HELD_FOR
    lock_for(visit, *held)
    for each in held:
        give_up({(row.resource_id, row.tick) for row in each.occupied.all()}, of=each)
        each.delete()
    take_anew(visit, now=now, overlap=False, strict=True)
    note(visit, by, "held a time")
    return visit


@transaction.atomic
def confirm(*, visit: Appointment, by: Patient) -> Appointment:
    """Say yes to a time that is held. Where that has run out, it is taken anew if it is free.

    Raises `TimeTaken`, `NotOffered`.
    """
    visit = locked_visit(visit.pk)
    if visit.patient_id != by.pk:
        raise SomebodyElsesVisit(_("This is another appointment."))
    if visit.state != VisitState.HELD:
        return visit
    # Before the clock is read: who takes what has run out must not be a moment ahead of this yes.
    lock_for(visit)
    now = timezone.now()
    if visit.expires_at is None or visit.expires_at <= now:
        wish = VisitWish(visit.pk, visit.type, visit.practitioner_id, visit.starts_at)
        _online(by, wish, now=now, own=visit.pk)
        give_up({(row.resource_id, row.tick) for row in visit.occupied.all()}, of=visit)
        take_anew(visit, now=now, overlap=False, strict=True)
    visit.state, visit.expires_at = VisitState.BOOKED, None
    visit.save(update_fields=["state", "expires_at"])
    note(visit, by, "booked")
    say_booked(visit, now=now)
    return visit


def locked_visit(pk: UUID) -> Appointment:
    """An appointment with what every write about it needs, held against other writers."""
    return (
        Appointment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("patient__clinic", "clinic", "type", "practitioner__staff", "room")
        .get(pk=pk)
    )


def lock_for(*visits: Appointment, there: Bookable | None = None) -> None:
    """Lock everything that a write about these may take or give up, in one go."""
    resources = {there.pk} if there is not None else set()
    for visit in visits:
        resources |= {each for each in (visit.practitioner_id, visit.room_id) if each is not None}
        if visit.type.needs_room:
            rooms = Bookable.objects.filter(clinic=visit.clinic_id, staff=None)
            resources |= set(rooms.values_list("pk", flat=True))
    lock(resources)


@transaction.atomic
def move(
    *,
    visit: Appointment,
    practitioner: UUID,
    starts_at: datetime,
    by: Staff | Patient,
    seen: int | None = None,
    overlap_reason: str = "",
) -> Appointment:
    """To another time or practitioner: the new ticks are taken before the old ones are given up.

    `seen` is the sequence the page was made from. Raises `TimeTaken`, `TooLateToChange`,
    `MovedMeanwhile`, `NotOffered`.
    """
    visit = locked_visit(visit.pk)
    now = timezone.now()
    _may_change(visit, by, now)
    if seen is not None and seen != visit.sequence:
        raise MovedMeanwhile
    if (visit.practitioner_id, visit.starts_at) == (practitioner, starts_at):
        return visit
    if isinstance(by, Patient):
        overlap_reason = ""
        wish = VisitWish(visit.pk, visit.type, practitioner, starts_at)
        _online(by, wish, now=now, own=visit.pk)
    elif abs(starts_at - now) > FARTHEST:
        raise NotOffered(_("This cannot be booked here. Choose a day within a year."))
    there = bookable_of(visit.clinic, practitioner)
    lock_for(visit, there=there)
    old = {(row.resource_id, row.tick) for row in visit.occupied.all()}
    was, whose = visit.starts_at, visit.practitioner
    _set_time(visit, there, starts_at)
    strict, overlap = isinstance(by, Patient), bool(overlap_reason)
    visit.room = room_for(visit, now=now, strict=strict, overlap=overlap)
    new = keys_of(visit, now=now)
    take(new - old, to=visit, now=now, overlap=overlap)
    give_up(old - new, of=visit)
    free_for_who_waits(whose, was, visit.minutes, now=now)
    visit.sequence += 1
    visit.reminded, visit.overlap_reason = 0, overlap_reason
    visit.save()
    note(visit, by, "moved", was=was.isoformat(), overlap=overlap_reason)
    say_booked(visit, now=now)
    return visit


def _may_change(visit: Appointment, by: Staff | Patient, now: datetime) -> None:
    """Raise unless this one may move or cancel it now."""
    if isinstance(by, Staff):
        require(by, Action.BOOK, visit.clinic_id)
    elif visit.patient_id != by.pk:
        raise SomebodyElsesVisit(_("This is another appointment."))
    elif not may_be_changed_online(visit, now):
        raise TooLateToChange(_("It is too late to change this here. Please phone us."))
    if visit.state != VisitState.BOOKED:
        raise MovedMeanwhile


def may_be_changed_online(visit: Appointment, now: datetime) -> bool:
    """Whether the patient may still move or cancel it without phoning. Comes with its type."""
    until = visit.starts_at - timedelta(hours=visit.type.cancel_h)
    return visit.state == VisitState.BOOKED and now < min(until, visit.starts_at)


@transaction.atomic
def cancel(*, visit: Appointment, by: Staff | Patient, seen: int | None = None) -> Appointment:
    """Give the time back. Raises `TooLateToChange`, `MovedMeanwhile`."""
    visit = locked_visit(visit.pk)
    now = timezone.now()
    if visit.state == VisitState.CANCELLED:
        return visit
    _may_change(visit, by, now)
    if seen is not None and seen != visit.sequence:
        raise MovedMeanwhile
    lock_for(visit)
    give_up({(row.resource_id, row.tick) for row in visit.occupied.all()}, of=visit)
    free_for_who_waits(visit.practitioner, visit.starts_at, visit.minutes, now=now)
    visit.state = VisitState.CANCELLED
    visit.sequence += 1
    visit.save(update_fields=["state", "sequence"])
    note(visit, by, "cancelled")
    say_cancelled(visit, now=now)
    return visit
