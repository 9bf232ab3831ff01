"""A course in numbers: before and after a day, and the patient's usual range. Pure.

A finding dates, it never explains: that pain fell after a change is said, that it fell because of
it is not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median, quantiles

FEWEST_ANSWERS = 3
"""Answers on either side of a day below which nothing is compared."""
LEAST_CHANGE = 2
"""Points on 0–10 below which two medians are called about the same: the least change that matters
to people with back pain (Ostelo 2008)."""
DAYS_EITHER_SIDE = 14
"""Days before and after that are compared: further off is another time."""
USUAL_DAYS = 28
"""Days whose answers make the usual range."""
USUAL_FROM = 8
"""Answers from which on a usual range is drawn."""


class Direction(StrEnum):
    """How two medians compare."""

    LOWER = "lower"
    HIGHER = "higher"
    SAME = "same"
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class Compared:
    """Medians of the answers before a day and from it on, with how many answers each has.

    A median is None where its side has too few.
    """

    direction: Direction
    before: float | None
    after: float | None
    answers_before: int
    answers_after: int


def compared(answers: Mapping[date, int], day: date) -> Compared:
    """The answers of the days before `day` against those from it on, at most two weeks each."""
    reach = timedelta(days=DAYS_EITHER_SIDE)
    before = [pain for at, pain in answers.items() if day - reach <= at < day]
    after = [pain for at, pain in answers.items() if day <= at < day + reach]
    was, now = _median(before), _median(after)
    if was is None or now is None:
        direction = Direction.TOO_FEW
    elif abs(now - was) < LEAST_CHANGE:
        direction = Direction.SAME
    else:
        direction = Direction.LOWER if now < was else Direction.HIGHER
    return Compared(direction, was, now, len(before), len(after))


def _median(answers: list[int]) -> float | None:
    return float(median(answers)) if len(answers) >= FEWEST_ANSWERS else None


def usual_range(answers: Mapping[date, int], until: date) -> tuple[float, float] | None:
    """The middle half of the last 28 days' answers; None below eight answers."""
    since = until - timedelta(days=USUAL_DAYS - 1)
    recent = [pain for at, pain in answers.items() if since <= at <= until]
    if len(recent) < USUAL_FROM:
        return None
    low, _middle, high = quantiles(recent, n=4, method="inclusive")
    return low, high


def highest(pains: Iterable[int | None]) -> int | None:
    """The highest of the answers; None where nobody answered."""
    return max((pain for pain in pains if pain is not None), default=None)
