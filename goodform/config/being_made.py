"""When the tables are not there yet, or are being changed: 503 with when to come back.

Whoever asks while another process migrates is told so; that is nobody's mistake, and nothing of
such a request was written. What was entered stays on the phone, which sends it again.
"""

import sqlite3
from functools import lru_cache

import psycopg
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from goodform.diary.who_may_send import problem

RETRY_AFTER_S = 15
"""A migration of a small house takes seconds."""
WORDS = "the database is being made"
"""The same for whoever watches the server, whatever they read."""
_MISSING = ("no such table", "no such column", "has no column")
"""SQLite has no code of its own for it."""


@lru_cache(maxsize=1)
def _last_steps() -> frozenset[tuple[str, str]]:
    """The migrations that nothing follows: read from the files once a process."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes())


def is_being_made() -> bool:
    """Whether a migration of this Goodform is still to be applied; one query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            applied = {(str(room), str(name)) for room, name in cursor.fetchall()}
    except DatabaseError as error:
        return misses_a_table(error)
    return not _last_steps() <= applied


def misses_a_table(error: BaseException) -> bool:
    """Whether the database was asked for a table or a column that it does not have."""
    cause = error.__cause__ if isinstance(error, DatabaseError) else None
    if isinstance(cause, psycopg.Error):
        return isinstance(cause, psycopg.errors.UndefinedTable | psycopg.errors.UndefinedColumn)
    return isinstance(cause, sqlite3.Error) and any(each in str(cause) for each in _MISSING)


def come_back_when_made(path: str) -> HttpResponse:
    """503: JSON for devices, a page for people."""
    if path.startswith("/api/"):
        sentence = _("We are making this ready. It is kept on your phone and sent again.")
        answer: HttpResponse = problem(503, "being_made", sentence)
    else:
        answer = HttpResponse(render_to_string("503_being_made.html"), status=503)
    answer["Retry-After"] = str(RETRY_AFTER_S)
    return answer
