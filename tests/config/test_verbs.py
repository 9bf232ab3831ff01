"""A verb of the command that cannot do its work says what to mend, and no more."""

import shutil
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from pytest_django.fixtures import Settings

from goodform.config.verbs import main


def test_a_library_file_that_is_no_yaml_is_named_and_nothing_is_served(
    db: None,
    settings: Settings,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings.EXERCISES = shutil.copytree(settings.EXERCISES, tmp_path / "exercises")
    (settings.EXERCISES / "clam.yaml").write_text("name: [broken\n  : :\n")
    assert main(["serve"]) == 1
    said = capsys.readouterr().err
    assert "clam.yaml:2: This is not YAML" in said
    assert said.endswith("Mend them and start again.\n")


def test_a_database_that_does_not_answer_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse() -> None:
        raise OperationalError("connection refused\n")

    monkeypatch.setattr(connection, "ensure_connection", refuse)
    assert main(["migrate"]) == 1
    assert "Check DATABASE_URL" in capsys.readouterr().err
