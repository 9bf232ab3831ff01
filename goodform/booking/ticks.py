"""Five minutes of UTC, counted since 1970: what a booked time is made of. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

TICK_MINUTES = 5
TICK = timedelta(minutes=TICK_MINUTES)
TICKS_A_DAY = 24 * 60 // TICK_MINUTES
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Stretch = tuple[int, int]
"""From one tick up to another, which is no longer part of it."""


class NotOnATick(ValueError):
    """A start or a length that is no multiple of five minutes."""


class NoSuchTime(ValueError):
    """A wall-clock time that the clocks jump over on that day."""


def tick_of(moment: datetime) -> int:
    """The tick that begins at this moment; raises `NotOnATick` for one in between."""
    since = moment - _EPOCH
    ticks, rest = divmod(since.seconds, 60 * TICK_MINUTES)
    if rest or since.microseconds:
        raise NotOnATick(f"{moment} is no multiple of {TICK_MINUTES} minutes")
    return since.days * TICKS_A_DAY + ticks


def tick_before(moment: datetime) -> int:
    """The tick that this moment lies in."""
    return (moment - _EPOCH) // TICK


def moment_of(tick: int) -> datetime:
    """When a tick begins, in UTC."""
    return _EPOCH + tick * TICK


def ticks_in(minutes: int) -> int:
    """How many ticks a length has; raises `NotOnATick` for one that is no multiple."""
    ticks, rest = divmod(minutes, TICK_MINUTES)
    if rest or minutes < 0:
        raise NotOnATick(f"{minutes} minutes are no multiple of {TICK_MINUTES}")
    return ticks


def moment_at(day: date, clock: time, zone: str) -> datetime:
    """The UTC moment of a wall-clock time; of the hour that comes twice, the first.

    Raises `NoSuchTime` for the hour that does not come at all.
    """
    local = datetime.combine(day, clock, ZoneInfo(zone))
    moment = local.astimezone(UTC)
    if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NoSuchTime(f"the clocks of {zone} jump over {clock:%H:%M} on {day}")
    return moment


def wall_of(moment: datetime, zone: str) -> str:
    """The wall-clock time that is promised: `2026-12-03T09:15`."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")
