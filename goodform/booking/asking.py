"""A new person asks for a first assessment: asked, confirmed by a mailed code, answered, or over.

What a stranger asks for takes no time and says nothing to anybody before the code was typed. Then
it stands in the day as blocked time with an end to it, so that the guard of all bookings holds it.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from goodform.audit.actions import UNKNOWN, Actor, record
from goodform.booking.actions import (
    NotOffered,
    VisitWish,
    bookable_of,
    lock_for,
)
from goodform.booking.kinds import REQUEST_CODE
from goodform.booking.models import (
    Appointment,
    Blocked,
    VisitKind,
    VisitState,
    VisitType,
)
from goodform.booking.queries import is_offered, practitioners_of, settings_of
from goodform.booking.request_model import MOST_TRIES, RequestState, VisitRequest
from goodform.booking.rooming import room_for
from goodform.booking.taking import TimeTaken, give_up, keys_of_block, take
from goodform.booking.ticks import wall_of
from goodform.booking.when_it_is import clock_words
from goodform.outbox.actions import enqueue
from goodform.outbox.kinds import EMAIL, MessageKind
from goodform.people.app_codes import digits_of
from goodform.people.fresh_code import six_digits
from goodform.people.models import Clinic
from goodform.people.opening import opening_from

CODE_WORKS = timedelta(hours=1)
ANSWERED_WITHIN_H = 24
"""Opening hours of the clinic."""
WHERE_NEVER_OPEN = timedelta(days=7)
MOST_HELD = 3
"""Times of one practitioner on one day that stand held for strangers."""


class WrongCode(ValueError):
    """The code does not fit, or is over; the message says what to do."""


class AskedAlready(RuntimeError):
    """This address or phone has an open request here."""


class TooManyHeld(RuntimeError):
    """That day holds as many times for strangers as it may: the phone."""


@dataclass(frozen=True)
class NewPerson:
    """Facts of who asks: the least that the clinic needs to answer."""

    name: str
    email: str
    phone: str = ""
    words: str = ""


def takes_requests(clinic: Clinic) -> bool:
    """Whether new people may ask here; one query."""
    chosen = settings_of(clinic)
    return chosen.online and chosen.newcomers


def first_visits_of(clinic: Clinic) -> list[VisitType]:
    """The types a new person may ask for; one query."""
    rows = VisitType.objects.filter(
        clinic=clinic, active=True, by_patients=True, kind=VisitKind.FIRST
    )
    return list(rows.order_by("minutes", "name"))


def when_asked(request: VisitRequest) -> str:
    """The time that was asked for, by the clinic's clock."""
    return clock_words(request.starts_at, request.zone)


def _hash(pk: UUID, code: str) -> str:
    return salted_hmac("a request's code", f"{pk} {code}", algorithm="sha256").hexdigest()


def note_request(request: VisitRequest, by: Actor, action: str, **facts: object) -> None:
    record(
        by=by,
        clinic=request.clinic_id,
        action=action,
        subject="visit request",
        subject_id=request.pk,
        at=request.starts_at.isoformat(),
        **facts,
    )


def mail_about(request: VisitRequest, kind: MessageKind, now: datetime, **facts: object) -> None:
    enqueue(
        clinic=request.clinic,
        kind=kind,
        channel=EMAIL,
        to=request.email,
        dedupe_key=f"{kind.code}:{request.pk}",
        due_at=now,
        stale_at=request.code_until if kind == REQUEST_CODE else None,
        facts={
            "when": when_asked(request),
            "path": reverse("asked", args=[request.pk]),
            **facts,
        },
    )


def _may_be_asked(request: VisitRequest, now: datetime) -> None:
    """Raise `NotOffered`, `TooManyHeld` or `TimeTaken` unless this very time may be asked for."""
    clinic, kind = request.clinic, request.type
    known = {each.id: each for each in practitioners_of(clinic)}
    asked = known.get(request.practitioner_id)
    fits = kind in first_visits_of(clinic) and asked is not None and asked.by_patients
    if not fits or asked is None or not takes_requests(clinic):
        raise NotOffered(_("This cannot be asked for here. Please phone us."))
    if _held_that_day(request, now) >= MOST_HELD:
        raise TooManyHeld(
            _("Many have asked for that day. Please phone us, or choose another day.")
        )
    if not is_offered(clinic, kind, asked, request.starts_at, now=now, own=None):
        raise TimeTaken("not free, or never offered")


def _held_that_day(request: VisitRequest, now: datetime) -> int:
    zone = ZoneInfo(request.zone)
    day = request.starts_at.astimezone(zone).date()
    held = VisitRequest.objects.filter(
        practitioner=request.practitioner_id,
        state=RequestState.OPEN,
        expires_at__gt=now,
        starts_at__gte=datetime.combine(day, time(), tzinfo=zone),
        starts_at__lt=datetime.combine(day + timedelta(days=1), time(), tzinfo=zone),
    )
    return held.count()


