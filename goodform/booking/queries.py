"""Who is free when, as the database has it: a few queries, however many practitioners there are."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from goodform.booking.free_times import (
    Stretches,
    both,
    hours_of,
    merged,
    offered,
    pieces,
    starts,
)
from goodform.booking.models import (
    TAKING,
    Appointment,
    Blocked,
    Bookable,
    BookingSettings,
    VisitState,
    VisitType,
)
from goodform.booking.ticks import Stretch, moment_of, tick_before, tick_of, ticks_in
from goodform.people.models import Clinic, Staff
from goodform.people.opening import Opening, opening_from

DAY = timedelta(days=1)
OFFERED_AT_ONCE = 3
LONGEST_SEARCH_DAYS = 42
"""How far one question about free times looks."""


@dataclass(frozen=True)
class Practitioner:
    """A practitioner as they are booked; `id` is that of their row among the staff."""

    id: UUID
    name: str
    called: str
    opening: Opening | None
    by_patients: bool


@dataclass(frozen=True)
class FreeTime:
    """A time at which somebody is free."""

    starts_at: datetime
    practitioner: UUID


def settings_of(clinic: Clinic) -> BookingSettings:
    """The choices of the clinic about booking, or those before anybody chose; one query."""
    found = BookingSettings.objects.filter(clinic=clinic).first()
    return found or BookingSettings(clinic=clinic)


def practitioners_of(clinic: Clinic) -> list[Practitioner]:
    """Whoever can be booked at this clinic, by name; one query."""
    rows = (
        Staff.objects.filter(clinic=clinic, active=True, is_practitioner=True)
        .filter(Q(bookable=None) | Q(bookable__active=True))
        .select_related("bookable")
        .order_by("name")
    )
    return [_practitioner(row, clinic.zone) for row in rows]


def _practitioner(row: Staff, zone: str) -> Practitioner:
    bookable: Bookable | None = getattr(row, "bookable", None)
    return Practitioner(
        id=row.pk,
        name=row.name,
        called=row.called,
        opening=own_hours(bookable, zone),
        by_patients=bookable is None or bookable.by_patients,
    )


def rooms_of(clinic: Clinic) -> list[Bookable]:
    """The rooms that can be booked, by name; one query."""
    return list(Bookable.objects.filter(clinic=clinic, staff=None, active=True).order_by("name"))


def own_hours(bookable: Bookable | None, zone: str) -> Opening | None:
    """Hours of their own; None for who is there whenever the clinic is open."""
    if bookable is None or not bookable.opening:
        return None
    return opening_from(bookable.opening, zone)


def openings(clinic: Clinic, own: Opening | None) -> list[Opening]:
    """The clinic's hours, and what narrows them."""
    whole = opening_from(clinic.opening, clinic.zone)
    return [whole] if own is None else [whole, own]


def busy(
    clinic: Clinic, first: int, last: int, *, now: datetime, own: UUID | None = None
) -> Mapping[UUID, list[Stretch]]:
    """The taken time of each practitioner and room between two ticks, but for that of `own`.

    Two queries.
    """
    since, until = moment_of(first) - DAY, moment_of(last) + DAY
    found: dict[UUID, list[Stretch]] = defaultdict(list)
    visits = (
        Appointment.objects.exclude(pk__in=[own] if own else [])
        .filter(
            Q(state__in=TAKING) | Q(state=VisitState.HELD, expires_at__gt=now),
            clinic=clinic,
            starts_at__gte=since,
            starts_at__lt=until,
        )
        .values_list(
            "starts_at", "minutes", "before", "after", "room_rests", "practitioner", "room"
        )
    )
    for starts_at, minutes, before, after, room_rests, practitioner, room in visits:
        start = tick_of(starts_at)
        end = start + ticks_in(minutes)
        whole = (start - ticks_in(before), end + ticks_in(after))
        found[practitioner].append(whole)
        if room is not None:
            found[room].append(whole if room_rests else (start, end))
    blocks = Blocked.objects.filter(
        Q(expires_at=None) | Q(expires_at__gt=now),
        clinic=clinic,
        starts_at__gte=since,
        starts_at__lt=until,
    )
    for resource, starts_at, minutes in blocks.values_list("resource", "starts_at", "minutes"):
        start = tick_of(starts_at)
        found[resource].append((start, start + ticks_in(minutes)))
    return {resource: merged(taken) for resource, taken in found.items()}


