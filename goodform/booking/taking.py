"""Taking time and giving it up: the only place that writes ticks.

Whoever writes first locks the practitioner and the room, in one order for all, so that two writers
take turns and none waits in a circle. Behind that stands the database itself: no resource, lane and
tick is there twice. Everything here runs inside the transaction of the write it belongs to.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from goodform.booking.models import Appointment, Blocked, Bookable, Occupied, VisitState
from goodform.booking.ticks import tick_before, tick_of, ticks_in

MOST_LANES = 4
"""How many visits may lie over each other on purpose."""

TickOf = tuple[UUID, int]
"""A resource and a tick."""


class TimeTaken(RuntimeError):
    """Somebody else has this time. Nothing was written."""


def lock(resources: Iterable[UUID]) -> None:
    """Let nobody else take or give up time of these until the transaction ends."""
    wanted = sorted(resources, key=str)
    list(
        Bookable.objects.select_for_update(no_key=True)
        .filter(pk__in=wanted)
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def keys_of(visit: Appointment, *, now: datetime) -> set[TickOf]:
    """The ticks that an appointment takes, buffers included; none that are past."""
    start, length = tick_of(visit.starts_at), ticks_in(visit.minutes)
    before, after = ticks_in(visit.before), ticks_in(visit.after)
    first = tick_before(now)
    keys = {(visit.practitioner_id, tick) for tick in range(start - before, start + length + after)}
    if visit.room_id is not None:
        before, after = (before, after) if visit.room_rests else (0, 0)
        keys |= {(visit.room_id, tick) for tick in range(start - before, start + length + after)}
    return {key for key in keys if key[1] >= first}


def keys_of_block(block: Blocked, *, now: datetime) -> set[TickOf]:
    """The ticks that blocked time takes; none that are past."""
    start, first = tick_of(block.starts_at), tick_before(now)
    ticks = range(max(start, first), start + ticks_in(block.minutes))
    return {(block.resource_id, tick) for tick in ticks}


def take(
    keys: Collection[TickOf], *, to: Appointment | Blocked, now: datetime, overlap: bool = False
) -> None:
    """Take these ticks: in lane 0 while no lane holds them, or over what is there on purpose.

    Over others each tick stands in its lowest free lane. Raises `TimeTaken`. What only held a time,
    and has run out, makes room.
    """
    if not keys:
        return
    lanes = _lanes_in_use(keys, now=now)
    if lanes and not overlap:
        raise TimeTaken("this time is taken")
    if any(len(used) >= MOST_LANES for used in lanes.values()):
        raise TimeTaken("nothing more can lie over this time")
    owner = {"appointment": to} if isinstance(to, Appointment) else {"blocked": to}
    rows = [
        Occupied(
            resource_id=key[0],
            lane=min(set(range(MOST_LANES)) - lanes.get(key, set())),
            tick=key[1],
            **owner,
        )
        for key in sorted(keys, key=lambda key: (str(key[0]), key[1]))
    ]
    try:
        with transaction.atomic():
            Occupied.objects.bulk_create(rows)
    except IntegrityError as problem:
        raise TimeTaken("somebody took this time at the same moment") from problem


def give_up(keys: Collection[TickOf], *, of: Appointment | Blocked) -> None:
    """Give up these ticks; where they stood in lane 0, the next lane moves down."""
    rows = of.occupied.all() if keys else of.occupied.none()
    _drop([row for row in rows if (row.resource_id, row.tick) in keys])


def _lanes_in_use(keys: Collection[TickOf], *, now: datetime) -> dict[TickOf, set[int]]:
    """The lanes that anything stands in at each tick, once what has run out is gone."""
    rows = [
        row
        for row in Occupied.objects.filter(
            resource__in={resource for resource, _tick in keys},
            tick__gte=min(tick for _resource, tick in keys),
            tick__lte=max(tick for _resource, tick in keys),
        ).select_related("appointment", "blocked")
        if (row.resource_id, row.tick) in keys
    ]
    run_out = [row for row in rows if _has_run_out(row, now)]
    if not run_out:
        lanes: dict[TickOf, set[int]] = defaultdict(set)
        for row in rows:
            lanes[row.resource_id, row.tick].add(row.lane)
        return lanes
    _drop(run_out)
    return _lanes_in_use(keys, now=now)


def _has_run_out(row: Occupied, now: datetime) -> bool:
    held = row.appointment or row.blocked
    if isinstance(held, Appointment) and held.state != VisitState.HELD:
        return False
    return held is not None and held.expires_at is not None and held.expires_at <= now


def _drop(rows: Collection[Occupied]) -> None:
    freed: dict[UUID, list[int]] = defaultdict(list)
    for row in rows:
        if row.lane == 0:
            freed[row.resource_id].append(row.tick)
    Occupied.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for resource, ticks in sorted(freed.items(), key=lambda each: str(each[0])):
        above = Occupied.objects.filter(
            resource=resource, lane__gt=0, tick__gte=min(ticks), tick__lte=max(ticks)
        ).order_by("tick", "lane")
        next_up: dict[int, int] = {}
        for each in above:
            if each.tick in set(ticks):
                next_up.setdefault(each.tick, each.pk)
        if next_up:
            Occupied.objects.filter(pk__in=next_up.values()).update(lane=0)


def drop_past(now: datetime) -> int:
    """Drop the ticks that are past; answers how many there were."""
    return Occupied.objects.filter(tick__lt=tick_before(now)).delete()[0]
