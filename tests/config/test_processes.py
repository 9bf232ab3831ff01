"""The family: whoever dies has another in its place, and none outlives the first."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

import pytest

from goodform.config.processes import by_cores

STORY = """
import os, signal, sys
from goodform.config.processes import Family

def live(name):
    def does():
        os.write({pipe}, (name + " " + str(os.getpid()) + "\\n").encode())
        while True:
            signal.pause()
    return does

Family({{name: live(name) for name in ("server 1", "server 2")}}).run()
print("ended well")
"""


@dataclass
class Running:
    """A family in a process of its own, and what its children say when they are born."""

    first: subprocess.Popen[str]
    births: FileIO

    def born(self) -> tuple[str, int]:
        """Wait for the next birth: its name and number."""
        said = b""
        while not said.endswith(b"\n"):
            letter = self.births.read(1)
            assert letter, "the family ended"
            said += letter
        name, _, number = said.decode().strip().rpartition(" ")
        return name, int(number)

    def all_are_gone(self) -> bool:
        """Wait until no child is left: each holds one end of the pipe."""
        return self.births.read(1) == b""


@pytest.fixture
def family() -> Iterator[Running]:
    """Two children and their parent."""
    near, far = os.pipe()
    with subprocess.Popen(  # noqa: S603  # our own story
        [sys.executable, "-c", STORY.format(pipe=far)],
        pass_fds=[far],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as first:
        os.close(far)
        with open(near, "rb", buffering=0) as births:  # noqa: PTH123  # a pipe
            yield Running(first, births)
        first.kill()


def test_whoever_dies_has_another_in_its_place(family: Running) -> None:
    born = dict(family.born() for _ in range(2))
    assert set(born) == {"server 1", "server 2"}
    os.kill(born["server 1"], signal.SIGKILL)
    name, number = family.born()
    assert name == "server 1"
    assert number != born["server 1"]
    family.first.terminate()
    said, wrong = family.first.communicate(timeout=30)
    assert said == "ended well\n"
    assert wrong == "server 1 ended (-9); another takes its place\n"


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_stops_with_all_its_children(family: Running, asked: int) -> None:
    family.born(), family.born()
    family.first.send_signal(asked)
    assert family.all_are_gone()
    assert family.first.wait(30) == 0


def test_children_do_not_outlive_a_parent_that_was_killed(family: Running) -> None:
    family.born(), family.born()
    family.first.kill()
    assert family.all_are_gone()


def test_there_are_some_and_not_too_many() -> None:
    assert 1 <= by_cores() <= 8
