"""Joint angles become poses: the physics of simple bodies."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodform.motion.body.angles import clinical_angles
from goodform.motion.body.mannequin import SIDES, Mannequin, sign_of
from goodform.motion.body.posing import Posing
from goodform.motion.body.space import ON_RIGHT_SIDE, STANDING, SUPINE, unit

BUILD = Mannequin()


def hung(**angles: float) -> Posing:
    """A body hung up by its pelvis, one leg bent."""
    pose = Posing(BUILD, 1)
    pose.trunk(np.zeros(3), STANDING)
    pose.bend_leg("right", **angles)
    pose.bend_leg("left")
    return pose


@given(st.floats(-20.0, 130.0))
def test_a_straight_leg_swings_like_a_pendulum(degrees: float) -> None:
    pose = hung(hip_flexion=degrees)
    swung = pose.joints["right_ankle"][0] - pose.joints["right_hip"][0]
    angle = np.radians(degrees)
    assert swung == pytest.approx(BUILD.leg * np.array([np.sin(angle), -np.cos(angle), 0.0]))


@given(st.floats(0.0, 60.0))
def test_abduction_takes_either_leg_away_from_the_other(degrees: float) -> None:
    pose = Posing(BUILD, 1)
    pose.trunk(np.zeros(3), STANDING)
    for side in ("left", "right"):
        pose.bend_leg(side, hip_abduction=degrees)
    apart = pose.joints["right_ankle"][0, 2] - pose.joints["left_ankle"][0, 2]
    assert apart == pytest.approx(2 * (BUILD.hip_half + BUILD.leg * np.sin(np.radians(degrees))))


def test_a_bent_knee_takes_the_foot_back_and_an_outward_turn_the_toes_out() -> None:
    assert hung(knee_flexion=90.0).joints["right_ankle"][0, 0] == pytest.approx(-BUILD.shank)
    toes = hung(hip_rotation=30.0).frames["right_foot"][0, :, 0]
    assert toes == pytest.approx(np.array([np.cos(np.radians(30)), 0.0, np.sin(np.radians(30))]))


def test_dorsiflexion_lifts_the_toes() -> None:
    assert hung(ankle_dorsiflexion=20.0).frames["right_foot"][0, 1, 0] > 0.3


@given(st.floats(5.0, 110.0), st.floats(0.0, 100.0), st.floats(-30.0, 30.0))
def test_angles_put_in_are_the_angles_read_off(hip: float, knee: float, aside: float) -> None:
    found = clinical_angles(
        hung(hip_flexion=hip, knee_flexion=knee, hip_abduction=aside).skeleton()
    )
    assert found["right_knee_flexion"][0] == pytest.approx(knee, abs=1e-6)
    assert found["right_hip_abduction"][0] == pytest.approx(aside, abs=1e-6)
    if hip < 89.0:
        assert found["right_hip_flexion"][0] == pytest.approx(hip, abs=1e-6)


@given(st.floats(0.0, 70.0), st.floats(-30.0, 60.0))
def test_bending_the_back_is_seen_in_the_thorax_and_the_neck(back: float, neck: float) -> None:
    pose = Posing(BUILD, 1)
    pose.trunk(np.zeros(3), STANDING, lumbar_flexion=back, neck_flexion=neck)
    for side in ("left", "right"):
        pose.bend_leg(side)
    found = clinical_angles(pose.skeleton())
    assert found["lumbar_flexion"][0] == pytest.approx(back, abs=1e-6)
    assert found["neck_flexion"][0] == pytest.approx(neck, abs=1e-6)


@given(st.floats(-60.0, 60.0), st.floats(-20.0, 20.0))
def test_turning_the_face_bends_no_back_and_no_neck(turn: float, aside: float) -> None:
    pose = Posing(BUILD, 1)
    pose.trunk(np.zeros(3), STANDING, neck_turn=turn, neck_side_bend=aside)
    for side in ("left", "right"):
        pose.bend_leg(side)
    found = clinical_angles(pose.skeleton())
    assert found["neck_flexion"][0] == pytest.approx(0.0, abs=1e-6)
    assert found["lumbar_flexion"][0] == pytest.approx(0.0, abs=1e-6)
    to_the_left = -pose.frames["head"][0, 2, 0]
    assert np.sign(to_the_left) == np.sign(np.sin(np.radians(turn)))


@given(st.floats(0.0, 110.0), st.floats(0.0, 16.0))
def test_raised_arms_drawn_to_the_middle_bring_the_hands_together(up: float, inward: float) -> None:
    pose = Posing(BUILD, 1)
    pose.trunk(np.zeros(3), STANDING)
    for side in SIDES:
        pose.bend_arm(side, shoulder_flexion=up, elbow_flexion=0.0, shoulder_adduction=inward)
    apart = pose.joints["right_wrist"][0] - pose.joints["left_wrist"][0]
    nearer = 2.0 * BUILD.arm * np.sin(np.radians(inward))
    assert apart == pytest.approx(np.array([0.0, 0.0, 2.0 * BUILD.shoulder_half - nearer]))


@pytest.mark.parametrize(
    ("frame", "face", "head", "right"),
    [
        (STANDING, (1, 0, 0), (0, 1, 0), (0, 0, 1)),
        (SUPINE, (0, 1, 0), (-1, 0, 0), (0, 0, 1)),
        (ON_RIGHT_SIDE, (0, 0, 1), (-1, 0, 0), (0, -1, 0)),
    ],
)
def test_the_three_positions_face_as_they_say(
    frame: np.ndarray, face: tuple[int, ...], head: tuple[int, ...], right: tuple[int, ...]
) -> None:
    assert frame[:, 0] == pytest.approx(np.array(face))
    assert frame[:, 1] == pytest.approx(np.array(head))
    assert frame[:, 2] == pytest.approx(np.array(right))
    assert np.linalg.det(frame) == pytest.approx(1.0)


def test_a_rigid_squat_drops_by_the_cosine_of_its_angles() -> None:
    """With shank and thigh each leaning by t the hips come down by L(1 − cos t)."""
    for degrees in (10.0, 35.0, 60.0):
        t = np.radians(degrees)
        high = BUILD.ankle_height + BUILD.leg * np.cos(t)
        pose = Posing(BUILD, 1)
        ahead = (BUILD.shank - BUILD.thigh) * np.sin(t)
        pose.trunk(np.array([ahead, high, 0.0]), STANDING)
        for side in SIDES:
            aside = sign_of(side) * BUILD.hip_half
            ankle = np.array([0.0, BUILD.ankle_height, aside])
            pose.set_leg(side, ankle, np.array([1.0, 0.0, 0.0]))
        found = clinical_angles(pose.skeleton())
        for side in ("left", "right"):
            assert found[f"{side}_knee_flexion"][0] == pytest.approx(2 * degrees, abs=1e-6)
            assert found[f"{side}_shank_tilt"][0] == pytest.approx(degrees, abs=1e-6)
        assert found["knee_separation"][0] == pytest.approx(1.0)


def test_a_hand_turns_to_its_grip() -> None:
    pose = Posing(BUILD, 2)
    pose.trunk(np.zeros(3), STANDING)
    fingers = np.array([0.0, 0.0, -1.0])
    pose.set_arm(
        "right",
        np.array([0.2, 0.1, 0.1]),
        np.array([-1.0, 0.0, 0.0]),
        fingers=fingers,
        grip=np.array([0.0, 1.0]),
    )
    ahead = -pose.frames["right_hand"][..., 1]
    assert ahead[1] == pytest.approx(fingers)
    along_forearm = unit(pose.joints["right_wrist"] - pose.joints["right_elbow"])
    assert ahead[0] == pytest.approx(along_forearm[0])
