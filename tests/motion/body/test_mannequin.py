"""The body: its size, and its mirror image."""

import numpy as np
import pytest

from goodform.motion.body.mannequin import SIDES, Mannequin, mannequin, other_side
from goodform.motion.body.space import length
from goodform.motion.movements import MOVEMENTS

BONES = (
    ("hip", "knee", "thigh"),
    ("knee", "ankle", "shank"),
    ("shoulder", "elbow", "upper_arm"),
    ("elbow", "wrist", "forearm"),
)


def test_a_standing_body_is_as_tall_as_it_says() -> None:
    build = Mannequin()
    top_of_head = 0.127 + 0.0555
    assert build.ankle_height + build.leg + build.trunk + top_of_head == pytest.approx(
        1.0, abs=2e-3
    )


def test_women_have_narrower_shoulders_for_their_height_than_men() -> None:
    assert mannequin("female").shoulder_half < mannequin("male").shoulder_half
    assert mannequin("female").stature_m == pytest.approx(1.6285)
    assert mannequin("male", 1.9).stature_m == pytest.approx(1.9)


@pytest.mark.parametrize("stature", [0.4, 2.9])
def test_a_stature_that_nobody_has_is_refused(stature: float) -> None:
    with pytest.raises(ValueError, match=r"1\.2 to 2\.3 metres"):
        mannequin(stature_m=stature)


@pytest.mark.parametrize("slug", MOVEMENTS)
def test_no_bone_grows_or_shrinks_in_any_movement(slug: str) -> None:
    movement, build = MOVEMENTS[slug], Mannequin()
    joints = movement.solve(build, movement.values_at(np.linspace(0.0, 1.0, 101))).joints
    for side in SIDES:
        for upper, lower, bone in BONES:
            found = length(joints[f"{side}_{upper}"] - joints[f"{side}_{lower}"])
            assert found == pytest.approx(np.full(101, getattr(build, bone)), abs=1e-9)
    assert length(joints["left_hip"] - joints["right_hip"]) == pytest.approx(
        np.full(101, 2 * build.hip_half), abs=1e-9
    )


@pytest.mark.parametrize("slug", MOVEMENTS)
def test_frames_stay_right_handed_and_square_also_in_the_mirror(slug: str) -> None:
    movement = MOVEMENTS[slug]
    skeleton = movement.solve(Mannequin(), movement.values_at(np.linspace(0.0, 1.0, 11)))
    for seen in (skeleton, skeleton.mirrored()):
        for name, frame in seen.frames.items():
            square = np.swapaxes(frame, 1, 2) @ frame
            assert square == pytest.approx(np.broadcast_to(np.eye(3), (11, 3, 3)), abs=1e-9), name
            assert np.linalg.det(frame) == pytest.approx(np.ones(11), abs=1e-9), name


def test_the_mirror_image_of_the_mirror_image_is_the_body_itself() -> None:
    movement = MOVEMENTS["piriformis-stretch-1"]
    skeleton = movement.solve(Mannequin(), movement.values_at(np.array([0.7])))
    twice = skeleton.mirrored().mirrored()
    for name, at in skeleton.joints.items():
        assert twice.joints[name] == pytest.approx(at)
    for name, frame in skeleton.frames.items():
        assert twice.frames[name] == pytest.approx(frame)


def test_sides_are_exchanged_in_names() -> None:
    assert other_side("left_knee") == "right_knee"
    assert other_side("right") == "left"
    assert other_side("pelvis") == "pelvis"
