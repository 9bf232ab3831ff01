"""`docs/how-to/an-exercise.md`, followed word by word: one file is one more exercise."""

import re
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.conf import settings
from django.test import Client

from goodform.config import preparing
from goodform.config.verbs import main
from goodform.library.models import ExerciseVersion
from goodform.motion.body.flesh import FLESH, GIVES, ball_centres
from goodform.motion.body.mannequin import Mannequin
from tests.people import House

PAGE = (settings.REPOSITORY / "docs/how-to/an-exercise.md").read_text()
NEW = "low-seat-stand.yaml"
NEIGHBOUR = "sit-to-stand.yaml"


def block_under(file: str) -> str:
    """The YAML of the section whose heading names this file."""
    section = next(part for part in PAGE.split("\n## ") if f"`{file}`" in part.splitlines()[0])
    block = re.search(r"```yaml\n(.*?)```", section, re.DOTALL)
    assert block is not None
    return block[1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Our exercises and the new one, before its neighbour knows of it."""
    folder = tmp_path / "exercises"
    shutil.copytree(settings.EXERCISES, folder)
    (folder / NEW).write_text(block_under(NEW))
    return folder


def tell_the_neighbour(folder: Path) -> None:
    before = (folder / NEIGHBOUR).read_text()
    after = before.replace("harder: none\n", block_under(NEIGHBOUR))
    assert after != before
    (folder / NEIGHBOUR).write_text(after)


def test_a_ladder_said_at_one_end_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check-exercises", str(folder)]) == 1
    said = capsys.readouterr().out
    assert NEW in said or NEIGHBOUR in said


def test_the_file_is_complete_and_stands_in_the_library(
    folder: Path, house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    tell_the_neighbour(folder)
    assert main(["check-exercises", str(folder)]) == 0, capsys.readouterr().out
    preparing.load_library(folder)
    assert ExerciseVersion.objects.count() == len(list(folder.glob("*.yaml")))
    for reader in (house.priya, house.charlie):
        client = Client()
        client.force_login(reader.user)
        assert "Low seat stand" in client.get("/exercises/").content.decode()
        page = client.get("/exercises/low-seat-stand/").content.decode()
        assert "no clinician has signed this text" in page
        assert "Stand up from a low, firm seat" in page


def test_a_movement_is_its_key_poses_and_the_solver_does_the_rest() -> None:
    block = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert block is not None
    said: dict[str, Any] = {}
    exec(block[1], said)  # noqa: S102  # our own page
    movement = said["KNEE_OUT"]
    bodies = movement.solve(Mannequin(), movement.values_at(np.linspace(0.0, 1.0, 21)))
    lowest = min(
        float((ball_centres(bodies, ball)[:, 1] - ball.radius).min())
        for balls in FLESH.values()
        for ball in balls
    )
    assert lowest >= -GIVES
    knee = bodies.joints["right_knee"]
    assert knee[-1, 2] > knee[0, 2] + 0.05
