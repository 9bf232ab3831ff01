"""The movements: how they look as bodies."""

import numpy as np
import pytest

from goodform.motion.body.angles import clinical_angles
from goodform.motion.body.contacts import Contact, balanced_shank, slip
from goodform.motion.body.flesh import FLESH, GIVES, ball_centres
from goodform.motion.body.mannequin import Mannequin, Skeleton
from goodform.motion.body.space import Array, angle_between, length
from goodform.motion.movements import DRAWN
from goodform.motion.movements.box_squat import SEAT_HEIGHT

FINE = np.linspace(0.0, 1.0, 201)
BUILD = Mannequin()

LYING = (("pelvis", 0.0), ("neck", 0.0), ("left_ankle", 0.0))
HANDS_STAY = (("left_wrist", 0.0), ("right_wrist", 0.0))
PLANTED = {
    "clam": (("right_ankle", 0.0), ("left_ankle", 0.0), ("left_wrist", 0.0)),
    "side-lying-leg-abduction": (("right_ankle", 0.0), ("left_wrist", 0.0)),
    "glute-bridge": (
        ("left_ankle", 0.0),
        ("right_ankle", 0.0),
        ("neck", 0.0),
        ("left_wrist", 0.0),
    ),
    "hip-hinge": (("left_ankle", 0.0), ("right_ankle", 0.0)),
    "box-squat": (("left_ankle", 0.0), ("right_ankle", 0.0)),
    "sit-to-stand": (("left_ankle", 0.0), ("right_ankle", 0.0)),
    "knee-to-chest": (("neck", 0.0), ("left_ankle", 0.0)),
    "piriformis-stretch-1": (("left_ankle", 0.5), ("right_ankle", 0.0), ("neck", 0.0)),
    "piriformis-stretch-2": (("neck", 0.0), ("pelvis", 0.0)),
    "heel-slide": LYING,
    "bent-knee-fall-out": (*LYING, ("right_ankle", 0.0), ("left_knee", 0.0)),
    "pelvic-tilt": (("neck", 0.0), ("left_ankle", 0.0), ("right_ankle", 0.0)),
    "dead-bug-arms": (("pelvis", 0.0), ("left_ankle", 0.0), ("right_ankle", 0.0)),
    "dead-bug-legs": (("pelvis", 0.0), ("left_knee", 0.0), ("left_ankle", 0.0)),
    "marching-bridge": (*LYING, ("left_knee", 0.0)),
    "tummy-brace": (("neck", 0.0), ("left_ankle", 0.0), ("right_ankle", 0.0)),
    "supine-hamstring-stretch": (*LYING, ("right_knee", 0.0), ("right_wrist", 0.0)),
    "standing-hip-abduction": (("pelvis", 0.0), ("left_ankle", 0.0), ("left_wrist", 0.0)),
    "standing-hip-extension": (("pelvis", 0.0), ("left_ankle", 0.0), *HANDS_STAY),
    "heel-raise": HANDS_STAY,
    "single-leg-stand": (("pelvis", 0.0), ("right_ankle", 0.0), *HANDS_STAY),
    "glute-squeeze": LYING,
    "lower-trunk-rotation": (*LYING, ("right_ankle", 0.0)),
    "single-leg-bridge": (("neck", 0.0), ("right_ankle", 0.0), ("left_wrist", 0.0)),
    "curl-up": (("pelvis", 0.0), ("left_ankle", 0.0), ("right_ankle", 0.0), *HANDS_STAY),
    "four-point-hip-extension": (*HANDS_STAY, ("left_knee", 0.0), ("left_ankle", 0.0)),
    "bird-dog": (("right_wrist", 0.0), ("left_knee", 0.0), ("left_ankle", 0.0)),
    "cat-cow": (*HANDS_STAY, ("left_knee", 0.0), ("right_knee", 0.0)),
    "childs-pose": (),
    "hip-flexor-stretch": (("left_ankle", 0.0),),
    "prone-hip-extension": (("pelvis", 0.0), ("neck", 0.0), ("left_ankle", 0.0)),
    "prone-on-elbows": (("pelvis", 0.0), ("left_ankle", 0.0), ("right_ankle", 0.0)),
    "prone-press-up": (("pelvis", 0.0), ("left_ankle", 0.0), *HANDS_STAY),
    "front-plank-knees": (),
    "wall-squat": (("left_ankle", 0.0), ("right_ankle", 0.0)),
    "seated-pelvic-tilt": (("pelvis", 0.0), ("left_ankle", 0.0), ("left_wrist", 0.0)),
}
"""Joints that stay where they are, and from what progress on."""


