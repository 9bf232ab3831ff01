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


@pytest.mark.parametrize("given", [{}, {"GOODFORM_SECRET_KEY": "a long random text " * 4}])
def test_it_is_made_with_or_without_a_key_from_outside(
    tmp_path: Path, given: dict[str, str]
) -> None:
    data = tmp_path / "house" / "data"
    said = start(data, **given)
    assert said.returncode == 0, said.stderr
    assert data.is_dir()
    assert (data / "secret-key").exists() == (not given)


def test_the_key_that_was_made_is_kept_and_nobody_else_reads_it(tmp_path: Path) -> None:
    start(tmp_path)
    key = tmp_path / "secret-key"
    made = key.read_text()
    start(tmp_path)
    assert key.read_text() == made
    assert key.stat().st_mode & 0o077 == 0


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
