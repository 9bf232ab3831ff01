"""A start that would be unsafe is refused, or said, in words."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from goodform.config import safe_start
from goodform.config.safe_start import before_serving, everything, of_database, of_settings
from goodform.config.secret_key import KeyFrom
from goodform.config.verbs import main
from goodform.keeping.actions import name_recipient, prove
from goodform.keeping.models import Backup, BackupOutcome
from goodform.keeping.sealed import new_identity
from goodform.people.models import Clinic
from tests.people import House

SAFE: dict[str, Any] = {
    "DEMO": False,
    "SECRET_KEY": "correct-horse-battery-staple-and-more-of-it",
    "SECRET_KEY_FROM": KeyFrom.DATA_FOLDER,
    "ADDRESS": "https://exercises.example.org",
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
    "EMAIL_HOST": "mail.example.org",
    "DEFAULT_FROM_EMAIL": "Riverside <no-reply@riverside.example>",
}


@pytest.fixture
def safe(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings of a clinic on the open net, run by a user of its own."""
    for name, value in SAFE.items():
        setattr(settings, name, value)
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    settings.DATA, settings.BACKUPS = data, data / "backups"
    settings.SETTINGS_FILE = tmp_path / "goodform.toml"
    settings.SETTINGS_FILE.touch(mode=0o600)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    return settings


def a_proven_backup() -> None:
    key = new_identity()
    name_recipient(key=str(key.to_public()), now=timezone.now())
    prove(answer=str(key), now=timezone.now())
    Backup.objects.create(
        began_at=timezone.now(), outcome=BackupOutcome.GOOD, file="x", keys=str(key.to_public())
    )


def test_a_clinic_that_is_set_up_whole_is_safe(
    house: House, safe: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    a_proven_backup()
    assert everything() == []
    assert main(["check", "--deploy"]) == 0
    assert "Nothing is unsafe." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("wrong", "says", "stops"),
    [
        ({"SECRET_KEY_FROM": KeyFrom.NOWHERE}, "There is no secret key", True),
        ({"SECRET_KEY": "short"}, "can be guessed", True),
        ({"SECRET_KEY": "a" * 50}, "can be guessed", True),
        ({"DEMO": True}, "anybody signs in as anybody", False),
        ({"ADDRESS": "http://exercises.example.org"}, "not encrypted", False),
        ({"SECURE_PROXY_SSL_HEADER": None}, "GOODFORM_BEHIND_PROXY=yes", False),
        ({"EMAIL_HOST": ""}, "No mail server is set", False),
        ({"DEFAULT_FROM_EMAIL": "Goodform <no-reply@example.org>"}, "is an example", False),
    ],
)
def test_each_unsafe_setting_is_said_and_the_worst_stops(
    safe: Settings, wrong: dict[str, Any], says: str, stops: bool
) -> None:
    for name, value in wrong.items():
        setattr(safe, name, value)
    [found] = of_settings()
    assert says in found.sentence
    assert found.stops is stops
    assert bool(before_serving()) is stops


def test_http_on_this_machine_is_no_line_that_others_hear(safe: Settings) -> None:
    safe.ADDRESS = "http://127.0.0.1:8000"
    assert list(of_settings()) == []


@pytest.mark.parametrize(
    ("what", "mode"), [("data", 0o777), ("goodform.toml", 0o606), (".", 0o777)]
)
def test_what_others_may_write_stops(safe: Settings, tmp_path: Path, what: str, mode: int) -> None:
    (tmp_path / what).chmod(mode)
    assert any("Others on this machine may write" in each for each in before_serving())


def test_a_file_of_secrets_that_everybody_reads_stops(safe: Settings, tmp_path: Path) -> None:
    (tmp_path / "goodform.toml").chmod(0o644)
    [said] = before_serving()
    assert "Everybody on this machine can read the secrets" in said


def test_to_run_as_root_is_said(safe: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    [found] = safe_start.of_files()
    assert "runs as root" in found.sentence
    assert not found.stops


def test_a_house_without_clinic_owner_or_backup_is_said(safe: Settings, db: None) -> None:
    said = " ".join(each.sentence for each in of_database())
    assert "There is no clinic yet" in said
    assert "nobody has named a key" in said


def test_a_key_that_nobody_has_proven_is_said(safe: Settings, house: House) -> None:
    name_recipient(key=str(new_identity().to_public()), now=timezone.now())
    said = " ".join(each.sentence for each in of_database())
    assert "Nobody has shown that they can open the backups" in said


def test_a_clinic_without_an_owner_is_said(safe: Settings, house: House) -> None:
    for owner in (house.olu, house.charlie):
        owner.active = False
        owner.save()
    assert any("has no owner" in each.sentence for each in of_database())


def test_the_demo_is_not_served_to_the_net(
    safe: Settings, house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    Clinic.objects.filter(pk=house.clinic.pk).update(is_demo=True)
    assert main(["serve"]) == 1
    assert "The demo clinic is in this database" in capsys.readouterr().err


def test_without_a_key_of_its_own_nothing_is_served(
    safe: Settings, db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    safe.SECRET_KEY_FROM = KeyFrom.NOWHERE
    assert main(["serve"]) == 1
    assert "There is no secret key" in capsys.readouterr().err
