"""From named points to one body."""

from math import isnan

import pytest

from goodform.motion.eye.frame import (
    HEEL,
    JOINT_NAMES,
    KNEE,
    LEFT,
    NECK,
    PELVIS,
    Frame,
    Layout,
    UnknownLandmarksError,
    body_of,
)
from goodform.motion.made.landmarks import BLAZEPOSE, JOINTS_17
from tests.motion.watching import body_with


@pytest.mark.parametrize("names", [BLAZEPOSE, JOINTS_17])
def test_both_sets_of_names_make_a_body_with_every_joint_they_know(names: tuple[str, ...]) -> None:
    layout = Layout.named(names)
    body = body_of(Frame(layout, 0.0, [(0.1 * i, 1.0, 2.0) for i in range(len(names))]))
    unseen = {JOINT_NAMES[i] for i, point in enumerate(body.points) if isnan(point[0])}
    assert unseen == (set() if names is BLAZEPOSE else {"left_heel", "right_heel"})


def test_the_middle_of_two_landmarks_stands_in_for_pelvis_and_neck() -> None:
    points = [(0.0, 0.0, 0.0)] * len(BLAZEPOSE)
    points[BLAZEPOSE.index("left_hip")] = (0.2, 1.0, 0.0)
    points[BLAZEPOSE.index("right_hip")] = (0.0, 0.8, 0.4)
    points[BLAZEPOSE.index("left_shoulder")] = (0.2, 1.5, 0.0)
    body = body_of(Frame(Layout.named(BLAZEPOSE), 0.0, points))
    assert body.points[PELVIS] == pytest.approx((0.1, 0.9, 0.2))
    assert body.points[NECK] == pytest.approx((0.1, 0.75, 0.0))


def test_a_middle_is_seen_as_badly_as_the_worse_of_its_two() -> None:
    sight = [1.0] * len(BLAZEPOSE)
    sight[BLAZEPOSE.index("right_hip")] = 0.2
    points = [(0.0, float(i), 0.0) for i in range(len(BLAZEPOSE))]
    body = body_of(Frame(Layout.named(BLAZEPOSE), 0.0, points, sight))
    assert body.seen[PELVIS] == 0.2
    assert body.seen[NECK] == 1.0


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), float("-inf")])
def test_a_point_that_is_no_number_was_not_seen(bad: float) -> None:
    body = body_with(left_knee=(0.1, bad, 0.0))
    assert body.seen[KNEE[LEFT]] == 0.0
    assert isnan(body.points[KNEE[LEFT]][0])


def test_a_body_that_faces_z_has_its_left_along_x() -> None:
    body = body_with()
    assert body.leftwards == pytest.approx((1.0, 0.0, 0.0))
    assert body.facing == pytest.approx((0.0, 0.0, 1.0))
    assert isnan(body.points[HEEL[LEFT]][0])


def test_missing_landmarks_are_named() -> None:
    with pytest.raises(UnknownLandmarksError, match="left_knee"):
        Layout.named([name for name in JOINTS_17 if name != "left_knee"])


def test_a_name_given_twice_is_refused() -> None:
    with pytest.raises(UnknownLandmarksError, match="same name"):
        Layout.named([*JOINTS_17, "pelvis"])
