"""Where does a repetition start, turn and end, in a signal that arrives frame by frame?

The signal is large when the body is away from its rest.  Hysteresis adapts to the person: how far
they go, and where their rest is.  Nothing counts before the body has been still at rest, and
nothing assumes that the next repetition starts where the last one ended.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp
from typing import Final, Literal

import numpy as np

from goodform.motion.trace import Floats

SETTLED_S: Final = 0.25
"""How long the signal must stay within its tolerance before counting starts."""
AT_ONCE_S: Final = 0.06
"""The same at the very beginning: a recording may begin as the movement does."""
GAP_S: Final = 1.0
"""A longer silence breaks off the repetition it falls into."""

State = Literal["unsettled", "resting", "away", "returning"]


@dataclass(frozen=True, slots=True)
class Range:
    """From where to where, both included."""

    low: float
    high: float

    def __contains__(self, value: object) -> bool:
        return isinstance(value, float) and self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Excursion:
    """One way out and back of the signal, as it was noticed while it happened."""

    left_s: float
    """When it was surely away from rest."""
    peak_s: float
    back_s: float
    """When it was surely back."""
    height: float
    """How far it went from rest."""
    sign: int
    """1 when the signal grows away from rest, -1 when it falls (rising from a chair)."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What a repetition of a movement looks like in its signal."""

    least: float
    """The smallest excursion worth counting, in the signal's unit."""
    rest: Range
    """Where the signal can be at rest."""
    other_rest: Range | None = None
    """A second place of rest, from which the way out goes down (sitting, where one stands up)."""
    shortest_s: float = 0.5
    longest_s: float = 20.0
    rests_s: float = 0.2
    """How long the signal must have stopped falling before a repetition is told."""


class Smoother:
    """The middle of the last three values, then an exponential mean over about a tenth second."""

    __slots__ = ("_last", "_time", "_value", "tau_s")

    def __init__(self, tau_s: float = 0.08) -> None:
        self.tau_s = tau_s
        self._last: deque[float] = deque(maxlen=3)
        self._time = 0.0
        self._value = 0.0

    def restart(self) -> None:
        """Forget what came before a gap."""
        self._last.clear()

    def __call__(self, time: float, value: float) -> float:
        last = self._last
        last.append(value)
        if len(last) == 1:
            self._value = value
        else:
            if len(last) == 3:
                a, b, c = last
                value = max(min(a, b), min(max(a, b), c))
            self._value += (value - self._value) * (1.0 - exp((self._time - time) / self.tau_s))
        self._time = time
        return self._value


