"""Places, and moments at which their clocks are most often about to change."""

from datetime import UTC, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import strategies as st

ZONES = sorted(available_timezones())


@cache
def changes_of(zone: str, year: int) -> tuple[datetime, ...]:
    """The hours of a year in which this place changed its clocks."""
    place, found = ZoneInfo(zone), []
    hour = datetime(year, 1, 1, tzinfo=UTC)
    before = hour.astimezone(place).utcoffset()
    while hour.year == year:
        hour += timedelta(hours=12)
        offset = hour.astimezone(place).utcoffset()
        if offset != before:
            found.append(hour)
        before = offset
    return tuple(found)


minutes = st.integers(0, 24 * 60 - 1).map(lambda n: time(n // 60, n % 60))
early = st.integers(0, 4 * 60).map(lambda n: time(n // 60, n % 60))
times = minutes | early


@st.composite
def moments(draw: st.DrawFn, zone: str) -> datetime:
    """A moment of this century, most often around a change of the clocks."""
    year = draw(st.integers(2001, 2036))
    changes = changes_of(zone, year)
    near = draw(st.integers(0, 3)) > 0
    if changes and near:
        base = draw(st.sampled_from(changes)) - timedelta(hours=12)
    else:
        base = datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=draw(st.integers(0, 364)))
    return base + timedelta(minutes=draw(st.integers(-1500, 1500)))
