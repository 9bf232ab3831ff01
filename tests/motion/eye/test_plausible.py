"""Movements that a body cannot do are noticed, and said."""

import numpy as np
import pytest

from goodform.motion.eye.frame import ANKLE, KNEE, LEFT, RIGHT, Body, Frame, Layout, body_of
from goodform.motion.eye.plausible import Plausibility
from goodform.motion.made.imperfect import Imperfections
from tests.motion.watching import LAYOUT, STANDING, body_with, frame_with, made, seen

FOOT_AHEAD = {"left_knee": (0.1, 0.55, 0.25), "left_ankle": (0.1, 0.15, 0.3)}


def judge() -> Plausibility:
    """Somebody who watches legs."""
    return Plausibility("legs", both=False)


def at(time: float, **moved: tuple[float, float, float]) -> Body:
    """The standing body at a time."""
    return body_of(frame_with(time, **moved))


def test_somebody_standing_is_believed() -> None:
    assert judge().judge(at(0.0)).reason is None


@pytest.mark.parametrize(("both", "reason"), [(True, "not enough of the body seen"), (False, None)])
def test_one_leg_is_enough_only_where_both_do_the_same(*, both: bool, reason: str | None) -> None:
    sight = [0.1 if name in {"left_knee", "left_ankle"} else 0.9 for name in STANDING]
    body = body_of(Frame(LAYOUT, 0.0, list(STANDING.values()), sight))
    assert Plausibility("legs", both=both).judge(body).reason == reason


def test_a_heap_of_points_is_not_a_body() -> None:
    nothing = dict.fromkeys(STANDING, (0.0, 0.0, 0.0))
    assert judge().judge(body_with(**nothing)).reason == "not a body"


def test_a_leg_twice_as_long_as_the_other_is_not_a_body() -> None:
    long = {"left_knee": (0.1, 0.10, 0.0), "left_ankle": (0.1, -0.9, 0.0)}
    assert judge().judge(body_with(**long)).reason == "not a body"


def test_bones_that_change_length_are_not_believed_until_they_stay() -> None:
    watching = judge()
    for i in range(20):
        assert watching.judge(at(i / 30)).reason is None
    grown = {n: (x * 1.6, y * 1.6, z * 1.6) for n, (x, y, z) in STANDING.items()}
    reasons = [watching.judge(at(1.0 + i / 30, **grown)).reason for i in range(90)]
    assert reasons[0] == "limbs changed length"
    assert reasons[-1] is None


def test_exchanged_legs_are_put_back_and_told() -> None:
    watching = judge()
    for i in range(10):
        watching.judge(at(i / 30, **FOOT_AHEAD))
    swapped = {
        "left_knee": STANDING["right_knee"],
        "left_ankle": STANDING["right_ankle"],
        "right_knee": FOOT_AHEAD["left_knee"],
        "right_ankle": FOOT_AHEAD["left_ankle"],
    }
    wide = at(11 / 30, **swapped)
    belief = watching.judge(wide)
    assert belief.exchanged
    assert wide.points[KNEE[LEFT]] == FOOT_AHEAD["left_knee"]
    assert wide.points[ANKLE[RIGHT]] == STANDING["right_ankle"]


def test_a_body_that_turns_over_between_two_frames_is_put_back() -> None:
    watching = judge()
    for i in range(10):
        watching.judge(at(i / 30))
    other = {
        name: STANDING[name.replace("left", "R").replace("right", "left").replace("R", "right")]
        for name in STANDING
    }
    flipped = at(10 / 30, **other)
    assert watching.judge(flipped).exchanged
    assert flipped.leftwards == pytest.approx((1.0, 0.0, 0.0))


def test_a_jump_between_two_frames_is_told() -> None:
    watching = judge()
    for i in range(20):
        watching.judge(at(i / 30))
    lying = {name: (y, z, x) for name, (x, y, z) in STANDING.items()}
    assert watching.judge(at(20 / 30, **lying)).reason == "jumped"


def test_swaps_in_a_recording_do_not_change_the_count() -> None:
    for slug in ("knee-to-chest", "box-squat", "side-lying-leg-abduction"):
        body = made(slug, imperfections=Imperfections(swapped=0.15), seed=4)
        assert body.truth.swapped.any()
        assert len(seen(body, camera=True).repetitions) == 3, slug


def test_random_points_never_make_a_repetition() -> None:
    layout = Layout.named(tuple(STANDING))
    chance = np.random.default_rng(0)
    watching = judge()
    believed = 0
    for i in range(500):
        frame = Frame(layout, i / 30, chance.normal(0.0, 1.0, (17, 3)).tolist())
        believed += watching.judge(body_of(frame)).reason is None
    assert believed < 25
