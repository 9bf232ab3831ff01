"""One repetition on an even grid of times: what its form is judged on."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, isfinite, nan
from typing import Final

from goodform.motion.eye.arithmetic import Numbers, between, softened
from goodform.motion.eye.boundaries import Boundaries
from goodform.motion.eye.check import Phase
from goodform.motion.eye.frame import Body
from goodform.motion.eye.measure import MEASURES

RATE: Final = 30.0
"""Samples a second of the even grid on which a repetition is looked at."""
LONG_S: Final = 10.0
"""A repetition longer than this has nothing quick to show: half as many samples a second do."""
SMOOTH_S: Final = 0.1
REST_S: Final = 0.6
"""So much of the rest before a repetition is looked at."""
MARGIN_S: Final = 0.4
"""So far around it lies what a smoothed value within a repetition is made of."""
_BRIDGED_S: Final = 1.0
"""No longer gap between two frames falls into a repetition."""
_TURN_S: Final = 0.15
"""The turn is looked at for at least so long to either side."""


class Courses:
    """How each measure of some bodies went; each taken when it is first asked for.

    ``times`` (T,): an even grid, ``rate`` a second.
    """

    __slots__ = ("_bodies", "_raw", "_smooth", "rate", "times")

    def __init__(
        self, bodies: Sequence[Body], *, rate: float = RATE, times: list[float] | None = None
    ) -> None:
        """On a grid from the first body to the last, where no other is given."""
        self._bodies = bodies
        self.rate = rate
        self.times = times or even_times([body.time for body in bodies], rate)
        self._raw: dict[tuple[str, int | None], list[float]] = {}
        self._smooth: dict[tuple[str, int | None], list[float]] = {}

    def rows(self, start: float, end: float) -> slice:
        """The rows from one time to another, both included; never empty."""
        first = max(0, min(bisect_left(self.times, start), len(self.times) - 1))
        return slice(first, max(first + 1, bisect_right(self.times, end)))

    def cut(self, rows: slice) -> "Courses":
        """The same on some rows of the grid only, with no more bodies than those need."""
        times = self.times[rows]
        first, last = times[0] - _BRIDGED_S, times[-1] + _BRIDGED_S
        bodies = [body for body in self._bodies if first <= body.time <= last]
        return Courses(bodies, rate=self.rate, times=times)

    def raw(self, name: str, side: int | None) -> list[float]:
        """As it was measured, gaps bridged: (T,); of a side where it is of a side."""
        found = self._raw.get((name, side))
        if found is None:
            values = MEASURES[name].taken(self._bodies, side)
            times = [body.time for body in self._bodies]
            found = self._raw[name, side] = on_grid(times, values, self.times)
        return found

    def smooth(self, name: str, side: int | None) -> list[float]:
        """The same without trembling: (T,)."""
        found = self._smooth.get((name, side))
        if found is None:
            found = self._smooth[name, side] = smooth(self.raw(name, side), self.rate)
        return found


@dataclass(frozen=True)
class Clip:
    """One repetition, with a little of what came before and after.

    ``signal``: (T,), large away from rest.
    """

    courses: Courses
    signal: Numbers
    at: Boundaries
    working: int
    near: int | None = None
    """The side nearer to the camera where the side view hides the other."""
    alone: bool = False
    """Whether the far leg was not seen, so that nothing is known of it."""

    @property
    def rate(self) -> float:
        """Rows a second."""
        return self.courses.rate

    @property
    def times(self) -> list[float]:
        """The even grid: (T,)."""
        return self.courses.times

    def during(self, phase: Phase) -> slice:
        """The rows of a phase; never empty."""
        at = self.at
        if phase == "rest":
            return self.courses.rows(at.start_s - REST_S, at.start_s)
        if phase == "out":
            return self.courses.rows(at.start_s, at.turn_s)
        if phase == "back":
            return self.courses.rows(at.leave_s, at.end_s)
        if phase == "turn":
            return self.courses.rows(
                max(at.start_s, at.turn_s - _TURN_S), min(at.end_s, at.leave_s + _TURN_S)
            )
        return self.courses.rows(at.start_s, at.end_s)

    def column(self, name: str, side: int | None, *, raw: bool = False) -> list[float]:
        """A measure over time; of a side where it is of a side."""
        return self.courses.raw(name, side) if raw else self.courses.smooth(name, side)


def even_times(times: Numbers, rate: float = RATE) -> list[float]:
    """An even grid from the first time to the last, of two at least."""
    count = max(2, round((times[-1] - times[0]) * rate) + 1)
    return [times[0] + k / rate for k in range(count)]


def on_grid(times: Numbers, values: Numbers, grid: Numbers) -> list[float]:
    """Values at uneven times on a grid; gaps and NaN are bridged, all NaN where too little is."""
    known = [(t, v) for t, v in zip(times, values, strict=True) if isfinite(v)]
    if len(known) < 2:
        return [nan] * len(grid)
    return between([t for t, _ in known], [v for _, v in known], grid)


def smooth(values: Numbers, rate: float = RATE, sigma_s: float = SMOOTH_S) -> list[float]:
    """A bell-shaped mean without delay on an even grid."""
    half = max(1, round(3.0 * sigma_s * rate))
    bell = [exp(-0.5 * (k / (sigma_s * rate)) ** 2) for k in range(half + 1)]
    whole = bell[0] + 2.0 * sum(bell[1:])
    return softened(values, [weight / whole for weight in bell])