def lowest_skin(skeleton: Skeleton) -> tuple[float, str]:
    """The height of the lowest point of the skin over all moments, and the part it is on."""
    return min(
        (float((ball_centres(skeleton, ball)[:, 1] - ball.radius).min()), part)
        for part, balls in FLESH.items()
        for ball in balls
    )


def posed(slug: str, progress: Array = FINE) -> Skeleton:
    """A movement at each progress, as it is written."""
    movement = DRAWN[slug]
    return movement.solve(BUILD, movement.values_at(progress))


def angles(slug: str, at: float) -> dict[str, float]:
    """The clinical angles at one progress."""
    return {name: float(a[0]) for name, a in clinical_angles(posed(slug, np.array([at]))).items()}


@pytest.mark.parametrize("slug", DRAWN)
def test_planted_joints_slip_less_than_two_thousandths_of_the_height(slug: str) -> None:
    for joint, since in PLANTED[slug]:
        assert slip(posed(slug), joint, since <= FINE) <= 0.002, joint


@pytest.mark.parametrize("slug", DRAWN)
def test_nobody_sinks_into_the_floor_and_nobody_floats(slug: str) -> None:
    for progress in np.linspace(0.0, 1.0, 21):
        height, part = lowest_skin(posed(slug, np.array([progress])))
        assert -GIVES <= height <= 0.004, part


@pytest.mark.parametrize("slug", DRAWN)
def test_a_movement_is_smooth(slug: str) -> None:
    """No joint jumps: a two-hundredth of the way moves none by more than 1.6 % of the height."""
    for name, at in posed(slug).joints.items():
        assert float(length(np.diff(at, axis=0)).max()) < 0.016, name


@pytest.mark.parametrize("slug", DRAWN)
def test_every_phase_names_the_same_values_and_has_its_contacts(slug: str) -> None:
    movement = DRAWN[slug]
    for phase in movement.phases:
        assert phase.angles.keys() == movement.phases[0].angles.keys()
        assert phase.contacts
    assert movement.phases[-1].stay_s > 0.0
    assert movement.slug == slug


FLESH_OF = {
    "head": "hair",
    "thorax": "trunk",
    "left_ankle": "left_foot",
    "right_ankle": "right_foot",
}
"""A contact's name for a part, where its flesh has another name."""


def filled(skeleton: Skeleton, part: str) -> tuple[Array, Array]:
    """Balls that fill a part without gaps: centres (N, 3) and radii (N,)."""
    balls = FLESH[FLESH_OF.get(part, part)]
    centres = np.array([ball_centres(skeleton, ball)[0] for ball in balls])
    radii = np.array([ball.radius for ball in balls])
    share = np.linspace(0.0, 1.0, 11)[:, None]
    pairs = [(i, i + 1) for i in range(len(balls) - 1)]
    between = [centres[i] * (1 - share) + centres[j] * share for i, j in pairs]
    sizes = [radii[i] * (1 - share[:, 0]) + radii[j] * share[:, 0] for i, j in pairs]
    return np.concatenate(between), np.concatenate(sizes)


def gap_between(skeleton: Skeleton, contact: Contact) -> float:
    """How far apart the skins of a contact are; negative where flesh is pressed in."""
    centres, radii = filled(skeleton, contact.part)
    heights = {"floor": 0.0, "seat": SEAT_HEIGHT}
    if contact.on in heights:
        return float((centres[:, 1] - radii).min()) - heights[contact.on]
    others, sizes = filled(skeleton, contact.on)
    apart = length(centres[:, None] - others[None]) - radii[:, None] - sizes[None]
    return float(apart.min())


@pytest.mark.parametrize("slug", DRAWN)
def test_what_is_said_to_touch_touches(slug: str) -> None:
    movement = DRAWN[slug]
    for phase in movement.phases:
        skeleton = posed(slug, np.array([movement.reached(phase.name)]))
        for contact in phase.contacts:
            assert -0.04 <= gap_between(skeleton, contact) <= 0.012, (phase.name, contact)


