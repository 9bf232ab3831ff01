"""How a dose is said: the numbers prescribed, and no others."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodform.safety.dose import Dose
from goodform.safety.limits import LIMITS
from goodform.today.how_much import how_much, how_often


def dose(sets: int, repetitions: int, hold_s: int = 0, times_a_day: int = 1) -> Dose:
    """A dose of which only these parts are said."""
    return Dose(
        sets=sets,
        repetitions=repetitions,
        hold_s=hold_s,
        rest_s=30,
        tempo="2-2",
        times_a_day=times_a_day,
    )


def by_time(sets: int, time_s: int) -> Dose:
    """A dose that is neither counted nor held."""
    return replace(dose(sets, 1), time_s=time_s)


@pytest.mark.parametrize(
    ("prescribed", "side", "words"),
    [
        (dose(1, 3, 20), "each", "3 holds of 20 seconds, each side"),
        (dose(3, 1, 20), "each", "3 holds of 20 seconds, each side"),
        (dose(1, 1, 30), "left", "1 hold of 30 seconds, left side only"),
        (dose(2, 10), "each", "2 sets of 10, each side"),
        (dose(2, 10, 3), "none", "2 sets of 10, hold for 3 seconds"),
        (dose(2, 6, 1), "none", "2 sets of 6, hold for 1 second"),
        (dose(1, 8), "right", "8 times, right side only"),
        (dose(1, 1), "none", "1 time"),
        (by_time(1, 600), "none", "10 minutes"),
        (by_time(1, 60), "none", "1 minute"),
        (by_time(3, 10), "each", "3 times 10 seconds, each side"),
        (by_time(1, 90), "none", "90 seconds"),
    ],
)
def test_a_dose_in_words(prescribed: Dose, side: str, words: str) -> None:
    assert how_much(prescribed, side) == words


@pytest.mark.parametrize(
    ("times", "words"), [(1, ""), (2, "twice a day"), (3, "3 times a day"), (8, "8 times a day")]
)
def test_how_often(times: int, words: str) -> None:
    assert how_often(times) == words


def whole(name: str) -> st.SearchStrategy[int]:
    """Any sane value of this part of a dose."""
    return st.integers(LIMITS[name].lowest, LIMITS[name].highest)


@given(sets=whole("sets"), repetitions=whole("repetitions"), hold_s=whole("hold_s"))
def test_the_words_always_multiply_to_the_dose(sets: int, repetitions: int, hold_s: int) -> None:
    words = how_much(dose(sets, repetitions, hold_s), "none")
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    if hold_s:
        assert numbers.pop() == hold_s
    product = 1
    for number in numbers:
        product *= number
    assert product == sets * repetitions
