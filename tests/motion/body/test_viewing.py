"""A camera's view."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodform.motion.body.space import length
from goodform.motion.body.viewing import View, axes_of, seen

degrees = st.floats(-180.0, 180.0)


@given(degrees, st.floats(-80.0, 80.0))
def test_a_camera_has_three_square_axes(azimuth: float, elevation: float) -> None:
    axes = axes_of(View(azimuth, elevation))
    assert axes @ axes.T == pytest.approx(np.eye(3), abs=1e-12)
    assert np.linalg.det(axes) == pytest.approx(1.0)


def test_from_the_front_nothing_changes() -> None:
    points = np.array([[0.1, 0.2, 0.3]])
    assert seen(points, View()) == pytest.approx(points)


def test_from_the_side_what_was_near_is_to_the_left() -> None:
    assert seen(np.array([0.0, 0.0, 1.0]), View(azimuth=90.0)) == pytest.approx([-1.0, 0.0, 0.0])


def test_from_above_what_is_near_comes_down_in_the_picture() -> None:
    assert seen(np.array([0.0, 0.0, 1.0]), View(elevation=30.0))[1] == pytest.approx(-0.5)


def test_a_near_hand_looks_larger_and_a_far_one_smaller() -> None:
    centre = np.array([0.0, 1.0, 0.0])
    view = View(distance_m=2.0)
    near = seen(np.array([[0.0, 1.0, 1.0], [0.2, 1.0, 1.0]]), view, centre)
    far = seen(np.array([[0.0, 1.0, -2.0], [0.2, 1.0, -2.0]]), view, centre)
    assert length(near[1] - near[0]) == pytest.approx(0.4)
    assert length(far[1] - far[0]) == pytest.approx(0.1)
