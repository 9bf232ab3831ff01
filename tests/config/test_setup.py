"""From nothing to a clinic: what is asked, what is written, and that it does no harm again."""

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from goodform.config import setup, setup_files
from goodform.config.settings_file import read
from goodform.config.setup_answers import QUESTIONS, Answers, AnswersUnusable, ask, from_file
from goodform.config.setup_files import Installation
from goodform.keeping.sealed import new_identity
from tests.outbox.mail_server import Letterbox, mail_server

GOOD = {
    "address": "https://exercises.example.org",
    "mail": "Riverside, Clinic <no-reply@riverside.example> mail.example.org:465",
    "clinic": "Riverside, by the water, 01632 960123",
    "owner": "Olu Adeyemi <Olu@example.org>",
    "backups": "/mnt/backups",
}


def written(folder: Path, **changed: str) -> Path:
    file = folder / "answers.toml"
    said = {**GOOD, **changed}
    file.write_text("".join(f"{key} = '{answer}'\n" for key, answer in said.items() if answer))
    return file


def answers(folder: Path, **changed: str) -> Answers:
    return from_file(written(folder, **changed))


def test_five_answers_say_all_that_is_needed(tmp_path: Path) -> None:
    assert len(QUESTIONS) == 5
    said = answers(tmp_path, mail_password="secret words")
    assert said.sender == '"Riverside, Clinic" <no-reply@riverside.example>'
    assert (said.smtp_host, said.smtp_port) == ("mail.example.org", 465)
    assert said.smtp_user == "no-reply@riverside.example"
    assert (said.clinic, said.phone) == ("Riverside, by the water", "01632 960123")
    assert (said.owner, said.email) == ("Olu Adeyemi", "olu@example.org")
    assert "secret words" not in repr(said)


@pytest.mark.parametrize(
    ("key", "answer", "says"),
    [
        ("address", "exercises.example.org", "Write the address people type"),
        ("address", "http://exercises.example.org", "not encrypted"),
        ("mail", "no-reply@example.org", "a blank, and the mail server"),
        ("mail", "nobody mail.example.org", "is no sender"),
        ("mail", "a@example.org mail.example.org:99999", "no port 99999"),
        ("clinic", "Riverside Back Clinic", "a comma, and the one number"),
        ("clinic", ", 01632 960123", "Write a name"),
        ("clinic", "Riverside, 01632 960123 or 01632 960124", "the one number"),
        ("owner", "Olu Adeyemi", "name and email address"),
        ("owner", "olu@example.org", "name and email address"),
        ("owner", "Olu <olu@>", "name and email address"),
        ("backups", "backups", "the whole path"),
        ("backups", "/etc/passwd/x", "in, a file"),
        ("recipient", "age1wrong", "no age recipient"),
        ("address", "", "An answer is needed, such as https://"),
        ("colour", "red", "nothing asks for this"),
    ],
)
def test_a_bad_answer_gets_a_sentence(tmp_path: Path, key: str, answer: str, says: str) -> None:
    with pytest.raises(AnswersUnusable, match=says) as wrong:
        answers(tmp_path, **{key: answer})
    assert str(wrong.value).startswith(f"{key}: ")


def test_a_file_of_answers_hears_all_that_is_wrong_at_once_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, address="x", mail="x", clinic="x", owner="x", backups="x")
    assert setup.main(["--into", str(tmp_path / "house"), "--answers", str(file)]) == 2
    said = capsys.readouterr().err.splitlines()
    assert [line.partition(":")[0] for line in said] == [each.key for each in QUESTIONS]
    assert not (tmp_path / "house").exists()


@pytest.mark.parametrize("text", ["address = x", "\0"])
def test_a_file_that_cannot_be_read_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "answers.toml").write_text(text)
    with pytest.raises(AnswersUnusable, match="cannot be understood"):
        from_file(tmp_path / "answers.toml")
    with pytest.raises(AnswersUnusable, match="cannot be read"):
        from_file(tmp_path / "none.toml")


