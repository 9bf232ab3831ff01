"""A place below the data folder to try things in: one at a time, emptied before and after.

What needs the schema of this Goodform is done there by a process of its own, with the scratch
folder as its data folder: a migration or a check can then touch nothing but what lies there.
"""

import errno
import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from goodform.keeping.refusals import DiskFull, MigrationFailed, SomebodyIsAtIt

DATABASE = "goodform.sqlite3"
"""The file name that a data folder has its database under."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_SAYS_FULL = ("database or disk is full", "No space left on device", "disk quota exceeded")


def disk_full(folder: Path) -> DiskFull:
    """The refusal for a folder that takes no more."""
    return DiskFull(
        _("The disk is full: %(folder)s has no room for it. Make room, or name another folder.")
        % {"folder": folder}
    )


def says_full(problem: BaseException) -> bool:
    """Whether an error means that there is no room, by its number or by SQLite's words."""
    if isinstance(problem, OSError) and problem.errno in _FULL:
        return True
    return any(words.lower() in str(problem).lower() for words in _SAYS_FULL)


@contextmanager
def room_in(folder: Path) -> Iterator[None]:
    """Whatever is done inside says by name where the disk was full."""
    try:
        yield
    except Exception as problem:
        if isinstance(problem, DiskFull) or not says_full(problem):
            raise
        raise disk_full(folder) from problem


@contextmanager
def alone() -> Iterator[Path]:
    """The scratch folder, for whoever is first; `SomebodyIsAtIt` for a second one.

    What a killed process left there is taken away. The lock dies with its holder.
    """
    lock = os.open(Path(settings.DATA) / "keeps-now", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise SomebodyIsAtIt(
                _("Another backup, restore or move is at work. Wait until it has ended.")
            ) from problem
        folder = Path(settings.DATA) / "scratch"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        try:
            with room_in(folder):
                yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)


@dataclass(frozen=True)
class Seen:
    """The findings of a look through a data folder: clinics by name, and where a record breaks."""

    clinics: Mapping[str, str]
    broken: Sequence[str]


def _in_house(
    folder: Path, asked: str, *, said: object = None, database_url: str = ""
) -> dict[str, object]:
    """Ask `scratch_house` something about a data folder, or a database; answers what it prints."""
    variables = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    if database_url:
        variables["DATABASE_URL"] = database_url
    # Its own secret would be another one, and what this house sealed could not be checked there.
    variables["GOODFORM_SECRET_KEY"] = settings.SECRET_KEY
    variables["GOODFORM_OLD_SECRET_KEYS"] = " ".join(settings.OLD_SECRET_KEYS)
    done = subprocess.run(  # noqa: S603  # our own module
        [sys.executable, "-m", "goodform.keeping.scratch_house", asked],
        env={**variables, "GOODFORM_DATA": str(folder), "GOODFORM_LOG": "error"},
        input=json.dumps(said),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["?"])[-1]
        if any(words.lower() in done.stderr.lower() for words in _SAYS_FULL):
            raise disk_full(folder)
        raise MigrationFailed(
            _("A database could not be brought up to date in %(folder)s: %(why)s")
            % {"folder": folder, "why": why}
        )
    answer: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return answer


def bring_to(folder: Path, applied: Sequence[tuple[str, str]]) -> None:
    """Make a database in this data folder that has had exactly these migrations."""
    _in_house(folder, "migrate-to", said=[list(each) for each in applied])


def look_through(folder: Path, database_url: str = "") -> Seen:
    """Bring a data folder's database, or another one, up to date; whose is it, and is it whole?"""
    found = _in_house(folder, "look", database_url=database_url)
    return Seen(clinics=found["clinics"], broken=found["broken"])  # type: ignore[arg-type]
