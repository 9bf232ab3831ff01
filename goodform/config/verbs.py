"""The verbs of the `goodform` command."""

import argparse
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from getpass import getpass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import reverse

from goodform.audit.actions import OPERATOR
from goodform.coach import recordings
from goodform.config import keeping_verbs, preparing, safe_start, setup
from goodform.config.environment import LOOPBACK
from goodform.config.for_us_alone import shut
from goodform.config.patience import raise_file_limit
from goodform.config.processes import Family, by_cores
from goodform.config.record_report import report_on_records
from goodform.config.secret_key import NO_KEY, KeyFrom
from goodform.config.server import listen_at, serve
from goodform.config.working import worker
from goodform.keeping.refusals import Refused
from goodform.library import exercise_files, figures
from goodform.motion.movements import DRAWN
from goodform.outbox.claiming import LEASE
from goodform.outbox.worker import Worker
from goodform.people.actions import (
    AddressInUse,
)
from goodform.people.clinic_actions import (
    open_clinic,
)
from goodform.people.factor_actions import let_in_anew

WITHOUT_A_KEY = frozenset(
    {"check", "check-exercises", "figures", "migrate", "motion", "restore", "setup"}
)
"""Verbs that seal nothing, or make sure of the key by themselves."""


def _serve(arguments: argparse.Namespace) -> int:
    if settings.DEMO and arguments.host not in LOOPBACK:
        print("The demo signs anybody in; it is served on 127.0.0.1 only.", file=sys.stderr)
        return 1
    if _refuses(safe_start.before_serving()):
        return 1
    preparing.prepare(_say)
    if not settings.DEMO and _refuses(
        [each.sentence for each in safe_start.of_database() if each.stops]
    ):
        return 1
    if (left_behind := preparing.passkeys_left_behind()) is not None:
        print(left_behind, file=sys.stderr)
    address = f"http://{arguments.host}:{arguments.port}"
    raise_file_limit()
    try:
        at = listen_at(arguments.host, arguments.port)
    except OSError as problem:
        print(f"Cannot listen on {address}: {problem.strerror}.", file=sys.stderr)
        return 1
    if settings.DEMO:
        print(_welcome(address), flush=True)
    else:
        print(f"Goodform is at {settings.ADDRESS} (listening on {address}).", flush=True)
    # Loads every address once, for all processes; none may share a connection to the database.
    reverse("home")
    pages = get_wsgi_application()
    connections.close_all()
    serving = {
        f"server {number + 1}": partial(serve, at, pages) for number in range(arguments.processes)
    }
    Family({**serving, "the worker": partial(_work, worker)}).run()
    return 0


def _refuses(why: Sequence[str]) -> bool:
    for sentence in why:
        print(sentence, file=sys.stderr)
    return bool(why)


def _check(arguments: argparse.Namespace) -> int:
    found = [each for each in safe_start.everything() if each.stops or arguments.deploy]
    for each in found:
        print(f"- {each.sentence}")
    if found:
        return 1
    print("Nothing is unsafe." if arguments.deploy else "Nothing keeps Goodform from serving.")
    return 0


def _say(line: str) -> None:
    """One line for the person who waits."""
    print(line, file=sys.stderr, flush=True)


def _welcome(address: str) -> str:
    return f"""Goodform is ready, with a demo clinic. Nobody in it is real.

  Alice, a patient    {address}/demo/patient
  Priya, chiropractor {address}/demo/practitioner
  Rob, reception      {address}/demo/reception
  Olu, the owner      {address}/demo/owner

Press Ctrl-C to stop. What you enter is kept."""


def _work(made: Callable[[], Worker]) -> None:
    """Send what is due until told to stop."""
    mine = made()
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, lambda _number, _frame: mine.stop.set())
    mine.run()


