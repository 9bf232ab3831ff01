"""Bodies that never lived, and the truth about them."""

import numpy as np
import pytest

from goodform.motion.body.mannequin import mannequin, other_side
from goodform.motion.body.movement import Dose, Movement, Tempo
from goodform.motion.body.space import Array, angle_between, length, unit
from goodform.motion.body.viewing import View
from goodform.motion.made.generate import GeneratedBody, generate
from goodform.motion.made.imperfect import Imperfections
from goodform.motion.made.landmarks import BLAZEPOSE, JOINTS_17
from goodform.motion.movements import MOVEMENTS

THREE = Dose(repetitions=3, hold_s=2.0, tempo=Tempo(2.0, 1.5), rest_s=1.0)


def joint(body: GeneratedBody, name: str) -> Array:
    """One landmark over time."""
    return body.points[:, body.names.index(name)]


def measured_knee(body: GeneratedBody, side: str) -> Array:
    """Knee flexion measured on the landmarks alone."""
    hip, knee, ankle = (joint(body, f"{side}_{name}") for name in ("hip", "knee", "ankle"))
    return angle_between(knee - hip, ankle - knee)


@pytest.mark.parametrize("slug", MOVEMENTS)
@pytest.mark.parametrize("names", [BLAZEPOSE, JOINTS_17])
def test_truth_agrees_with_what_is_measured_on_the_landmarks(
    slug: str, names: tuple[str, ...]
) -> None:
    body = generate(MOVEMENTS[slug], dose=THREE, names=names, view=View(azimuth=35.0))
    hips = (joint(body, "left_hip") + joint(body, "right_hip")) / 2.0
    shoulders = (joint(body, "left_shoulder") + joint(body, "right_shoulder")) / 2.0
    for side in ("left", "right"):
        assert measured_knee(body, side) == pytest.approx(
            body.truth.angles[f"{side}_knee_flexion"], abs=1e-6
        )
        thigh = joint(body, f"{side}_knee") - joint(body, f"{side}_hip")
        trunk_thigh = angle_between(shoulders - hips, thigh)
        assert trunk_thigh == pytest.approx(body.truth.angles[f"{side}_trunk_thigh"], abs=12.0)
        shank = joint(body, f"{side}_knee") - joint(body, f"{side}_ankle")
        assert angle_between(shank, np.array([0.0, 1.0, 0.0])) == pytest.approx(
            body.truth.angles[f"{side}_shank_tilt"], abs=1e-6
        )
    knees = length(joint(body, "left_knee") - joint(body, "right_knee"))
    ankles = length(joint(body, "left_ankle") - joint(body, "right_ankle"))
    assert knees / ankles == pytest.approx(body.truth.angles["knee_separation"], abs=1e-6)


@pytest.mark.parametrize("slug", MOVEMENTS)
def test_repetitions_begin_turn_and_end_when_the_truth_says(slug: str) -> None:
    body = generate(MOVEMENTS[slug], dose=THREE, rate=100.0)
    truth = body.truth
    assert len(truth.repetitions) == 3

    def progress(at: float) -> float:
        return float(np.interp(at, body.times, truth.progress))

    for repetition in truth.repetitions:
        assert progress(repetition.start_s) == pytest.approx(0.0, abs=1e-6)
        assert progress(repetition.turn_s) == pytest.approx(1.0, abs=1e-6)
        assert progress(repetition.end_s) == pytest.approx(0.0, abs=1e-6)
        assert repetition.turn_s - repetition.start_s == pytest.approx(2.0)
        assert repetition.end_s - repetition.turn_s == pytest.approx(3.5)
    assert [hold.end_s - hold.start_s for hold in truth.holds] == pytest.approx([2.0] * 3)


@pytest.mark.parametrize("slug", [s for s, m in MOVEMENTS.items() if m.sides == "each"])
def test_the_other_side_is_the_mirror_image(slug: str) -> None:
    movement = MOVEMENTS[slug]
    straight_on = View()
    left = generate(movement, side="left", view=straight_on)
    right = generate(movement, side="right", view=straight_on)
    swapped = [left.names.index(_twin(name)) for name in left.names]
    flipped = right.points[:, swapped] * np.array([-1.0, 1.0, 1.0])
    assert flipped == pytest.approx(left.points, abs=1e-9)
    assert (left.truth.side, right.truth.side) == ("left", "right")
    for name, angle in left.truth.angles.items():
        if name != "pelvis_roll":
            assert right.truth.angles[other_side(name)] == pytest.approx(angle, abs=1e-6), name


