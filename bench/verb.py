"""The question asked of the measurements, and how their figures are told."""

import argparse
import dataclasses
import importlib
import json
from collections.abc import Sequence
from pathlib import Path

from bench.figure import Figure, machine

BENCHES = (
    "today",
    "sessions",
    "figures",
    "motion",
    "reminders",
    "offline",
    "floods",
    "backup",
    "booking",
)


def parser() -> argparse.ArgumentParser:
    """The arguments of `goodform bench`."""
    whole = argparse.ArgumentParser(
        prog="goodform bench", description="Measure, beside a limit in the same run."
    )
    whole.add_argument("name", choices=BENCHES)
    whole.add_argument("--size", choices=("small", "large"), default="small")
    whole.add_argument("--data", type=Path, help="recordings, for the motion bench")
    whole.add_argument("--json", action="store_true")
    return whole


def _line(of: Figure) -> str:
    goal = f"  (goal {of.goal})" if of.goal is not None else ""
    beside = "".join(f"  {name}: {value}" for name, value in of.beside.items())
    return f"{of.name}: {of.value} {of.unit}{goal}{beside}"


def main(arguments: Sequence[str]) -> int:
    """Measure one thing and print its figures; answers the exit status."""
    asked = parser().parse_args(arguments)
    of = importlib.import_module(f"bench.{asked.name}")
    extra = {"data": asked.data} if asked.name == "motion" else {}
    measured = of.measure(size=asked.size, **extra)
    if asked.json:
        figures = [dataclasses.asdict(each) for each in measured]
        report = {"name": asked.name, "machine": machine(), "figures": figures}
        print(json.dumps(report, indent=2, default=str))
        return 0
    for each in measured:
        # As it is measured: a large bench takes minutes, and what it found so far is kept.
        print(_line(each), flush=True)
    return 0