def test_knee_to_chest_brings_the_thigh_to_the_trunk_and_keeps_the_other_leg_down() -> None:
    start, held = angles("knee-to-chest", 0.0), angles("knee-to-chest", 1.0)
    assert start["right_trunk_thigh"] > 170.0
    assert held["right_trunk_thigh"] < 60.0
    assert abs(held["left_shank_tilt"] - start["left_shank_tilt"]) < 3.0


def test_both_hands_hold_the_shin_in_knee_to_chest() -> None:
    joints = posed("knee-to-chest", np.array([1.0])).joints
    for wrist in ("left_wrist", "right_wrist"):
        assert length(joints[wrist] - joints["right_knee"])[0] < 0.12


def test_the_clam_opens_the_knees_while_pelvis_and_feet_stay() -> None:
    joints = posed("clam").joints
    rise = joints["left_knee"][-1, 1] - joints["left_knee"][0, 1]
    assert rise == pytest.approx(0.14, abs=0.01)
    hips = angles("clam", 0.0)
    assert 45.0 <= hips["right_hip_flexion"] <= 60.0
    assert hips["right_knee_flexion"] == pytest.approx(90.0, abs=1.0)
    feet = length(joints["left_ankle"] - joints["right_ankle"])
    assert feet == pytest.approx(np.full(len(FINE), 0.046), abs=1e-9)


def test_the_toes_of_a_clam_stay_on_the_toes() -> None:
    """The foot keeps to the lower one while the shank turns by half a right angle."""
    frames = posed("clam").frames
    toes = [frames[f"{side}_foot"][-1, :, 0] for side in ("left", "right")]
    shins = [frames[f"{side}_shank"][-1, :, 0] for side in ("left", "right")]
    assert angle_between(toes[0], toes[1]) < 20.0 < angle_between(shins[0], shins[1])


def test_who_lies_on_the_side_looks_at_the_viewer_and_shows_both_hands() -> None:
    for slug in ("clam", "side-lying-leg-abduction"):
        body = posed(slug)
        assert body.frames["head"][:, 2, 0].min() > 0.7
        for side in ("left", "right"):
            assert body.joints[f"{side}_wrist"][:, 2].min() > body.joints["neck"][:, 2].max() + 0.1


def test_hands_meet_in_front_of_a_squat_and_cross_before_standing_up() -> None:
    squat, sitting = posed("box-squat").joints, posed("sit-to-stand").joints
    apart = length(squat["right_wrist"] - squat["left_wrist"])
    assert apart[-1] < 0.5 * apart[0]
    assert np.all(sitting["right_wrist"][:, 2] < sitting["left_wrist"][:, 2])


def test_the_top_leg_lifts_straight_and_sideways() -> None:
    lifted = angles("side-lying-leg-abduction", 1.0)
    assert lifted["left_hip_abduction"] == pytest.approx(32.0)
    assert lifted["left_knee_flexion"] < 20.0
    assert abs(lifted["left_hip_flexion"]) < 1.0


def test_the_bridge_ends_in_one_line_with_shins_upright() -> None:
    up = angles("glute-bridge", 1.0)
    assert 170.0 <= up["right_trunk_thigh"] <= 185.0
    assert up["right_shank_tilt"] < 15.0
    assert up["pelvis_tilt"] < 1e-6


def test_the_hinge_bends_at_the_hips_and_hardly_at_the_knees() -> None:
    back = angles("hip-hinge", 1.0)
    assert 30.0 <= back["trunk_lean"] <= 60.0
    assert back["right_knee_flexion"] <= 20.0
    assert back["lumbar_flexion"] == pytest.approx(0.0, abs=1e-6)


def test_the_hinge_keeps_its_balance() -> None:
    """The hips go back as the trunk goes forward, so the shins do not fall forward."""
    joints = posed("hip-hinge").joints
    assert joints["pelvis"][-1, 0] < joints["pelvis"][0, 0] - 0.1
    still = np.zeros(1)
    upright = balanced_shank(BUILD, lean=still, knee_flexion=still)
    leaning = balanced_shank(BUILD, lean=still + 56.0, knee_flexion=still + 17.0)
    assert upright[0] > leaning[0]


