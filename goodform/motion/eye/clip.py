"""One repetition on an even grid of times: what its form is judged on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from goodform.motion.eye.boundaries import Boundaries
from goodform.motion.eye.check import Phase
from goodform.motion.eye.frame import LEFT
from goodform.motion.eye.trace import Floats

RATE: Final = 30.0
"""Samples a second of the even grid on which a repetition is looked at."""
SMOOTH_S: Final = 0.1
_REST_S: Final = 0.6
_TURN_S: Final = 0.15
"""The turn is looked at for at least so long to either side."""


@dataclass(frozen=True)
class Clip:
    """One repetition, with a little of what came before and after.

    ``columns``: measure (with ``left_`` or ``right_`` where it is of a side) → (T,) smoothed.
    ``raw``: the same, not smoothed.  ``signal``: (T,), large away from rest.
    """

    times: Floats
    columns: Mapping[str, Floats]
    raw: Mapping[str, Floats]
    signal: Floats
    at: Boundaries
    working: int
    near: int | None = None
    """The side nearer to the camera where the side view hides the other."""
    alone: bool = False
    """Whether the far leg was not seen, so that nothing is known of it."""

    def during(self, phase: Phase) -> slice:
        """The rows of a phase; never empty."""
        at = self.at
        if phase == "rest":
            return self._rows(at.start_s - _REST_S, at.start_s)
        if phase == "out":
            return self._rows(at.start_s, at.turn_s)
        if phase == "back":
            return self._rows(at.leave_s, at.end_s)
        if phase == "turn":
            return self._rows(
                max(at.start_s, at.turn_s - _TURN_S), min(at.end_s, at.leave_s + _TURN_S)
            )
        return self._rows(at.start_s, at.end_s)

    def _rows(self, start: float, end: float) -> slice:
        first = int(np.searchsorted(self.times, start))
        last = int(np.searchsorted(self.times, end, side="right"))
        first = max(0, min(first, len(self.times) - 1))
        return slice(first, max(first + 1, last))

    def column(self, name: str, side: int | None, *, raw: bool = False) -> Floats:
        """A measure over time; of a side where it is of a side."""
        found = self.raw if raw else self.columns
        if side is None:
            return found[name]
        return found[("left_" if side == LEFT else "right_") + name]


def even_grid(times: Floats, values: Floats) -> tuple[Floats, Floats]:
    """Values (T, K) at uneven times on a grid of ``RATE``; gaps and NaN are bridged."""
    count = max(2, round((times[-1] - times[0]) * RATE) + 1)
    grid = times[0] + np.arange(count) / RATE
    columns = np.empty((count, values.shape[1]))
    for k in range(values.shape[1]):
        known = np.isfinite(values[:, k])
        if known.sum() < 2:
            columns[:, k] = np.nan
        else:
            columns[:, k] = np.interp(grid, times[known], values[known, k])
    return grid, columns


def smooth(values: Floats, sigma_s: float = SMOOTH_S) -> Floats:
    """A bell-shaped mean without delay along the first axis of an even grid."""
    half = max(1, round(3.0 * sigma_s * RATE))
    bell = np.exp(-0.5 * (np.arange(-half, half + 1) / (sigma_s * RATE)) ** 2)
    bell /= bell.sum()
    padded = np.pad(values, ((half, half), (0, 0)), mode="edge")
    return np.stack(
        [np.convolve(padded[:, k], bell, mode="valid") for k in range(values.shape[1])], axis=1
    )
