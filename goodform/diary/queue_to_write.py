"""Whose turn it is to write, where the database has one writer.

SQLite keeps no queue: who waits for its writer asks again and again, ten times a second, and comes
in by luck. Beside fifteen others that never rest, somebody's luck can fail for all of SQLite's
patience. Senders therefore queue here first: those of one process in a line in which what is small
goes before what is large and nobody twice before others, and the processes of the house, one of
each, at two files. PostgreSQL has a queue of its own.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock

from django.conf import settings
from django.db import connection

PATIENCE_S = 20.0
"""As long as SQLite's own. Whoever has waited so long asks SQLite itself."""
LARGE_BYTES = 64 * 1024
LARGE_WAITS_S = 5.0
"""Then what is large goes before what is small and came later."""
LOOKS_EVERY_S = 0.0005
"""Only one process at a time looks so often; a turn is ten milliseconds or more."""
COMES_EVERY_S = 0.002


@dataclass(eq=False)
class _Waiting:
    whose: object
    large: bool
    since: float
    comes: Event = field(default_factory=Event)

    def goes_before(self, last: object, now: float) -> tuple[bool, bool, float]:
        """Sorts those who wait: whoever was not in just now, the small, the earliest."""
        waits = self.large and now - self.since < LARGE_WAITS_S
        return (self.whose == last, waits, self.since)


@dataclass
class Turns:
    """The senders of one process: at most one is in."""

    _lock: Lock = field(default_factory=Lock)
    _taken: bool = False
    _last: object = None
    _waiting: list[_Waiting] = field(default_factory=list)

    @property
    def is_taken(self) -> bool:
        return self._taken

    def enter(self, whose: object, *, large: bool, within_s: float) -> bool:
        """Wait for a turn; False where it did not come in time."""
        with self._lock:
            if not self._taken:
                self._taken, self._last = True, whose
                return True
            mine = _Waiting(whose, large, time.monotonic())
            self._waiting.append(mine)
        if mine.comes.wait(within_s):
            return True
        with self._lock:
            if mine.comes.is_set():
                return True
            self._waiting.remove(mine)
            return False

    def leave(self) -> None:
        """Hand the turn to the next."""
        with self._lock:
            now = time.monotonic()
            line = sorted(self._waiting, key=lambda each: each.goes_before(self._last, now))
            if not line:
                self._taken = False
                return
            following = line[0]
            self._waiting.remove(following)
            self._last = following.whose
            following.comes.set()


_line = Turns()


@contextmanager
def _locked(file: Path, until: float, every_s: float) -> Iterator[bool]:
    """Hold a file that one process holds at a time; whoever dies lets it go."""
    try:
        opened = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        # A disk that is full or read-only: SQLite says so in its own words.
        yield False
        return
    try:
        while not (mine := _lock(opened)) and time.monotonic() < until:
            time.sleep(every_s)
        yield mine
    finally:
        os.close(opened)


def _lock(opened: int) -> bool:
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _among_processes(until: float) -> Iterator[None]:
    """Of all processes of the house, this one. The next one stands at a door of its own.

    So whoever has just written cannot be first again while another waits.
    """
    folder = Path(settings.DATA)
    with ExitStack() as writing:
        with _locked(folder / "next-to-write", until, COMES_EVERY_S):
            writing.enter_context(_locked(folder / "writes-now", until, LOOKS_EVERY_S))
        yield


@contextmanager
def in_turn(whose: object = None, *, size: int = 0) -> Iterator[None]:
    """One sender at a time on SQLite. `whose` is the patient, `size` the bytes they sent."""
    if connection.vendor != "sqlite":
        yield
        return
    until = time.monotonic() + PATIENCE_S
    mine = _line.enter(whose, large=size > LARGE_BYTES, within_s=PATIENCE_S)
    try:
        with _among_processes(until):
            yield
    finally:
        if mine:
            _line.leave()
