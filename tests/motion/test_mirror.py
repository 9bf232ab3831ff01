"""A page's dealings with the eye: plain numbers in, plain values out."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from goodform.motion.body.viewing import View
from goodform.motion.checks import WATCHED
from goodform.motion.made.landmarks import BLAZEPOSE
from goodform.motion.made.phone_camera import Phone, film
from goodform.motion.mirror import MOST_REPETITIONS, POINTS, SMALL_MODEL, Mirror
from goodform.motion.movements import MOVEMENTS
from goodform.motion.released import MODELS, archive, engine, is_known
from tests.motion.watching import made

pytestmark = pytest.mark.pure


def pictures(slug: str, repetitions: int = 3) -> list[tuple[float, list[float]]]:
    """A generated body as a phone's pose component would hand it over, picture by picture."""
    body = made(slug, repetitions=repetitions, view=View(0.0))
    camera = MOVEMENTS[slug].camera
    seen = film(body.points, BLAZEPOSE, Phone(view=View(camera.azimuth, camera.elevation, 3.0)))
    found = []
    for i, time in enumerate(body.times.tolist()):
        metres = [(x, -y, -z) for x, y, z in seen.points[i].tolist()]
        flat = [number for point in (*seen.image[i].tolist(), *metres) for number in point]
        found.append((time, [*flat, *seen.visibility[i].tolist()]))
    return found


def watched(mirror: Mirror, slug: str, repetitions: int = 3) -> list[dict[str, object]]:
    """The mirror's words on every picture."""
    return [json.loads(mirror.see(time, numbers)) for time, numbers in pictures(slug, repetitions)]


def test_the_points_are_those_of_the_pose_component() -> None:
    assert tuple(BLAZEPOSE) == POINTS


@pytest.mark.parametrize("slug", ["box-squat", "glute-bridge", "sit-to-stand"])
def test_a_body_is_counted_as_from_a_file(slug: str) -> None:
    mirror = Mirror(slug, "both", form=True)
    said = watched(mirror, slug)
    assert said[-1]["counted"] == 3
    told = json.loads(mirror.summary())
    assert len(told["repetitions"]) == 3
    for one in told["repetitions"]:
        assert 0.0 <= one["start_s"] <= one["turn_s"] <= one["end_s"]
        assert one["measures"]


def test_a_new_set_begins_at_the_gate_and_is_added_to_the_side() -> None:
    mirror = Mirror("box-squat", "both", form=True)
    watched(mirror, "box-squat", 2)
    mirror.next_set()
    said = watched(mirror, "box-squat", 1)
    assert said[0]["counted"] == 0
    assert len(json.loads(mirror.summary())["repetitions"]) == 3


def test_with_the_small_model_nothing_is_said_about_form() -> None:
    mirror = Mirror("hip-hinge", "both", form=False)
    assert {each["cue"] for each in watched(mirror, "hip-hinge")} == {None}
    told = json.loads(mirror.summary())
    assert set(told["not_judged"]) == {check.code for check in WATCHED["hip-hinge"].checks}
    assert set(told["not_judged"].values()) == {SMALL_MODEL}


def test_what_is_told_to_the_clinic_is_bounded() -> None:
    mirror = Mirror("box-squat", "both", form=True)
    for _ in range(30):
        watched(mirror, "box-squat", 3)
        mirror.next_set()
    told = mirror.summary()
    assert len(json.loads(told)["repetitions"]) == MOST_REPETITIONS
    assert len(told) < 15 * 1024


def test_numbers_that_are_none_are_silence() -> None:
    mirror = Mirror("clam", "left", form=True)
    said = json.loads(mirror.see(1.0, [float("nan")] * (6 * len(POINTS))))
    assert said["state"] == "unsure"
    assert said["reason"]


def test_the_archive_is_the_same_every_time_and_known() -> None:
    archive.cache_clear()
    first = archive()
    archive.cache_clear()
    assert archive() == first
    assert is_known(engine(), next(iter(MODELS)))
    assert not is_known("0" * 64, next(iter(MODELS)))
    assert not is_known(engine(), "0" * 64)


def test_a_bare_python_runs_it_from_the_archive_alone(tmp_path: Path) -> None:
    kept = tmp_path / "eye.zip"
    kept.write_bytes(archive())
    program = (
        f"import sys; sys.path[:] = [p for p in sys.path if 'site-packages' not in p]; "
        f"sys.path.insert(0, {str(kept)!r}); "
        "from goodform.motion.mirror import Mirror; m = Mirror('box-squat', 'both', form=True); "
        "print(m.see(0.0, [0.0] * 198)); assert 'numpy' not in sys.modules"
    )
    said = subprocess.run(  # noqa: S603  # our own words
        [sys.executable, "-I", "-S", "-c", program],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    assert json.loads(said.stdout)["counted"] == 0
