"""Which way out, stay and way back lie best on a signal?

A way out and a way back of least jerk (Flash & Hogan 1985) between a rest, a stay at the turn and a
rest again are fitted by least squares, so that noise on the stay or the rest moves no moment.

Three shapes are sought the heights of: the first rest, the stay, the second rest.  They add up to
one everywhere, and the two rests are never there at once; so every sum that the fit needs comes
from the rows of one way and a count of the rows before or after it, and a trial that moves one way
costs the rows of that way alone.
"""

from bisect import bisect_left
from itertools import accumulate
from typing import Final, NamedTuple

from goodform.motion.eye.arithmetic import Numbers, dot, median

Moments = tuple[float, ...]
"""Leaves rest, the halves of the way out meet, turns, leaves the turn, halves meet, is back.

The halves of a way may take different times and be of different heights (foot across first, then
the long pull).
"""


def fitted(times: Numbers, signal: Numbers, peak: int) -> Moments:
    """The six moments whose ramps leave the smallest squares, found by ever smaller steps."""
    low = min(median(signal[:5]), median(signal[-5:]))
    top = signal[peak]
    best: Moments = ()
    least = float("inf")
    for meet in _MEETS:
        up, down = _halfway(times, signal, peak, low + meet * (top - low))
        found, left = _descended(Fit(times, signal, meet), up, down)
        if left < 0.85 * least:
            # Another height has to explain clearly more than noise would.
            best, least = found, left
    return best


_MEETS: Final = (0.5, 0.7)
"""Shares of the height at which the two halves of a way may meet."""


def _descended(fit: "Fit", up: float, down: float) -> tuple[Moments, float]:
    """The best six moments for ways that are half done at two, and the squares they leave."""
    start, end = fit.times[0], fit.times[-1]
    middle = (up + down) / 2.0
    first, last = start + 0.3 * (up - start), end - 0.3 * (end - down)
    best = _put_in_order(
        (first, up, min(up + up - first, middle), max(down + down - last, middle), down, last)
    )
    rests = (fit.first_rest(*best[:3]), fit.second_rest(*best[3:]))
    left = fit.squares(*rests)
    step = max(0.1, 0.12 * (end - start))
    while step > 0.02:
        moved = False
        for k in range(6):
            for change in (-step, step):
                trial = (*best[:k], best[k] + change, *best[k + 1 :])
                if not _in_order(trial, start - 0.2, end + 0.2):
                    continue
                if k < 3:
                    tried = (fit.first_rest(*trial[:3]), rests[1])
                else:
                    tried = (rests[0], fit.second_rest(*trial[3:]))
                squares = fit.squares(*tried)
                if squares < left:
                    best, left, rests, moved = trial, squares, tried, True
        if not moved:
            step *= 0.5
    return best, left


_GAP_S: Final = 0.04
"""Least time between two moments of a way."""


def _put_in_order(moments: Moments) -> Moments:
    """The same moments, each at least a little after the one before."""
    kept = list(moments)
    for i in range(1, len(kept)):
        kept[i] = max(kept[i], kept[i - 1] + (0.0 if i == 3 else _GAP_S))
    return tuple(kept)


def _in_order(moments: Moments, first: float, last: float) -> bool:
    """Whether each moment comes after the one before; the stay alone may take no time."""
    start, up, turn, leave, down, end = moments
    return (
        first <= start
        and start + _GAP_S <= up
        and up + _GAP_S <= turn <= leave
        and leave + _GAP_S <= down
        and down + _GAP_S <= end <= last
    )


def _halfway(times: Numbers, signal: Numbers, peak: int, half: float) -> tuple[float, float]:
    """When the signal is half-way out for the last time before its peak, and back for the first."""
    before = (i for i in reversed(range(peak)) if signal[i] < half)
    after = (i for i in range(peak, len(signal)) if signal[i] < half)
    return times[next(before, 0)], times[next(after, len(times) - 1)]


