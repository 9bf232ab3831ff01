"""When nothing can be kept: a full or broken disk. 503 with when to come back; `/healthz` says it.

Nothing of such a request was written. What was entered stays on the phone, which sends it again.
"""

import errno
import logging
import os
import sqlite3
import time
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from goodform.diary.who_may_send import problem

RETRY_AFTER_S = 60
"""Somebody has to make room first."""
LEAST_FREE = 16 * 1024 * 1024
"""Bytes below which the data folder counts as full: the next write may be refused."""
REMEMBERED_S = 60.0
"""How long health speaks of a write that was refused."""
CANNOT_KEEP = frozenset(
    {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}
)
PRIMARY = 0xFF
"""The part of SQLite's error code that says what kind it is."""
OF_THE_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})

log = logging.getLogger(__name__)
_refused: list[float] = []


def has_no_room(error: BaseException) -> bool:
    """Whether this error says that nothing can be kept, by its driver's or the system's code."""
    cause = error.__cause__ if isinstance(error, DatabaseError) else error
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & PRIMARY in CANNOT_KEEP
    if isinstance(cause, psycopg.Error):
        return isinstance(cause, psycopg.errors.DiskFull | psycopg.errors.IoError)
    return isinstance(cause, OSError) and cause.errno in OF_THE_DISK


def no_room(path: str) -> HttpResponse:
    """503: JSON for devices, a page for people; remembered for whoever asks about health."""
    _refused[:] = [time.monotonic()]
    if path.startswith("/api/"):
        sentence = _("We cannot keep anything just now. It stays on your phone and is sent again.")
        answer: HttpResponse = problem(503, "no_room", sentence)
    else:
        answer = HttpResponse(render_to_string("503_no_room.html"), status=503)
    answer["Retry-After"] = str(RETRY_AFTER_S)
    return answer


def what_is_wrong() -> str:
    """Why nothing more can be kept, for whoever watches the server; empty where all is well."""
    if _free(settings.DATA) < LEAST_FREE:
        return "the disk is full"
    if _refused and time.monotonic() - _refused[0] < REMEMBERED_S:
        return "the database cannot keep anything: is its disk full?"
    return ""


def _free(folder: Path) -> int:
    """Bytes that may still be written there; a folder that cannot be asked has none."""
    try:
        found = os.statvfs(folder)
    except OSError:
        return 0
    return found.f_bavail * found.f_frsize