def test_the_squat_hinges_first_then_bends_and_perches_on_the_stool() -> None:
    movement = DRAWN["box-squat"]
    first = angles("box-squat", movement.reached("hips back"))
    assert first["trunk_lean"] > 30.0
    assert first["right_knee_flexion"] < 25.0
    joints = posed("box-squat").joints
    assert joints["pelvis"][-1, 1] - 0.060 == pytest.approx(SEAT_HEIGHT, abs=GIVES)
    separation = clinical_angles(posed("box-squat"))["knee_separation"]
    assert separation.min() >= 0.9 * separation[0]


def test_standing_up_starts_on_the_chair_leans_then_rises() -> None:
    movement = DRAWN["sit-to-stand"]
    joints = posed("sit-to-stand").joints
    sitting, standing = joints["pelvis"][0, 1], joints["pelvis"][-1, 1]
    assert sitting - 0.060 == pytest.approx(SEAT_HEIGHT, abs=GIVES)
    assert standing > 0.5
    leaning = posed("sit-to-stand", np.array([movement.reached("leaning forward")])).joints
    assert leaning["pelvis"][0, 1] == pytest.approx(sitting, abs=0.01)
    assert angles("sit-to-stand", movement.reached("leaning forward"))["trunk_lean"] > 30.0


def test_the_first_piriformis_stretch_crosses_the_foot_and_then_the_knee() -> None:
    joints = posed("piriformis-stretch-1").joints
    assert joints["left_ankle"][0, 2] < joints["right_ankle"][0, 2]
    assert joints["left_ankle"][-1, 2] > joints["right_knee"][-1, 2]
    assert joints["left_knee"][-1, 2] > joints["left_hip"][-1, 2] + 0.05
    assert length(joints["right_wrist"] - joints["left_knee"])[-1] < 0.13


def test_the_second_piriformis_stretch_rests_the_ankle_and_pulls_the_thigh_in() -> None:
    joints = posed("piriformis-stretch-2").joints
    assert length(joints["right_ankle"] - joints["left_knee"])[-1] < 0.1
    start, held = angles("piriformis-stretch-2", 0.0), angles("piriformis-stretch-2", 1.0)
    assert held["left_trunk_thigh"] < start["left_trunk_thigh"] - 20.0
    for wrist in ("left_wrist", "right_wrist"):
        assert length(joints[wrist] - joints["left_hip"])[-1] < 0.2


LIMITS = {
    "hip_flexion": (-25.0, 130.0),
    "hip_abduction": (-40.0, 65.0),
    "knee_flexion": (-1.0, 145.0),
}
"""What a hip and a knee can do, in degrees (a wide reading of the usual ranges)."""


@pytest.mark.parametrize("slug", DRAWN)
def test_no_joint_goes_where_no_joint_goes(slug: str) -> None:
    found = clinical_angles(posed(slug, np.linspace(0.0, 1.0, 11)))
    for name, (low, high) in LIMITS.items():
        for side in ("left", "right"):
            angle = found[f"{side}_{name}"]
            assert low <= angle.min(), (side, name)
            assert angle.max() <= high, (side, name)


def test_a_heel_slides_until_the_leg_is_nearly_straight_and_the_back_stays() -> None:
    start, end = angles("heel-slide", 0.0), angles("heel-slide", 1.0)
    assert start["right_knee_flexion"] > 80.0
    assert end["right_knee_flexion"] < 25.0
    assert end["left_knee_flexion"] == pytest.approx(start["left_knee_flexion"])


def test_a_knee_falls_out_and_the_other_and_the_pelvis_stay() -> None:
    start, out = posed("bent-knee-fall-out").joints, angles("bent-knee-fall-out", 1.0)
    knee = start["right_knee"]
    assert knee[-1, 2] > knee[0, 2] + 0.1
    assert knee[-1, 1] < knee[0, 1] - 0.05
    assert out["pelvis_roll"] == pytest.approx(0.0)


def test_a_pelvic_tilt_flattens_a_back_that_was_arched() -> None:
    arched, flat = angles("pelvic-tilt", 0.0), angles("pelvic-tilt", 1.0)
    assert arched["lumbar_flexion"] < -10.0 < 10.0 < flat["lumbar_flexion"]
    waist = posed("pelvic-tilt").joints["waist"]
    assert waist[0, 1] > waist[-1, 1] + 0.015


