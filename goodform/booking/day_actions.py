"""The day at the desk: who came, what is blocked, and a cancelling that is taken back."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodform.audit.actions import record
from goodform.booking.actions import (
    FARTHEST,
    MovedMeanwhile,
    NotOffered,
    bookable_of,
    lock_for,
    locked_visit,
    note,
    take_anew,
)
from goodform.booking.given_up import free_for_who_waits
from goodform.booking.mailing import say_booked
from goodform.booking.models import Appointment, Blocked, Bookable, VisitState
from goodform.booking.taking import drop_past, give_up, keys_of_block, lock, take
from goodform.booking.ticks import tick_of, ticks_in
from goodform.people.access import Action
from goodform.people.doors import require
from goodform.people.models import Staff

KEPT_AFTER = timedelta(hours=1)
"""How long a time that was held and has run out can still be said yes to, if it is free."""
AT_ONCE = 200


@transaction.atomic
def book_again(*, visit: Appointment, by: Staff) -> Appointment:
    """Take a cancelling back, if the time is still free. Raises `TimeTaken`."""
    visit = locked_visit(visit.pk)
    require(by, Action.BOOK, visit.clinic_id)
    if visit.state != VisitState.CANCELLED:
        return visit
    now = timezone.now()
    lock_for(visit)
    visit.state = VisitState.BOOKED
    visit.sequence += 1
    take_anew(visit, now=now, overlap=False, strict=False)
    note(visit, by, "booked again")
    say_booked(visit, now=now)
    return visit


@transaction.atomic
def mark(*, visit: Appointment, state: VisitState, by: Staff) -> Appointment:
    """Arrived, did not attend, or neither after all. Its time stays taken."""
    visit = locked_visit(visit.pk)
    require(by, Action.BOOK, visit.clinic_id)
    allowed = {VisitState.BOOKED, VisitState.ARRIVED, VisitState.MISSED}
    if state not in allowed or visit.state not in allowed:
        raise MovedMeanwhile
    if visit.state != state:
        visit.state = state
        visit.save(update_fields=["state"])
        note(visit, by, f"marked {state.value}")
    return visit


@transaction.atomic
def block_time(
    *, resource: UUID, starts_at: datetime, minutes: int, why: str, by: Staff
) -> Blocked:
    """Keep a practitioner or a room free of bookings. Raises `TimeTaken` where something stands."""
    require(by, Action.BOOK, by.clinic_id)
    room = Bookable.objects.filter(pk=resource, clinic=by.clinic_id, staff=None).first()
    there = room or bookable_of(by.clinic, resource)
    now = timezone.now()
    if not 0 < minutes <= 24 * 60 or abs(starts_at - now) > FARTHEST:
        raise NotOffered(_("Block at most a day, within a year."))
    tick_of(starts_at)
    ticks_in(minutes)
    lock([there.pk])
    block = Blocked.objects.create(
        clinic=by.clinic, resource=there, starts_at=starts_at, minutes=minutes, why=why
    )
    take(keys_of_block(block, now=now), to=block, now=now)
    record(
        by=by,
        clinic=by.clinic_id,
        action="blocked time",
        subject="blocked",
        subject_id=block.pk,
        at=starts_at.isoformat(),
        minutes=minutes,
    )
    return block


@transaction.atomic
def unblock(*, block: Blocked, by: Staff) -> None:
    """Let it be booked again."""
    require(by, Action.BOOK, block.clinic_id)
    lock([block.resource_id])
    give_up({(row.resource_id, row.tick) for row in block.occupied.all()}, of=block)
    free_for_who_waits(block.resource, block.starts_at, block.minutes, now=timezone.now())
    record(
        by=by,
        clinic=block.clinic_id,
        action="freed blocked time",
        subject="blocked",
        subject_id=block.pk,
        at=block.starts_at.isoformat(),
        minutes=block.minutes,
    )
    block.delete()


def tidy(now: datetime) -> int:
    """Drop past ticks, and what was held and never booked; answers how many rows went."""
    done = drop_past(now)
    with transaction.atomic():
        lapsed = list(
            Appointment.objects.select_for_update(no_key=True)
            .filter(state=VisitState.HELD, expires_at__lt=now - KEPT_AFTER)
            .order_by("pk")[:AT_ONCE]
        )
        lock({each for visit in lapsed for each in (visit.practitioner_id, visit.room_id) if each})
        for visit in lapsed:
            give_up({(row.resource_id, row.tick) for row in visit.occupied.all()}, of=visit)
            visit.delete()
    return done + len(lapsed)
