"""When something really happened, told by a device whose clock may be wrong. Pure.

The device says when it sends by its own clock. The difference to our clock is added to every time
in what it sent, as long as it is at most 48 hours; beyond that nobody can tell what the clock meant
and the times stay as they are. Nothing is kept as later than it arrived.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

TOLERANCE = timedelta(minutes=2)
"""Closer than this a clock counts as right: sending takes time too."""
FURTHEST = timedelta(hours=48)
"""The largest error of a clock that is corrected."""


@dataclass(frozen=True)
class DeviceClock:
    """A device's clock: `offset` is what must be added to its times to get ours."""

    offset: timedelta
    trusted: bool
    received_at: datetime

    def corrected(self, moment: datetime) -> datetime:
        """The moment by our clock, never later than it arrived."""
        return min(self._shifted(moment), self.received_at)

    def clamped(self, moment: datetime) -> bool:
        """Whether the moment lay in the future and was drawn back to when it arrived."""
        return self._shifted(moment) > self.received_at + TOLERANCE

    def _shifted(self, moment: datetime) -> datetime:
        return moment.astimezone(UTC) + self.offset


def clock_of(
    *, sent_at: datetime | None, offset_s: float | None, received_at: datetime
) -> DeviceClock:
    """How far the device's clock is off.

    `offset_s` is what the device measured: seconds to add to its times to get ours. Without it, or
    where it would put the sending into the future, the difference is measured from `sent_at`.
    """
    if sent_at is None:
        sent_at = received_at
    if offset_s is not None and abs(offset_s) <= FURTHEST.total_seconds():
        told = timedelta(seconds=offset_s)
        if sent_at + told <= received_at + TOLERANCE:
            return DeviceClock(told, trusted=True, received_at=received_at)
    measured = received_at - sent_at
    if abs(measured) <= TOLERANCE:
        return DeviceClock(timedelta(0), trusted=True, received_at=received_at)
    if abs(measured) <= FURTHEST:
        return DeviceClock(measured, trusted=True, received_at=received_at)
    return DeviceClock(timedelta(0), trusted=False, received_at=received_at)
