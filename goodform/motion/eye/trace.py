"""Frames seen lately: a table of fixed size, one row a frame."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from goodform.motion.eye.arithmetic import Numbers
from goodform.motion.eye.frame import JOINT_NAMES, Body

CAPACITY = 512
"""Rows kept at most: 17 s at 30 frames a second; longer stretches are kept more coarsely."""


@dataclass(frozen=True, slots=True)
class Table:
    """Frames by columns: ``times`` (T,) rise, and each of ``columns`` (K,) has a value for each."""

    times: Numbers
    columns: Sequence[Numbers]


class Trace:
    """Rows of (time, values…) of the stretch that may become a repetition.

    When the table is full every second row goes, and from then on only every second frame is
    kept: an hour needs no more room than ten seconds.
    """

    __slots__ = ("_rows", "_skipped", "_stride", "_width")

    def __init__(self, width: int) -> None:
        self._width = width + 1
        self._rows = array("d")
        self._stride = 1
        self._skipped = 0

    def __len__(self) -> int:
        return len(self._rows) // self._width

    def add(self, time: float, values: Iterable[float]) -> None:
        """Keep one more frame."""
        self._skipped += 1
        if self._skipped < self._stride:
            return
        self._skipped = 0
        if len(self._rows) >= CAPACITY * self._width:
            self._thin()
        self._rows.append(time)
        self._rows.extend(values)

    @property
    def span_s(self) -> float:
        """Seconds from the first row to the last."""
        if not self._rows:
            return 0.0
        return self._rows[-self._width] - self._rows[0]

    def forget_before(self, time: float) -> None:
        """Drop the rows before a time, and keep frames finely again."""
        first = bisect_left(self._rows[:: self._width], time)
        del self._rows[: first * self._width]
        self._stride = 1
        self._skipped = 0

    def clear(self) -> None:
        """Forget everything."""
        self._rows = array("d")
        self._stride = 1
        self._skipped = 0

    def table(self) -> Table:
        """Everything that is kept."""
        width = self._width
        times, *columns = (self._rows[k::width] for k in range(width))
        return Table(times, columns)

    def row(self, index: int) -> Sequence[float]:
        """One row, the time first."""
        return self._rows[index * self._width : (index + 1) * self._width]

    def _thin(self) -> None:
        width, rows = self._width, self._rows
        kept = array("d")
        for first in range(0, len(rows), 2 * width):
            kept.extend(rows[first : first + width])
        self._rows = kept
        self._stride *= 2


NUMBERS_OF_A_BODY: Final = 3 * len(JOINT_NAMES)


def numbers_of(body: Body) -> Iterable[float]:
    """A body as the numbers of a row: measures are taken of it when they are asked for."""
    return chain.from_iterable(body.points)


def bodies_in(trace: Trace) -> list[Body]:
    """The bodies of such rows; how well each joint was seen is not kept."""
    found = []
    for index in range(len(trace)):
        time, *numbers = trace.row(index)
        found.append(Body(time, list(zip(*[iter(numbers)] * 3, strict=True)), []))
    return found