@transaction.atomic
def ask(*, wish: VisitWish, person: NewPerson, clinic: Clinic) -> VisitRequest:
    """Write down what a stranger asks for, and mail the code. The same form twice is one request.

    Raises `LookupError` for another request's id, `NotOffered`, `TooManyHeld`, `TimeTaken`.
    """
    before = VisitRequest.objects.filter(pk=wish.id).first()
    if before is not None:
        same = (before.clinic_id, before.email, before.starts_at)
        if same != (clinic.pk, person.email, wish.starts_at):
            raise LookupError(_("This is another request."))
        return before
    now = timezone.now()
    code = six_digits()
    asked = VisitRequest(
        id=wish.id,
        clinic=clinic,
        type=wish.type,
        practitioner=bookable_of(clinic, wish.practitioner),
        starts_at=wish.starts_at,
        zone=clinic.zone,
        wall=wall_of(wish.starts_at, clinic.zone),
        name=person.name,
        email=person.email,
        phone=person.phone,
        words=person.words,
        code_hash=_hash(wish.id, code),
        code_until=now + CODE_WORKS,
        asked_at=now,
    )
    _may_be_asked(asked, now)
    asked.save(force_insert=True)
    mail_about(asked, REQUEST_CODE, now, code=code)
    return asked


def confirm_request(*, asked: VisitRequest, typed: str) -> VisitRequest:
    """Spend the code: the time is held, and the clinic sees the request.

    Raises `WrongCode`, `AskedAlready`, `TooManyHeld`, `NotOffered`, `TimeTaken`.
    """
    if asked.state != RequestState.ASKED:
        return asked
    tried = VisitRequest.objects.filter(
        pk=asked.pk, state=RequestState.ASKED, tries__lt=MOST_TRIES, code_until__gt=timezone.now()
    ).update(tries=F("tries") + 1)
    if not tried:
        raise WrongCode(_("That code is over. Ask once more, or phone us."))
    if not constant_time_compare(asked.code_hash, _hash(asked.pk, digits_of(typed))):
        raise WrongCode(_("This code does not fit. Look at your newest email."))
    return _open(asked.pk)


def _shape(asked: VisitRequest) -> Appointment:
    """The appointment it would be, never saved: what takes time is counted from it."""
    kind = asked.type
    return Appointment(
        id=uuid4(),
        clinic=asked.clinic,
        type=kind,
        practitioner=asked.practitioner,
        starts_at=asked.starts_at,
        minutes=kind.minutes,
        before=kind.before,
        after=kind.after,
        room_rests=kind.room_rests,
        zone=asked.zone,
        wall=asked.wall,
        state=VisitState.HELD,
    )


def _blocks(asked: VisitRequest, visit: Appointment, now: datetime) -> list[Blocked]:
    """The time that it would take of the practitioner and of a room, buffers included."""
    room = room_for(visit, now=now, strict=True, overlap=False)
    taken = [(visit.practitioner, visit.before, visit.after)]
    if room is not None:
        rests = (visit.before, visit.after) if visit.room_rests else (0, 0)
        taken.append((room, *rests))
    return [
        Blocked(
            clinic=asked.clinic,
            resource=resource,
            starts_at=visit.starts_at - timedelta(minutes=before),
            minutes=before + visit.minutes + after,
            expires_at=asked.expires_at,
            request=asked,
        )
        for resource, before, after in taken
    ]


def _until(asked: VisitRequest, now: datetime) -> datetime:
    """Until when it is held: the clinic's 24 opening hours, never past the time itself."""
    opening = opening_from(asked.clinic.opening, asked.clinic.zone)
    by_then = opening.open_after(now, ANSWERED_WITHIN_H) if opening.is_entered else None
    return min(by_then or now + WHERE_NEVER_OPEN, asked.starts_at)


@transaction.atomic
def _open(pk: UUID) -> VisitRequest:
    now = timezone.now()
    asked = locked_request(pk)
    if asked.state != RequestState.ASKED:
        return asked
    visit = _shape(asked)
    lock_for(visit)
    _end_what_ran_out(asked, now)
    _may_be_asked(asked, now)
    asked.state, asked.expires_at, asked.code_hash = RequestState.OPEN, _until(asked, now), ""
    try:
        with transaction.atomic():
            asked.save()
    except IntegrityError as problem:
        raise AskedAlready(_("You have asked already. Please wait, or phone us.")) from problem
    for block in _blocks(asked, visit, now):
        block.save()
        take(keys_of_block(block, now=now), to=block, now=now)
    note_request(asked, UNKNOWN, "asked")
    return asked


def _end_what_ran_out(asked: VisitRequest, now: datetime) -> None:
    """Earlier requests of this address or phone that are over by the clock stand in no way."""
    theirs = Q(email=asked.email) | (Q(phone=asked.phone) & ~Q(phone=""))
    over = VisitRequest.objects.filter(
        theirs, clinic=asked.clinic, state=RequestState.OPEN, expires_at__lte=now
    )
    over.update(state=RequestState.RUN_OUT, answered_at=now)


def locked_request(pk: UUID) -> VisitRequest:
    """A request with what every write about it needs, held against other writers."""
    return (
        VisitRequest.objects.select_for_update(of=("self",), no_key=True)
        .select_related("clinic", "type", "practitioner__staff")
        .get(pk=pk)
    )


def let_go(asked: VisitRequest) -> None:
    """Give the held time back."""
    lock_for(_shape(asked))
    for block in asked.blocks.order_by("pk"):
        give_up({(row.resource_id, row.tick) for row in block.occupied.all()}, of=block)
        block.delete()