def _twin(name: str) -> str:
    if name.startswith("mouth"):
        return "mouth_right" if name == "mouth_left" else "mouth_left"
    return other_side(name)


def test_the_working_side_is_the_one_that_moves() -> None:
    for movement in MOVEMENTS.values():
        if movement.sides == "each":
            body = generate(movement, side="right")
            moved = {
                side: float(np.ptp(joint(body, f"{side}_knee"), axis=0).max())
                for side in ("left", "right")
            }
            if movement.slug != "piriformis-stretch-2":
                assert moved["right"] > 2.0 * moved["left"], movement.slug
            assert body.truth.side == "right"


def test_both_legs_work_where_there_is_no_side() -> None:
    assert generate(MOVEMENTS["glute-bridge"], side="left").truth.side == "none"


def test_bones_are_as_long_as_the_body_is_tall() -> None:
    body = generate(MOVEMENTS["box-squat"], build=mannequin("female", 1.6))
    thigh = length(joint(body, "left_hip") - joint(body, "left_knee"))
    assert thigh == pytest.approx(np.full(len(thigh), 0.245 * 1.6), abs=1e-9)


SHOWN = [
    ("box-squat", "knee_drift", "knee_separation", -0.2),
    ("sit-to-stand", "rounded_upper_back", "lumbar_flexion", 15.0),
    ("hip-hinge", "rounded_upper_back", "neck_flexion", 15.0),
    ("hip-hinge", "knees_bent", "right_knee_flexion", 25.0),
    ("clam", "pelvis_roll", "pelvis_roll", 15.0),
    ("glute-bridge", "pelvis_roll", "pelvis_tilt", 10.0),
    ("side-lying-leg-abduction", "pelvis_hitch", "left_hip_abduction", 0.0),
    ("side-lying-leg-abduction", "knee_bent", "left_knee_flexion", 25.0),
    ("side-lying-leg-abduction", "leg_forward", "left_hip_flexion", 15.0),
    ("knee-to-chest", "other_knee_rises", "left_hip_flexion", 15.0),
    ("knee-to-chest", "head_up", "neck_flexion", 20.0),
    ("piriformis-stretch-1", "pelvis_roll", "pelvis_tilt", 10.0),
    ("piriformis-stretch-2", "head_up", "neck_flexion", 20.0),
]


@pytest.mark.parametrize(("slug", "fault", "angle", "least"), SHOWN)
def test_a_fault_shows_in_the_truth_at_the_turn(
    slug: str, fault: str, angle: str, least: float
) -> None:
    movement = MOVEMENTS[slug]
    good = generate(movement)
    bad = generate(movement, faults={fault: movement.faults[fault].usual})
    turn = np.argmax(good.truth.progress)
    change = float((bad.truth.angles[angle] - good.truth.angles[angle])[turn])
    assert abs(change) >= abs(least)
    assert np.sign(change) * np.sign(least) >= 0.0 or angle in {"pelvis_tilt", "pelvis_roll"}
    assert bad.truth.faults == {fault: movement.faults[fault].usual}


@pytest.mark.parametrize("slug", MOVEMENTS)
def test_every_fault_changes_the_body_and_keeps_its_bones(slug: str) -> None:
    movement = MOVEMENTS[slug]
    good = generate(movement)
    for name, fault in movement.faults.items():
        bad = generate(movement, faults={name: fault.usual})
        if len(bad.times) == len(good.times):
            assert float(length(bad.points - good.points).max()) > 0.01, name
        for side in ("left", "right"):
            thigh = length(joint(bad, f"{side}_hip") - joint(bad, f"{side}_knee"))
            assert np.ptp(thigh) < 1e-9, name


