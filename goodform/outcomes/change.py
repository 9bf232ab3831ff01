"""Whether two scores of one instrument differ, and whether the difference is worth anything. Pure.

"More than chance" is said only against the measurement error of the file, "worthwhile" only
against its meaningful change. Where the file has none, nothing is said.
"""

from dataclasses import dataclass
from enum import StrEnum

from goodform.outcomes.instrument import Better, Instrument


class WhichWay(StrEnum):
    """Which way it went for the patient."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


class NotCompared(StrEnum):
    """Why two scores are not laid beside each other."""

    ONE_IS_MISSING = "one is missing"
    INSTRUMENT_CHANGED = "the instrument changed"
    ITEMS_CHANGED = "not the same questions"
    SCREENING = "no change is worked out"


class Size(StrEnum):
    """How large a worthwhile change is, where the instrument has steps."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Measured:
    """A score with what it was measured by: the file's mark, and the questions as they stood."""

    value: float | None
    mark: str
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutcomeChange:
    """From the first score to a later one. None: the instrument has no such limit."""

    before: float
    after: float
    way: WhichWay
    more_than_chance: bool | None
    worthwhile: bool | None
    size: Size | None
    recovered: bool
    is_blind: bool
    """The first score lies where the instrument hardly sees a change."""

    @property
    def points(self) -> float:
        """How far apart they are."""
        return round(abs(self.after - self.before), 2)


def change(instrument: Instrument, first: Measured, later: Measured) -> OutcomeChange | NotCompared:
    """The change, or why there is none to be told."""
    if not instrument.is_compared:
        return NotCompared.SCREENING
    if first.mark != later.mark or later.mark != instrument.mark:
        return NotCompared.INSTRUMENT_CHANGED
    if first.asked != later.asked:
        return NotCompared.ITEMS_CHANGED
    if first.value is None or later.value is None:
        return NotCompared.ONE_IS_MISSING
    points = round(abs(later.value - first.value), 2)
    worthwhile = _is_worthwhile(instrument, points, first.value)
    way = _way(instrument, first.value, later.value)
    return OutcomeChange(
        before=first.value,
        after=later.value,
        way=way,
        more_than_chance=_reaches_over(points, instrument.chance_points),
        worthwhile=worthwhile,
        size=_size(instrument, points) if worthwhile else None,
        recovered=_is_recovered(instrument, later.value),
        is_blind=_is_blind(instrument, first.value),
    )


def _way(instrument: Instrument, first: float, later: float) -> WhichWay:
    if first == later:
        return WhichWay.SAME
    went_up = later > first
    return WhichWay.BETTER if went_up == (instrument.direction is Better.HIGH) else WhichWay.WORSE


def _reaches_over(points: float, error: float | None) -> bool | None:
    return None if error is None else points > error


def _is_worthwhile(instrument: Instrument, points: float, first: float) -> bool | None:
    """At least so many points, or so many percent of the first score."""
    if instrument.worthwhile_points is None:
        return None
    percent = instrument.worthwhile_percent
    by_percent = percent is not None and first > 0 and 100 * points >= percent * first
    return points >= instrument.worthwhile_points or by_percent


def _size(instrument: Instrument, points: float) -> Size | None:
    if instrument.medium_points is None or instrument.large_points is None:
        return None
    if points >= instrument.large_points:
        return Size.LARGE
    return Size.MEDIUM if points >= instrument.medium_points else Size.SMALL


def _is_recovered(instrument: Instrument, later: float) -> bool:
    return instrument.recovered_at is not None and later <= instrument.recovered_at


def _is_blind(instrument: Instrument, first: float) -> bool:
    low, high = instrument.sees_from, instrument.sees_to
    return (low is not None and first < low) or (high is not None and first > high)