@dataclass(frozen=True)
class FreeQuestion:
    """A question about free times: this type, with any of these, within these days.

    `own` is an appointment whose time counts as free; `online` asks as a patient may book.
    """

    clinic: Clinic
    type: VisitType
    practitioners: Sequence[Practitioner]
    first: date
    last: date
    now: datetime
    step: int
    online: bool = True
    own: UUID | None = None


def free_times(asked: FreeQuestion) -> Iterator[FreeTime]:
    """Every time to offer, practitioner by practitioner; three queries, four with rooms."""
    zone = ZoneInfo(asked.clinic.zone)
    first, last = asked.first, min(asked.last, asked.first + LONGEST_SEARCH_DAYS * DAY)
    if asked.online:
        first = max(first, asked.now.astimezone(zone).date())
        last = min(last, asked.now.astimezone(zone).date() + asked.type.ahead_days * DAY)
    if first > last or not asked.practitioners:
        return
    since = tick_of(datetime(first.year, first.month, first.day, tzinfo=zone)) - 12
    until = since + ((last - first).days + 2) * 288
    taken = busy(asked.clinic, since, until, now=asked.now, own=asked.own)
    rooms = _room_starts(asked, first, last, taken) if asked.type.needs_room else None
    soonest = asked.now + (timedelta(hours=asked.type.soonest_h) if asked.online else timedelta())
    to_come = [(tick_before(soonest) + 1, until)]
    for practitioner in asked.practitioners:
        found = pieces(openings(asked.clinic, practitioner.opening), first, last)
        may = starts(
            hours_of(found),
            taken.get(practitioner.id, []),
            length=ticks_in(asked.type.minutes),
            before=ticks_in(asked.type.before),
            after=ticks_in(asked.type.after),
        )
        may = both(may if rooms is None else both(may, rooms), to_come)
        for tick in offered(found, may, step=asked.step):
            yield FreeTime(moment_of(tick), practitioner.id)


def _room_starts(
    asked: FreeQuestion, first: date, last: date, taken: Mapping[UUID, Stretches]
) -> list[Stretch]:
    """When a visit of this type may begin in any room."""
    of_type = asked.type
    rests = of_type.room_rests
    found: list[Stretch] = []
    for room in rooms_of(asked.clinic):
        hours = hours_of(
            pieces(openings(asked.clinic, own_hours(room, asked.clinic.zone)), first, last)
        )
        found += starts(
            hours,
            taken.get(room.pk, []),
            length=ticks_in(of_type.minutes),
            before=ticks_in(of_type.before) if rests else 0,
            after=ticks_in(of_type.after) if rests else 0,
        )
    return merged(found)


def next_free(
    clinic: Clinic,
    of_type: VisitType,
    practitioners: Sequence[Practitioner],
    *,
    since: datetime,
    now: datetime,
    online: bool,
) -> list[FreeTime]:
    """The next three free times from a moment on, the earliest first."""
    day = since.astimezone(ZoneInfo(clinic.zone)).date()
    asked = FreeQuestion(
        clinic,
        of_type,
        practitioners,
        day,
        day + LONGEST_SEARCH_DAYS * DAY,
        now,
        settings_of(clinic).step,
        online,
    )
    found = (each for each in free_times(asked) if each.starts_at >= since)
    return sorted(found, key=lambda each: each.starts_at)[:OFFERED_AT_ONCE]


def is_offered(
    clinic: Clinic,
    of_type: VisitType,
    practitioner: Practitioner,
    starts_at: datetime,
    *,
    now: datetime,
    own: UUID | None,
) -> bool:
    """Whether a patient may take this very time: within hours, not too soon, not too far, free."""
    day = starts_at.astimezone(ZoneInfo(clinic.zone)).date()
    step = settings_of(clinic).step
    asked = FreeQuestion(clinic, of_type, [practitioner], day, day, now, step, own=own)
    return any(each.starts_at == starts_at for each in free_times(asked))