def test_a_shallow_repetition_goes_less_far_and_a_rushed_one_takes_less_time() -> None:
    squat = MOVEMENTS["box-squat"]
    good = generate(squat)
    shallow = generate(squat, faults={"shallow": 0.4})
    assert shallow.truth.progress.max() == pytest.approx(0.6)
    assert shallow.truth.angles["right_knee_flexion"].max() < 60.0
    rushed = generate(squat, faults={"rushed": 0.5}).truth.repetitions[0]
    slow = good.truth.repetitions[0]
    assert rushed.turn_s - rushed.start_s == pytest.approx((slow.turn_s - slow.start_s) / 2.0)


def test_a_hold_that_is_too_short_is_shorter_in_the_truth() -> None:
    movement = MOVEMENTS["knee-to-chest"]
    body = generate(movement, dose=Dose(hold_s=20.0), faults={"hold_too_short": 0.75})
    (hold,) = body.truth.holds
    assert hold.end_s - hold.start_s == pytest.approx(5.0)


def test_feet_that_should_stay_together_come_apart_by_the_amount() -> None:
    clam = MOVEMENTS["clam"]
    body = generate(clam, faults={"feet_apart": 0.10})
    gap = length(joint(body, "left_ankle") - joint(body, "right_ankle"))
    assert gap.max() - gap.min() == pytest.approx(0.10, abs=0.005)


def onset(body: GeneratedBody, angle: str) -> float:
    """When an angle has made a tenth of its change on the way out."""
    first = body.truth.repetitions[0]
    out = body.times <= first.turn_s
    change = np.abs(body.truth.angles[angle][out] - body.truth.angles[angle][0])
    return float(body.times[out][np.argmax(change > 0.1 * change.max())])


def test_hips_lead_in_a_good_squat_and_knees_in_a_bad_one() -> None:
    squat = MOVEMENTS["box-squat"]
    good = generate(squat, rate=100.0)
    bad = generate(squat, rate=100.0, faults={"knees_before_hips": 0.4})
    assert onset(good, "trunk_lean") < onset(good, "right_knee_flexion")
    assert onset(bad, "right_knee_flexion") < onset(bad, "trunk_lean")


def test_the_head_that_leads_keeps_the_trunk_low_on_the_way_up() -> None:
    squat = MOVEMENTS["box-squat"]
    good = generate(squat)
    bad = generate(squat, faults={"head_first": 20.0})
    extra = bad.truth.angles["trunk_lean"] - good.truth.angles["trunk_lean"]
    turn = good.truth.repetitions[0].turn_s
    assert extra[good.times > turn].max() > 15.0
    assert np.abs(extra[good.times < turn]).max() < 1e-6


def test_the_head_that_leads_out_of_a_chair_is_upright_again_at_the_top() -> None:
    rising = MOVEMENTS["sit-to-stand"]
    good = generate(rising)
    bad = generate(rising, faults={"head_first": 20.0})
    extra = bad.truth.angles["trunk_lean"] - good.truth.angles["trunk_lean"]
    turn = good.truth.repetitions[0].turn_s
    assert extra[good.times < turn].max() > 15.0
    assert np.abs(extra[good.times >= turn]).max() < 1e-6


def test_a_wobble_goes_to_both_sides() -> None:
    squat = MOVEMENTS["box-squat"]
    good = generate(squat, view=View())
    bad = generate(squat, view=View(), faults={"wobble": 0.03})
    aside = (joint(bad, "right_knee") - joint(good, "right_knee"))[:, 2]
    assert aside.max() > 0.02
    assert aside.min() < -0.02


def test_a_fault_that_the_movement_does_not_know_is_refused_with_those_it_knows() -> None:
    with pytest.raises(ValueError, match=r"clam has no fault called knee_drift.*feet_apart"):
        generate(MOVEMENTS["clam"], faults={"knee_drift": 0.1})


def test_the_same_seed_gives_the_same_recording_and_another_seed_another() -> None:
    def noisy(seed: int) -> Array:
        spoilt = Imperfections(noise_m=0.01, dropped=0.1, swapped=0.1)
        return generate(MOVEMENTS["clam"], seed=seed, imperfections=spoilt).points

    assert np.array_equal(noisy(4), noisy(4))
    assert not np.array_equal(noisy(4)[:20], noisy(5)[:20])


