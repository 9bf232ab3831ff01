"""Charts as SVG from the server, the same on screen, on paper and in a PDF. Pure.

Each shape carries its colours as attributes, for paper and PDF, and its role as a class, by which
the page's tokens colour it on screen and in the dark. A role differs in shape as well as in colour.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ShapeRole(StrEnum):
    """A thing that a shape of a chart stands for; its class is `chart-` and this."""

    GRID = "grid"
    BAND = "band"
    LINE = "line"
    SOLID = "solid"
    OPEN = "open"
    STEP = "step"
    HELD = "held"
    STOP = "stop"
    CHANGE = "change"
    TIMED = "timed"
    TICKED = "ticked"
    PLANNED = "planned"


_INK, _SOFT, _LINE, _PALE, _WHITE = "#14302C", "#48605B", "#DADDD4", "#E1EFE9", "#FFFFFF"
PAPER = {
    ShapeRole.GRID: ("none", _LINE),
    ShapeRole.BAND: (_PALE, "none"),
    ShapeRole.LINE: ("none", _INK),
    ShapeRole.SOLID: (_INK, _INK),
    ShapeRole.OPEN: (_WHITE, _INK),
    ShapeRole.STEP: ("#9DB8B1", "none"),
    ShapeRole.HELD: (_WHITE, _SOFT),
    ShapeRole.STOP: ("#B3261E", "#B3261E"),
    ShapeRole.CHANGE: ("none", _SOFT),
    ShapeRole.TIMED: (_INK, "none"),
    ShapeRole.TICKED: ("#9DB8B1", _INK),
    ShapeRole.PLANNED: ("none", _SOFT),
}
"""Fill and stroke of each role where no style sheet is read."""
DASHED = {ShapeRole.CHANGE: "2 3", ShapeRole.HELD: "3 2"}


@dataclass(frozen=True)
class Shape:
    """A path in the chart's own units."""

    d: str
    role: ShapeRole
    width: float = 1.5

    @property
    def fill(self) -> str:
        """Its fill on paper."""
        return PAPER[self.role][0]

    @property
    def stroke(self) -> str:
        """Its line on paper."""
        return PAPER[self.role][1]

    @property
    def dash(self) -> str:
        """How its line is broken; empty for a whole one."""
        return DASHED.get(self.role, "")


@dataclass(frozen=True)
class Label:
    """A word at a place; `anchor` is SVG's: start, middle or end."""

    x: float
    y: float
    words: str
    anchor: str = "start"


@dataclass(frozen=True)
class Drawing:
    """One size of a chart: shapes back to front, and the words on top."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class LegendRow:
    """One row of the legend: a small drawing of the shape, and what it stands for."""

    shapes: tuple[Shape, ...]
    words: str


@dataclass(frozen=True)
class NumbersTable:
    """The table behind a chart: heads, and rows of words."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Chart:
    """A chart with its finding in one sentence and the table behind it.

    `narrow` is drawn for a phone and `wide` for a desk and paper, so that words keep their size.
    """

    title: str
    finding: str
    wide: Drawing
    narrow: Drawing
    legend: tuple[LegendRow, ...]
    table: NumbersTable


@dataclass(frozen=True)
class DayScale:
    """Days to a place across: the middle of the first day to the middle of the last."""

    first: date
    last: date
    left: float
    right: float

    @property
    def step(self) -> float:
        """From one day to the next."""
        return (self.right - self.left) / max(1, (self.last - self.first).days)

    def x(self, day: date) -> float:
        """The middle of a day; days outside stand at the edge."""
        inside = min(max(day, self.first), self.last)
        return self.left + (inside - self.first).days * self.step

    def edge(self, day: date) -> float:
        """Where a day begins, never outside the chart."""
        return min(max(self.x(day) - self.step / 2, self.left), self.right)


@dataclass(frozen=True)
class ValueScale:
    """Numbers to a place up and down: `low` at the bottom."""

    low: float
    high: float
    top: float
    bottom: float

    def y(self, value: float) -> float:
        """Where a number stands; numbers outside stand at the edge."""
        inside = min(max(value, self.low), self.high)
        share = (inside - self.low) / ((self.high - self.low) or 1)
        return self.bottom - share * (self.bottom - self.top)


def circle(x: float, y: float, r: float) -> str:
    """A circle as a path."""
    return f"M{x - r:.1f} {y:.1f}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0Z"


def square(x: float, y: float, r: float) -> str:
    """A square as a path, `r` from its middle to its side."""
    return f"M{x - r:.1f} {y - r:.1f}h{2 * r}v{2 * r}h{-2 * r}Z"


def diamond(x: float, y: float, r: float) -> str:
    """A square on its corner."""
    return f"M{x:.1f} {y - r:.1f}l{r} {r}l{-r} {r}l{-r} {-r}Z"


def triangle(x: float, y: float, r: float) -> str:
    """A triangle on its base."""
    return f"M{x:.1f} {y - r:.1f}l{r} {1.8 * r:.1f}h{-2 * r}Z"


def cross(x: float, y: float, r: float) -> str:
    """Two strokes across each other."""
    return f"M{x - r:.1f} {y - r:.1f}l{2 * r} {2 * r}M{x + r:.1f} {y - r:.1f}l{-2 * r} {2 * r}"


def box(left: float, top: float, right: float, bottom: float) -> str:
    """A rectangle as a path; a point where nothing is between its edges."""
    return f"M{left:.1f} {top:.1f}H{right:.1f}V{bottom:.1f}H{left:.1f}Z"


def level(left: float, right: float, y: float) -> str:
    """A line across."""
    return f"M{left:.1f} {y:.1f}H{right:.1f}"


def upright(x: float, top: float, bottom: float) -> str:
    """A line down."""
    return f"M{x:.1f} {top:.1f}V{bottom:.1f}"


def runs(days: Iterable[tuple[date, float]], *, longest_gap: int) -> list[list[tuple[date, float]]]:
    """Points in order of days, cut where more than `longest_gap` days lie between two."""
    found: list[list[tuple[date, float]]] = []
    for day, value in sorted(days):
        if found and (day - found[-1][-1][0]).days <= longest_gap:
            found[-1].append((day, value))
        else:
            found.append([(day, value)])
    return found


def joined(points: Sequence[tuple[float, float]]) -> str:
    """Points joined by straight lines."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
