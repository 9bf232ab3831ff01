"""When exactly did a repetition leave its rest, reach its turn, leave it again, and end?

The finder notices a repetition while it happens; here its moments are found again in the whole
signal, so that neither noise nor the delay of smoothing moves them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from goodform.motion.eye.repetition import Excursion
from goodform.motion.eye.trace import Floats


@dataclass(frozen=True, slots=True)
class Boundaries:
    """When a repetition leaves its rest, reaches its turn, leaves it again, and is back."""

    start_s: float
    turn_s: float
    leave_s: float
    end_s: float


def boundaries(times: Floats, signal: Floats, excursion: Excursion) -> Boundaries:
    """The moments of an excursion: the ramps of least jerk that lie best on the signal.

    A way out and a way back of least jerk (Flash & Hogan 1985) between a rest, a stay at the turn
    and a rest again are fitted by least squares, so that noise on the stay or the rest does not
    move them.  ``times`` and ``signal`` (T,) are even, and large away from rest.
    """
    inside = (times >= excursion.left_s) & (times <= excursion.back_s)
    peak = int(signal[inside].argmax() + inside.argmax()) if inside.any() else len(times) // 2
    rest = float(signal[peak]) - excursion.height
    first, last = _foot(signal, peak, -1, rest), _foot(signal, peak, 1, rest)
    first, last = (
        _earlier_rest(signal, first, rest),
        len(signal) - 1 - _earlier_rest(signal[::-1], len(signal) - 1 - last, rest),
    )
    if last - first < 4:
        return Boundaries(*(float(times[i]) for i in (first, peak, peak, last)))
    coarser = 1 + (last - first) // FITTED_ROWS
    window = slice(first, last + 1, coarser)
    return _fitted(times[window], signal[window], (peak - first) // coarser)


def within(at: Boundaries, first: float, last: float) -> Boundaries:
    """The same moments, none before the first nor after the last that can be."""
    moments = (at.start_s, at.turn_s, at.leave_s, at.end_s)
    return Boundaries(*(min(max(moment, first), last) for moment in moments))


def _earlier_rest(signal: Floats, foot: int, rest: float) -> int:
    """From the foot back in time, as long as the signal stays low: the rest before."""
    height = max(float(signal.max()) - rest, 1e-9)
    low = signal[: foot + 1] < signal[foot] + 0.15 * height
    high = np.flatnonzero(~low)
    return max(foot - REST_ROWS, int(high[-1]) + 1 if len(high) else 0)


FITTED_ROWS: Final = 90
"""A longer repetition is fitted on every second, third … row, so that no frame takes long."""
REST_ROWS: Final = 20
"""Rows of rest that are looked at before and after a repetition (two thirds of a second)."""


def _least_jerk(share: Floats) -> Floats:
    x = np.clip(share, 0.0, 1.0)
    return np.asarray(x * x * x * (x * (6.0 * x - 15.0) + 10.0))


def _fitted(times: Floats, signal: Floats, peak: int) -> Boundaries:
    """The six moments whose ramps leave the smallest squares, found by ever smaller steps.

    Besides the four boundaries these are the moments where the two halves of a way meet, which
    may take different times; the halves may also be of different heights (foot across first,
    then the long pull).
    """
    low = min(float(np.median(signal[:5])), float(np.median(signal[-5:])))
    top = float(signal[peak])
    best: tuple[float, ...] = ()
    least = float("inf")
    for meet in _MEETS:
        up, down = _halfway(times, signal, peak, low + meet * (top - low))
        found, left = _descended(times, signal, up, down, meet)
        if left < 0.85 * least:
            # Another height has to explain clearly more than noise would.
            best, least = found, left
    return Boundaries(best[0], best[2], best[3], best[5])


_MEETS: Final = (0.5, 0.7)
"""Shares of the height at which the two halves of a way may meet."""


def _descended(
    times: Floats, signal: Floats, up: float, down: float, meet: float
) -> tuple[tuple[float, ...], float]:
    """The best six moments for halves that meet at this height, and the squares they leave."""
    start, end = float(times[0]), float(times[-1])
    middle = (up + down) / 2.0
    first, last = start + 0.3 * (up - start), end - 0.3 * (end - down)
    best = _put_in_order(
        (first, up, min(up + up - first, middle), max(down + down - last, middle), down, last)
    )
    left = _residual(times, signal, best, meet)
    step = max(0.1, 0.12 * (end - start))
    while step > 0.02:
        moved = False
        for k in range(6):
            for change in (-step, step):
                trial = (*best[:k], best[k] + change, *best[k + 1 :])
                if not _in_order(trial, start - 0.2, end + 0.2):
                    continue
                squares = _residual(times, signal, trial, meet)
                if squares < left:
                    best, left, moved = trial, squares, True
        if not moved:
            step *= 0.5
    return best, left


_GAP_S: Final = 0.04
"""Least time between two moments of a way."""


def _put_in_order(moments: Sequence[float]) -> tuple[float, ...]:
    """The same moments, each at least a little after the one before."""
    kept = list(moments)
    for i in range(1, len(kept)):
        kept[i] = max(kept[i], kept[i - 1] + (0.0 if i == 3 else _GAP_S))
    return tuple(kept)


def _in_order(moments: Sequence[float], first: float, last: float) -> bool:
    """Whether each moment comes after the one before; the stay alone may take no time."""
    start, up, turn, leave, down, end = moments
    return (
        first <= start
        and start + _GAP_S <= up
        and up + _GAP_S <= turn <= leave
        and leave + _GAP_S <= down
        and down + _GAP_S <= end <= last
    )


def _halfway(times: Floats, signal: Floats, peak: int, half: float) -> tuple[float, float]:
    """When the signal is half-way out for the last time before its peak, and back for the first."""
    below = signal < half
    before, after = np.flatnonzero(below[:peak]), np.flatnonzero(below[peak:])
    up = times[before[-1]] if len(before) else times[0]
    down = times[peak + after[0]] if len(after) else times[-1]
    return float(up), float(down)


_A_LITTLE: Final = 1e-3 * np.eye(3)
"""Keeps the sums solvable where one of the three heights is not seen at all."""


def _ramp(times: Floats, start: float, middle: float, end: float, meet: float) -> Floats:
    """From 0 to 1 in two halves of least jerk that meet at the middle."""
    since = times - middle
    early = since < 0.0
    halves = np.where(early, since / (middle - start), since / (end - middle))
    way = _least_jerk(0.5 + 0.5 * halves)
    return np.where(early, 2.0 * meet * way, meet + (1.0 - meet) * (2.0 * way - 1.0))


def _residual(times: Floats, signal: Floats, moments: Sequence[float], meet: float) -> float:
    """Squares left when rest, stay and second rest take their best heights for these moments."""
    start, up, turn, leave, down, end = moments
    out = _ramp(times, start, up, turn, meet)
    back = 1.0 - _ramp(-times, -end, -down, -leave, meet)
    shapes = np.array((1.0 - out, out - back, back))
    heights = np.linalg.solve(shapes @ shapes.T + _A_LITTLE, shapes @ signal)
    left = signal - heights @ shapes
    return float(left @ left)


def leaves_rest(times: Floats, values: Floats, at: Boundaries) -> Boundaries:
    """The same repetition begun and ended by a measure that moves earlier and rests later.

    A body that rises from a chair tips forward before its knees move, and settles back after
    they have bent: where the measure has left its rest before the signal did, or comes back to
    it later, the repetition is longer.
    """
    start = _onset(times, values, at.start_s, at.turn_s)
    end = -_onset(-times[::-1], values[::-1], -at.end_s, -at.leave_s)
    return replace(at, start_s=min(at.start_s, start), end_s=max(at.end_s, end))


def _onset(times: Floats, values: Floats, start: float, turn: float) -> float:
    """When a measure begins to leave the rest it has before ``start``; ``start`` if it does not.

    From the moments at which a movement of least jerk has done a tenth and three tenths of its
    way, which are 0.2474 and 0.3871 of its time.
    """
    before, way = times < start, (times >= start) & (times <= turn)
    if before.sum() < 5 or way.sum() < 5:
        return start
    rising = float(values[way].max()) - float(values[before].min())
    sinking = float(values[before].max()) - float(values[way].min())
    moved = values if rising >= sinking else -values
    rest = float(np.percentile(moved[before], 15))
    swing = float(moved[way].max()) - rest
    until = np.flatnonzero((moved > rest + 0.3 * swing) & (times > start - 0.5))
    if not len(until) or swing <= 0.0:
        return start
    quiet = np.flatnonzero(moved[: until[0]] < rest + 0.1 * swing)
    if not len(quiet):
        return start
    tenth, thirds = float(times[quiet[-1]]), float(times[until[0]])
    return tenth - 0.2474 / (0.3871 - 0.2474) * (thirds - tenth)


def _foot(signal: Floats, peak: int, step: int, rest: float) -> int:
    """From the peak outwards: where the signal stops falling, near its rest."""
    low = index = peak
    near = rest + 0.4 * (float(signal[peak]) - rest)
    height = float(signal[peak]) - rest
    while 0 <= index < len(signal):
        if signal[index] < signal[low]:
            low = index
        elif signal[low] < near and signal[index] > signal[low] + 0.1 * height:
            break
        index += step
    return low
