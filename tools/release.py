"""`python -m tools.release 0.2.0`: give what is not yet released a number.

It heads the section of CHANGELOG.md, sets the version, and writes down which migrations the release
has, so that every later one is tested from there. Committing and tagging is left to you.
"""

import json
import os
import re
import sys
from datetime import UTC, datetime

from tools.set_up import ROOT

UNRELEASED = "## Not yet released\n"
NUMBER = re.compile(r"\d+\.\d+\.\d+")
STATES = ROOT / "tests" / "keeping" / "releases"


class CannotRelease(ValueError):
    """The number, or what would be released, is not right; the message says why."""


def headed(changes: str, number: str, day: str) -> str:
    """CHANGELOG.md with the section under its number, and an empty one above it."""
    if not NUMBER.fullmatch(number):
        raise CannotRelease(f"{number!r} is no number. Write three, such as 0.2.0.")
    if re.search(rf"^## {re.escape(number)}\b", changes, re.MULTILINE):
        raise CannotRelease(f"{number} is released already.")
    before, found, after = changes.partition(UNRELEASED)
    if not found or not after.partition("\n## ")[0].strip():
        raise CannotRelease("There is nothing in CHANGELOG.md that is not yet released.")
    return f"{before}{UNRELEASED}\n## {number}, {day}\n{after}"


def versioned(project: str, number: str) -> str:
    """pyproject.toml with this version."""
    return re.sub(r'(?m)^version = ".*"$', f'version = "{number}"', project, count=1)


def migrations() -> list[list[str]]:
    """Every migration of today, ours and those of the libraries, in the order they are applied."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodform.config.settings")
    os.environ.setdefault("GOODFORM_DEMO", "yes")
    import django  # noqa: PLC0415  # the settings must be named first

    django.setup()
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415

    loader = MigrationLoader(None)
    plan: dict[tuple[str, str], None] = {}
    for leaf in loader.graph.leaf_nodes():
        plan.update(dict.fromkeys(loader.graph.forwards_plan(leaf)))
    return [list(each) for each in plan]


def in_lines(applied: list[list[str]]) -> str:
    """One migration a line."""
    return "[\n" + ",\n".join(f"  {json.dumps(each)}" for each in applied) + "\n]\n"


def release(number: str) -> None:
    """Write all of it."""
    changes, project = ROOT / "CHANGELOG.md", ROOT / "pyproject.toml"
    text = headed(changes.read_text(), number, f"{datetime.now(UTC):%Y-%m-%d}")
    state = in_lines(migrations())
    changes.write_text(text)
    project.write_text(versioned(project.read_text(), number))
    (STATES / f"{number}.json").write_text(state)


def main() -> int:
    """Release, or say why not."""
    try:
        release(sys.argv[1] if len(sys.argv) == 2 else "")
    except CannotRelease as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"Look at it, then: git commit -am 'Release {sys.argv[1]}' && git tag v{sys.argv[1]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
