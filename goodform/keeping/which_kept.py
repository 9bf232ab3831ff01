"""Which backups stay, and when the next one is due. Pure: moments in, moments out."""

from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS, WEEKS, MONTHS = 7, 4, 12
NIGHT = time(2, 30)
"""By the clinic's clock: after the day, before the first patient."""
TRIES_AGAIN_AFTER = timedelta(hours=1)
TOO_OLD = timedelta(days=2)
"""A last good backup older than this is said loudly."""

Period = Callable[[datetime], tuple[int, ...]]


def _day(moment: datetime) -> tuple[int, ...]:
    return (moment.year, moment.month, moment.day)


def _week(moment: datetime) -> tuple[int, ...]:
    return tuple(moment.isocalendar()[:2])


def _month(moment: datetime) -> tuple[int, ...]:
    return (moment.year, moment.month)


def _newest_of_each(moments: Iterable[datetime], period: Period, count: int) -> set[datetime]:
    newest: dict[tuple[int, ...], datetime] = {}
    for moment in sorted(moments, reverse=True):
        newest.setdefault(period(moment), moment)
    return set(sorted(newest.values(), reverse=True)[:count])


def kept(moments: Iterable[datetime]) -> set[datetime]:
    """Which of these backups stay: the newest of each of 7 days, 4 weeks and 12 months.

    The last ones that have a backup are meant, so that a pause of the machine takes nothing away.
    """
    known = set(moments)
    return (
        _newest_of_each(known, _day, DAYS)
        | _newest_of_each(known, _week, WEEKS)
        | _newest_of_each(known, _month, MONTHS)
    )


def _last_night(now: datetime, zone: ZoneInfo) -> datetime:
    """The last moment at which a nightly backup should have begun."""
    local = now.astimezone(zone)
    tonight = datetime.combine(local.date(), NIGHT, tzinfo=zone)
    if tonight > now:
        tonight = datetime.combine(local.date() - timedelta(days=1), NIGHT, tzinfo=zone)
    return tonight


def is_due(
    now: datetime, *, zone: ZoneInfo, last_good: datetime | None, last_tried: datetime | None
) -> bool:
    """Whether the nightly backup should begin now.

    Missed at night, it is made as soon as somebody is there to make it; one that failed is tried
    again after an hour. A moment in the future was set by a clock that was ahead, and counts as
    none.
    """
    good = last_good if last_good is not None and last_good <= now else None
    tried = last_tried if last_tried is not None and last_tried <= now else None
    if good is not None and good >= _last_night(now, zone):
        return False
    return tried is None or now - tried >= TRIES_AGAIN_AFTER


def is_too_old(now: datetime, last_good: datetime | None) -> bool:
    """Whether the last good backup, if there is one, is older than an owner may take calmly."""
    return last_good is None or now - last_good > TOO_OLD
