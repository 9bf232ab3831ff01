"""All that must be true before pages are served: tables, exercises, static files, the demo."""

import hashlib
import logging
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from goodform.booking.settings_actions import lead_here
from goodform.coach.parts import put_eye
from goodform.config.secret_key import NO_KEY, KeyFrom, keep
from goodform.demo.actions import prepare_demo
from goodform.keeping import looking, upgrading
from goodform.keeping.refusals import MigrationFailed, SecretKeyMissing
from goodform.library.exercise_files import read_directory
from goodform.library.loading import load
from goodform.motion.movements import DRAWN
from goodform.people.passkeys import of_other_hosts

log = logging.getLogger(__name__)
Say = Callable[[str], object]
"""Tells whoever waits what takes its time just now; `str` says nothing."""


class DatabaseSilent(RuntimeError):
    """No connection to the database; the message says what to do."""


def reach_database() -> None:
    """Connect, or raise `DatabaseSilent`."""
    try:
        connection.ensure_connection()
    except OperationalError as problem:
        raise DatabaseSilent(
            f"The database does not answer: {str(problem).strip()}\n"
            "Check DATABASE_URL, or leave it out to use SQLite in the data folder."
        ) from problem


def refuse_another_schema() -> None:
    """Raise a `Refused` where the tables are not this Goodform's: `migrate` mends that."""
    reach_database()
    upgrading.refuse_newer()
    if looking.is_behind():
        raise MigrationFailed("The database is not up to date. Run goodform migrate first.")


def migrate(say: Say = str) -> None:
    """Bring the tables up to date; nothing is done, or said, where they are.

    What was there is kept before: a `Refused` says why it could not be, and nothing was changed.
    """
    reach_database()
    if settings.SECRET_KEY_FROM is KeyFrom.NOWHERE:
        _first_key()
    if looking.is_behind():
        say("Preparing the database …")
    kept = upgrading.bring_up_to_date(timezone.now())
    if kept is not None:
        print(f"The database is up to date now. What was there lies in {kept.file}.", flush=True)


def _first_key() -> None:
    """A house that has nothing yet gets a key of its own; one that has anything had one before."""
    if connection.introspection.table_names():
        raise SecretKeyMissing(NO_KEY.format(data=settings.DATA))
    keep(settings.SECRET_KEY, settings.DATA)
    settings.SECRET_KEY_FROM = KeyFrom.DATA_FOLDER


def load_library(directory: Path | None = None) -> None:
    """Load the exercise files. Raises with every problem found, and then loads nothing."""
    load(read_directory(directory or settings.EXERCISES, pictures=frozenset(DRAWN)))


def _fingerprint() -> str:
    names = hashlib.sha256()
    for folder in sorted(settings.PACKAGE.glob("*/static")):
        for file in sorted(folder.rglob("*")):
            facts = file.stat()
            names.update(f"{file} {facts.st_mtime_ns} {facts.st_size}\n".encode())
    return names.hexdigest()


def collect_static(say: Say = str) -> None:
    """Name the static files by content and compress them; skipped while none has changed."""
    stamp = Path(settings.STATIC_ROOT) / ".fingerprint"
    now = _fingerprint()
    if stamp.exists() and stamp.read_text() == now:
        return
    say("Preparing pages and pictures …")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(now)


def passkeys_left_behind() -> str | None:
    """Which passkeys work nowhere any more since the address was changed, and what to do."""
    counted = Counter(of_other_hosts())
    if not counted:
        return None
    made = ", ".join(
        f"{number} passkey{'' if number == 1 else 's'} made at {host}"
        for host, number in sorted(counted.items())
    )
    first = min(counted)
    return (
        f"{made}: no longer usable at {settings.ADDRESS}. Keep the old name pointing here and set "
        f"GOODFORM_OLD_ADDRESSES=https://{first}, and they go on working."
    )


def prepare(say: Say = str) -> None:
    """Everything, in order; safe to repeat, and quick and silent when nothing changed."""
    migrate(say)
    load_library()
    collect_static(say)
    lead_here()
    put_eye()
    if settings.DEMO:
        prepare_demo(say)
