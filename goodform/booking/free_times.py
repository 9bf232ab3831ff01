"""When somebody is free: weekly hours with exceptions, minus holidays, minus what is taken. Pure.

Every function takes and answers stretches of ticks that are in order and apart. Hours are those of
the wall clock: of an hour that comes twice both belong to them, and a visit begins in the first.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from goodform.booking.ticks import TICK_MINUTES, Stretch
from goodform.people.opening import LAST_MINUTE, Opening

_MIDNIGHT = LAST_MINUTE + 1
_EPOCH = date(1970, 1, 1)
_AROUND_H = 15
"""Hours that a local day may lie before or after the same date in UTC; no zone is further off."""

Stretches = Sequence[Stretch]


@dataclass(frozen=True, slots=True)
class OpenPiece:
    """Ticks that are open, all under one clock: `wall` is the minute of `day` at its start.

    `again` is the second of an hour that comes twice: time to be there, and no time to begin.
    """

    start: int
    end: int
    day: date
    wall: int
    again: bool = False


def merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The same ticks in as few stretches as there can be, in order."""
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def both(one: Stretches, other: Stretches) -> list[Stretch]:
    """The ticks that are in both."""
    found: list[Stretch] = []
    here = there = 0
    while here < len(one) and there < len(other):
        start, end = max(one[here][0], other[there][0]), min(one[here][1], other[there][1])
        if start < end:
            found.append((start, end))
        if one[here][1] < other[there][1]:
            here += 1
        else:
            there += 1
    return found


def without(whole: Stretches, taken: Stretches) -> list[Stretch]:
    """The ticks of the first that are not in the second."""
    found: list[Stretch] = []
    number = 0
    for start, end in whole:
        reached = start
        while number < len(taken) and taken[number][1] <= reached:
            number += 1
        ahead = number
        while ahead < len(taken) and taken[ahead][0] < end:
            if taken[ahead][0] > reached:
                found.append((reached, taken[ahead][0]))
            reached = max(reached, taken[ahead][1])
            ahead += 1
        if reached < end:
            found.append((reached, end))
    return found


def starts(
    hours: Stretches, taken: Stretches, *, length: int, before: int = 0, after: int = 0
) -> list[Stretch]:
    """Every tick at which a visit may begin, so that it lies in the hours and meets nothing taken.

    `before` and `after` are its buffers in ticks; they may lie outside the hours.
    """
    fits = [(start, end - length + 1) for start, end in hours if end - start >= length]
    meets = merged((start - length - after + 1, end + before) for start, end in taken)
    return without(fits, meets)


def pieces(openings: Sequence[Opening], first: date, last: date) -> list[OpenPiece]:
    """The time open by all of these, from one day to another and with both; all in one zone."""
    zone = openings[0].zone
    found: list[OpenPiece] = []
    day = first
    while day <= last:
        wall: Stretches = [(0, _MIDNIGHT)]
        for opening in openings:
            wall = both(wall, [(each.opens, _closes(each.closes)) for each in opening.on(day)])
        if wall:
            found += _of_day(day, wall, zone)
        day += timedelta(days=1)
    return found


def hours_of(found: Iterable[OpenPiece]) -> list[Stretch]:
    """The ticks of these pieces."""
    return merged((each.start, each.end) for each in found)


def offered(found: Iterable[OpenPiece], may_begin: Stretches, *, step: int) -> Iterator[int]:
    """The ticks to offer: where a visit may begin, on a wall clock that shows a multiple of `step`.

    `step` in minutes. Nothing in the second of an hour that comes twice.
    """
    number = 0
    for piece in sorted(found, key=lambda each: each.start):
        if piece.again:
            continue
        while number < len(may_begin) and may_begin[number][1] <= piece.start:
            number += 1
        ahead = number
        while ahead < len(may_begin) and may_begin[ahead][0] < piece.end:
            start = max(may_begin[ahead][0], piece.start)
            wait = -(piece.wall + (start - piece.start) * TICK_MINUTES) % step
            if wait % TICK_MINUTES == 0:
                end = min(may_begin[ahead][1], piece.end)
                yield from range(start + wait // TICK_MINUTES, end, step // TICK_MINUTES)
            ahead += 1


def _closes(minute: int) -> int:
    """The end of a day is written as its last minute."""
    return _MIDNIGHT if minute == LAST_MINUTE else minute


def _of_day(day: date, wall: Stretches, zone: str) -> Iterator[OpenPiece]:
    midnight = (day - _EPOCH).days * _MIDNIGHT
    for since, until, offset, from_wall in _clocks(day, zone):
        for opens, closes in wall:
            start = max(midnight + opens - offset, since)
            end = min(midnight + closes - offset, until)
            cut = min(max(from_wall - offset, start), end)
            for begins, ends, again in ((start, cut, True), (cut, end, False)):
                first, last = -(-begins // TICK_MINUTES), ends // TICK_MINUTES
                if first < last:
                    minute = first * TICK_MINUTES + offset - midnight
                    yield OpenPiece(first, last, day, minute, again)


@lru_cache(maxsize=4096)
def _clocks(day: date, zone: str) -> tuple[tuple[int, int, int, int], ...]:
    """The clocks that may hold on a local day, in order: (since, until, offset, new from).

    Minutes of UTC since 1970, the offset in minutes; `new from` is the minute of the wall clock up
    to which the clock before it had shown everything already.
    """
    place = ZoneInfo(zone)
    around = (day - _EPOCH).days * _MIDNIGHT
    first, last = around - _AROUND_H * 60, around + (24 + _AROUND_H) * 60
    if _offset(first, place) == _offset(last, place):
        return ((first, last, _offset(first, place), first - 24 * 60),)
    found: list[tuple[int, int, int, int]] = []
    since, offset, shown = first, _offset(first, place), first - 24 * 60
    for minute in range(first + TICK_MINUTES, last + 1, TICK_MINUTES):
        now = _offset(minute, place)
        if now != offset:
            found.append((since, minute, offset, shown))
            since, shown, offset = minute, minute + offset, now
    found.append((since, last, offset, shown))
    return tuple(found)


def _offset(minute: int, place: ZoneInfo) -> int:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    offset = moment.astimezone(place).utcoffset()
    assert offset is not None  # noqa: S101  # it has a zone
    return int(offset.total_seconds()) // 60
