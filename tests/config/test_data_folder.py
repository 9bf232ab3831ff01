"""The data folder is made at the first start, wherever the secret key comes from."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def start(data: Path, **given: str) -> subprocess.CompletedProcess[str]:
    """Read the settings in a process of its own, as every command does first."""
    kept = {name: said for name, said in os.environ.items() if not name.startswith("GOODFORM_")}
    return subprocess.run(
        [sys.executable, "-c", "import goodform.config.settings"],
        env={**kept, "GOODFORM_DATA": str(data), **given},
        capture_output=True,
        text=True,
        check=False,
    )


def verb(data: Path, *words: str, **given: str) -> subprocess.CompletedProcess[str]:
    """Run one verb of the command over a data folder."""
    kept = {name: said for name, said in os.environ.items() if not name.startswith("GOODFORM_")}
    kept.pop("DATABASE_URL", None)
    return subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-m", "goodform.config.cli", *words],
        env={**kept, "GOODFORM_DATA": str(data), **given},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_demo_makes_itself_a_key_and_a_real_clinic_is_asked_for_one(tmp_path: Path) -> None:
    for number, given in enumerate(
        [{"GOODFORM_DEMO": "yes"}, {}, {"GOODFORM_SECRET_KEY": "a long random text " * 4}]
    ):
        data = tmp_path / str(number) / "data"
        said = start(data, **given)
        assert said.returncode == 0, said.stderr
        assert data.is_dir()
        assert (data / "secret-key").exists() == (number == 0)


def test_a_new_house_gets_a_key_that_stays_and_that_nobody_else_reads(tmp_path: Path) -> None:
    assert verb(tmp_path, "migrate").returncode == 0
    key = tmp_path / "secret-key"
    made = key.read_text()
    assert len(made) > 50
    assert verb(tmp_path, "migrate").returncode == 0
    assert key.read_text() == made
    assert key.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("asked", ["migrate", "serve", "worker", "backup-key"])
def test_a_key_that_was_lost_is_never_replaced_in_passing(tmp_path: Path, asked: str) -> None:
    verb(tmp_path, "migrate")
    (tmp_path / "secret-key").unlink()
    said = verb(tmp_path, asked)
    assert said.returncode == 1
    assert "There is no secret key" in said.stderr
    assert "Traceback" not in said.stderr
    assert not (tmp_path / "secret-key").exists()


def test_a_folder_that_cannot_be_made_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    said = start(tmp_path / "file" / "data")
    assert said.returncode == 1
    assert len(said.stderr.strip().splitlines()) == 1
    assert "Set GOODFORM_DATA to a folder you may write to." in said.stderr


@pytest.mark.parametrize("name", ["clinic #1", "what?", "50% more", "clinic Übung"])
def test_the_database_lies_in_the_folder_whatever_its_name(tmp_path: Path, name: str) -> None:
    data = tmp_path / name
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "from goodform.config import settings; print(settings.DATABASES['default']['NAME'])",
        ],
        env={"PATH": os.environ["PATH"], "GOODFORM_DATA": str(data), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == str(data / "goodform.sqlite3")
