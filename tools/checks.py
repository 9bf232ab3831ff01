"""`./test`: everything that must hold before a change lands."""

import argparse
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from tools.machine import fetch_from_debian, postgresql
from tools.set_up import BIN, ROOT, SetUpFailed, set_up
from tools.steps import Outcome, Step, Steps, node_alone, pytest_alone

SLOWEST = 15
"""Tests whose time is named in the output."""
NODE_BIN = ROOT / "node_modules" / ".bin"
WITH_NODE = {"PATH": os.pathsep.join([os.environ.get("PATH", ""), str(BIN)])}
"""Where the machine has no node, the one in our environment runs."""
MOST_UNSTEADY = 3
"""So few browser tests that fail beside others are tried once more alone: more is no chance."""
WELL = frozenset({0})
WELL_OR_NONE = frozenset({0, 5})
"""Of a change's tests none may ask for a database; pytest then says 5."""


def _static_checks() -> list[Step]:
    """The checks that read the code without running it; the longest begin first."""
    migrations = [str(BIN / "python"), "manage.py", "makemigrations", "--check", "--dry-run"]
    return [
        Step("types", [str(BIN / "mypy"), "goodform", "bench", "tests", "tools", "manage.py"]),
        _modules_of_the_page(),
        Step("types of modules", [str(NODE_BIN / "tsc"), "-p", "."], WITH_NODE),
        Step("types of Today", [str(NODE_BIN / "tsc"), "-p", "tsconfig.today.json"], WITH_NODE),
        Step("form of modules", [str(NODE_BIN / "biome"), "ci", "--colors=off"], WITH_NODE),
        Step("migrations", migrations),
        Step("exercises", [str(BIN / "goodform"), "check-exercises"]),
        Step("templates", [str(BIN / "djlint"), "--quiet", "--lint", "goodform"]),
        Step("house", [str(BIN / "lint-imports"), "--no-cache"]),
        Step("format", [str(BIN / "ruff"), "format", "--check", "-q", "."]),
        Step("lint", [str(BIN / "ruff"), "check", "-q", "."]),
    ]


def _modules_of_the_page() -> Step:
    modules = sorted(str(file.relative_to(ROOT)) for file in (ROOT / "tests").rglob("*.test.mjs"))
    command = ["node", "--test", "--test-reporter=./tools/failures.mjs", *modules]
    return Step("modules of the page", command, WITH_NODE, node_alone)


def _pytest(*arguments: str) -> list[str]:
    """Pytest on every processor; says which tests took longest."""
    processors = max(2, len(os.sched_getaffinity(0)))
    spread = ["-n", str(processors), "--dist", "worksteal"]
    slowest = [f"--durations={SLOWEST}", "--durations-min=1"]
    colours = ["--color=yes"] if sys.stdout.isatty() else []
    return [str(BIN / "pytest"), "-q", *spread, *slowest, *colours, *arguments]


def _on_sqlite(*arguments: str, well: frozenset[int] = WELL) -> Step:
    return Step("tests on SQLite", _pytest(*arguments), alone=pytest_alone, well=well)


def _on_postgresql(address: str, *arguments: str, well: frozenset[int] = WELL) -> Step:
    alone = partial(pytest_alone, flags="--postgresql ")
    return Step("tests on PostgreSQL", _pytest(*arguments), {"DATABASE_URL": address}, alone, well)


def second_look_at(outcome: Outcome) -> Step | None:
    """The browser tests that failed, alone; None where others failed, or too many."""
    tests = [shlex.split(command)[-1] for command in outcome.again]
    if len(tests) > MOST_UNSTEADY or not all(each.startswith("tests/browser/") for each in tests):
        return None
    return Step("browser tests, alone", [str(BIN / "pytest"), "-q", *tests], alone=pytest_alone)


