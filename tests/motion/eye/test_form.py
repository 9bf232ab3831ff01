"""Each check finds its fault, stays silent inside its band, and speaks like a person."""

from math import isnan

import pytest

from goodform.motion.checks import WATCHED
from goodform.motion.eye.check import Check, Quantity
from goodform.motion.eye.measure import MEASURES
from goodform.motion.movements import MOVEMENTS
from tests.motion.watching import made, seen

# Movement, fault of the generator, an amount well beyond the band, one inside it, the check.
FAULTS = [
    ("knee-to-chest", "other_knee_rises", 29.0, 7.0, "other_leg_lifts"),
    ("knee-to-chest", "head_up", 27.0, 7.0, "head_lifts"),
    ("knee-to-chest", "pelvis_roll", 20.0, 5.0, "pelvis_rolls"),
    ("knee-to-chest", "knee_out", 30.0, 7.0, "knee_goes_out"),
    ("clam", "pelvis_roll", 20.0, 5.0, "hips_roll_back"),
    ("clam", "feet_apart", 0.12, 0.03, "feet_part"),
    ("clam", "wobble", 9.0, 2.0, "knee_shakes"),
    ("clam", "shallow", 0.55, 0.1, "opens_little"),
    ("side-lying-leg-abduction", "pelvis_roll", 20.0, 5.0, "hips_roll_back"),
    ("side-lying-leg-abduction", "pelvis_hitch", 20.0, 5.0, "hip_hitches"),
    ("side-lying-leg-abduction", "knee_bent", 36.0, 9.0, "knee_bends"),
    ("side-lying-leg-abduction", "leg_forward", 26.0, 6.0, "leg_leaves_line"),
    ("side-lying-leg-abduction", "wobble", 8.0, 2.0, "leg_shakes"),
    ("glute-bridge", "shallow", 0.5, 0.1, "hips_low"),
    ("glute-bridge", "pelvis_roll", 18.0, 4.0, "hips_tilt"),
    ("glute-bridge", "feet_far", 0.13, 0.03, "feet_far"),
    ("glute-bridge", "knee_drift", 0.04, 0.01, "knees_fall_in"),
    ("hip-hinge", "knees_bent", 18.0, 4.0, "knees_bend"),
    ("hip-hinge", "rounded_upper_back", 49.0, 12.0, "head_out_of_line"),
    ("hip-hinge", "heels_up", 0.043, 0.01, "heels_lift"),
    ("hip-hinge", "knee_drift", 0.021, 0.005, "knees_fall_in"),
    ("box-squat", "knee_drift", 0.13, 0.03, "knees_fall_in"),
    ("box-squat", "wobble", 0.038, 0.009, "knee_wobbles"),
    ("box-squat", "knees_before_hips", 0.34, 0.05, "knees_first"),
    ("box-squat", "heels_up", 0.043, 0.01, "heels_lift"),
    ("box-squat", "head_first", 21.0, 5.0, "head_leads"),
    ("piriformis-stretch-1", "pelvis_roll", 20.0, 5.0, "pelvis_rolls"),
    ("piriformis-stretch-2", "pelvis_roll", 20.0, 5.0, "pelvis_rolls"),
    ("sit-to-stand", "knee_drift", 0.105, 0.025, "knee_drifts"),
    ("sit-to-stand", "heels_up", 0.043, 0.01, "heels_lift"),
]
CHECKS = [(slug, check) for slug, watched in WATCHED.items() for check in watched.checks]


@pytest.mark.parametrize(("slug", "fault", "much", "little", "code"), FAULTS)
def test_a_fault_is_found_at_twice_its_band_and_left_alone_inside_it(
    slug: str, fault: str, much: float, little: float, code: str
) -> None:
    for repetition in seen(made(slug, repetitions=2, faults={fault: much})).repetitions:
        assert code in [f.code for f in repetition.faults]
    for repetition in seen(made(slug, repetitions=2, faults={fault: little})).repetitions:
        assert code not in [f.code for f in repetition.faults]


@pytest.mark.parametrize("slug", MOVEMENTS)
def test_a_good_body_hears_nothing(slug: str) -> None:
    analysis = seen(made(slug))
    assert len(analysis.repetitions) == 3
    assert [f.code for r in analysis.repetitions for f in r.faults] == []


def test_evidence_comes_with_the_fault() -> None:
    body = made("hip-hinge", repetitions=1, faults={"knees_bent": 30.0})
    fault = next(f for f in seen(body).repetitions[0].faults if f.code == "knees_bend")
    assert fault.value == pytest.approx(47.0, abs=2.0)
    assert fault.check.quantity.unit == "deg"


@pytest.mark.parametrize("slug", ["knee-to-chest", "glute-bridge", "piriformis-stretch-2"])
def test_the_prescribed_hold_becomes_a_check(slug: str) -> None:
    watched = WATCHED[slug].for_dose(hold_s=20.0, out_s=2.0)
    assert {"hold_short", "hurries"} <= {check.code for check in watched.checks}
    assert WATCHED["clam"].for_dose(hold_s=20.0).checks == WATCHED["clam"].checks


@pytest.mark.parametrize(("slug", "check"), CHECKS)
def test_a_cue_is_short_and_says_nothing_a_camera_cannot_know(slug: str, check: Check) -> None:
    assert len(check.cue.split()) <= 20, slug
    said = check.cue.lower()
    assert not any(word in said for word in ("lumbar", "spine", "valgus", "disc"))
    assert check.low is not None or check.high is not None
    if check.quantity.measure:
        assert check.quantity.measure in MEASURES


@pytest.mark.parametrize(("slug", "check"), CHECKS)
def test_a_knee_seen_from_the_front_is_not_told_below_nine_degrees(slug: str, check: Check) -> None:
    if check.quantity.measure == "knee_drift":
        # A wobble has its amplitude twice: to the one side and to the other.
        swing = 2.0 if check.quantity.how == "wobble" else 1.0
        assert check.high is not None
        assert swing * check.high >= 9.0, slug


@pytest.mark.parametrize("slug", WATCHED)
def test_no_two_checks_of_an_exercise_share_a_code(slug: str) -> None:
    codes = [check.code for check in WATCHED[slug].checks]
    assert len(set(codes)) == len(codes)


def test_what_could_not_be_measured_breaks_nothing() -> None:
    check = Check("any", Quantity("knee_flexion", "level"), "Say.", low=1.0, high=2.0)
    assert not check.broken_by(float("nan"))
    assert check.broken_by(3.0)
    assert check.broken_by(0.0)
    assert isnan(float("nan"))
