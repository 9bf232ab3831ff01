"""The house and its processes: some that serve at one door, and one that sends mail, as a family.

The first process listens, makes the others and waits. One that dies has another in its place; when
the first is told to stop, it tells the others, and when it dies itself they notice and stop.
"""

import gc
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Thread
from types import FrameType

STOPS_WITHIN_S = 10.0
"""Then whoever is left is killed. A message it held goes out when its lease has run out."""
LOOKS_EVERY_S = 0.2
LIVED_S = 5.0
"""One that died sooner has its next one later."""
LONGEST_PAUSE_S = 10.0
MOST_PROCESSES = 8

log = logging.getLogger(__name__)


def by_cores() -> int:
    """How many processes serve: one a core, and no more than the database likes connections."""
    with suppress(AttributeError):
        return min(len(os.sched_getaffinity(0)), MOST_PROCESSES)
    return min(os.cpu_count() or 1, MOST_PROCESSES)


@dataclass
class Child:
    """One place in the family: what is done in it, and who does it now."""

    name: str
    does: Callable[[], None]
    pid: int = 0
    born: float = 0.0
    pause_s: float = 0.0
    again_at: float = 0.0


def _stop_with_the_parent(pipe: int) -> None:
    """Ends when the parent does, even by `kill -9`: its end of the pipe is closed then."""

    def listen() -> None:
        os.read(pipe, 1)
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=listen, name="parent", daemon=True).start()


@dataclass
class Family:
    """The first process, and who lives by it."""

    does: Mapping[str, Callable[[], None]]
    children: list[Child] = field(default_factory=list)
    stopping: bool = False

    def run(self) -> None:
        """Start everybody and wait until told to stop."""
        for asked in (signal.SIGTERM, signal.SIGINT):
            signal.signal(asked, self._stop)
        self.pipe = os.pipe()
        # What is loaded is shared by all; it must not be copied by collecting it.
        gc.collect()
        gc.freeze()
        self.children = [Child(name, does) for name, does in self.does.items()]
        while not self.stopping:
            self._bury()
            for child in self.children:
                if not child.pid and time.monotonic() >= child.again_at:
                    self._start(child)
            # A signal ends the sleep's wait only after it: short enough for a hand on Ctrl-C.
            time.sleep(LOOKS_EVERY_S)
        self._end()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _start(self, child: Child) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        # A signal between birth and the child's own handlers would run ours in the child.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
        pid = os.fork()
        if pid == 0:
            self._live(child)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM, signal.SIGINT})
        child.pid, child.born = pid, time.monotonic()

    def _live(self, child: Child) -> None:
        """In the new process, to its end."""
        status = 1
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM, signal.SIGINT})
            os.close(self.pipe[1])
            _stop_with_the_parent(self.pipe[0])
            child.does()
            status = 0
        except Exception:
            log.exception("%s ended by a mistake", child.name)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)

    def _bury(self) -> None:
        """Notice who died, and when the next one comes."""
        for child in self.children:
            if not child.pid:
                continue
            pid, status = os.waitpid(child.pid, os.WNOHANG)
            if pid == 0:
                continue
            lived = time.monotonic() - child.born
            child.pause_s = (
                0.0 if lived > LIVED_S else min(child.pause_s * 2 + 0.5, LONGEST_PAUSE_S)
            )
            child.pid, child.again_at = 0, time.monotonic() + child.pause_s
            if not self.stopping:
                code = os.waitstatus_to_exitcode(status)
                log.error("%s ended (%s); another takes its place", child.name, code)

    def _end(self) -> None:
        until = time.monotonic() + STOPS_WITHIN_S
        self._tell(signal.SIGTERM)
        while any(child.pid for child in self.children):
            if time.monotonic() > until:
                self._tell(signal.SIGKILL)
            self._bury()
            time.sleep(0.02)

    def _tell(self, number: signal.Signals) -> None:
        for child in self.children:
            if child.pid:
                with suppress(ProcessLookupError):
                    os.kill(child.pid, number)
