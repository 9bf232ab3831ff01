"""The files that `goodform setup` writes: settings, the unit of systemd, Caddy's.

What somebody changed by hand since is left as it is, and ours is laid beside it.
"""

import hashlib
import json
import os
import pwd
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from goodform.config.environment import NAMES
from goodform.config.settings_file import key_of, read
from goodform.config.setup_answers import Answers

TEMPLATES = Path(__file__).parent / "machine"
PORT = 8000
_MARK = "# Written by goodform setup; it writes it anew as long as nobody changes it. "


@dataclass(frozen=True)
class Installation:
    """Where a clinic's installation lies, and the user it runs as (None: whoever sets it up)."""

    settings: Path
    data: Path
    unit: Path
    caddy: Path
    user: str | None

    @property
    def house(self) -> Path:
        """The file that names the clinic and its owner, for the first start and another set-up."""
        return self.settings.with_name("clinic.toml")

    @classmethod
    def of_the_machine(cls) -> "Installation":
        """A machine of its own, set up by root."""
        etc = Path("/etc/goodform")
        return cls(
            settings=etc / "goodform.toml",
            data=Path("/var/lib/goodform"),
            unit=Path("/etc/systemd/system/goodform.service"),
            caddy=etc / "Caddyfile",
            user="goodform",
        )

    @classmethod
    def below(cls, folder: Path) -> "Installation":
        """Everything in one folder, for whoever sets it up."""
        return cls(
            settings=folder / "goodform.toml",
            data=folder / "data",
            unit=folder / "goodform.service",
            caddy=folder / "Caddyfile",
            user=None,
        )


def settings_by(answers: Answers, place: Installation, *, database_url: str = "") -> dict[str, str]:
    """Every setting by its variable: what was there before, and over it what was answered now.

    The database is no question: it is SQLite, or the one that `DATABASE_URL` names already.
    """
    before = read(place.settings) if place.settings.exists() else {}
    said = {
        "GOODFORM_ADDRESS": answers.address,
        "GOODFORM_DATA": before.get("GOODFORM_DATA", str(place.data)),
        "GOODFORM_BACKUPS": str(answers.backups),
        "GOODFORM_SMTP_HOST": answers.smtp_host,
        "GOODFORM_SMTP_PORT": str(answers.smtp_port),
        "GOODFORM_MAIL_FROM": answers.sender,
    }
    if database_url:
        said["DATABASE_URL"] = database_url
    if answers.address.startswith("https://"):
        said["GOODFORM_BEHIND_PROXY"] = before.get("GOODFORM_BEHIND_PROXY", "yes")
    if answers.smtp_password:
        said["GOODFORM_SMTP_USER"] = answers.smtp_user
        said["GOODFORM_SMTP_PASSWORD"] = answers.smtp_password
    elif before.get("GOODFORM_SMTP_HOST") != answers.smtp_host:
        before = {**before, "GOODFORM_SMTP_USER": "", "GOODFORM_SMTP_PASSWORD": ""}
    return {name: said_ for name, said_ in {**before, **said}.items() if said_}


def as_toml(settings: Mapping[str, str]) -> str:
    """The settings file."""
    lines = [f"{key_of(name)} = {_quoted(settings[name])}\n" for name in NAMES if name in settings]
    return "# The settings of this clinic: docs/how-to/run-for-real.md\n" + "".join(lines)


def _quoted(text: str) -> str:
    """A basic string of TOML, which is one of JSON."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def house_as_toml(answers: Answers) -> str:
    """The file that names the clinic and its owner."""
    return "".join(f"{key} = {_quoted(said)}\n" for key, said in answers.of_the_house().items())


def house_in(file: Path) -> dict[str, str]:
    """The same, read again."""
    return {key: str(said) for key, said in tomllib.loads(file.read_text()).items()}


def command() -> Path:
    """The `goodform` of this environment, as a unit names it."""
    return Path(sys.executable).parent / "goodform"


def _whoever_sets_it_up() -> str:
    """By name, or by number where the machine has no name for them: a unit takes either."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def unit_for(settings: Mapping[str, str], place: Installation, code: Path) -> str:
    """The unit of systemd."""
    at_home = any(str(each).startswith(("/home/", "/root/")) for each in (code, place.settings))
    return Template((TEMPLATES / "goodform.service").read_text()).substitute(
        user=place.user or _whoever_sets_it_up(),
        settings=place.settings,
        command=command(),
        port=PORT,
        data=settings["GOODFORM_DATA"],
        backups=settings["GOODFORM_BACKUPS"],
        home="read-only" if at_home else "yes",
        code=code,
    )


def caddy_for(settings: Mapping[str, str]) -> str:
    """The file for Caddy, which fetches the certificate."""
    host = urlsplit(settings["GOODFORM_ADDRESS"]).netloc
    return Template((TEMPLATES / "Caddyfile").read_text()).substitute(host=host, port=PORT)


def write_ours(file: Path, text: str, *, mode: int) -> str:
    """Write a file that is ours; answers a sentence where somebody changed it since.

    Ours then lies beside it, under the same name with `.new`.
    """
    marked = f"{_MARK}{hashlib.sha256(text.encode()).hexdigest()}\n{text}"
    if file.exists():
        first, _newline, rest = file.read_text().partition("\n")
        kept = first.removeprefix(_MARK)
        if file.read_text() == marked:
            return ""
        if not first.startswith(_MARK) or kept != hashlib.sha256(rest.encode()).hexdigest():
            beside = file.with_name(f"{file.name}.new")
            write_whole(beside, marked, mode=mode)
            return f"{file} was changed by hand and stays; the new one is {beside}."
    write_whole(file, marked, mode=mode)
    return ""


def write_whole(file: Path, text: str, *, mode: int) -> None:
    """Write a file that is whole, and for whom it should be, from its first moment."""
    if file.exists() and file.read_text() == text:
        return
    part = file.with_name(f".{file.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    part.write_text(text)
    part.chmod(mode)
    part.replace(file)
