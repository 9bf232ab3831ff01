"""When exactly did a repetition leave its rest, reach its turn, leave it again, and end?

The finder notices a repetition while it happens; here its moments are found again in the whole
signal, so that neither noise nor the delay of smoothing moves them.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import Final

from goodform.motion.eye.arithmetic import Numbers, percentile
from goodform.motion.eye.ramps import fitted
from goodform.motion.eye.repetition import Excursion


@dataclass(frozen=True, slots=True)
class Boundaries:
    """When a repetition leaves its rest, reaches its turn, leaves it again, and is back."""

    start_s: float
    turn_s: float
    leave_s: float
    end_s: float


def boundaries(times: Numbers, signal: Numbers, excursion: Excursion) -> Boundaries:
    """The moments of an excursion: the ramps of least jerk that lie best on the signal.

    ``times`` and ``signal`` (T,) are even, and large away from rest.
    """
    left = bisect_left(times, excursion.left_s)
    back = bisect_right(times, excursion.back_s)
    peak = len(times) // 2
    if left < back:
        peak = max(range(left, back), key=signal.__getitem__)
    rest = signal[peak] - excursion.height
    first, last = _foot(signal, peak, -1, rest), _foot(signal, peak, 1, rest)
    first, last = (
        _earlier_rest(signal, first, rest),
        len(signal) - 1 - _earlier_rest(signal[::-1], len(signal) - 1 - last, rest),
    )
    if last - first < 4:
        return Boundaries(*(times[i] for i in (first, peak, peak, last)))
    coarser = 1 + (last - first) // FITTED_ROWS
    window = slice(first, last + 1, coarser)
    start, _, turn, leave, _, end = fitted(times[window], signal[window], (peak - first) // coarser)
    return Boundaries(start, turn, leave, end)


def within(at: Boundaries, first: float, last: float) -> Boundaries:
    """The same moments, none before the first nor after the last that can be."""
    moments = (at.start_s, at.turn_s, at.leave_s, at.end_s)
    return Boundaries(*(min(max(moment, first), last) for moment in moments))


def _earlier_rest(signal: Numbers, foot: int, rest: float) -> int:
    """From the foot back in time, as long as the signal stays low: the rest before."""
    low = signal[foot] + 0.15 * max(max(signal) - rest, 1e-9)
    first = foot + 1
    while first > 0 and signal[first - 1] < low:
        first -= 1
    return max(foot - REST_ROWS, first)


FITTED_ROWS: Final = 90
"""A longer repetition is fitted on every second, third … row, so that no frame takes long."""
REST_ROWS: Final = 20
"""Rows of rest that are looked at before and after a repetition (two thirds of a second)."""


def leaves_rest(times: Numbers, values: Numbers, at: Boundaries) -> Boundaries:
    """The same repetition begun and ended by a measure that moves earlier and rests later.

    A body that rises from a chair tips forward before its knees move, and settles back after
    they have bent: where the measure has left its rest before the signal did, or comes back to
    it later, the repetition is longer.
    """
    start = _onset(times, values, at.start_s, at.turn_s)
    end = -_onset([-t for t in reversed(times)], values[::-1], -at.end_s, -at.leave_s)
    return replace(at, start_s=min(at.start_s, start), end_s=max(at.end_s, end))


def _onset(times: Numbers, values: Numbers, start: float, turn: float) -> float:
    """When a measure begins to leave the rest it has before ``start``; ``start`` if it does not.

    From the moments at which a movement of least jerk has done a tenth and three tenths of its
    way, which are 0.2474 and 0.3871 of its time.
    """
    first, last = bisect_left(times, start), bisect_right(times, turn)
    before, way = values[:first], values[first:last]
    if len(before) < 5 or len(way) < 5:
        return start
    rises = max(way) - min(before) >= max(before) - min(way)
    moved = values if rises else [-value for value in values]
    rest = percentile(moved[:first], 15)
    swing = max(moved[first:last]) - rest
    begun = range(bisect_right(times, start - 0.5), len(moved))
    until = next((i for i in begun if moved[i] > rest + 0.3 * swing), None)
    if until is None or swing <= 0.0:
        return start
    quiet = next((i for i in reversed(range(until)) if moved[i] < rest + 0.1 * swing), None)
    if quiet is None:
        return start
    tenth, thirds = times[quiet], times[until]
    return tenth - 0.2474 / (0.3871 - 0.2474) * (thirds - tenth)


def _foot(signal: Numbers, peak: int, step: int, rest: float) -> int:
    """From the peak outwards: where the signal stops falling, near its rest."""
    low = index = peak
    near = rest + 0.4 * (signal[peak] - rest)
    height = signal[peak] - rest
    while 0 <= index < len(signal):
        if signal[index] < signal[low]:
            low = index
        elif signal[low] < near and signal[index] > signal[low] + 0.1 * height:
            break
        index += step
    return low
