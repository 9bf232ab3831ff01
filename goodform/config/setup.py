"""`goodform setup`: from nothing to a clinic whose owner can sign in. Again it does no harm.

It asks, writes the files, and lets a process that reads them do the rest, as the user who will
run Goodform: `goodform.config.first_start`.
"""

import argparse
import os
import pwd
import shutil
import stat
import subprocess
import sys
from collections.abc import Mapping, Sequence
from getpass import getpass
from pathlib import Path

from goodform.config import setup_files
from goodform.config.environment import NAMES, SettingsInvalid
from goodform.config.settings_file import NAMED_BY, read
from goodform.config.setup_answers import Answers, AnswersUnusable, ask, from_file
from goodform.config.setup_files import Installation

CODE = Path(__file__).resolve().parents[2]
SYSTEMD = Path("/run/systemd/system")
CADDYS = Path("/etc/caddy/Caddyfile")
DEBIANS = frozenset({":80 {", "root * /usr/share/caddy", "file_server", "}"})
"""All that Debian's own file says: nobody has put anything into it yet."""
UNUSABLE = 2
NO_MAIL = 3
"""The exit status of the process that does the rest, where only the mail did not leave."""


class CannotSetUp(RuntimeError):
    """This machine is not ready for it; the message says what to do."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the verb takes."""
    parser.add_argument("--answers", type=Path, metavar="FILE", help="answers instead of questions")
    parser.add_argument(
        "--into", type=Path, metavar="DIR", help="everything into one folder; else, as root, /etc"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """`goodform setup …`, before any settings are read."""
    parser = argparse.ArgumentParser(prog="goodform setup", description=__doc__)
    add_arguments(parser)
    given = sys.argv[2:] if arguments is None else arguments
    try:
        return run(parser.parse_args(given))
    except KeyboardInterrupt:
        return 130


def run(asked: argparse.Namespace) -> int:
    """Set up; 2 where answers cannot be used, and then nothing was written."""
    try:
        place = _place(asked.into)
        answers = from_file(asked.answers) if asked.answers else _asked(place)
        _ready(place)
        settings = setup_files.settings_by(
            answers, place, database_url=os.environ.get("DATABASE_URL", "")
        )
        _write(answers, settings, place)
    except (AnswersUnusable, SettingsInvalid) as problem:
        print(problem, file=sys.stderr)
        return UNUSABLE
    except (CannotSetUp, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1
    done = _first_start(place, "house")
    if done not in {0, NO_MAIL}:
        return done
    for line in _started(place, settings):
        print(line)
    return _first_start(place, "link") or int(done == NO_MAIL)


def _place(into: Path | None) -> Installation:
    if into is not None:
        return Installation.below(into.expanduser().resolve())
    return Installation.of_the_machine() if os.geteuid() == 0 else Installation.below(Path.cwd())


def _asked(place: Installation) -> Answers:
    if not sys.stdin.isatty():
        raise AnswersUnusable("Nobody is there to answer. Say --answers FILE.")
    print("Five questions. Enter leaves what stands in brackets.\n")
    try:
        return ask(line=input, hidden=getpass, before=_before(place))
    except EOFError:
        raise AnswersUnusable("\nNot all was answered, and nothing was written.") from None


def _before(place: Installation) -> dict[str, str]:
    """The answers that hold already."""
    found = {"backups": f"{place.data}/backups"}
    if place.settings.exists():
        said = read(place.settings)
        found["address"] = said.get("GOODFORM_ADDRESS", "")
        found["backups"] = said.get("GOODFORM_BACKUPS", found["backups"])
        server = f"{said.get('GOODFORM_SMTP_HOST')}:{said.get('GOODFORM_SMTP_PORT')}"
        found["mail"] = f"{said.get('GOODFORM_MAIL_FROM', '')} {server}"
    if place.house.exists():
        house = setup_files.house_in(place.house)
        found["clinic"] = f"{house['clinic']}, {house['phone']}"
        found["owner"] = f"{house['owner']} <{house['email']}>"
    return found


def _ready(place: Installation) -> None:
    """Raise `CannotSetUp` where the user who runs it could not even read the code."""
    if place.user is None:
        return
    for needed in (CODE, Path(sys.executable), Path(sys.executable).resolve()):
        shut = [each for each in needed.parents if not each.stat().st_mode & stat.S_IXOTH]
        if shut or needed.is_relative_to("/home") or needed.is_relative_to("/root"):
            raise CannotSetUp(
                f"{needed} lies where the user {place.user} may not look. Put Goodform into "
                "/opt/goodform, run ./run --set-up there, and this again."
            )
    if not _known(place.user):
        _do("useradd", "--system", "--home-dir", str(place.data), "--shell", "/usr/sbin/nologin",
            "--user-group", place.user)  # fmt: skip


def _known(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


def _do(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise CannotSetUp(f"{' '.join(command)}: {done.stderr.strip()}")


def _write(answers: Answers, settings: Mapping[str, str], place: Installation) -> None:
    """The files; each is left alone where it says the same already."""
    place.settings.parent.mkdir(parents=True, exist_ok=True, mode=0o755 if place.user else 0o700)
    for folder in (Path(settings["GOODFORM_DATA"]), Path(settings["GOODFORM_BACKUPS"])):
        new = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if new and place.user:
            shutil.chown(folder, place.user, place.user)
    for file, text in (
        (place.settings, setup_files.as_toml(settings)),
        (place.house, setup_files.house_as_toml(answers)),
    ):
        setup_files.write_whole(file, text, mode=0o640 if place.user else 0o600)
        if place.user:
            shutil.chown(file, "root", place.user)
    said = [setup_files.write_ours(place.unit, setup_files.unit_for(settings, place, CODE),
                                   mode=0o644)]  # fmt: skip
    if settings["GOODFORM_ADDRESS"].startswith("https://"):
        said.append(
            setup_files.write_ours(place.caddy, setup_files.caddy_for(settings), mode=0o644)
        )
    for sentence in filter(None, said):
        print(sentence)


def _first_start(place: Installation, what: str) -> int:
    """A process that reads the settings file and nothing else, as whoever runs Goodform."""
    environment = {name: said for name, said in os.environ.items() if name not in NAMES}
    environment[NAMED_BY] = str(place.settings)
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    sys.stdout.flush()
    return subprocess.run(  # noqa: S603  # our own module
        [sys.executable, "-m", "goodform.config.first_start", what, str(place.house)],
        env=environment,
        cwd="/",
        check=False,
        user=place.user,
        group=place.user,
        extra_groups=[] if place.user else None,
    ).returncode


def _started(place: Installation, settings: Mapping[str, str]) -> list[str]:
    """Start it where that can be done here; answers what is still to be done by hand."""
    left = []
    if place.user is None:
        start = f"{NAMED_BY}={place.settings} {setup_files.command()}"
        left.append(f"\nStart it:          {start} serve")
        left.append(f"What is unsafe:    {start} check --deploy")
        left.append(f"As a service, by root: cp {place.unit} /etc/systemd/system/ and enable it.")
    elif SYSTEMD.is_dir():
        _do("systemctl", "daemon-reload")
        _do("systemctl", "enable", "--now", "goodform")
        _do("systemctl", "restart", "goodform")
    else:
        left.append("systemd does not run here. Where it does: systemctl enable --now goodform")
    if settings["GOODFORM_ADDRESS"].startswith("https://"):
        left += _behind_caddy(place)
    return left


def _behind_caddy(place: Installation) -> list[str]:
    """Give Caddy its file where it has nothing else to do; else say what to do."""
    by_hand = f"Https by Caddy: cp {place.caddy} {CADDYS} && systemctl reload caddy"
    if not CADDYS.exists():
        by_hand = by_hand.replace("Caddy: ", "Caddy: apt install caddy && ", 1)
    if place.user is None or not CADDYS.exists():
        return [by_hand]
    lines = {line.strip() for line in CADDYS.read_text().splitlines()}
    said = {line for line in lines if line and not line.startswith("#")}
    ours = place.caddy.read_text()
    if CADDYS.read_text() == ours:
        return []
    if not said <= DEBIANS and not CADDYS.read_text().startswith(ours[:40]):
        return [by_hand + " (it serves something else already: put both together)"]
    setup_files.write_whole(CADDYS, ours, mode=0o644)
    if SYSTEMD.is_dir():
        _do("systemctl", "reload-or-restart", "caddy")
    return []
