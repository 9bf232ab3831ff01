"""A phone that is propped up stands turned and leans back: what is up is known, or nothing is said.

By the phone's own sense of gravity everything is as on a level phone.  Without it what leans on the
vertical is not judged, unless the floor is seen.
"""

from collections.abc import Iterator
from functools import cache
from itertools import product

import numpy as np
import pytest

from goodform.motion.body.viewing import View
from goodform.motion.checks import WATCHED
from goodform.motion.eye.coach import Analysis, analyse
from goodform.motion.eye.frame import LEFT, RIGHT, Frame, Layout, body_of
from goodform.motion.eye.level import Level
from goodform.motion.eye.measure import LEAN_ON_UP, MEASURES
from goodform.motion.eye.recording import BadRecordingError, Recording
from goodform.motion.made.generate import GeneratedBody
from goodform.motion.made.landmarks import BLAZEPOSE
from goodform.motion.made.phone_camera import Film, Phone, film
from goodform.motion.movements import MOVEMENTS
from tests.motion.watching import Floats, made

LAYOUT = Layout.named(BLAZEPOSE)
PROPPED = ((20.0, 0.0), (-20.0, -20.0), (0.0, 20.0))
"""Degrees by which a phone is turned, and leans back."""


@cache
def done(slug: str) -> GeneratedBody:
    """Three good repetitions."""
    return made(slug, view=View(0.0))


def filmed(slug: str, roll: float, tilt: float) -> Film:
    """The same by a phone that stands where the movement wants it, but not level."""
    camera = MOVEMENTS[slug].camera
    view = View(camera.azimuth, camera.elevation, 3.0)
    return film(done(slug).points, BLAZEPOSE, Phone(view=view, roll=roll, tilt=tilt))


def watched(slug: str, seen: Film, up: Floats | None) -> Analysis:
    """The coach's view of it."""
    recording = Recording(LAYOUT, done(slug).times, seen.points, seen.visibility, seen.image, up)
    return analyse(recording, WATCHED[slug])


@pytest.mark.parametrize("slug", MOVEMENTS)
@pytest.mark.parametrize(("roll", "tilt"), PROPPED)
def test_a_propped_phone_that_senses_up_counts_and_judges_as_a_level_one(
    slug: str, roll: float, tilt: float
) -> None:
    seen = filmed(slug, roll, tilt)
    found = watched(slug, seen, seen.up).repetitions
    assert [repetition.faults for repetition in found] == [()] * 3
    assert "phone not level" not in {said for each in found for said in each.checks.values()}


@pytest.mark.parametrize("slug", MOVEMENTS)
@pytest.mark.parametrize(("roll", "tilt"), PROPPED)
def test_one_that_does_not_counts_the_same_and_says_nothing_false(
    slug: str, roll: float, tilt: float
) -> None:
    found = watched(slug, filmed(slug, roll, tilt), None).repetitions
    assert [repetition.faults for repetition in found] == [()] * 3


def test_where_nobody_knows_up_what_leans_on_it_is_not_judged() -> None:
    (first, *_) = watched("hip-hinge", filmed("hip-hinge", 0.0, 0.0), None).repetitions
    for check in WATCHED["hip-hinge"].checks:
        assert (first.checks[check.code] == "phone not level") == (
            check.leans_on_up and first.checks[check.code] != "wrong view"
        )
    assert first.checks["knees_bend"] == "clean"


def test_somebody_on_their_back_shows_the_floor() -> None:
    (first, *_) = watched("glute-bridge", filmed("glute-bridge", 8.0, 0.0), None).repetitions
    assert first.checks["feet_far"] == "clean"
    (first, *_) = watched("glute-bridge", filmed("glute-bridge", 0.0, 20.0), None).repetitions
    assert first.checks["feet_far"] == "phone not level"


def test_a_phone_that_is_moved_in_mid_set_goes_back_to_the_start_gate() -> None:
    seen = filmed("box-squat", 0.0, 0.0)
    up = np.broadcast_to(seen.up, (len(done("box-squat").times), 3)).copy()
    middle = len(up) // 2
    up[middle:] = (0.2, 0.95, 0.2)
    analysis = watched("box-squat", seen, up)
    assert "the phone was moved" in {silence.reason for silence in analysis.abstained}
    moved_s = float(done("box-squat").times[middle])
    assert not [r for r in analysis.repetitions if r.start_s < moved_s < r.end_s]


@pytest.mark.parametrize(
    "up", [(0.0, 0.0, 0.0), (float("nan"), 1.0, 0.0), (10**400, 1, 1), ("up", 1, 1), (1.0,), {}]
)
def test_a_sense_of_up_that_is_none_is_passed_over(up: object) -> None:
    level = Level("upright", camera=True)
    level.sense(0.0, up)  # type: ignore[arg-type]
    assert (level.known, level.moved, level.turn) == (False, False, None)


def test_a_recording_says_what_shape_up_has() -> None:
    with pytest.raises(BadRecordingError, match="`up` has the shape"):
        Recording(LAYOUT, np.zeros(2), np.zeros((2, 33, 3)), up=np.zeros((3, 3)))


def turned(points: Floats, roll: float, tilt: float) -> Floats:
    """The same points as a phone has them that is rolled and leans."""
    r, t = np.radians(roll), np.radians(tilt)
    rolled = np.array([[np.cos(r), -np.sin(r), 0], [np.sin(r), np.cos(r), 0], [0, 0, 1]])
    leant = np.array([[1, 0, 0], [0, np.cos(t), -np.sin(t)], [0, np.sin(t), np.cos(t)]])
    return np.asarray(points @ (rolled @ leant).T)


def values(points: Floats) -> Iterator[tuple[str, float]]:
    """Every measure of a body, by name."""
    body = body_of(Frame(LAYOUT, 0.0, points.tolist()))
    for name, measure in MEASURES.items():
        if measure.of_body is not None:
            yield name, measure.of_body(body)
        if measure.of_side is not None:
            yield from ((name, measure.of_side(body, side)) for side in (LEFT, RIGHT))


@pytest.mark.parametrize("slug", MOVEMENTS)
def test_every_measure_that_a_propped_phone_changes_is_known_to_lean_on_up(slug: str) -> None:
    points = done(slug).points[:: max(1, len(done(slug).points) // 5)]
    for each, (roll, tilt) in product(points, PROPPED):
        level, propped = values(each), values(turned(each, roll, tilt))
        for (name, was), (_, now) in zip(level, propped, strict=True):
            if name not in LEAN_ON_UP:
                assert now == pytest.approx(was, abs=0.01, nan_ok=True), name