def _python_called(version: str) -> str | None:
    """A Python of this version (`3.13`) that runs, on the PATH or among pyenv's; else None."""
    pyenv = sorted((Path.home() / ".pyenv" / "versions").glob(f"{version}*/bin/python{version}"))
    for candidate in (shutil.which(f"python{version}"), *map(str, pyenv)):
        if candidate is None:
            continue
        asked = [candidate, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        said = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603
        if said.stdout.strip() == version:
            return candidate
    return None


def _under(version: str, arguments: Sequence[str]) -> int:
    """The same checks once more, under another Python and in an environment of its own."""
    python = _python_called(version)
    if python is None:
        print(f"This machine has no Python {version}. Install it, or name another.")
        return 1
    environment = {**os.environ, "GOODFORM_VENV": f".venv-{version}"}
    again = [python, str(ROOT / "test"), *arguments]
    return subprocess.run(again, env=environment, check=False).returncode  # noqa: S603


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./test", description="Check everything.")
    parser.add_argument("tests", nargs="*", help="only these (tests/a.py::test_b), on SQLite")
    parser.add_argument("-k", metavar="NAME", help="only tests with this name, on SQLite")
    parser.add_argument("--postgresql", action="store_true", help="those tests on PostgreSQL")
    parser.add_argument("--fast", action="store_true", help="no browser, SQLite only")
    parser.add_argument("--all", action="store_true", help="every test on both databases")
    parser.add_argument(
        "--changed",
        nargs="?",
        const="",
        metavar="BASE",
        help="only what the change since BASE (origin/main) can reach",
    )
    parser.add_argument("--python", metavar="3.13", help="under this Python, beside .venv")
    return parser.parse_args(arguments)


def _only(steps: Steps, asked: argparse.Namespace) -> None:
    """Nothing but the tests that were asked for, on the database that was asked for."""
    chosen = [*(["-k", asked.k] if asked.k else []), *asked.tests]
    if not asked.postgresql:
        return steps.run(_on_sqlite(*chosen))
    with postgresql() as address:
        return steps.run(_on_postgresql(address, *chosen))


def _reached(base: str) -> list[str]:
    """Files and folders of the tests that the change since a commit can reach."""
    command = [str(BIN / "python"), "-m", "tools.reach", *([base] if base else [])]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    if said.returncode:
        raise SetUpFailed(f"Cannot say what changed:\n{said.stderr.strip()}")
    return said.stdout.split()


def _everything(steps: Steps, asked: argparse.Namespace) -> None:
    """All checks: a test that asks for no database once, the others on both."""
    tests = [] if asked.changed is None else _reached(asked.changed)
    if tests:
        print(f"The change can reach: {' '.join(tests)}")
    well = WELL_OR_NONE if tests else WELL
    steps.together(_static_checks())
    if asked.fast:
        return steps.run(_on_sqlite("-m", "not browser", *tests, well=well))
    fetch_from_debian(browser=True)
    steps.run(_on_sqlite(*tests))
    steps.second_look(second_look_at)
    again = [] if asked.all else ["-m", "not browser and not pure"]
    with postgresql() as address:
        return steps.run(_on_postgresql(address, *again, *tests, well=well))


def main(arguments: Sequence[str]) -> int:
    """Run the checks; answers 1 where any failed."""
    asked = _asked(arguments)
    mine = f"{sys.version_info.major}.{sys.version_info.minor}"
    if asked.python and asked.python != mine:
        return _under(asked.python, arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    steps = Steps()
    with tempfile.TemporaryDirectory(prefix="goodform-test-") as data:
        os.environ.update(GOODFORM_DATA=data, GOODFORM_DEMO="yes")
        os.environ.pop("DATABASE_URL", None)
        try:
            set_up(dev=True)
            if asked.tests or asked.k or asked.postgresql:
                _only(steps, asked)
            else:
                _everything(steps, asked)
        except SetUpFailed as problem:
            print(problem, file=sys.stderr)
            return 1
    return steps.report()