def _worker(arguments: argparse.Namespace) -> int:
    preparing.refuse_another_schema()
    # Loads every address now, and not when the first reminder is due.
    reverse("home")
    mine = worker(timedelta(seconds=arguments.lease))
    if arguments.once:
        print(f"{mine.run_once()} messages sent.")
        return 0
    print(f"Worker {mine.name} is at work. Press Ctrl-C to stop.", flush=True)
    _work(lambda: mine)
    return 0


def _migrate(_arguments: argparse.Namespace) -> int:
    preparing.migrate()
    preparing.load_library()
    return 0


def _password_asked() -> tuple[str, str]:
    return (
        getpass("A password for the owner (12 characters or more): "),
        getpass("The same again: "),
    )


def _password_piped() -> tuple[str, str]:
    """Without a terminal the password is the first line of what is piped in; no echo, no twice."""
    password = sys.stdin.readline().rstrip("\r\n")
    return password, password


def _new_clinic(arguments: argparse.Namespace) -> int:
    password, again = _password_asked() if sys.stdin.isatty() else _password_piped()
    if password != again:
        print("The two were not the same. Nothing was made; run this again.", file=sys.stderr)
        return 1
    try:
        validate_password(password)
        owner = open_clinic(
            name=arguments.name,
            phone=arguments.phone,
            owner=arguments.owner,
            email=arguments.email,
            password=password,
        )
    except (ValidationError, AddressInUse) as problem:
        said = problem.messages if isinstance(problem, ValidationError) else [str(problem)]
        print(" ".join(said), "Nothing was made; run this again.", file=sys.stderr)
        return 1
    print(f"{owner.clinic.name} is open. {owner.name} signs in at {settings.ADDRESS}.")
    return 0


def _let_in(arguments: argparse.Namespace) -> int:
    found = let_in_anew(email=arguments.email, by=OPERATOR)
    if not found:
        print(f"Nobody who works here signs in as {arguments.email}.", file=sys.stderr)
        return 1
    for colleague in found:
        print(
            f"{colleague.name} ({colleague.clinic.name}) signs in by password and sets up an app "
            f"or a passkey anew. A mail says so. Without a password: "
            f"{settings.ADDRESS}{reverse('account_reset_password')}"
        )
    return 0


def _check_exercises(arguments: argparse.Namespace) -> int:
    directory = arguments.directory or settings.EXERCISES
    problems = exercise_files.check_directory(directory, pictures=frozenset(DRAWN))
    for problem in problems:
        print(exercise_files.format_problem(problem))
    if problems:
        return 1
    print(f"{directory}: every exercise is complete.")
    return 0


def _check_record(arguments: argparse.Namespace) -> int:
    report = report_on_records(against=arguments.against)
    print("\n".join(report.lines))
    if not report.whole:
        return 1
    print("Keep the newest seals outside this machine, and check --against them another day.")
    return 0


def _figures(arguments: argparse.Namespace) -> int:
    written = figures.write_all(arguments.directory)
    print(f"{len(written)} files written to {arguments.directory}.")
    return 0


def _bench(given: Sequence[str]) -> int:
    """Run the measurements of this checkout, in a process of their own."""
    if not (settings.REPOSITORY / "pyproject.toml").exists():
        print(
            "The measurements are not installed with Goodform: run this in a checkout of it.",
            file=sys.stderr,
        )
        return 2
    # Whoever measures may stand in any folder, and so may the processes it starts.
    found = os.pathsep.join(filter(None, (str(settings.REPOSITORY), os.environ.get("PYTHONPATH"))))
    return subprocess.run(  # noqa: S603  # our own module
        [sys.executable, "-m", "bench", *given],
        env={**os.environ, "PYTHONPATH": found},
        check=False,
    ).returncode


def _motion(arguments: argparse.Namespace) -> int:
    try:
        answer = recordings.analyse_file(
            arguments.file, movement=arguments.movement, side=arguments.side
        )
    except recordings.RecordingUnreadable as problem:
        print(problem, file=sys.stderr)
        return 1
    print(json.dumps(answer, indent=None if arguments.json else 2))
    return 0


