"""Measures have clinical signs and do not care where a body is."""

from math import cos, isnan, radians, sin

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodform.motion.eye import sided, whole
from goodform.motion.eye.frame import LEFT, RIGHT, SIDES, Frame, Layout, body_of
from goodform.motion.eye.measure import MEASURES
from goodform.motion.movements import MOVEMENTS
from tests.motion.watching import body_with, made, turned_about_vertical

WITH_TRUTH = ["knee-to-chest", "hip-hinge", "box-squat"]


def test_somebody_standing_straight_is_zero_everywhere_it_matters() -> None:
    body = body_with()
    for side in (LEFT, RIGHT):
        assert sided.knee_flexion(body, side) == pytest.approx(0.0, abs=1e-6)
        assert sided.hip_flexion(body, side) == pytest.approx(0.0, abs=1e-6)
        assert sided.knee_drift(body, side) == pytest.approx(0.0, abs=1e-6)
        assert sided.shoulder_elevation(body, side) == pytest.approx(0.0, abs=1e-6)
    assert whole.trunk_inclination(body) == pytest.approx(0.0, abs=1e-6)
    assert whole.knee_separation(body) == pytest.approx(1.0)
    assert whole.hip_height(body) == pytest.approx(1.0)
    assert whole.pelvic_tilt(body) == pytest.approx(0.0)


def test_a_knee_bent_square_measures_ninety() -> None:
    body = body_with(left_ankle=(0.1, 0.52, -0.42))
    assert sided.knee_flexion(body, LEFT) == pytest.approx(90.0)
    assert sided.knee_flexion(body, RIGHT) == pytest.approx(0.0, abs=1e-6)


def test_a_thigh_in_front_is_flexion_and_behind_it_extension() -> None:
    for degrees in (10.0, -10.0, 80.0):
        a = radians(degrees)
        knee = (0.1, 0.95 - 0.43 * cos(a), 0.43 * sin(a))
        body = body_with(left_knee=knee)
        assert sided.hip_flexion(body, LEFT) == pytest.approx(degrees, abs=1e-6)


def test_a_knee_towards_the_midline_drifts_inwards_on_either_side() -> None:
    body = body_with(left_knee=(0.05, 0.52, 0.0), right_knee=(-0.15, 0.52, 0.0))
    assert sided.knee_drift(body, LEFT) > 5.0
    assert sided.knee_drift(body, RIGHT) < -5.0


def test_knees_together_lower_the_ratio_to_the_ankles() -> None:
    body = body_with(left_knee=(0.05, 0.52, 0.0), right_knee=(-0.05, 0.52, 0.0))
    assert whole.knee_separation(body) == pytest.approx(0.5)


def test_feet_together_give_no_ratio() -> None:
    body = body_with(left_ankle=(0.005, 0.1, 0.0), right_ankle=(-0.005, 0.1, 0.0))
    assert isnan(whole.knee_separation(body))


def test_a_hip_pushed_up_tilts_the_pelvis_to_its_side() -> None:
    assert whole.pelvic_tilt(body_with(left_hip=(0.1, 1.0, 0.0))) > 10.0


def test_shoulders_turned_left_twist_positive() -> None:
    body = body_with(left_shoulder=(0.14, 1.45, -0.14), right_shoulder=(-0.14, 1.45, 0.14))
    assert whole.trunk_twist(body) == pytest.approx(45.0, abs=0.5)


@pytest.mark.parametrize("slug", WITH_TRUTH)
def test_measures_agree_with_the_truth_of_a_generated_body(slug: str) -> None:
    body = made(slug, repetitions=1)
    layout = Layout.named(body.names)
    for i in range(0, len(body.times), 15):
        one = body_of(Frame(layout, 0.0, body.points[i].tolist()))
        for side, name in enumerate(SIDES):
            assert sided.knee_flexion(one, side) == pytest.approx(
                body.truth.angles[f"{name}_knee_flexion"][i], abs=0.1
            )
            assert sided.shin_tilt(one, side) == pytest.approx(
                body.truth.angles[f"{name}_shank_tilt"][i], abs=0.1
            )


def values_of(
    points: np.ndarray[tuple[int, ...], np.dtype[np.float64]], layout: Layout
) -> list[float]:
    """Every measure of one moment."""
    body = body_of(Frame(layout, 0.0, points.tolist()))
    found = []
    for each in MEASURES.values():
        if each.of_body is not None:
            found.append(each.of_body(body))
        if each.of_side is not None:
            found += [each.of_side(body, LEFT), each.of_side(body, RIGHT)]
    return found


@given(
    slug=st.sampled_from(sorted(MOVEMENTS)),
    share=st.floats(0.0, 1.0),
    turn=st.floats(-180.0, 180.0),
    size=st.floats(0.6, 1.6),
    x=st.floats(-5.0, 5.0),
    y=st.floats(-1.0, 3.0),
)
def test_no_measure_cares_where_the_body_is_how_large_or_which_way_it_faces(
    *, slug: str, share: float, turn: float, size: float, x: float, y: float
) -> None:
    body = BODIES[slug]
    layout = Layout.named(body.names)
    points = body.points[int(share * (len(body.times) - 1))]
    # Ratios of distances that are nearly none are left out by their own threshold in metres.
    moved = turned_about_vertical(points, turn) * size + np.array([x, y, -x])
    for before, after in zip(values_of(points, layout), values_of(moved, layout), strict=True):
        if not isnan(before) and not isnan(after) and abs(before) < 170.0:
            assert after == pytest.approx(before, abs=1e-4)


BODIES = {slug: made(slug, repetitions=1) for slug in MOVEMENTS}


def test_every_measure_explains_itself() -> None:
    for each in MEASURES.values():
        assert (each.of_body is None) != (each.of_side is None)
        assert len(each.explained) > 10, each.name


def test_nothing_is_measured_where_a_joint_is_missing() -> None:
    body = body_with(left_knee=(float("nan"),) * 3)
    assert isnan(sided.knee_flexion(body, LEFT))
    assert isnan(sided.hip_flexion(body, LEFT))
    assert not isnan(sided.knee_flexion(body, RIGHT))
