"""Which doses are sane."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodform.safety.limits import LIMITS, Tempo, dose_problems, parse_tempo, turn_seconds

SANE: dict[str, object] = {
    "sets": 2,
    "repetitions": 10,
    "hold_s": 0,
    "rest_s": 30,
    "tempo": "2-2",
    "times_a_day": 1,
}


def test_a_usual_dose_is_sane() -> None:
    assert dose_problems(SANE) == ()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sets", 0),
        ("sets", 7),
        ("sets", 2.0),
        ("sets", "2"),
        ("sets", True),
        ("sets", None),
        ("repetitions", 0),
        ("repetitions", 31),
        ("hold_s", -1),
        ("hold_s", 121),
        ("rest_s", 301),
        ("times_a_day", 0),
        ("times_a_day", 9),
        ("tempo", ""),
        ("tempo", "slow"),
        ("tempo", "2-2-2"),
        ("tempo", "0-2"),
        ("tempo", "11-2"),
        ("tempo", 22),
        ("tempo", "٢-٢"),
    ],
)
def test_a_slip_of_the_finger_is_named_with_the_part_it_is_in(field: str, value: Any) -> None:
    problems = dose_problems({**SANE, field: value})
    assert [problem.field for problem in problems] == [field]
    assert str(problems[0])


@pytest.mark.parametrize("field", sorted({*LIMITS, "tempo"} - {"time_s"}))
def test_a_missing_part_is_a_problem_of_that_part(field: str) -> None:
    dose = {name: value for name, value in SANE.items() if name != field}
    assert [problem.field for problem in dose_problems(dose)] == [field]


def test_a_dose_that_says_no_time_is_counted() -> None:
    assert dose_problems(SANE) == dose_problems({**SANE, "time_s": 0}) == ()


BY_TIME = {**SANE, "sets": 3, "repetitions": 1, "time_s": 10}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"sets": 1, "time_s": 3600}, None),
        ({"repetitions": 2}, "time_s"),
        ({"hold_s": 1}, "time_s"),
        ({"time_s": -1}, "time_s"),
        ({"time_s": 3601}, "time_s"),
        ({"time_s": "10"}, "time_s"),
        ({"time_s": 1800}, "sets"),
    ],
)
def test_a_dose_by_time_is_neither_counted_nor_held(
    changes: dict[str, object], field: str | None
) -> None:
    problems = dose_problems({**BY_TIME, **changes})
    assert [problem.field for problem in problems] == ([field] if field else [])


def test_a_dose_by_time_takes_its_time_and_its_rests() -> None:
    tempo = Tempo(2, 2)
    said = turn_seconds(sets=3, repetitions=1, hold_s=0, rest_s=30, tempo=tempo, time_s=10)
    assert said == 3 * 10 + 2 * 30


def test_parts_that_are_sane_alone_can_be_too_long_together() -> None:
    problems = dose_problems({**SANE, "sets": 6, "repetitions": 30, "hold_s": 120})
    assert [str(problem) for problem in problems] == [
        "This dose takes 375 minutes a side. Keep it to 20: fewer sets, or shorter holds."
    ]


@pytest.mark.parametrize(
    ("field", "lowest", "highest"),
    [
        ("sets", 1, 6),
        ("repetitions", 1, 30),
        ("hold_s", 0, 120),
        ("rest_s", 0, 300),
        ("times_a_day", 1, 8),
    ],
)
def test_both_ends_of_a_limit_are_still_sane(field: str, lowest: int, highest: int) -> None:
    short = {**SANE, "sets": 1, "repetitions": 1}
    assert dose_problems({**short, field: lowest}) == ()
    assert dose_problems({**short, field: highest}) == ()
    assert dose_problems({**short, field: lowest - 1})
    assert dose_problems({**short, field: highest + 1})


def test_a_turn_of_twenty_minutes_is_the_longest() -> None:
    # Ten holds, each with two seconds out and two back.
    dose = {**SANE, "sets": 1, "repetitions": 10}
    assert dose_problems({**dose, "hold_s": 116}) == ()
    assert [problem.field for problem in dose_problems({**dose, "hold_s": 117})] == ["sets"]


def test_a_limit_says_both_of_its_ends() -> None:
    assert str(dose_problems({**SANE, "sets": 9})[0]) == (
        "Give sets as a whole number from 1 to 6."
    )


def test_a_turn_counts_movement_hold_and_the_rests_between() -> None:
    # Two sets of ten at four seconds each, and one rest of thirty.
    tempo = Tempo(out_s=3, back_s=1)
    assert turn_seconds(sets=2, repetitions=10, hold_s=0, rest_s=30, tempo=tempo) == 110


@given(out_s=st.integers(1, 10), back_s=st.integers(1, 10))
def test_a_tempo_is_read_as_seconds_out_and_seconds_back(out_s: int, back_s: int) -> None:
    assert parse_tempo(f"{out_s}-{back_s}") == Tempo(out_s=out_s, back_s=back_s)


@given(dose=st.dictionaries(st.sampled_from(list(SANE)), st.integers() | st.text() | st.none()))
def test_no_dose_whatever_breaks_the_check(dose: dict[str, Any]) -> None:
    for problem in dose_problems(dose):
        assert problem.field in SANE
        assert "%" not in str(problem)