def parser() -> argparse.ArgumentParser:
    """Every verb with what it takes."""
    whole = argparse.ArgumentParser(prog="goodform", description="Goodform, for a clinic.")
    verbs = whole.add_subparsers(dest="verb", required=True)

    def verb(
        name: str, does: Callable[[argparse.Namespace], int], words: str
    ) -> argparse.ArgumentParser:
        added = verbs.add_parser(name, help=words, description=words)
        added.set_defaults(does=does)
        return added

    serving = verb("serve", _serve, "Serve the pages, and in demo mode the demo clinic.")
    serving.add_argument("--port", type=int, default=8000)
    serving.add_argument("--host", default="127.0.0.1")
    serving.add_argument("--processes", type=int, default=by_cores(), help="one a core, at most 8")
    work = verb("worker", _worker, "Send what is due, remind, and do what comes round.")
    work.add_argument("--once", action="store_true", help="do what is due now, then end")
    work.add_argument(
        "--lease",
        type=float,
        default=LEASE.total_seconds(),
        metavar="SECONDS",
        help="after how long another worker takes what this one claimed, should it die",
    )
    setup.add_arguments(verb("setup", setup.run, "From nothing to a clinic whose owner signs in."))
    verb("migrate", _migrate, "Bring the tables and the exercise library up to date.")
    new = verb("new-clinic", _new_clinic, "Open a clinic with its first owner.")
    new.add_argument("name")
    new.add_argument("--phone", required=True)
    new.add_argument("--owner", required=True, help="the owner's name")
    new.add_argument("--email", required=True, help="the owner's address, to sign in with")
    safe = verb("check", _check, "Is this a safe start? Ends with 1 where it is not.")
    safe.add_argument(
        "--deploy", action="store_true", help="all that a clinic on the open net needs"
    )
    let_in = verb("let-in", _let_in, "Let somebody of staff in anew, who lost phone and codes.")
    let_in.add_argument("email", help="the address they sign in with")
    check = verb("check-exercises", _check_exercises, "Check exercise files.")
    check.add_argument("directory", type=Path, nargs="?", metavar="DIR")
    whole_record = verb("check-record", _check_record, "Is the record of who did what whole?")
    whole_record.add_argument(
        "--against",
        metavar="SEAL",
        action="append",
        default=[],
        help="a newest seal that was kept elsewhere: it must still be there; may be repeated",
    )
    draw = verb("figures", _figures, "Write every picture, with a contact sheet.")
    draw.add_argument("directory", type=Path, metavar="DIR")
    verb("bench", lambda _: _bench(()), "Measure, beside a limit in the same run (in a checkout).")
    motion = verb("motion", _motion, "Look at a recorded movement.")
    motion.add_argument("what", choices=("analyse",))
    motion.add_argument("file", type=Path)
    motion.add_argument("--movement", required=True)
    motion.add_argument("--side", choices=("left", "right"))
    motion.add_argument("--json", action="store_true")
    keeping_verbs.add_to(verb)
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; answers the exit status."""
    given = sys.argv[1:] if arguments is None else arguments
    shut(settings.DATA)
    try:
        if given[:1] == ["bench"]:  # what can be asked of it, the measurements say themselves
            return _bench(given[1:])
        asked = parser().parse_args(given)
        if settings.SECRET_KEY_FROM is KeyFrom.NOWHERE and asked.verb not in WITHOUT_A_KEY:
            print(NO_KEY.format(data=settings.DATA), file=sys.stderr)
            return 1
        status: int = asked.does(asked)
    except KeyboardInterrupt:
        return 130
    except exercise_files.ExerciseFilesInvalidError as broken:
        print(
            f"{broken}\nThe exercises cannot be used. Mend them and start again.", file=sys.stderr
        )
        return 1
    except (preparing.DatabaseSilent, Refused) as problem:
        print(problem, file=sys.stderr)
        return 1
    return status