def test_a_dead_bug_lowers_one_bent_leg_and_the_other_thigh_stays_upright() -> None:
    down = angles("dead-bug-legs", 1.0)
    assert down["left_hip_flexion"] == pytest.approx(90.0)
    assert down["right_hip_flexion"] < 50.0
    assert down["right_knee_flexion"] == pytest.approx(90.0)
    arms = angles("dead-bug-arms", 1.0)
    assert arms["left_hip_flexion"] == arms["right_hip_flexion"] == pytest.approx(90.0)


def test_a_marching_bridge_stays_level_while_one_foot_is_a_hand_high() -> None:
    lifted = angles("marching-bridge", 1.0)
    assert lifted["pelvis_tilt"] < 1e-6
    assert 170.0 <= lifted["left_trunk_thigh"] <= 185.0
    ankle = posed("marching-bridge").joints["right_ankle"]
    assert 0.05 < ankle[-1, 1] - ankle[0, 1] < 0.10


def test_a_leg_lifts_to_the_side_with_the_body_upright_and_the_pelvis_level() -> None:
    out = angles("standing-hip-abduction", 1.0)
    assert 20.0 <= out["right_hip_abduction"] <= 30.0
    assert out["pelvis_tilt"] < 1e-6
    assert out["trunk_lean"] < 1.0


def test_a_leg_goes_back_a_small_way_and_the_body_does_not_tip() -> None:
    back = angles("standing-hip-extension", 1.0)
    assert -25.0 <= back["right_hip_flexion"] <= -10.0
    assert back["trunk_lean"] < 1.0
    assert back["lumbar_flexion"] == pytest.approx(0.0, abs=1e-6)


def test_who_stands_on_one_leg_stands_on_the_leg_that_is_lit() -> None:
    joints = posed("single-leg-stand").joints
    assert joints["left_ankle"][-1, 1] > joints["right_ankle"][-1, 1] + 0.05
    assert "right_thigh" in DRAWN["single-leg-stand"].works


def test_a_wall_squat_stays_high_and_upright_with_knees_over_toes() -> None:
    down = angles("wall-squat", 1.0)
    assert 50.0 <= down["right_knee_flexion"] <= 70.0
    assert down["trunk_lean"] < 1.0
    joints = posed("wall-squat").joints
    assert joints["right_knee"][-1, 0] < joints["right_ankle"][-1, 0] + 0.10


def test_who_sits_tall_has_the_head_over_the_pelvis() -> None:
    slumped, tall = angles("seated-pelvic-tilt", 0.0), angles("seated-pelvic-tilt", 1.0)
    assert slumped["lumbar_flexion"] > 30.0
    assert tall["lumbar_flexion"] < 0.0
    joints = posed("seated-pelvic-tilt").joints
    assert np.abs(joints["neck"][:, 0] - joints["pelvis"][:, 0]).max() < 0.09


def test_the_ends_of_a_hamstring_stretch_are_a_bent_and_a_nearly_straight_knee() -> None:
    bent, long = angles("supine-hamstring-stretch", 0.0), angles("supine-hamstring-stretch", 1.0)
    assert bent["right_knee_flexion"] > 85.0
    assert long["right_knee_flexion"] < 30.0
    assert long["right_hip_flexion"] == pytest.approx(bent["right_hip_flexion"])


def test_knees_roll_from_side_to_side_together_with_both_shoulders_down() -> None:
    joints = posed("lower-trunk-rotation").joints
    knees = (joints["left_knee"] + joints["right_knee"])[:, 2] / 2.0
    assert knees[0] < -0.08
    assert knees[-1] > 0.08
    apart = length(joints["left_knee"] - joints["right_knee"])
    assert apart.max() < 0.16
    assert joints["right_knee"][-1, 1] > 0.15


def test_a_single_leg_bridge_is_level_and_straight_with_thighs_side_by_side() -> None:
    up = angles("single-leg-bridge", 1.0)
    assert up["pelvis_tilt"] < 1e-6
    assert 165.0 <= up["right_trunk_thigh"] <= 185.0
    for at in (0.0, 1.0):
        found = angles("single-leg-bridge", at)
        assert abs(found["left_hip_flexion"] - found["right_hip_flexion"]) < 8.0


