"""A verb of the command that cannot do its work says what to mend, and no more."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from pytest_django.fixtures import Settings

from goodform.config.verbs import main
from goodform.people.models import Clinic, User


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


OPEN = ["new-clinic", "Riverside", "--phone", "01632 960123", "--owner", "Olu Adeyemi", "--email"]


def test_a_clinic_is_opened_without_a_terminal(
    db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("four green bottles\n"))
    assert main([*OPEN, "olu.adeyemi@example.org"]) == 0
    assert "Riverside is open" in capsys.readouterr().out
    olu = User.objects.get(email="olu.adeyemi@example.org")
    assert olu.check_password("four green bottles")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("olu", "four green bottles"), "email address"),
        (("olu@example.org", "short"), "too short"),
        (("olu@example.org", ""), "too short"),
    ],
)
def test_an_owner_who_could_never_sign_in_is_not_made(
    db: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    given: tuple[str, str],
    says: str,
) -> None:
    email, password = given
    monkeypatch.setattr("sys.stdin", StringIO(f"{password}\n"))
    assert main([*OPEN, email]) == 1
    assert says in capsys.readouterr().err
    assert not Clinic.objects.filter(name="Riverside").exists()


def test_the_measurements_run_in_a_process_of_their_own_from_any_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["bench", "nothing"]) == 2
    assert "goodform bench: error: argument name: invalid choice" in capfd.readouterr().err


def test_what_is_installed_has_no_measurements_and_says_so(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.REPOSITORY = tmp_path
    assert main(["bench", "figures"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
