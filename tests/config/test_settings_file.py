"""Settings come from one file as well as from the environment, which wins."""

import re
from pathlib import Path

import pytest

from goodform.config import environment, settings_file
from goodform.config.environment import NAMES, SettingsInvalid
from goodform.config.settings_file import VARIABLES, lay_file_under, read

WHOLE = """
# The clinic by the river
address = "https://exercises.example.org"
data = "/var/lib/clinic #1"
smtp_host = "mail.example.org"
smtp_port = 465
smtp_password = "it's \\"quoted\\" = #1"
behind_proxy = true
old_secret_keys = ["one", "two"]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    written = tmp_path / "goodform.toml"
    written.write_text(WHOLE)
    return written


def test_the_file_is_read_by_the_same_names(file: Path) -> None:
    assert read(file) == {
        "GOODFORM_ADDRESS": "https://exercises.example.org",
        "GOODFORM_DATA": "/var/lib/clinic #1",
        "GOODFORM_SMTP_HOST": "mail.example.org",
        "GOODFORM_SMTP_PORT": "465",
        "GOODFORM_SMTP_PASSWORD": 'it\'s "quoted" = #1',
        "GOODFORM_BEHIND_PROXY": "yes",
        "GOODFORM_OLD_SECRET_KEYS": "one two",
    }


def test_the_environment_wins_and_the_processes_below_read_no_file(file: Path) -> None:
    variables = {"GOODFORM_SETTINGS": str(file), "GOODFORM_SMTP_PORT": "587", "DATABASE_URL": ""}
    assert lay_file_under(variables) == file
    assert variables["GOODFORM_SMTP_PORT"] == "587"
    assert variables["GOODFORM_SMTP_HOST"] == "mail.example.org"
    assert lay_file_under(variables) is None


def test_the_machines_own_file_is_read_only_where_nothing_else_is_said(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings_file, "OF_THIS_MACHINE", file)
    assert lay_file_under({"PATH": "/bin"}) == file
    for name in ("GOODFORM_DEMO", "GOODFORM_DATA", "DATABASE_URL", "GOODFORM_SETTINGS"):
        assert lay_file_under({name: ""}) is None
    monkeypatch.setattr(settings_file, "OF_THIS_MACHINE", file.with_name("none"))
    assert lay_file_under({}) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('adress = "x"', "no setting 'adress'. Is 'address' meant?"),
        ("address = https://x", "cannot be understood"),
        ("smtp_port = 4.5", "smtp_port must be"),
        ('[mail]\nhost = "x"', "no setting 'mail'"),
        ('address = "\xff"', "cannot be understood"),
    ],
)
def test_what_is_wrong_in_it_is_said(tmp_path: Path, text: str, says: str) -> None:
    written = tmp_path / "goodform.toml"
    written.write_bytes(text.encode("latin-1"))
    with pytest.raises(SettingsInvalid, match=re.escape(says)):
        read(written)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match="cannot be read"):
        lay_file_under({"GOODFORM_SETTINGS": str(tmp_path / "none.toml")})


def test_every_variable_that_is_read_can_stand_in_the_file() -> None:
    asked = set(
        re.findall(r'"(GOODFORM_[A-Z_]+|DATABASE_URL)"', Path(environment.__file__).read_text())
    )
    assert asked == set(NAMES) == set(VARIABLES.values())
