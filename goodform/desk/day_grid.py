"""The day and the week as a grid: appointments and free cells by the clinic's clock. Pure.

A row is five minutes of the wall clock. Whatever lies over something else stands in a column of its
own beside it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from goodform.booking.free_times import merged, without
from goodform.booking.ticks import TICK_MINUTES, Stretch

A_DAY = 24 * 60
CELL = 15
"""Minutes of a free cell: high enough for a finger."""
EMPTY_DAY = (8 * 60, 18 * 60)


@dataclass(frozen=True)
class Placed:
    """Something in the grid: from one minute of the day to another, with whatever it shows."""

    opens: int
    closes: int
    shows: object


@dataclass(frozen=True)
class GridColumn:
    """A practitioner's day: when they are there, and what stands in it."""

    practitioner: UUID
    name: str
    day: date
    hours: tuple[Stretch, ...]
    placed: tuple[Placed, ...]


@dataclass(frozen=True)
class GridCell:
    """One cell. `kind` is `placed`, `free`, `closed` or `gap`; `rows` of five minutes high."""

    kind: str
    minute: int
    rows: int
    column: GridColumn
    shows: object = None

    @property
    def clock(self) -> str:
        """When it begins, by the clock."""
        return f"{self.minute // 60:02}:{self.minute % 60:02}"

    @property
    def value(self) -> str:
        """With whom and when it begins, as a form sends it."""
        return f"{self.column.practitioner}|{self.column.day.isoformat()}|{self.clock}"


@dataclass
class GridRow:
    """Five minutes: the hour where it begins, and the cells that begin here."""

    minute: int
    cells: list[GridCell] = field(default_factory=list)

    @property
    def hour(self) -> str:
        """The hour that begins in this row; empty within it."""
        return f"{self.minute // 60:02}:00" if self.minute % 60 == 0 else ""


@dataclass(frozen=True)
class DayGrid:
    """Rows of cells, and how many columns each practitioner or day takes."""

    columns: tuple[tuple[GridColumn, int], ...]
    rows: tuple[GridRow, ...]


def grid_of(columns: Sequence[GridColumn]) -> DayGrid:
    """The grid, from the first hour in which anything is to the last."""
    first, last = _span(columns)
    rows = {minute: GridRow(minute) for minute in range(first, last, TICK_MINUTES)}
    wide = []
    for column in columns:
        lanes = _lanes(column.placed)
        wide.append((column, len(lanes)))
        for number, lane in enumerate(lanes):
            for cell in _cells(column, lane, first, last, beside=number > 0):
                rows[cell.minute].cells.append(cell)
    return DayGrid(tuple(wide), tuple(rows.values()))


def _span(columns: Iterable[GridColumn]) -> Stretch:
    found = [(each.opens, each.closes) for column in columns for each in column.placed]
    found += [stretch for column in columns for stretch in column.hours]
    if not found:
        return EMPTY_DAY
    first, last = min(start for start, _end in found), max(end for _start, end in found)
    return first // 60 * 60, min(-(-last // 60) * 60, A_DAY)


def _lanes(placed: Iterable[Placed]) -> list[list[Placed]]:
    """As few columns as it takes for nothing to lie over anything."""
    lanes: list[list[Placed]] = [[]]
    for each in sorted(placed, key=lambda one: (one.opens, one.closes)):
        for lane in lanes:
            if not lane or lane[-1].closes <= each.opens:
                lane.append(each)
                break
        else:
            lanes.append([each])
    return lanes


def _cells(
    column: GridColumn, lane: Sequence[Placed], first: int, last: int, *, beside: bool
) -> Iterator[GridCell]:
    for each in lane:
        yield GridCell("placed", each.opens, _rows(each.opens, each.closes), column, each.shows)
    taken = merged((each.opens, each.closes) for each in lane)
    left = without([(first, last)], taken)
    if beside:
        for start, end in left:
            yield GridCell("gap", start, _rows(start, end), column)
        return
    hours = merged(column.hours)
    for start, end in without(left, hours):
        yield GridCell("closed", start, _rows(start, end), column)
    for start, end in without(left, without([(first, last)], hours)):
        yield from _free(column, start, end)


def _free(column: GridColumn, start: int, end: int) -> Iterator[GridCell]:
    """Cells that begin on the quarters of the clock, as far as they can."""
    minute = start
    while minute < end:
        until = min((minute // CELL + 1) * CELL, end)
        yield GridCell("free", minute, _rows(minute, until), column)
        minute = until


def _rows(start: int, end: int) -> int:
    return max(1, -(-(end - start) // TICK_MINUTES))
