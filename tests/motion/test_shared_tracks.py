"""Landmarks of real pictures and one film, where the folder with them lies beside this project.

Pairs are two photographs turned into each other five times: good for counting and for silence.
"""

from pathlib import Path

import pytest
from django.conf import settings

from goodform.coach.recordings import read
from goodform.motion.checks import WATCHED
from goodform.motion.eye.coach import Analysis, analyse

TRACKS = Path(settings.REPOSITORY).parent / "shared" / "data" / "landmarks"

pytestmark = [
    pytest.mark.pure,
    pytest.mark.skipif(not TRACKS.is_dir(), reason=f"{TRACKS} is not there: real tracks not run"),
]


def seen(track: str, slug: str) -> Analysis:
    """The coach's view of a track."""
    return analyse(read(TRACKS / f"{track}.npz"), WATCHED[slug])


@pytest.mark.parametrize("slug", ["squat", "box-squat", "hip-hinge", "sit-to-stand"])
def test_a_film_of_walking_is_no_exercise(slug: str) -> None:
    assert seen("walking", slug).repetitions == ()


@pytest.mark.parametrize(
    ("track", "slug", "true"),
    [
        ("squat", "squat", 5),
        ("bridge", "glute-bridge", 5),
        ("pair_Good_Morning", "hip-hinge", 5),
        ("pair_Hip_Lift_with_Band", "glute-bridge", 5),
        ("pair_Physioball_Hip_Bridge", "glute-bridge", 5),
        ("pair_Ankle_On_The_Knee", "piriformis-stretch-2", 5),
        ("pair_Barbell_Full_Squat", "squat", 5),
        ("pair_Olympic_Squat", "squat", 5),
    ],
)
def test_what_is_seen_in_part_is_counted(track: str, slug: str, true: int) -> None:
    assert len(seen(track, slug).repetitions) == true


@pytest.mark.parametrize(
    ("track", "slug"),
    [
        ("pair_Stiff-Legged_Dumbbell_Deadlift", "hip-hinge"),
        ("pair_Leg_Lift", "side-lying-leg-abduction"),
        ("pair_Box_Squat", "box-squat"),
    ],
)
def test_what_cannot_be_told_is_silent_with_a_reason(track: str, slug: str) -> None:
    found = seen(track, slug)
    assert found.repetitions == ()
    assert found.abstained


def test_feet_on_a_ball_are_no_floor() -> None:
    for repetition in seen("pair_Physioball_Hip_Bridge", "glute-bridge").repetitions:
        assert repetition.checks["feet_far"] == "phone not level"