def test_a_bad_answer_is_asked_again_and_enter_leaves_what_holds(
    capsys: pytest.CaptureFixture[str],
) -> None:
    typed = iter(["exercises", GOOD["address"], GOOD["mail"], "", GOOD["owner"], GOOD["backups"]])
    said = ask(
        line=lambda _question: next(typed),
        hidden=lambda _question: "",
        before={"clinic": GOOD["clinic"]},
    )
    assert said.clinic == "Riverside, by the water"
    assert said.smtp_password is None
    assert capsys.readouterr().out.count("Write the address people type") == 1


def test_nobody_there_to_answer_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert setup.main(["--into", str(tmp_path)]) == 2
    assert "Say --answers FILE" in capsys.readouterr().err


def test_the_settings_file_says_what_was_answered_and_keeps_the_rest(tmp_path: Path) -> None:
    place = Installation.below(tmp_path)
    first = setup_files.settings_by(answers(tmp_path, mail_password='a "b" \\ c'), place)
    place.settings.write_text(setup_files.as_toml({**first, "GOODFORM_LOG": "info"}))
    again = setup_files.settings_by(answers(tmp_path, backups="/mnt/other"), place)
    assert read(place.settings)["GOODFORM_SMTP_PASSWORD"] == 'a "b" \\ c'
    assert again == {**first, "GOODFORM_LOG": "info", "GOODFORM_BACKUPS": "/mnt/other"}
    on_postgresql = setup_files.settings_by(
        answers(tmp_path), place, database_url="postgres://goodform@db/goodform"
    )
    assert on_postgresql["DATABASE_URL"] == "postgres://goodform@db/goodform"
    elsewhere = answers(tmp_path, mail="no-reply@riverside.example other.example.org")
    assert "GOODFORM_SMTP_PASSWORD" not in setup_files.settings_by(elsewhere, place)


def test_what_somebody_changed_by_hand_stays(tmp_path: Path) -> None:
    file = tmp_path / "goodform.service"
    assert setup_files.write_ours(file, "one\n", mode=0o644) == ""
    assert setup_files.write_ours(file, "two\n", mode=0o644) == ""
    assert file.read_text().endswith("\ntwo\n")
    file.write_text(file.read_text() + "mine\n")
    assert "was changed by hand and stays" in setup_files.write_ours(file, "three\n", mode=0o644)
    assert file.read_text().endswith("two\nmine\n")
    assert (tmp_path / "goodform.service.new").read_text().endswith("\nthree\n")


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    place = Installation.of_the_machine()
    settings = setup_files.settings_by(answers(tmp_path), Installation.below(tmp_path))
    file = tmp_path / "goodform.service"
    file.write_text(setup_files.unit_for(settings, place, Path("/opt/goodform")))
    return file


def test_the_unit_lets_it_write_its_data_and_its_backups_only(unit: Path, tmp_path: Path) -> None:
    text = unit.read_text()
    assert f'ReadWritePaths="{tmp_path}/data" "-/mnt/backups"' in text
    assert "ProtectSystem=strict" in text
    assert "User=goodform" in text
    assert "$" not in text


def test_in_a_folder_of_ones_own_the_unit_runs_it_as_its_owner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Installation.below(tmp_path)
    settings = setup_files.settings_by(answers(tmp_path), place)
    monkeypatch.setattr(os, "getuid", lambda: 54321)
    assert "User=54321\nGroup=54321\n" in setup_files.unit_for(
        settings, place, Path("/opt/goodform")
    )


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="this machine has no systemd")
def test_the_unit_exposes_little_by_the_measure_of_systemd(unit: Path) -> None:
    command = ["systemd-analyze", "security", "--offline=true", "--threshold=15", str(unit)]
    said = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert said.returncode == 0, said.stdout[-300:] + said.stderr