def test_noise_in_degrees_is_the_spread_of_a_measured_angle() -> None:
    bridge = MOVEMENTS["glute-bridge"]
    spoilt = Imperfections(noise_deg=6.0)
    still = generate(bridge, imperfections=spoilt, still_s=(60.0, 0.0), rate=50.0)
    before = still.times < 59.0
    spread = float(np.std(measured_knee(still, "right")[before]))
    bent = np.radians(still.truth.angles["right_knee_flexion"][0])
    assert spread == pytest.approx(6.0 * np.sqrt((4.0 + 2.0 * np.cos(bent)) / 6.0), rel=0.1)


def test_dropped_frames_are_missing_and_the_truth_stays_in_step() -> None:
    body = generate(
        MOVEMENTS["hip-hinge"], dose=THREE, imperfections=Imperfections(dropped=0.3), seed=2
    )
    whole = generate(MOVEMENTS["hip-hinge"], dose=THREE)
    assert 0.6 < len(body.times) / len(whole.times) < 0.8
    assert len(body.points) == len(body.times) == len(body.truth.progress)
    assert measured_knee(body, "left") == pytest.approx(
        body.truth.angles["left_knee_flexion"], abs=1e-6
    )


def test_swapped_stretches_are_marked() -> None:
    body = generate(MOVEMENTS["clam"], dose=THREE, imperfections=Imperfections(swapped=0.2))
    clean = generate(MOVEMENTS["clam"], dose=THREE)
    swapped = body.truth.swapped
    assert 0.15 <= swapped.mean() <= 0.3
    left, right = joint(body, "left_knee"), joint(clean, "right_knee")
    assert left[swapped] == pytest.approx(right[swapped])
    assert left[~swapped] == pytest.approx(joint(clean, "left_knee")[~swapped])


def test_hidden_landmarks_are_seen_badly() -> None:
    hidden = ("left_knee", "left_ankle")
    body = generate(
        MOVEMENTS["hip-hinge"], imperfections=Imperfections(noise_m=0.005, occluded=hidden)
    )
    visible = dict(zip(body.names, body.visibility.mean(axis=0), strict=True))
    assert visible["left_knee"] < 0.3
    assert visible["right_knee"] > 0.8
    clean = generate(MOVEMENTS["hip-hinge"])
    wrong = np.std(body.points - clean.points, axis=(0, 2))
    knees = [body.names.index(name) for name in ("left_knee", "right_knee")]
    assert wrong[knees[0]] > 2.5 * wrong[knees[1]]


@pytest.mark.parametrize("wrong", [{"noise_m": -1.0}, {"dropped": 1.0}, {"swap_s": 0.0}])
def test_imperfections_that_mean_nothing_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"negative|below 1"):
        Imperfections(**wrong)  # type: ignore[arg-type]


def test_repetitions_vary_when_asked_and_the_truth_follows() -> None:
    body = generate(
        MOVEMENTS["box-squat"], dose=Dose(repetitions=6), variation=0.1, seed=3, rate=60.0
    )
    times = [one.end_s - one.start_s for one in body.truth.repetitions]
    assert np.ptp(times) > 0.2
    for one in body.truth.repetitions:
        inside = (body.times > one.start_s) & (body.times < one.end_s)
        assert body.truth.progress[inside].max() > 0.7


@pytest.mark.parametrize("movement", MOVEMENTS.values(), ids=MOVEMENTS)
def test_a_near_camera_sees_the_same_floor_line_of_sight(movement: Movement) -> None:
    """Perspective changes sizes, never the direction from the camera's axis."""
    flat = generate(movement, view=View(azimuth=20.0))
    close = generate(movement, view=View(azimuth=20.0, distance_m=2.5))
    assert close.points[..., 2] == pytest.approx(flat.points[..., 2])
    assert not np.allclose(close.points[..., :2], flat.points[..., :2])
    far = generate(movement, view=View(azimuth=20.0, distance_m=1e6))
    assert far.points == pytest.approx(flat.points, abs=1e-4)


def test_a_rate_has_to_be_positive() -> None:
    with pytest.raises(ValueError, match="more than 0 frames"):
        generate(MOVEMENTS["clam"], rate=0.0)


def test_a_still_body_is_still() -> None:
    body = generate(MOVEMENTS["clam"], still_s=(2.0, 1.0))
    still = body.times < 2.0
    assert np.ptp(body.points[still], axis=0).max() < 1e-9
    assert unit(body.points[0, 12] - body.points[0, 24])[0] < -0.8