class RepetitionFinder:
    """Counts the excursions of one signal, frame by frame, in constant time and memory."""

    __slots__ = (
        "_back_s",
        "_left_s",
        "_peak",
        "_peak_s",
        "_rest",
        "_rhythm",
        "_sign",
        "_smooth",
        "_stay_at",
        "_stay_s",
        "_still_at",
        "_still_s",
        "_time",
        "_usual",
        "_valley",
        "_valley_s",
        "_watched_before",
        "state",
    )

    def __init__(self, rhythm: Rhythm) -> None:
        self._rhythm = rhythm
        self._smooth = Smoother()
        self.state: State = "unsettled"
        self._sign = 1
        self._usual = 0.0
        self._time = float("-inf")
        self._rest = 0.0
        self._still_at, self._still_s = 0.0, float("inf")
        self._watched_before = False
        self._peak = self._peak_s = self._left_s = 0.0
        self._stay_at = self._stay_s = 0.0
        self._valley = self._valley_s = self._back_s = 0.0

    @property
    def at_rest(self) -> bool:
        """Whether no repetition is under way."""
        return self.state in {"unsettled", "resting"}

    @property
    def stay_s(self) -> float:
        """Seconds the signal has been staying near its turn; 0 before half a second."""
        stay = self._time - self._stay_s
        return stay if self.state == "away" and stay > 0.5 else 0.0

    def unsettle(self) -> None:
        """Break off: what was under way is not counted, and the body must come to rest again."""
        self.state = "unsettled"
        self._smooth.restart()
        self._watched_before = self._still_s < float("inf")
        self._still_s = float("inf")

    def step(self, time: float, signal: float) -> Excursion | None:
        """Take the next value; answers an excursion when one is complete."""
        since, self._time = time - self._time, time
        if since > GAP_S:
            self.unsettle()
        value = self._smooth(time, signal) * self._sign
        if self.state == "resting":
            self._while_resting(time, value, since)
        elif self.state == "away":
            self._while_away(time, value)
        elif self.state == "returning":
            return self._while_returning(time, value)
        else:
            self._while_unsettled(time, value)
        return None

    def _while_unsettled(self, time: float, value: float) -> None:
        tolerance = 0.2 * self._rhythm.least
        if self._still_s == float("inf") or abs(value - self._still_at) > tolerance:
            self._watched_before = self._still_s < float("inf") or self._watched_before
            self._still_at, self._still_s = value, time
        elif time - self._still_s >= (SETTLED_S if self._watched_before else AT_ONCE_S):
            signal = value * self._sign
            if signal in self._rhythm.rest:
                self._settle(signal, 1)
            elif self._rhythm.other_rest and signal in self._rhythm.other_rest:
                self._settle(signal, -1)

    def _settle(self, signal: float, sign: int) -> None:
        self._sign = sign
        self._rest = signal * sign
        self.state = "resting"

    def _while_resting(self, time: float, value: float, since: float) -> None:
        away = value - self._rest
        if away > max(0.5 * self._rhythm.least, 0.3 * self._usual):
            self.state = "away"
            self._left_s = self._stay_s = time
            self._stay_at = value
            self._peak, self._peak_s = value, time
        else:
            # Rest follows a sinking signal quickly and a rising one slowly.
            self._rest += away * min(1.0, since / (0.15 if away < 0.0 else 0.8))

    def _while_away(self, time: float, value: float) -> None:
        if value > self._peak:
            self._peak, self._peak_s = value, time
        height = self._peak - self._rest
        still_rising = value > self._stay_at + max(0.03 * height, 0.1 * self._rhythm.least)
        if height < self._rhythm.least or still_rising or value < self._stay_at - 0.1 * height:
            self._stay_at, self._stay_s = value, time
        if time - self._left_s > self._rhythm.longest_s:
            self.unsettle()
        elif value - self._rest < 0.4 * height:
            if height < max(self._rhythm.least, 0.35 * self._usual):
                self.state = "resting"
            else:
                self.state = "returning"
                self._back_s = time
                self._valley, self._valley_s = value, time

    def _while_returning(self, time: float, value: float) -> Excursion | None:
        height = self._peak - self._rest
        if value < self._valley:
            self._valley, self._valley_s = value, time
        rising = value > self._valley + max(0.2 * self._rhythm.least, 0.1 * height)
        arrived = time - self._valley_s > self._rhythm.rests_s and value - self._rest < 0.2 * height
        if not (rising or arrived or time - self._back_s > 2.5):
            return None
        return self.finish()

    def finish(self) -> Excursion | None:
        """The excursion that is on its way back, if there is one: no more frames will come."""
        if self.state != "returning":
            return None
        height = self._peak - self._rest
        sank = self._rest - self._valley
        self._rest += (self._valley - self._rest) * 0.7
        if sank > 0.6 * height:
            # It came from somewhere much further than it went to: the way into position.
            self.state = "resting"
            return None
        self._usual = height if self._usual == 0.0 else 0.7 * self._usual + 0.3 * height
        self.state = "resting"
        if self._valley_s - self._left_s < self._rhythm.shortest_s * 0.5:
            return None
        return Excursion(self._left_s, self._peak_s, self._valley_s, height, self._sign)


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
