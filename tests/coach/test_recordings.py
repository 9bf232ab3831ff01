"""Recorded movements from files: read kindly, answered in plain values."""

import json
from pathlib import Path

import numpy as np
import pytest

from goodform.coach.recordings import RecordingUnreadable, analyse_file
from goodform.motion.checks import WATCHED
from goodform.motion.made.imperfect import Imperfections
from goodform.motion.movements import DRAWN
from tests.motion.watching import made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A recording of two knees drawn to the chest, the other leg lifting."""
    body = made(
        "knee-to-chest",
        repetitions=2,
        faults={"other_knee_rises": 30.0},
        imperfections=Imperfections(noise_m=0.005),
    )
    path = tmp_path / "knee.npz"
    np.savez(
        path,
        points=body.points,
        times=body.times,
        names=np.array(body.names),
        visibility=body.visibility,
    )
    return path


def test_a_recording_is_told_with_its_evidence(file: Path) -> None:
    answer = json.loads(json.dumps(analyse_file(file, movement="knee-to-chest")))
    assert answer["movement"] == "knee-to-chest"
    assert len(answer["repetitions"]) == len(answer["holds"]) == 2
    first = answer["repetitions"][0]
    assert first["start_s"] < first["turn_s"] < first["end_s"]
    assert first["side"] == "right"
    assert first["measures"]["hip_flexion"]["unit"] == "deg"
    fault = next(f for f in first["faults"] if f["check"] == "other_leg_lifts")
    assert fault["value"] > 20.0
    assert fault["unit"] == "deg"
    assert fault["cue"]
    assert first["checks"]["other_leg_lifts"] == "fault"
    assert first["checks"]["stops_early"] == "clean"
    assert answer["abstained"] == []


def test_the_side_from_setup_is_kept(file: Path) -> None:
    answer = analyse_file(file, movement="knee-to-chest", side="left")
    assert "'side': 'left'" in str(answer)
    assert "'side': 'right'" not in str(answer)


def test_another_movement_abstains_and_says_why(file: Path) -> None:
    answer = analyse_file(file, movement="squat")
    assert answer["repetitions"] == []
    assert "not in position" in str(answer["abstained"])


def test_an_unknown_movement_is_answered_with_the_known_ones(file: Path) -> None:
    with pytest.raises(RecordingUnreadable, match=r"no movement called dance.*squat"):
        analyse_file(file, movement="dance")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RecordingUnreadable, match="There is no file"):
        analyse_file(tmp_path / "none.npz", movement="squat")


def test_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    path = tmp_path / "words.npz"
    path.write_text("hello")
    with pytest.raises(RecordingUnreadable, match=r"numpy\.savez"):
        analyse_file(path, movement="squat")
    with pytest.raises(RecordingUnreadable, match=r"numpy\.savez"):
        analyse_file(tmp_path, movement="squat")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"points": None}, "has no points"),
        ({"times": None, "names": None}, "has no times and no names"),
        ({"points": np.zeros((3, 33, 3))}, "it must be"),
        ({"points": np.zeros((571, 33))}, "it must be"),
        ({"names": np.array(["a"] * 33)}, "same name"),
        ({"names": np.array([f"p{i}" for i in range(33)])}, "left_shoulder"),
        ({"visibility": np.zeros((2, 2))}, "visibility"),
        ({"image": np.zeros((571, 33, 3))}, "image"),
        ({"up": np.zeros((571, 2))}, "up"),
        ({"up": np.array(["up"])}, "up"),
        ({"times": np.zeros((2, 2))}, "times"),
        ({"times": np.array(["noon"])}, "numbers only"),
    ],
)
def test_what_does_not_fit_together_is_told(
    file: Path, changed: dict[str, object], words: str
) -> None:
    with np.load(file) as content:
        kept = {name: content[name] for name in content.files}
    kept |= changed
    np.savez(file, **{name: value for name, value in kept.items() if value is not None})
    with pytest.raises(RecordingUnreadable, match=words):
        analyse_file(file, movement="squat")


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "empty.npz"
    path.touch()
    with pytest.raises(RecordingUnreadable, match=r"numpy\.savez"):
        analyse_file(path, movement="squat")


def test_times_that_are_none_become_no_number_that_json_does_not_know(file: Path) -> None:
    with np.load(file) as content:
        kept = {name: content[name] for name in content.files}
    for times in (np.full_like(kept["times"], np.nan), -np.inf * np.ones_like(kept["times"])):
        np.savez(file, **{**kept, "times": times})
        answer = analyse_file(file, movement="knee-to-chest")
        assert json.loads(json.dumps(answer, allow_nan=False))["repetitions"] == []
        assert "broken frame" in str(answer["abstained"])


def test_objects_are_never_unpickled(tmp_path: Path) -> None:
    path = tmp_path / "objects.npz"
    np.savez(path, points=np.array([object()]), times=np.zeros(1), names=np.array(["a"]))
    with pytest.raises(RecordingUnreadable, match="plain"):
        analyse_file(path, movement="squat")


def test_a_recording_without_frames_is_empty_and_one_nobody_saw_abstains(file: Path) -> None:
    with np.load(file) as content:
        kept = {name: content[name] for name in content.files}
    np.savez(file, points=kept["points"][:0], times=kept["times"][:0], names=kept["names"])
    assert analyse_file(file, movement="squat")["repetitions"] == []
    np.savez(
        file, points=np.full_like(kept["points"], np.nan), times=kept["times"], names=kept["names"]
    )
    assert "not enough" in str(analyse_file(file, movement="squat")["abstained"])


def test_an_exercise_that_no_check_was_made_for_is_not_judged_and_says_so(file: Path) -> None:
    drawn_only = sorted(DRAWN.keys() - WATCHED.keys())
    assert drawn_only
    for slug in drawn_only:
        with pytest.raises(RecordingUnreadable, match=f"does not judge {slug}"):
            analyse_file(file, movement=slug)
