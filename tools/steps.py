"""The steps of `./test`: each is run, timed, and says at the end how to run alone what failed."""

import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from tools.set_up import ROOT

AT_ONCE = 2
"""Checks that run side by side: as many as the smallest machine has processors."""
NAMED = 20
"""Tests of one step that are named at the end; more are counted."""

# `FAILED tests/a.py::test_b[c d] - AssertionError`, `ERROR tests/a.py`: also with colours.
_FAILED = re.compile(r"^(?:FAILED|ERROR) ([^\[\s]+(?:\[.*?\](?=$| - ))?)")
_FAILED_IN_NODE = re.compile(r"^FAILED (\S+\.test\.mjs)(?:: (.+))?$")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")

Alone = Callable[[str], str | None]
"""The command that runs alone what this line of output names as failed; None for other lines."""


@dataclass(frozen=True)
class Step:
    """A check as a command, and how to run alone what it says has failed."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    alone: Alone = lambda _line: None
    well: frozenset[int] = frozenset({0})
    """The exit codes of success."""


@dataclass(frozen=True)
class Outcome:
    """How a step ended: seconds by the clock and of the processor, and what failed."""

    step: Step
    ok: bool
    took_s: float
    processor_s: float
    again: tuple[str, ...] = ()
    """Commands, one for each test that failed; the whole step's where none was named."""
    unsteady: bool = False
    """Whether these failed beside others and passed alone."""

    def __str__(self) -> str:
        verdict = "ok" if self.ok else "FAILED"
        return (
            f"{self.step.name}: {verdict} ({self.took_s:.0f} s, processor {self.processor_s:.0f} s)"
        )


def pytest_alone(line: str, *, flags: str = "") -> str | None:
    """`./test …` for a line of pytest's summary that names a failed test."""
    found = _FAILED.match(_COLOUR.sub("", line))
    return f"./test {flags}{shlex.quote(found[1])}" if found else None


def node_alone(line: str) -> str | None:
    """`node --test …` for a line of our reporter that names a failed test of a module."""
    found = _FAILED_IN_NODE.match(_COLOUR.sub("", line))
    if not found:
        return None
    if not found[2]:
        return f"node --test {found[1]}"
    pattern = shlex.quote(f"^{re.escape(found[2].strip())}$")
    return f"node --test --test-name-pattern={pattern} {found[1]}"


class Steps:
    """Runs checks and remembers how each ended."""

    def __init__(self) -> None:
        self.ended: list[Outcome] = []

    @property
    def failed(self) -> list[Outcome]:
        """Those that did not pass, in the order they ran."""
        return [outcome for outcome in self.ended if not outcome.ok]

    def run(self, step: Step) -> None:
        """Run one check; its output goes straight to whoever waits."""
        print(f"── {step.name}", flush=True)
        self._end(_run(step, print_line))

    def second_look(self, alone: Callable[[Outcome], Step | None]) -> None:
        """Run alone what may be of the last check's failures; what passes is named unsteady."""
        last = self.ended[-1]
        step = None if last.ok else alone(last)
        if step is None:
            return
        self.run(step)
        if self.ended.pop().ok:
            self.ended[-1] = replace(last, ok=True, unsteady=True)

    def together(self, steps: Iterable[Step]) -> None:
        """Run several checks side by side; what each said is shown when it ends."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for outcome, said in pool.map(_run_kept, steps):
                if not outcome.ok:
                    print(said, flush=True)
                self._end(outcome)

    def _end(self, outcome: Outcome) -> None:
        self.ended.append(outcome)
        print(f"── {outcome}", flush=True)

    def report(self) -> int:
        """Say how everything ended, last what failed and how to run it alone; 1 where any did."""
        print("\n" + "\n".join(str(outcome) for outcome in self.ended))
        unsteady = [command for each in self.ended if each.unsteady for command in each.again]
        if unsteady:
            print("\nFailed beside others and passed alone. Find the race, and end it:")
            print("\n".join(f"    {command}" for command in unsteady))
        if not self.failed:
            print("All is well.")
            return 0
        print("\nFailed, and how to run it alone:")
        for outcome in self.failed:
            print(f"  {outcome.step.name}")
            for command in outcome.again[:NAMED]:
                print(f"    {command}")
            if len(outcome.again) > NAMED:
                print(f"    and {len(outcome.again) - NAMED} more, named above")
        return 1


def print_line(line: str) -> None:
    """A line of a check's output as it came."""
    sys.stdout.write(line)
    sys.stdout.flush()


def _run_kept(step: Step) -> tuple[Outcome, str]:
    said: list[str] = []
    outcome = _run(step, said.append)
    return outcome, "".join(said)


def _run(step: Step, tell: Callable[[str], None]) -> Outcome:
    """Run a check from the root; every line it says is told at once."""
    began = time.monotonic()
    named: dict[str, None] = {}
    try:
        process = subprocess.Popen(  # noqa: S603  # our own commands
            step.command,
            cwd=ROOT,
            env={**os.environ, **step.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except OSError as problem:
        tell(f"{step.command[0]} cannot be started: {problem.strerror}\n")
        return Outcome(step, ok=False, took_s=0, processor_s=0, again=(shlex.join(step.command),))
    with process:
        try:
            for line in process.stdout or ():
                tell(line)
                if again := step.alone(line.rstrip()):
                    named[again] = None
            _pid, status, used = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            raise
        process.returncode = os.waitstatus_to_exitcode(status)
    return Outcome(
        step=step,
        ok=process.returncode in step.well,
        took_s=time.monotonic() - began,
        processor_s=used.ru_utime + used.ru_stime,
        again=tuple(named) or (shlex.join(step.command),),
    )
