"""Every hazard names tests that guard it, and every named test exists."""

import ast
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
HAZARDS: list[dict[str, Any]] = yaml.safe_load(
    (ROOT / "docs" / "safety" / "hazards.yaml").read_text(encoding="utf-8")
)
KEYS = ["id", "hazard", "harm", "prevention", "tests"]


def _named() -> list[tuple[str, str]]:
    """Every (hazard, test) pair of the file."""
    return [(row["id"], test) for row in HAZARDS for test in row["tests"]]


@cache
def running_in(file: Path) -> frozenset[str]:
    """The tests that run in a file: functions, and methods of classes as `Class::test`.

    Of a module's tests, which node runs, the names.
    """
    if file.suffix == ".mjs":
        return frozenset(re.findall(r'^test\(\s*"([^"]+)"', file.read_text(), re.MULTILINE))
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found = set(_functions(tree.body))
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            found |= {f"{node.name}::{name}" for name in _functions(node.body)}
    return frozenset(found)


def _functions(body: list[ast.stmt]) -> list[str]:
    """The names of a body's test functions."""
    return [
        node.name
        for node in body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and not any("skip" in ast.unparse(mark) for mark in node.decorator_list)
    ]


def test_there_are_hazards_each_with_its_own_name() -> None:
    names = [row["id"] for row in HAZARDS]
    assert len(names) >= 20
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("row", HAZARDS, ids=lambda row: row["id"])
def test_a_hazard_says_what_harms_whom_and_what_prevents_it(row: dict[str, Any]) -> None:
    assert list(row) == KEYS
    assert all(row[key].strip() for key in KEYS[:-1])
    assert row["tests"]


@pytest.mark.parametrize(("hazard", "test"), _named())
def test_the_test_that_guards_a_hazard_exists_and_runs(hazard: str, test: str) -> None:
    file, _, name = test.partition("::")
    assert (ROOT / file).is_file(), f"{hazard}: {file} is not there"
    assert name in running_in(ROOT / file), f"{hazard}: {file} has no running test {name}"
