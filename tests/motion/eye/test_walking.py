"""Walking of any kind, filmed from anywhere by a phone with its usual errors, is no exercise."""

from collections.abc import Mapping

import numpy as np
import pytest

from goodform.motion.body.viewing import View
from goodform.motion.checks import WATCHED
from goodform.motion.eye.coach import Analysis, analyse
from goodform.motion.eye.frame import Layout
from goodform.motion.eye.recording import Recording
from goodform.motion.made.landmarks import BLAZEPOSE, landmarks
from goodform.motion.made.phone_camera import Film, Phone, film
from goodform.motion.made.walking import Gait, walking
from goodform.motion.movements import MOVEMENTS
from tests.motion.watching import made

TIMES = np.arange(0.0, 7.0, 1 / 30)
LAYOUT = Layout.named(BLAZEPOSE)
PHONES: Mapping[str, Phone] = {
    "right": Phone(),
    "flat": Phone(depth=0.5, feet=16.0),
    "left leg hidden": Phone(depth=0.5, far_leg="left"),
    "right leg hidden": Phone(depth=0.5, far_leg="right"),
    "askew": Phone(roll=10.0, tilt=15.0),
}
WALKS: tuple[tuple[Gait, View], ...] = (
    ("along", View(0.0, 5.0, 4.0)),
    ("along", View(90.0, 5.0, 12.0)),
    ("along", View(-90.0, 5.0, 3.0)),
    ("treadmill", View(0.0, 5.0, 3.0)),
    ("treadmill", View(90.0, 5.0, 3.0)),
    ("treadmill", View(45.0, 5.0, 3.0)),
    ("on the spot", View(0.0, 5.0, 3.0)),
    ("on the spot", View(90.0, 5.0, 3.0)),
    ("on the spot", View(45.0, 5.0, 3.0)),
)
ON_BOTH_LEGS = [slug for slug, watched in WATCHED.items() if watched.together]


def recorded(times: np.ndarray, seen: Film) -> Recording:
    """A film as a recording."""
    return Recording(LAYOUT, times, seen.points, seen.visibility, seen.image)


@pytest.mark.parametrize(("gait", "view"), WALKS)
@pytest.mark.parametrize("name", PHONES)
def test_walking_is_never_counted(gait: Gait, view: View, name: str) -> None:
    phone = PHONES[name]
    walked = landmarks(walking(gait, TIMES)) * 1.7
    seen = film(walked, BLAZEPOSE, Phone(**{**vars(phone), "view": view}))
    for slug in ON_BOTH_LEGS:
        assert analyse(recorded(TIMES, seen), WATCHED[slug]).repetitions == (), slug


def filmed(slug: str, phone: Phone) -> Analysis:
    """Three repetitions of a movement on a phone that stands where the movement wants it."""
    camera = MOVEMENTS[slug].camera
    body = made(slug, view=View(0.0))
    view = View(camera.azimuth, camera.elevation, 3.0)
    seen = film(body.points, body.names, Phone(**{**vars(phone), "view": view}))
    return analyse(recorded(body.times, seen), WATCHED[slug])


@pytest.mark.parametrize("slug", ON_BOTH_LEGS[:-1])
@pytest.mark.parametrize("name", ["right", "flat"])
def test_what_both_legs_do_together_is_counted_from_the_picture(slug: str, name: str) -> None:
    if slug in MOVEMENTS:
        assert len(filmed(slug, PHONES[name]).repetitions) == 3


def test_a_squat_is_counted_by_its_near_leg_and_the_sinking_of_the_hips() -> None:
    view = View(0.0, 5.0, 3.0)
    body = made("box-squat", view=View(0.0))
    seen = film(body.points, body.names, Phone(view=view, depth=0.5, far_leg="left"))
    assert len(analyse(recorded(body.times, seen), WATCHED["box-squat"]).repetitions) == 3
