"""Which room an appointment gets: the one it has, or the first by name that nothing holds."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from goodform.booking.free_times import hours_of, pieces
from goodform.booking.models import Appointment, Bookable, Occupied, VisitState
from goodform.booking.queries import openings, own_hours, rooms_of
from goodform.booking.taking import TimeTaken, keys_of
from goodform.booking.ticks import Stretch, tick_of, ticks_in


def room_for(visit: Appointment, *, now: datetime, strict: bool, overlap: bool) -> Bookable | None:
    """A room for the time that `visit` has now; None for a type that takes none.

    `strict` wants the room open; an overlap goes without where all are taken. Raises `TimeTaken`.
    """
    if not visit.type.needs_room:
        return None
    rooms = rooms_of(visit.clinic)
    held = _held(visit, [room.pk for room in rooms], now)
    free = [room for room in rooms if room.pk not in held]
    free = [room for room in free if not strict or _is_open(room, visit)]
    free.sort(key=lambda room: room.pk != visit.room_id)
    if free:
        return free[0]
    if overlap or not rooms:
        return None
    raise TimeTaken("every room is taken")


def _held(visit: Appointment, rooms: list[UUID], now: datetime) -> set[UUID]:
    """The rooms that somebody else holds at this time."""
    start, length = tick_of(visit.starts_at), ticks_in(visit.minutes)
    before, after = (ticks_in(visit.before), ticks_in(visit.after)) if visit.room_rests else (0, 0)
    first = min((tick for _room, tick in keys_of(visit, now=now)), default=None)
    if first is None:
        return set()
    rows = Occupied.objects.filter(
        resource__in=rooms,
        tick__gte=max(first, start - before),
        tick__lt=start + length + after,
    ).exclude(appointment=visit.pk)
    run_out = {"appointment__state": VisitState.HELD, "appointment__expires_at__lte": now}
    rows = rows.exclude(**run_out).exclude(blocked__expires_at__lte=now)
    return set(rows.values_list("resource", flat=True))


def _is_open(room: Bookable, visit: Appointment) -> bool:
    day = visit.starts_at.astimezone(ZoneInfo(visit.zone)).date()
    hours: list[Stretch] = hours_of(
        pieces(openings(visit.clinic, own_hours(room, visit.zone)), day, day)
    )
    start, length = tick_of(visit.starts_at), ticks_in(visit.minutes)
    return any(since <= start and start + length <= until for since, until in hours)
