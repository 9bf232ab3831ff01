"""Many clients after the same practitioner and rooms at once: what each tried, and what stands.

Bookings, moves, cancellings, overlaps on purpose and held times that run out, mixed. At the end the
database is asked for what must never be: two in one time, ticks that fit no appointment, a lane
above one that is free.
"""

import random
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import perf_counter
from uuid import uuid4

from django.db import OperationalError, connection
from django.utils import timezone

from goodform.booking.actions import (
    HaveThisAlready,
    MovedMeanwhile,
    NotOffered,
    VisitWish,
    book,
    cancel,
    confirm,
    hold_time,
    move,
)
from goodform.booking.models import Appointment, Occupied, VisitState, VisitType
from goodform.booking.taking import TimeTaken, keys_of
from goodform.booking.ticks import moment_of, tick_of
from goodform.people.models import Patient, Staff

REFUSED = (TimeTaken, NotOffered, MovedMeanwhile, HaveThisAlready, Appointment.DoesNotExist)
"""Answers to a client where somebody was quicker: no error."""


@dataclass(frozen=True)
class Field:
    """Whom the clients are after: one type, one practitioner, and these starts."""

    type: VisitType
    practitioner: Staff
    reception: Staff
    patients: tuple[Patient, ...]
    starts: tuple[datetime, ...]


@dataclass
class Raced:
    """The outcome of a race."""

    done: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)

    @property
    def p99_ms(self) -> float:
        """The time that 99 of 100 tries took at most."""
        times = sorted(self.seconds)
        return round(1000 * times[int(0.99 * (len(times) - 1))], 1)


def race(on: Field, *, clients: int, tries: int, seed: int = 1) -> Raced:
    """Let so many clients try so often each; every one with a connection of its own."""
    found = Raced()

    def client(number: int) -> list[tuple[str, float]]:
        dice = random.Random(seed * 1000 + number)  # noqa: S311  # no secret
        try:
            return [_once(on, number, dice) for _each in range(tries)]
        finally:
            connection.close()

    with ThreadPoolExecutor(clients) as pool:
        for each in pool.map(client, range(clients)):
            for what, seconds in each:
                found.done[what] += 1
                found.seconds.append(seconds)
    return found


def _once(on: Field, number: int, dice: random.Random) -> tuple[str, float]:
    began = perf_counter()
    patient = on.patients[number % len(on.patients)]
    what = dice.choices(tuple(_TRIES), weights=(5, 3, 3, 1, 3, 1))[0]
    try:
        said = _TRIES[what](on, patient, dice)
    except REFUSED:
        said = f"{what}: refused"
    except OperationalError as problem:
        said = "deadlock" if "deadlock" in str(problem) else "locked out"
    return said, perf_counter() - began


def _wish(on: Field, dice: random.Random, **more: str) -> VisitWish:
    return VisitWish(uuid4(), on.type, on.practitioner.pk, dice.choice(on.starts), **more)  # type: ignore[arg-type]


def _mine(patient: Patient, dice: random.Random) -> Appointment | None:
    rows = list(Appointment.objects.filter(patient=patient, state=VisitState.BOOKED)[:5])
    return dice.choice(rows) if rows else None


def _book(on: Field, patient: Patient, dice: random.Random) -> str:
    book(wish=_wish(on, dice), patient=patient, by=on.reception)
    return "booked"


def _move(on: Field, patient: Patient, dice: random.Random) -> str:
    visit = _mine(patient, dice)
    if visit is None:
        return "nothing to move"
    there = dice.choice(on.starts)
    move(visit=visit, practitioner=on.practitioner.pk, starts_at=there, by=on.reception)
    return "moved"


def _cancel(on: Field, patient: Patient, dice: random.Random) -> str:
    visit = _mine(patient, dice)
    if visit is None:
        return "nothing to cancel"
    cancel(visit=visit, by=on.reception)
    return "cancelled"


def _overlap(on: Field, patient: Patient, dice: random.Random) -> str:
    wish = _wish(on, dice, overlap_reason="in pain")
    book(wish=wish, patient=patient, by=on.reception)
    return "booked over"


def _hold(on: Field, patient: Patient, dice: random.Random) -> str:
    held = hold_time(wish=_wish(on, dice), by=patient)
    if dice.random() < 0.4:
        confirm(visit=held, by=patient)
        return "booked"
    return "held"


def _run_out(on: Field, patient: Patient, dice: random.Random) -> str:  # noqa: ARG001
    past = timezone.now() - timedelta(seconds=1)
    Appointment.objects.filter(patient=patient, state=VisitState.HELD).update(expires_at=past)
    return "run out"


_TRIES = {
    "book": _book,
    "move": _move,
    "cancel": _cancel,
    "overlap": _overlap,
    "hold": _hold,
    "run out": _run_out,
}


def judged() -> Mapping[str, int]:
    """Counts of what must not stand: overlaps nobody meant, time lost, lanes above a free one."""
    now = timezone.now()
    wrong: Counter[str] = Counter(overlaps=0, lost=0, lanes=0)
    by_tick: dict[tuple[object, int], list[Occupied]] = {}
    for row in Occupied.objects.select_related("appointment"):
        by_tick.setdefault((row.resource_id, row.tick), []).append(row)
    for rows in by_tick.values():
        lanes = [row.lane for row in rows]
        wrong["lanes"] += 0 not in lanes
        unmeant = [row for row in rows if row.appointment and not row.appointment.overlap_reason]
        wrong["overlaps"] += len(unmeant) > 1 or len(set(lanes)) != len(lanes)
    for visit in Appointment.objects.prefetch_related("occupied").select_related("type"):
        has = {(row.resource_id, row.tick) for row in visit.occupied.all()}
        if visit.state == VisitState.BOOKED:
            wrong["lost"] += has != keys_of(visit, now=now)
        elif visit.state == VisitState.CANCELLED:
            wrong["lost"] += bool(has)
    return wrong


def starts_from(first: datetime, number: int, *, every: int) -> tuple[datetime, ...]:
    """So many starts, every so many ticks."""
    return tuple(moment_of(tick_of(first) + every * each) for each in range(number))
