"""Takes the measures an exercise needs: one row a frame, and one clip a repetition."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from goodform.motion.eye.boundaries import Boundaries, boundaries, leaves_rest, within
from goodform.motion.eye.check import Watched
from goodform.motion.eye.clip import Clip, even_grid, smooth
from goodform.motion.eye.frame import LEFT, RIGHT, SIDES, Body
from goodform.motion.eye.measure import MEASURES
from goodform.motion.eye.repetition import Excursion
from goodform.motion.eye.trace import Floats


class Measuring:
    """The columns of an exercise: measures of the whole body, then those of each side."""

    __slots__ = ("_leads", "_primary", "_sided", "_signal", "_whole", "columns")

    def __init__(self, watched: Watched, *, compared: bool) -> None:
        """``compared``: take also what is compared with the person's own reference."""
        names = dict.fromkeys((*watched.measures(), *(watched.compared if compared else ())))
        self._whole = [of for name in names if (of := MEASURES[name].of_body) is not None]
        self._sided = [of_side for name in names if (of_side := MEASURES[name].of_side) is not None]
        self._signal = watched.signal
        self._leads = watched.leads
        self.columns = tuple(name for name in names if MEASURES[name].of_body) + tuple(
            f"{side}_{name}" for name in names if MEASURES[name].of_side for side in SIDES
        )
        measure = watched.signal.measure
        prefix = "" if MEASURES[measure].of_body else "left_"
        self._primary = self.columns.index(prefix + measure)

    def row(self, body: Body) -> list[float]:
        """Every column of one body."""
        row = [of(body) for of in self._whole]
        for sided in self._sided:
            row.append(sided(body, LEFT))
            row.append(sided(body, RIGHT))
        return row

    def signal(self, row: Sequence[float], leading: int | None, alone: int | None = None) -> float:
        """The signal in which repetitions are found.

        ``leading`` is the side that speaks for both, where there is one: the one that hides the
        other from the camera, or the upper one.  ``alone``: the only side that is seen.
        """
        signal, at = self._signal, self._primary
        if signal.of == "body":
            return row[at] * signal.sign
        if alone is not None:
            return row[at + alone] * signal.sign
        left, right = row[at] * signal.sign, row[at + 1] * signal.sign
        if signal.of == "either":
            return left if left > right else right
        if signal.of in {"higher", "lower"}:
            wanted = (signal.sign > 0) == (signal.of == "higher")
            return left if (left > right) == wanted else right
        if leading is None:
            return (left + right) * 0.5
        return left if leading == LEFT else right

    def clip(
        self,
        table: Floats,
        excursion: Excursion,
        *,
        leading: int | None,
        near: int | None,
        alone: int | None = None,
        after_s: float = float("-inf"),
    ) -> Clip:
        """The repetition of an excursion, from rows (T, 1 + columns) whose first is the time.

        It begins no earlier than the rows, nor than ``after_s``, when the one before it ended.
        """
        times, raw = even_grid(table[:, 0], table[:, 1:])
        during = (times >= excursion.left_s) & (times <= excursion.back_s)
        clip = self._clip(times, raw, during, leading, near if alone is None else alone)
        if alone is not None:
            clip = self._of_one_leg(clip, alone)
        signal = clip.signal * float(excursion.sign)
        at = boundaries(times, signal, excursion)
        for name in self._leads:
            at = leaves_rest(times, clip.columns[name], at)
        at = within(at, max(float(times[0]), after_s), float(times[-1]))
        return replace(clip, signal=signal, at=at)

    def _of_one_leg(self, clip: Clip, side: int) -> Clip:
        """The same clip where one leg alone was seen: that one worked, and is the signal."""
        signal = clip.signal
        if self._signal.of != "body":
            signal = clip.column(self._signal.measure, side) * float(self._signal.sign)
        return replace(clip, signal=signal, working=side, alone=True)

    def whole(self, table: Floats, *, leading: int | None = None) -> Clip:
        """All rows as one repetition that was cut out before, its turn at the signal's peak."""
        times, raw = even_grid(table[:, 0], table[:, 1:])
        clip = self._clip(times, raw, np.ones(len(times), dtype=bool), leading, None)
        turn = float(times[int(clip.signal.argmax())])
        return replace(clip, at=Boundaries(float(times[0]), turn, turn, float(times[-1])))

    def _clip(
        self,
        times: Floats,
        raw: Floats,
        during: "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]",
        leading: int | None,
        near: int | None,
    ) -> Clip:
        """A clip with its columns named and the side that moved found; not yet with its moments."""
        smoothed = smooth(raw)
        moved = self._moved(smoothed[during], self._primary, leading)
        side_by = self._signal.side_by
        working = moved
        if side_by:
            working = self._moved(smoothed[during], self.columns.index(f"left_{side_by}"), None)
        at = float(times[0])
        return Clip(
            times=times,
            columns={name: smoothed[:, k] for k, name in enumerate(self.columns)},
            raw={name: raw[:, k] for k, name in enumerate(self.columns)},
            signal=self._signal_of(smoothed, moved, near),
            at=Boundaries(at, at, at, at),
            working=working,
            near=near,
        )

    def _signal_of(self, rows: Floats, moved: int, near: int | None) -> Floats:
        """The signal of every row, of the side that moved where only one does: (T, K) → (T,)."""
        signal, at = self._signal, self._primary
        if signal.of == "body":
            return rows[:, at] * float(signal.sign)
        if signal.of == "lower":
            return np.asarray(rows[:, at : at + 2].min(axis=1) * float(signal.sign))
        if signal.of != "both":
            return rows[:, at + moved] * float(signal.sign)
        if near is not None:
            return rows[:, at + near] * float(signal.sign)
        return np.asarray(rows[:, at : at + 2].mean(axis=1) * float(signal.sign))

    def _moved(self, rows: Floats, column: int, leading: int | None) -> int:
        """The side on which a measure went further in the repetition."""
        if self._signal.of in {"body", "upper"} or not len(rows):
            return leading or LEFT
        went = np.ptp(rows[:, column : column + 2], axis=0)
        return LEFT if went[0] >= went[1] else RIGHT