_A_LITTLE: Final = 1e-3
"""Keeps the sums solvable where one of the three heights is not seen at all."""


class Rest(NamedTuple):
    """How much of a rest each row is, beside one way: three sums over all rows."""

    whole: float
    square: float
    with_signal: float


class Fit:
    """A signal (T,) at even times (T,), and what the shapes of some moments leave of it."""

    __slots__ = ("_before", "_meet", "_signal", "_squares", "times")

    def __init__(self, times: Numbers, signal: Numbers, meet: float) -> None:
        """``meet``: the share of the height at which the halves of a way meet."""
        self.times = times
        self._meet = meet
        self._signal = signal
        self._before = list(accumulate(signal, initial=0.0))
        self._squares = dot(signal, signal)

    def first_rest(self, start: float, middle: float, end: float) -> Rest:
        """The rest that a way out leaves: 1 - out."""
        first, halfway, last = self._rows(start, middle, end)
        shares = self._shares(first, halfway, middle, middle - start, self._meet)
        shares += self._shares(halfway, last, middle, end - middle, 1.0 - self._meet)
        return self._sums(shares, first, last, range(first))

    def second_rest(self, start: float, middle: float, end: float) -> Rest:
        """The rest that a way back reaches, which is a way out seen backwards in time."""
        first, halfway, last = self._rows(start, middle, end)
        shares = self._shares(first, halfway, middle, start - middle, 1.0 - self._meet)
        shares += self._shares(halfway, last, middle, middle - end, self._meet)
        return self._sums(shares, first, last, range(last, len(self.times)))

    def _rows(self, start: float, middle: float, end: float) -> tuple[int, int, int]:
        """The rows at which a way begins, its halves meet, and it has ended."""
        first = bisect_left(self.times, start)
        halfway = bisect_left(self.times, middle, first)
        return first, halfway, bisect_left(self.times, end, halfway)

    def _shares(
        self, first: int, last: int, middle: float, lasts: float, height: float
    ) -> list[float]:
        """How much of the rest is left on one half of a way, which does ``height`` of it.

        Least jerk, told from the middle on: (15 x - 10 x^3 + 3 x^5) / 8 from -1 to 1.
        """
        left, eighth, slower = 1.0 - self._meet, height / 8.0, 1.0 / lasts
        ways = [(time - middle) * slower for time in self.times[first:last]]
        return [left - eighth * x * (15.0 + x * x * (3.0 * x * x - 10.0)) for x in ways]

    def _sums(self, shares: list[float], first: int, last: int, at_rest: range) -> Rest:
        before = self._before
        return Rest(
            len(at_rest) + sum(shares),
            len(at_rest) + dot(shares, shares),
            before[at_rest.stop] - before[at_rest.start] + dot(shares, self._signal[first:last]),
        )

    def squares(self, first: Rest, second: Rest) -> float:
        """The sum of squares left when rest, stay and second rest take their best heights."""
        to_first, to_second = first.whole - first.square, second.whole - second.square
        stay = len(self.times) - first.whole - second.whole - to_first - to_second
        sums = (
            first.with_signal,
            self._before[-1] - first.with_signal - second.with_signal,
            second.with_signal,
        )
        heights = solved(
            (first.square + _A_LITTLE, stay + _A_LITTLE, second.square + _A_LITTLE),
            (to_first, to_second),
            sums,
        )
        return self._squares - dot(heights, sums) - _A_LITTLE * dot(heights, heights)


def solved(
    diagonal: tuple[float, float, float],
    beside: tuple[float, float],
    sums: tuple[float, float, float],
) -> tuple[float, float, float]:
    """The three unknowns of a symmetric system whose first and third do not meet."""
    a, b, c = diagonal
    to_first, to_third = beside
    x, y, z = sums
    middle = (y - to_first * x / a - to_third * z / c) / (
        b - to_first * to_first / a - to_third * to_third / c
    )
    return (x - to_first * middle) / a, middle, (z - to_third * middle) / c
