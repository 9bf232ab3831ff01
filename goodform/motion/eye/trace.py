"""What was measured lately: a table of fixed size, one row a frame, one column a measure."""

from array import array
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CAPACITY = 512
"""Rows kept at most: 17 s at 30 frames a second; longer stretches are kept more coarsely."""


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

    def add(self, time: float, values: Sequence[float]) -> None:
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
        table = self.table()
        self._rows = array("d", table[table[:, 0] >= time].tobytes())
        self._stride = 1
        self._skipped = 0

    def clear(self) -> None:
        """Forget everything."""
        self._rows = array("d")
        self._stride = 1
        self._skipped = 0

    def table(self) -> Floats:
        """All rows: (T, 1 + columns), the time first."""
        return np.array(self._rows, dtype=np.float64).reshape(-1, self._width)

    def _thin(self) -> None:
        self._rows = array("d", self.table()[::2].tobytes())
        self._stride *= 2
