"""One sender after the other where the database has one writer, and nobody waits for ever."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import connection

from goodform.diary import queue_to_write
from goodform.diary.queue_to_write import in_turn

SOON_S = 10
"""An end for a test that would hang; nothing is measured by it."""


class Sender(Thread):
    """Somebody who takes a turn and keeps it until told to go on."""

    def __init__(self, vendor: str = "sqlite", whose: str = "", size: int = 0) -> None:
        super().__init__(daemon=True)
        self.vendor, self.whose, self.size = vendor, whose, size
        self.inside, self.may_leave = Event(), Event()

    def run(self) -> None:
        vendor = patch.object(connection, "vendor", self.vendor)
        with vendor, in_turn(self.whose, size=self.size):
            self.inside.set()
            self.may_leave.wait(SOON_S)


@pytest.fixture
def pair(request: pytest.FixtureRequest) -> tuple[Sender, Sender]:
    """Two senders to a database of this kind; the first is at it."""
    first, second = Sender(request.param), Sender(request.param)
    first.start()
    assert first.inside.wait(SOON_S)
    second.start()
    return first, second


@pytest.mark.parametrize("pair", ["sqlite"], indirect=True)
def test_the_second_comes_in_when_the_first_has_left(pair: tuple[Sender, Sender]) -> None:
    first, second = pair
    assert not second.inside.wait(0.2)
    first.may_leave.set()
    assert second.inside.wait(SOON_S)
    second.may_leave.set()


@pytest.mark.parametrize("pair", ["postgresql"], indirect=True)
def test_a_database_with_its_own_queue_needs_none(pair: tuple[Sender, Sender]) -> None:
    first, second = pair
    assert second.inside.wait(SOON_S)
    first.may_leave.set()
    second.may_leave.set()


def test_who_has_waited_long_enough_asks_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_to_write, "PATIENCE_S", 0.01)
    first, second = Sender("sqlite"), Sender("sqlite")
    first.start()
    assert first.inside.wait(SOON_S)
    second.start()
    assert second.inside.wait(SOON_S)
    second.may_leave.set()
    second.join(SOON_S)
    first.may_leave.set()
    first.join(SOON_S)
    with patch.object(connection, "vendor", "sqlite"), in_turn():
        assert queue_to_write._line.is_taken
    assert not queue_to_write._line.is_taken


def test_a_mistake_gives_the_turn_back() -> None:
    with (
        patch.object(connection, "vendor", "sqlite"),
        pytest.raises(ValueError, match="mistake"),
        in_turn(),
    ):
        raise ValueError("mistake")
    assert not queue_to_write._line.is_taken


def waits(sender: Sender) -> Sender:
    """Start it and wait until it stands in the line."""
    before = len(queue_to_write._line._waiting)
    sender.start()
    while len(queue_to_write._line._waiting) == before:
        assert sender.is_alive()
    return sender


def in_order(*line: Sender) -> list[str]:
    """Let each go on once it is in; the names in the order in which they came in."""
    order: list[str] = []
    left = [*line]
    while left:
        each = next((each for each in left if each.inside.wait(0.01)), None)
        if each is not None:
            order.append(each.whose)
            left.remove(each)
            each.may_leave.set()
            each.join(SOON_S)
    return order


def test_the_small_go_before_the_large_and_nobody_twice_before_others() -> None:
    flooding = Sender(whose="flood")
    flooding.start()
    assert flooding.inside.wait(SOON_S)
    line = [
        waits(Sender(whose="flood")),
        waits(Sender(whose="large", size=500_000)),
        waits(Sender(whose="Alice")),
        waits(Sender(whose="Bob")),
    ]
    flooding.may_leave.set()
    assert in_order(*line) == ["Alice", "flood", "Bob", "large"]


def test_the_large_wait_for_some_seconds_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_to_write, "LARGE_WAITS_S", 0)
    first = Sender(whose="first")
    first.start()
    assert first.inside.wait(SOON_S)
    line = [waits(Sender(whose="large", size=500_000)), waits(Sender(whose="Alice"))]
    first.may_leave.set()
    assert in_order(*line) == ["large", "Alice"]


HOLDS = """
import fcntl, sys
held = [open(name, "w") for name in sys.argv[1:]]
for each in held:
    fcntl.flock(each, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def other_process() -> Iterator[subprocess.Popen[bytes]]:
    """Another process of the house, which writes."""
    file = str(Path(settings.DATA) / "writes-now")
    with subprocess.Popen(  # noqa: S603  # our own story
        [sys.executable, "-c", HOLDS, file], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


def test_another_process_has_its_turn_and_one_that_dies_lets_it_go(
    other_process: subprocess.Popen[bytes],
) -> None:
    mine = Sender()
    mine.start()
    assert not mine.inside.wait(0.2)
    other_process.kill()
    assert mine.inside.wait(SOON_S)
    mine.may_leave.set()


def test_a_process_that_never_ends_its_turn_is_not_waited_for(
    other_process: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_to_write, "PATIENCE_S", 0.05)
    mine = Sender()
    mine.start()
    assert mine.inside.wait(SOON_S)
    mine.may_leave.set()


def test_a_folder_that_takes_no_file_leaves_it_to_the_database(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "DATA", tmp_path / "gone")
    mine = Sender()
    mine.start()
    assert mine.inside.wait(SOON_S)
    mine.may_leave.set()
    mine.join(SOON_S)
