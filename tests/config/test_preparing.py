"""All that must be true before pages are served is made true, and once is enough."""

from pathlib import Path

import pytest
from django.conf import settings
from pytest_django.fixtures import Settings

from goodform.config import preparing
from goodform.library.exercise_files import ExerciseFilesInvalidError
from goodform.library.models import Exercise, ExerciseVersion


def test_the_library_is_loaded_once(db: None) -> None:
    preparing.load_library()
    before = set(ExerciseVersion.objects.values_list("pk", flat=True))
    preparing.load_library()
    assert set(ExerciseVersion.objects.values_list("pk", flat=True)) == before
    assert len(before) == len(list(settings.EXERCISES.glob("*.yaml")))


def copy_of_the_library(folder: Path) -> Path:
    for file in settings.EXERCISES.glob("*.yaml"):
        (folder / file.name).write_text(file.read_text())
    return folder


def test_an_edited_file_makes_a_new_version_and_keeps_the_old(db: None, tmp_path: Path) -> None:
    folder = copy_of_the_library(tmp_path)
    preparing.load_library(folder)
    clam = Exercise.objects.get(slug="clam")
    before = clam.current_id
    assert before is not None
    file = folder / "clam.yaml"
    file.write_text(file.read_text().replace("Slow up, slow down.", "Up slowly, down slowly."))
    preparing.load_library(folder)
    clam.refresh_from_db()
    assert clam.current_id != before
    assert clam.versions.count() == 2
    assert "Slow up, slow down." in clam.versions.get(pk=before).content["cues"]


def test_a_broken_file_loads_nothing_at_all(db: None, tmp_path: Path) -> None:
    folder = copy_of_the_library(tmp_path)
    (folder / "clam.yaml").write_text("name: [")
    with pytest.raises(ExerciseFilesInvalidError):
        preparing.load_library(folder)
    assert not ExerciseVersion.objects.exists()


def test_static_files_are_collected_once_and_again_after_a_change(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    calls: list[str] = []

    def collected(name: str, **_options: object) -> None:
        calls.append(name)
        Path(settings.STATIC_ROOT).mkdir(exist_ok=True)

    monkeypatch.setattr(preparing, "call_command", collected)
    said: list[str] = []
    preparing.collect_static(said.append)
    preparing.collect_static(said.append)
    assert calls == ["collectstatic"]
    assert said == ["Preparing pages and pictures …"]
    monkeypatch.setattr(preparing, "_fingerprint", lambda: "another")
    preparing.collect_static()
    assert len(calls) == 2
