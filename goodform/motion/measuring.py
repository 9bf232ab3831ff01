"""Takes the measures an exercise needs: one row a frame, and one clip a repetition."""

from collections.abc import Sequence

import numpy as np

from goodform.motion.check import Signal
from goodform.motion.clip import Clip, even_grid, smooth
from goodform.motion.frame import LEFT, RIGHT, SIDES, Body
from goodform.motion.measure import MEASURES
from goodform.motion.repetition import Boundaries, Excursion, boundaries
from goodform.motion.trace import Floats


class Measuring:
    """The columns of an exercise: measures of the whole body, then those of each side."""

    __slots__ = ("_primary", "_sided", "_signal", "_whole", "columns")

    def __init__(self, signal: Signal, measures: Sequence[str]) -> None:
        names = dict.fromkeys((signal.measure, *measures))
        self._whole = [of for name in names if (of := MEASURES[name].of_body)]
        self._sided = [of for name in names if (of := MEASURES[name].of_side)]
        self._signal = signal
        self.columns = tuple(name for name in names if MEASURES[name].of_body) + tuple(
            f"{side}_{name}" for name in names if MEASURES[name].of_side for side in SIDES
        )
        prefix = "" if MEASURES[signal.measure].of_body else "left_"
        self._primary = self.columns.index(prefix + signal.measure)

    def row(self, body: Body) -> list[float]:
        """Every column of one body."""
        row = [of(body) for of in self._whole]
        for of_side in self._sided:
            row.append(of_side(body, LEFT))
            row.append(of_side(body, RIGHT))
        return row

    def signal(self, row: Sequence[float], near: int | None) -> float:
        """The signal in which repetitions are found.

        ``near`` is the side that hides the other, where there is one: it speaks for both.
        """
        signal, at = self._signal, self._primary
        if signal.of == "body":
            return row[at] * signal.sign
        left, right = row[at] * signal.sign, row[at + 1] * signal.sign
        if signal.of == "either":
            return left if left > right else right
        if near is None:
            return (left + right) * 0.5
        return left if near == LEFT else right

    def clip(
        self, table: Floats, excursion: Excursion, *, near: int | None, uppermost: int
    ) -> Clip:
        """The repetition of an excursion, from rows (T, 1 + columns) whose first column is time.

        ``uppermost`` is the side that works where the signal does not tell (lying on the side).
        """
        times, raw = even_grid(table[:, 0], table[:, 1:])
        smoothed = smooth(raw)
        signal = self._signals(smoothed, near) * float(excursion.sign)
        return self.cut(
            times,
            raw,
            smoothed,
            signal,
            boundaries(times, signal, excursion),
            near=near,
            uppermost=uppermost,
        )

    def whole(self, table: Floats) -> Clip:
        """All rows as one repetition that was cut out before, its turn at the signal's peak."""
        times, raw = even_grid(table[:, 0], table[:, 1:])
        smoothed = smooth(raw)
        signal = self._signals(smoothed, None)
        turn = float(times[int(signal.argmax())])
        at = Boundaries(float(times[0]), turn, turn, float(times[-1]))
        return self.cut(times, raw, smoothed, signal, at, near=None, uppermost=LEFT)

    def cut(
        self,
        times: Floats,
        raw: Floats,
        smoothed: Floats,
        signal: Floats,
        at: Boundaries,
        *,
        near: int | None,
        uppermost: int,
    ) -> Clip:
        """A clip with its columns named."""
        inside = (times >= at.start_s) & (times <= at.end_s)
        return Clip(
            times=times,
            columns={name: smoothed[:, k] for k, name in enumerate(self.columns)},
            raw={name: raw[:, k] for k, name in enumerate(self.columns)},
            signal=signal,
            at=at,
            working=self._working(smoothed[inside], uppermost),
            near=near,
        )

    def _signals(self, rows: Floats, near: int | None) -> Floats:
        """The signal of every row: (T, columns) → (T,)."""
        signal, at = self._signal, self._primary
        if signal.of == "body":
            return rows[:, at] * float(signal.sign)
        left, right = rows[:, at] * float(signal.sign), rows[:, at + 1] * float(signal.sign)
        if signal.of == "either":
            return np.maximum(left, right)
        if near is None:
            return (left + right) * 0.5
        return left if near == LEFT else right

    def _working(self, rows: Floats, uppermost: int) -> int:
        """The side whose signal went further in the repetition."""
        if self._signal.of == "body" or not len(rows):
            return uppermost
        went = np.ptp(rows[:, self._primary : self._primary + 2], axis=0)
        return LEFT if went[0] >= went[1] else RIGHT
