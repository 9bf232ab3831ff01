"""Across and up come from the picture, by one scale that looks backwards only."""

from math import isnan

import numpy as np
import pytest

from goodform.motion.body.viewing import View
from goodform.motion.eye.frame import KNEE, LEFT, Frame, Layout, body_of
from goodform.motion.eye.picture import Picture
from goodform.motion.made.landmarks import BLAZEPOSE
from goodform.motion.made.phone_camera import Phone, film
from tests.motion.watching import made

BODY = made("box-squat", view=View(0.0))
SEEN = film(BODY.points, BODY.names, Phone(view=View(90.0, 0.0, 3.0), depth=0.5, noise_px=0.0))
LAYOUT = Layout.named(BLAZEPOSE)


def frame(i: int, *, points: object = None, image: object = "as seen") -> Frame:
    """A frame of the film, with something in it changed."""
    return Frame(
        LAYOUT,
        float(BODY.times[i]),
        SEEN.points[i].tolist() if points is None else points,  # type: ignore[arg-type]
        SEEN.visibility[i].tolist(),
        SEEN.image[i].tolist() if image == "as seen" else image,  # type: ignore[arg-type]
    )


def test_a_frame_without_a_picture_stays_as_it_is() -> None:
    plain = frame(0, image=None)
    assert Picture().in_metres(plain) is plain


def test_a_wrong_guess_across_is_put_right_by_the_picture() -> None:
    picture = Picture()
    for i in range(20):
        right = body_of(picture.in_metres(frame(i)))
    wrong = SEEN.points[20].copy()
    wrong[BLAZEPOSE.index("left_knee"), :2] += 0.2
    mended = body_of(picture.in_metres(frame(20, points=wrong.tolist())))
    assert mended.points[KNEE[LEFT]][:2] == pytest.approx(right.points[KNEE[LEFT]][:2], abs=0.01)


def test_a_picture_twice_as_large_is_the_same_body() -> None:
    small, large = Picture(), Picture()
    for i in range(40):
        image = (SEEN.image[i] * 2.0 - 300.0).tolist()
        one = small.in_metres(frame(i)).points
        two = large.in_metres(frame(i, image=image)).points
    assert np.array(one) == pytest.approx(np.array(two), abs=1e-6)


def test_a_point_the_picture_does_not_have_is_not_seen() -> None:
    image = SEEN.image[0].copy()
    image[BLAZEPOSE.index("left_ear")] = np.nan
    ear = Picture().in_metres(frame(0, image=image.tolist())).points[BLAZEPOSE.index("left_ear")]
    assert isnan(ear[0])


def test_without_hips_nobody_is_there() -> None:
    image = SEEN.image[0].copy()
    image[BLAZEPOSE.index("left_hip")] = np.nan
    picture = Picture()
    points = picture.in_metres(frame(0, image=image.tolist())).points
    assert all(isnan(point[0]) for point in points)
