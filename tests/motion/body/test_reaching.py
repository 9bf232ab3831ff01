"""Limbs of two bones that have to get somewhere."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from goodform.motion.body.reaching import LONGEST, bone_fronts, reach, swivel_to_move
from goodform.motion.body.space import along, length, turn_about, unit

place = st.tuples(*[st.floats(-1.0, 1.0)] * 3).map(lambda at: np.array([at]))
bone = st.floats(0.05, 0.5)


@given(place, place, place, bone, bone)
def test_bones_keep_their_length_and_the_end_goes_where_it_can(
    start: np.ndarray, target: np.ndarray, pole: np.ndarray, first: float, second: float
) -> None:
    whole = target - start
    assume(length(whole)[0] > 1e-3)
    assume(length(np.cross(unit(whole), pole))[0] > 1e-3)
    middle, end = reach(start, target, (first, second), pole)
    assert length(middle - start)[0] == pytest.approx(first, abs=1e-9)
    assert length(end - middle)[0] == pytest.approx(second, abs=1e-9)
    shortest, longest = abs(first - second) / LONGEST, LONGEST * (first + second)
    if shortest <= length(whole)[0] <= longest:
        assert end == pytest.approx(target, abs=1e-9)
    assert length(np.cross(unit(end - start), unit(whole)))[0] == pytest.approx(0.0, abs=1e-9)


def test_the_knee_bends_to_the_side_of_the_pole() -> None:
    hip, ankle = np.zeros((1, 3)), np.array([[0.0, -0.4, 0.0]])
    for pole in ([[1.0, 0.0, 0.0]], [[0.0, 0.3, -2.0]]):
        knee, _ = reach(hip, ankle, (0.245, 0.246), np.array(pole))
        assert along(knee, np.array(pole))[0] > 0.0


def test_the_fronts_look_to_the_bend_and_to_the_pole_when_straight() -> None:
    hip, knee = np.zeros((1, 3)), np.array([[0.2, 0.0, 0.0]])
    pole = np.array([[0.0, 0.0, 1.0]])
    thigh, shin = bone_fronts(hip, knee, np.array([[0.2, -0.2, 0.0]]), pole)
    assert thigh == pytest.approx(np.array([[0.0, 1.0, 0.0]]))
    assert shin == pytest.approx(np.array([[1.0, 0.0, 0.0]]))
    for front in bone_fronts(hip, knee, np.array([[0.4, 0.0, 0.0]]), pole):
        assert front == pytest.approx(pole)


def test_a_knee_turned_about_the_leg_moves_as_far_sideways_as_asked() -> None:
    hip, ankle = np.zeros((1, 3)), np.array([[0.0, -0.35, 0.0]])
    knee, ankle = reach(hip, ankle, (0.245, 0.246), np.array([[1.0, 0.0, 0.0]]))
    degrees = swivel_to_move(hip, knee, ankle, np.array([0.05]))
    moved = turn_about(unit(ankle - hip), knee, degrees)
    assert abs(moved[0, 2]) == pytest.approx(0.05)
