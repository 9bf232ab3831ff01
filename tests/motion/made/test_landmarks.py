"""The points a camera reports, on the mannequin."""

import numpy as np
import pytest

from goodform.motion.body.mannequin import Mannequin
from goodform.motion.body.space import Array
from goodform.motion.made.landmarks import BLAZEPOSE, JOINTS_17, landmarks
from goodform.motion.movements import MOVEMENTS

STANDING = MOVEMENTS["hip-hinge"].solve(
    Mannequin(), MOVEMENTS["hip-hinge"].values_at(np.array([0.0]))
)


def at(name: str) -> Array:
    """One landmark of a person who stands and faces +x, their right side to the viewer."""
    here: Array = landmarks(STANDING, (name,))[0, 0]
    return here


def test_there_are_33_and_17_names_without_doubles() -> None:
    assert len(BLAZEPOSE) == len(set(BLAZEPOSE)) == 33
    assert len(JOINTS_17) == len(set(JOINTS_17)) == 17
    assert BLAZEPOSE[0] == "nose"
    assert BLAZEPOSE[25:27] == ("left_knee", "right_knee")
    assert BLAZEPOSE[-1] == "right_foot_index"


@pytest.mark.parametrize("names", [BLAZEPOSE, JOINTS_17])
def test_every_landmark_is_found_on_every_movement(names: tuple[str, ...]) -> None:
    for movement in MOVEMENTS.values():
        skeleton = movement.solve(Mannequin(), movement.values_at(np.linspace(0.0, 1.0, 4)))
        points = landmarks(skeleton, names)
        assert points.shape == (4, len(names), 3)
        assert np.isfinite(points).all()


def test_left_is_on_the_left_and_front_in_front() -> None:
    for name in BLAZEPOSE + JOINTS_17:
        if "left" in name:
            assert at(name)[2] < at(name.replace("left", "right"))[2], name
    assert at("nose")[0] > at("left_ear")[0]
    assert at("left_foot_index")[0] > at("left_ankle")[0] > at("left_heel")[0]
    assert at("nose")[1] > at("mouth_left")[1] > at("left_shoulder")[1] > at("left_hip")[1]


def test_the_feet_stand_on_the_floor() -> None:
    for name in ("left_heel", "right_foot_index"):
        assert 0.0 <= at(name)[1] <= 0.02


def test_an_unknown_landmark_is_named() -> None:
    with pytest.raises(KeyError, match="left_antenna"):
        landmarks(STANDING, ("left_antenna",))
