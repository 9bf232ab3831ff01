"""The score of a questionnaire, by item id. Pure; a wrong score can hurt, so it is short.

No score is ever guessed: where too much is missing, there is none, and it is said why.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from goodform.outcomes.instrument import Instrument, ScoreRule


class NoScore(StrEnum):
    """Why there is no number."""

    MISSING = "missing"
    PROFILE = "profile"


class RiskGroup(StrEnum):
    """The group a screening puts somebody in."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Score:
    """A number with how many items were answered, or the reason why there is none."""

    value: float | None
    answered: int
    items: int
    why_none: NoScore | None = None
    level: RiskGroup | None = None
    profile: str = ""


class NotAnAnswer(ValueError):
    """An answer to no item of the instrument, or one that is not offered."""


START_BACK_BOTHERED = 3
"""The last question counts from “very much” on: 3 of 0 to 4."""


def check_answers(instrument: Instrument, answers: Mapping[str, int]) -> None:
    """Raise `NotAnAnswer` for an item that is not there, or an answer that is not offered."""
    items = {item.id: item for item in instrument.items}
    for name, answer in answers.items():
        if name not in items or isinstance(answer, bool) or not items[name].takes(answer):
            raise NotAnAnswer(f"{answer} is no answer to {name} of {instrument.id}.")


def score(instrument: Instrument, answers: Mapping[str, int]) -> Score:
    """The score; an item without an answer is left out of `answers`, and is never 0 by itself."""
    check_answers(instrument, answers)
    items, answered = len(instrument.items), len(answers)
    if instrument.unticked_is_zero:
        return Score(float(sum(answers.values())), answered, items)
    if answered < items - instrument.may_miss or not answered:
        return Score(None, answered, items, NoScore.MISSING)
    total = sum(answers.values())
    if instrument.rule is ScoreRule.PROFILE:
        return Score(None, answered, items, NoScore.PROFILE, profile=_profile(instrument, answers))
    if instrument.rule is ScoreRule.START_BACK:
        return _start_back(instrument, answers)
    if instrument.rule is ScoreRule.MEAN:
        return Score(round(total / answered, 2), answered, items)
    if instrument.rule is ScoreRule.PERCENT:
        most = sum(item.highest for item in instrument.items if item.id in answers)
        return Score(round(100 * total / most, 2), answered, items)
    return Score(float(total), answered, items)


def _profile(instrument: Instrument, answers: Mapping[str, int]) -> str:
    """The answers in the order of the file: `2-1-1-3-2-70`."""
    return "-".join(str(answers[item.id]) for item in instrument.items)


def _start_back(instrument: Instrument, answers: Mapping[str, int]) -> Score:
    """0 to 3 low; 4 and more medium, and high where 4 or more are of distress."""
    items = {item.id: item for item in instrument.items}
    counts = {
        name: answer if items[name].highest == 1 else int(answer >= START_BACK_BOTHERED)
        for name, answer in answers.items()
    }
    total = sum(counts.values())
    distress = sum(counts[name] for name in instrument.distress)
    level = RiskGroup.HIGH if distress >= 4 else RiskGroup.MEDIUM if total >= 4 else RiskGroup.LOW
    return Score(float(total), len(answers), len(items), level=level)