def test_caddys_file_is_the_example_for_this_clinic(tmp_path: Path) -> None:
    example = (django_settings.REPOSITORY / "docs/how-to/proxy/Caddyfile").read_text()
    made = setup_files.caddy_for(
        setup_files.settings_by(answers(tmp_path), Installation.below(tmp_path))
    )
    lines = example.splitlines(keepends=True)
    assert made == "".join(line for line in lines if not line.startswith("#"))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (":80 {\n\troot * /usr/share/caddy\n\tfile_server\n}\n# more\n", []),
        ("somebody.example.org {\n}\n", ["put both together"]),
    ],
)
def test_caddy_is_given_its_file_only_where_it_serves_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, left: list[str]
) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_text(text)
    monkeypatch.setattr(setup, "CADDYS", theirs)
    monkeypatch.setattr(setup, "SYSTEMD", tmp_path / "none")
    ours = tmp_path / "Caddyfile"
    ours.write_text("# ours\n")
    place = Installation(tmp_path / "s", tmp_path / "d", tmp_path / "u", ours, user="goodform")
    said = setup._behind_caddy(place)
    assert len(said) == len(left)
    assert all(words in line for words, line in zip(left, said, strict=True))
    assert (theirs.read_text() == "# ours\n") is (left == [])


def goodform(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: said for name, said in os.environ.items() if not name.startswith("GOODFORM_")}
    kept.pop("DATABASE_URL", None)
    return subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-m", "goodform.config.cli", *words],
        env={**kept, **variables, "PYTHONPATH": str(django_settings.REPOSITORY)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def box() -> Iterator[tuple[int, Letterbox]]:
    with mail_server() as served:
        yield served


def everything_in(folder: Path) -> dict[str, str]:
    kept = ("goodform.toml", "clinic.toml", "goodform.service", "Caddyfile", "data/secret-key")
    return {name: (folder / name).read_text() for name in kept}


def test_from_nothing_to_the_owners_link_and_again_without_harm(
    tmp_path: Path, box: tuple[int, Letterbox]
) -> None:
    port, letters = box
    house = tmp_path / "house"
    key = str(new_identity().to_public())
    file = written(
        tmp_path,
        mail=f"no-reply@riverside.example 127.0.0.1:{port}",
        backups=f"{house}/backups",
        recipient=key,
    )
    asked = ("setup", "--into", str(house), "--answers", str(file))
    done = goodform(*asked)
    assert done.returncode == 0, done.stderr
    *_before, link = done.stdout.splitlines()
    assert link.startswith("https://exercises.example.org/account/password/reset/key/")
    assert letters.arrived[0]["To"] == "olu@example.org"
    assert link not in str(letters.arrived[0])
    assert (house / "goodform.toml").stat().st_mode & 0o077 == 0
    assert len(list((house / "backups").glob("*.age"))) == 1

    before = everything_in(house)
    again = goodform(*asked)
    assert again.returncode == 0, again.stderr
    assert everything_in(house) == before
    assert len(list((house / "backups").glob("*.age"))) == 1

    safe = goodform("check", GOODFORM_SETTINGS=str(house / "goodform.toml"))
    assert safe.returncode == 0, safe.stdout
    other = written(
        tmp_path,
        mail=f"no-reply@riverside.example 127.0.0.1:{port}",
        owner="Somebody Else <else@example.org>",
        backups=f"{house}/backups",
    )
    refused = goodform("setup", "--into", str(house), "--answers", str(other))
    assert refused.returncode == 1
    assert "else@example.org does not own it" in refused.stderr


def test_a_mail_server_that_is_away_is_said_and_the_rest_is_there(tmp_path: Path) -> None:
    house = tmp_path / "house"
    file = written(
        tmp_path, mail="no-reply@riverside.example 127.0.0.1:1", backups=f"{house}/backups"
    )
    done = goodform("setup", "--into", str(house), "--answers", str(file))
    assert done.returncode == 1
    assert "No mail left: The mail server at 127.0.0.1 does not answer" in done.stderr
    assert "/account/password/reset/key/" in done.stdout
    assert "AGE-SECRET-KEY-1" in done.stdout
    said = tomllib.loads((house / "clinic.toml").read_text())
    assert said["phone"] == "01632 960123"