def test_a_curl_up_is_no_sit_up() -> None:
    joints = posed("curl-up").joints
    risen = joints["neck"][-1, 1] - joints["neck"][0, 1]
    assert 0.03 < risen < 0.09
    assert angles("curl-up", 1.0)["right_knee_flexion"] > 80.0
    assert angles("curl-up", 1.0)["left_knee_flexion"] < 5.0


def test_on_hands_and_knees_a_leg_lifts_no_higher_than_the_back() -> None:
    for slug in ("four-point-hip-extension", "bird-dog"):
        joints = posed(slug).joints
        assert joints["right_knee"][-1, 1] <= joints["right_hip"][-1, 1]
        assert angles(slug, 1.0)["pelvis_tilt"] < 1e-6
    assert angles("four-point-hip-extension", 1.0)["right_knee_flexion"] == pytest.approx(90.0)


def test_a_bird_dog_reaches_with_the_opposite_arm_and_leg() -> None:
    joints = posed("bird-dog").joints
    assert joints["left_wrist"][-1, 0] > joints["left_shoulder"][-1, 0] + 0.25
    assert joints["right_ankle"][-1, 0] < joints["right_hip"][-1, 0] - 0.4
    assert abs(joints["left_wrist"][-1, 1] - joints["left_shoulder"][-1, 1]) < 0.05


def test_a_cat_rounds_and_a_cow_hollows_and_hips_stay_over_the_knees() -> None:
    hollow, rounded = angles("cat-cow", 0.0), angles("cat-cow", 1.0)
    assert hollow["lumbar_flexion"] < -15.0 < 35.0 < rounded["lumbar_flexion"]
    joints = posed("cat-cow").joints
    assert np.abs(joints["right_hip"][:, 0] - joints["right_knee"][:, 0]).max() < 0.01


def test_the_bottom_goes_back_while_knees_stay_where_they_are() -> None:
    joints = posed("childs-pose").joints
    assert joints["pelvis"][-1, 0] < joints["pelvis"][0, 0] - 0.15
    assert joints["pelvis"][-1, 1] < joints["pelvis"][0, 1] - 0.06
    knee = joints["right_knee"]
    assert length(knee - knee[0]).max() < 0.012
    assert angles("childs-pose", 1.0)["right_knee_flexion"] <= 145.0


def test_a_hip_flexor_stretch_tucks_the_tail_before_it_leans_and_stays_tall() -> None:
    movement = DRAWN["hip-flexor-stretch"]
    tucked = angles("hip-flexor-stretch", movement.reached("tail tucked"))
    assert tucked["lumbar_flexion"] > 5.0
    leaning = angles("hip-flexor-stretch", 1.0)
    assert leaning["right_hip_flexion"] < -15.0
    assert leaning["trunk_lean"] < 6.0
    assert leaning["left_shank_tilt"] < 16.0
    knee = posed("hip-flexor-stretch").joints["right_knee"]
    assert length(knee - knee[0]).max() < 0.012


def test_face_down_a_bent_leg_lifts_a_few_centimetres() -> None:
    joints = posed("prone-hip-extension").joints
    assert 0.02 < joints["right_knee"][-1, 1] - joints["right_knee"][0, 1] < 0.09
    assert angles("prone-hip-extension", 1.0)["right_knee_flexion"] == pytest.approx(90.0)


def test_the_chest_comes_up_and_the_hips_stay_down() -> None:
    for slug, least in (("prone-on-elbows", 0.04), ("prone-press-up", 0.10)):
        joints = posed(slug).joints
        assert joints["neck"][-1, 1] - joints["neck"][0, 1] > least, slug
        assert np.ptp(joints["pelvis"][:, 1]) < 1e-9, slug


def test_a_plank_on_the_knees_is_one_line() -> None:
    line = angles("front-plank-knees", 1.0)
    assert line["right_trunk_thigh"] > 175.0
    assert abs(line["lumbar_flexion"]) < 1e-6
    joints = posed("front-plank-knees").joints
    assert abs(joints["right_elbow"][-1, 0] - joints["right_shoulder"][-1, 0]) < 0.07
