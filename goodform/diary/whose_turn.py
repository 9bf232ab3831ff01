"""Whose turn it is to write, where the database has one writer.

SQLite keeps no queue: who waits for its writer asks again and again, ten times a second, and comes
in by luck. Beside fifteen others that never rest, somebody's luck can fail for all of SQLite's
patience. Senders of one process therefore queue here first; PostgreSQL has a queue of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from django.db import connection

PATIENCE_S = 20
"""As long as SQLite's own. Whoever has waited so long asks SQLite itself."""

_turn = Lock()


@contextmanager
def in_turn() -> Iterator[None]:
    """One sender at a time on SQLite, whoever waited here first before the others."""
    mine = connection.vendor == "sqlite" and _turn.acquire(timeout=PATIENCE_S)
    try:
        yield
    finally:
        if mine:
            _turn.release()
