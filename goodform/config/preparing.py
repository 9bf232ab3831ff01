"""What must be true before pages are served: tables, exercises, static files, the demo."""

import hashlib
import logging
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from goodform.demo.actions import prepare_demo
from goodform.library.exercise_files import read_directory
from goodform.library.loading import load
from goodform.motion.movements import MOVEMENTS

log = logging.getLogger(__name__)


class DatabaseSilent(RuntimeError):
    """No connection to the database; the message says what to do."""


def migrate() -> None:
    """Bring the tables up to date; nothing is done, or said, where they are."""
    try:
        connection.ensure_connection()
    except OperationalError as problem:
        raise DatabaseSilent(
            f"The database does not answer: {str(problem).strip()}\n"
            "Check DATABASE_URL, or leave it out to use SQLite in the data folder."
        ) from problem
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)


def load_library(directory: Path | None = None) -> None:
    """Load the exercise files. Raises with every problem found, and then loads nothing."""
    load(read_directory(directory or settings.EXERCISES, pictures=frozenset(MOVEMENTS)))


def _fingerprint() -> str:
    names = hashlib.sha256()
    for folder in sorted(settings.PACKAGE.glob("*/static")):
        for file in sorted(folder.rglob("*")):
            facts = file.stat()
            names.update(f"{file} {facts.st_mtime_ns} {facts.st_size}\n".encode())
    return names.hexdigest()


def collect_static() -> None:
    """Name the static files by content and compress them; skipped while none has changed."""
    stamp = Path(settings.STATIC_ROOT) / ".fingerprint"
    now = _fingerprint()
    if stamp.exists() and stamp.read_text() == now:
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(now)


def prepare() -> None:
    """Everything, in order; safe to repeat and quick when nothing changed."""
    migrate()
    load_library()
    collect_static()
    if settings.DEMO:
        prepare_demo()
