"""How long a day takes, and what is left of it."""

from hypothesis import given
from hypothesis import strategies as st

from goodform.programmes.schedule import (
    CHANGING_SIDES_S,
    GETTING_READY_S,
    Done,
    is_finished,
    minutes_a_day,
    rounds_left,
    seconds_left,
    seconds_of,
    sides_due,
    too_many,
)
from goodform.safety.dose import Dose

SIDES = st.sampled_from(["each", "left", "right", "none"])
COUNTS = st.integers(0, 9)


def dose(**changes: object) -> Dose:
    usual = {"sets": 2, "repetitions": 10, "hold_s": 0, "rest_s": 30, "tempo": "2-2"}
    return Dose(**{**usual, "times_a_day": 1, **changes})  # type: ignore[arg-type]


def test_two_sets_of_ten_at_two_up_two_down_take_two_minutes_a_side() -> None:
    assert seconds_of(dose(), sides=1) == GETTING_READY_S + 2 * 10 * 4 + 30


def test_each_side_takes_twice_as_long_and_the_change_instead_of_getting_ready_again() -> None:
    one_side = seconds_of(dose(), sides=1) - GETTING_READY_S
    assert seconds_of(dose(), sides=2) == GETTING_READY_S + 2 * one_side + CHANGING_SIDES_S


def test_what_is_left_is_reckoned_sitting_by_sitting() -> None:
    both, one = seconds_of(dose(), sides=2), seconds_of(dose(), sides=1)
    assert seconds_left(dose(), {"left": 2, "right": 2}) == 2 * both
    assert seconds_left(dose(), {"left": 1, "right": 2}) == both + one
    assert seconds_left(dose(), {"left": 0, "right": 0}) == 0


def test_three_holds_of_twenty_seconds_each_side_twice_a_day() -> None:
    held = dose(sets=1, repetitions=3, hold_s=20, times_a_day=2)
    assert minutes_a_day([(held, 2, "")]) == round((15 + 3 * 24 + 10 + 3 * 24) * 2 / 60)


def test_a_short_day_takes_a_minute_and_an_empty_one_none() -> None:
    assert minutes_a_day([(dose(sets=1, repetitions=1), 1, "")]) == 1
    assert minutes_a_day([]) == 0


def test_above_four_exercises_there_are_too_many() -> None:
    assert not too_many([1, 2, 3, 4])
    assert too_many([1, 2, 3, 4, 5])


@given(side=SIDES, times=st.integers(1, 8), left=COUNTS, right=COUNTS, both=COUNTS)
def test_a_day_is_finished_when_no_side_has_a_round_left(
    side: str, times: int, left: int, right: int, both: int
) -> None:
    done = Done(left=left, right=right, both=both)
    rest = rounds_left(side, times, done)
    assert set(rest) == set(sides_due(side))
    assert all(0 <= rounds <= times for rounds in rest.values())
    assert is_finished(side, times, done) == all(done.on(each) >= times for each in rest)


@given(side=SIDES, times=st.integers(1, 8))
def test_nothing_done_is_never_finished(side: str, times: int) -> None:
    assert not is_finished(side, times, Done())
