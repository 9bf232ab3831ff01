"""Draws the scores of one questionnaire with the two lines they are read against. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goodform.outcomes.instrument import Better, Instrument, ScoreRule
from goodform.ui.charts import (
    DayScale,
    Drawing,
    Label,
    Shape,
    ShapeRole,
    ValueScale,
    circle,
    joined,
    level,
)

WIDE, NARROW = 740.0, 342.0
LEFT, RIGHT, TOP, HEIGHT = 38.0, 14.0, 14.0, 150.0


@dataclass(frozen=True)
class OutcomeLine:
    """A score that must be reached for a change to count, and its words."""

    at: float
    role: ShapeRole
    words: str


def scale_of(instrument: Instrument) -> tuple[float, float]:
    """The lowest and the highest score there can be: the axis never zooms."""
    if instrument.rule is ScoreRule.PERCENT:
        return 0, 100
    lows = [item.lowest for item in instrument.items]
    highs = [item.highest for item in instrument.items]
    if instrument.rule is ScoreRule.MEAN:
        return min(lows), max(highs)
    return sum(lows), sum(highs)


def reached_at(instrument: Instrument, first: float, points: float) -> float | None:
    """Where so many points to the good of the first score lie; None outside the scale."""
    low, high = scale_of(instrument)
    at = first + points if instrument.direction is Better.HIGH else first - points
    return at if low <= at <= high else None


def worthwhile_points(instrument: Instrument, first: float) -> float | None:
    """How many points are worthwhile from this first score: the fewer of points and percent."""
    points, percent = instrument.worthwhile_points, instrument.worthwhile_percent
    if points is None or percent is None or first <= 0:
        return points
    return min(points, percent * first / 100)


def outcome_drawing(
    instrument: Instrument,
    scores: Sequence[tuple[date, float]],
    lines: Sequence[OutcomeLine],
    named: dict[date, str],
    *,
    width: float,
) -> Drawing:
    """The whole scale, the scores joined, each line with its words at its left end."""
    low, high = scale_of(instrument)
    days = DayScale(scores[0][0], scores[-1][0], LEFT + 8, width - RIGHT - 8)
    values = ValueScale(low, high, TOP, TOP + HEIGHT)
    ends = {low: f"{low:g}", high: f"{high:g}"}
    shapes = [Shape(level(LEFT, width - RIGHT, values.y(at)), ShapeRole.GRID, 1) for at in ends]
    labels = [Label(LEFT - 8, values.y(at) + 5, words, "end") for at, words in ends.items()]
    for line in lines:
        thick = 2.4 if line.role is ShapeRole.LINE else 1.4
        shapes.append(Shape(level(LEFT, width - RIGHT, values.y(line.at)), line.role, thick))
        labels.append(Label(width - RIGHT, values.y(line.at) - 5, line.words, "end"))
    points = [(days.x(day), values.y(value)) for day, value in scores]
    if len(points) > 1:
        shapes.append(Shape(joined(points), ShapeRole.LINE, 1.5))
    shapes += [Shape(circle(x, y, 5.0), ShapeRole.SOLID) for x, y in points]
    for day, words in named.items():
        anchor = "start" if day == days.first else "end"
        at = LEFT if day == days.first else width - RIGHT
        labels.append(Label(at, values.bottom + 22, words, anchor))
    return Drawing(width, values.bottom + 28, tuple(shapes), tuple(labels))
