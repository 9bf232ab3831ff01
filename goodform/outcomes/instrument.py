"""An instrument: the items of a questionnaire, and the rule by which they are counted. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ScoreRule(StrEnum):
    """How a score comes from the answers."""

    SINGLE = "single"
    MEAN = "mean"
    SUM = "sum"
    TICKS = "ticks"
    PERCENT = "percent of most"
    START_BACK = "start back"
    PROFILE = "profile"


class Better(StrEnum):
    """Which way is good."""

    LOW = "low is better"
    HIGH = "high is better"


class WhoseText(StrEnum):
    """Whose text it is: it comes with the software, or the clinic brings it with its licence."""

    SHIPPED = "shipped"
    CLINIC = "clinic"


@dataclass(frozen=True, slots=True)
class Item:
    """One question by its id, with the answers it can have."""

    id: str
    lowest: int
    highest: int

    def takes(self, answer: int) -> bool:
        """Whether this answer is one of those offered."""
        return self.lowest <= answer <= self.highest


@dataclass(frozen=True, slots=True)
class Instrument:
    """A questionnaire as its file says it. `mark` changes with every letter of the file."""

    id: str
    name: str
    version: str
    language: str
    recall: str
    items: tuple[Item, ...]
    rule: ScoreRule
    direction: Better
    may_miss: int
    unticked_is_zero: bool
    questions: Mapping[str, str]
    own_words: bool
    distress: frozenset[str]
    chance_points: float | None
    worthwhile_points: float | None
    medium_points: float | None
    large_points: float | None
    worthwhile_percent: float | None
    recovered_at: float | None
    sees_from: float | None
    sees_to: float | None
    source: str
    licence: str
    text: WhoseText
    mark: str

    @property
    def most(self) -> int:
        """The highest sum there can be."""
        return sum(item.highest for item in self.items)

    @property
    def is_compared(self) -> bool:
        """Whether two scores of it say anything about a change."""
        return self.rule not in (ScoreRule.PROFILE, ScoreRule.START_BACK)
