"""The facts of the day and of the week: who comes when, what is blocked, who is there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q

from goodform.booking.free_times import pieces
from goodform.booking.models import Appointment, Blocked, VisitState
from goodform.booking.queries import Practitioner, openings, practitioners_of
from goodform.booking.ticks import TICK_MINUTES, Stretch, wall_of
from goodform.desk.day_grid import A_DAY, DayGrid, GridColumn, Placed, grid_of
from goodform.people.models import Clinic

DAY = timedelta(days=1)


@dataclass(frozen=True)
class ShownVisit:
    """An appointment as the desk sees it. Nothing clinical: reception reads it, too."""

    id: UUID
    patient: UUID
    name: str
    phone: str
    clock: str
    until: str
    minutes: int
    kind: str
    room: str
    state: str
    soon: bool
    over: str
    clocks_changed: bool

    is_visit = True


@dataclass(frozen=True)
class ShownBlock:
    """Blocked time as the desk sees it."""

    id: UUID
    why: str
    clock: str
    until: str
    request: UUID | None = None

    is_visit = False


@dataclass(frozen=True)
class DayList:
    """One practitioner's day in order, for paper and for who reads no grid."""

    name: str
    visits: tuple[ShownVisit, ...]


@dataclass(frozen=True)
class DeskDay:
    """The grid and the lists of the same appointments."""

    grid: DayGrid
    lists: tuple[DayList, ...]
    count: int
    people: tuple[Practitioner, ...]


def day_of(user: AbstractBaseUser, clinic: Clinic, day: date, now: datetime) -> DeskDay:
    """Everybody's day beside each other; three queries."""
    people = practitioners_of(clinic)
    return _drawn(user, clinic, [(each, day, each.name) for each in people], people, now)


def week_of(
    user: AbstractBaseUser,
    clinic: Clinic,
    *,
    of: UUID | None,
    first: date,
    now: datetime,
    label: Mapping[date, str],
) -> DeskDay:
    """One practitioner's days beside each other, the first by name unless said; three queries."""
    people = practitioners_of(clinic)
    chosen = next((each for each in people if each.id == of), people[0] if people else None)
    days = [first + number * DAY for number in range(7)]
    asked = [(chosen, day, label[day]) for day in days] if chosen is not None else []
    return _drawn(user, clinic, asked, people, now)


def _drawn(
    user: AbstractBaseUser,
    clinic: Clinic,
    asked: Sequence[tuple[Practitioner, date, str]],
    people: Sequence[Practitioner],
    now: datetime,
) -> DeskDay:
    placed = _placed(user, clinic, {day for _who, day, _name in asked}, now)
    columns = [
        GridColumn(
            practitioner=who.id,
            name=name,
            day=day,
            hours=_hours(clinic, who, day),
            placed=tuple(placed.get((who.id, day), ())),
        )
        for who, day, name in asked
    ]
    lists = tuple(_list(column) for column in columns)
    return DeskDay(grid_of(columns), lists, sum(len(each.visits) for each in lists), tuple(people))


def _list(column: GridColumn) -> DayList:
    visits = sorted(column.placed, key=lambda each: each.opens)
    return DayList(
        column.name, tuple(each.shows for each in visits if isinstance(each.shows, ShownVisit))
    )


def _hours(clinic: Clinic, who: Practitioner, day: date) -> tuple[Stretch, ...]:
    """When they are there, in minutes of the wall clock."""
    return tuple(
        (each.wall, min(each.wall + (each.end - each.start) * TICK_MINUTES, A_DAY))
        for each in pieces(openings(clinic, who.opening), day, day)
        if not each.again
    )


def _placed(
    user: AbstractBaseUser, clinic: Clinic, days: Iterable[date], now: datetime
) -> Mapping[tuple[UUID, date], list[Placed]]:
    found: dict[tuple[UUID, date], list[Placed]] = defaultdict(list)
    wanted = sorted(days)
    if not wanted:
        return found
    place = ZoneInfo(clinic.zone)
    since = datetime.combine(wanted[0], time(0), place)
    until = datetime.combine(wanted[-1] + DAY, time(0), place)
    visits = (
        Appointment.objects.visible_to(user)
        .filter(starts_at__gte=since, starts_at__lt=until)
        .exclude(state=VisitState.CANCELLED)
        .exclude(Q(state=VisitState.HELD) & Q(expires_at__lte=now))
        .select_related("patient", "type", "room")
        .order_by("starts_at")
    )
    for visit in visits:
        local = visit.starts_at.astimezone(place)
        found[visit.practitioner_id, local.date()].append(
            _put(local, visit.minutes, _shown(visit, clinic.zone))
        )
    blocks = Blocked.objects.visible_to(user).filter(
        Q(expires_at=None) | Q(expires_at__gt=now), starts_at__gte=since, starts_at__lt=until
    )
    for block in blocks:
        local = block.starts_at.astimezone(place)
        end = local + timedelta(minutes=block.minutes)
        shown = ShownBlock(block.pk, block.why, f"{local:%H:%M}", f"{end:%H:%M}", block.request_id)
        found[block.resource_id, local.date()].append(_put(local, block.minutes, shown))
    return found


def _put(local: datetime, minutes: int, shows: object) -> Placed:
    start = local.hour * 60 + local.minute
    start -= start % TICK_MINUTES
    return Placed(start, min(start + minutes, A_DAY), shows)


def _shown(visit: Appointment, zone: str) -> ShownVisit:
    local = visit.starts_at.astimezone(ZoneInfo(zone))
    end = local + timedelta(minutes=visit.minutes)
    return ShownVisit(
        id=visit.pk,
        patient=visit.patient_id,
        name=visit.patient.name,
        phone=visit.patient.phone,
        clock=f"{local:%H:%M}",
        until=f"{end:%H:%M}",
        minutes=visit.minutes,
        kind=visit.type.name,
        room=visit.room.name if visit.room else "",
        state=visit.state,
        soon=visit.soon,
        over=visit.overlap_reason,
        clocks_changed=wall_of(visit.starts_at, visit.zone) != visit.wall,
    )
