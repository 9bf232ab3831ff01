"""Which tests a change can reach: `python -m tools.reach [BASE]` prints their files and folders.

By the graph of imports, and by what Django joins without one: templates, static files and pages
reach the tests of their room and the browser's. Where nobody can say, the answer is `tests`.
"""

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

import grimp

from tools.set_up import ROOT

EVERYTHING = frozenset({"tests"})
PACKAGES = ("goodform", "bench", "tests", "tools")
OF_THE_HOUSE = frozenset({"tests/ui", "tests/test_house.py", "tests/test_hazards.py"})
"""Read the whole house, and are quick: run after every change."""
WORDS = frozenset({".md", ".txt", ".svg", ".png"})
PAGES = frozenset({"templates", "static", "locale"})


def changed_since(base: str) -> frozenset[str]:
    """Files that differ from where this branch left `base`, and files that are new."""
    start = _git("merge-base", base, "HEAD").strip()
    changed = _git("diff", "--name-only", "-z", start)
    new = _git("ls-files", "--others", "--exclude-standard", "-z")
    return frozenset(filter(None, (changed + new).split("\0")))


def _git(*arguments: str) -> str:
    command = ["git", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout  # noqa: S603


class House:
    """The modules of this project, who imports whom, and where each room's tests stand."""

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root
        self.graph = grimp.build_graph(*PACKAGES, cache_dir=None)
        settings = (root / "goodform" / "config" / "settings.py").read_text()
        self.named_by_settings = frozenset(re.findall(r'"(goodform(?:\.[a-z_]+)+)', settings))

    def tests_reached_by(self, files: Iterable[str]) -> frozenset[str]:
        """Files and folders of tests, none inside another; `tests` where it may be any."""
        reached = set(OF_THE_HOUSE)
        for file in files:
            found = self._reached_by(PurePosixPath(file))
            if found == EVERYTHING:
                return EVERYTHING
            reached |= found
        return frozenset(
            one
            for one in reached
            if not any(str(parent) in reached for parent in PurePosixPath(one).parents)
        )

    def _reached_by(self, file: PurePosixPath) -> frozenset[str]:
        top, *_rest = file.parts
        if "migrations" in file.parts:
            return EVERYTHING
        if file.suffix == ".py" and top in PACKAGES and (self.root / file).exists():
            return self._reached_by_module(file)
        if PAGES & {*file.parts} and top == "goodform":
            return self._of_room(file.parts[1]) | {"tests/browser"}
        if file.suffix == ".mjs" and top in ("tests", "tools"):
            return frozenset()  # the modules of the page are tested by node, all of them, always
        if file.suffix in WORDS and (top == "docs" or len(file.parts) == 1):
            return frozenset(
                str(test.relative_to(self.root)) for test in self.root.glob("tests/test_*.py")
            )
        return EVERYTHING

    def _reached_by_module(self, file: PurePosixPath) -> frozenset[str]:
        module = ".".join(file.with_suffix("").parts).removesuffix(".__init__")
        if module not in self.graph.modules or module.startswith("goodform.config"):
            return EVERYTHING
        if any(f"{named}.".startswith(f"{module}.") for named in self.named_by_settings):
            return EVERYTHING  # every page stands on it
        everyone = {module, *self.graph.find_downstream_modules(module, as_package=False)}
        reached: set[str] = set()
        for one in everyone:
            package, *names = one.split(".")
            if package == "goodform" and names:
                reached |= self._of_room(names[0])
            elif package == "tests":
                found = self._of_test_module(one)
                if found == "tests":
                    return EVERYTHING
                reached.add(found)
        if file.parts[0] == "goodform" and reached & {"tests/today", "tests/desk"}:
            reached.add("tests/browser")
        return frozenset(reached - {""})

    def _of_room(self, room: str) -> frozenset[str]:
        """The folder of this room's tests; all of them where it has none of its own."""
        folders = [f"tests/{room}", f"tests/{room}_room"]
        return frozenset(folder for folder in folders if (self.root / folder).is_dir())

    def _of_test_module(self, module: str) -> str:
        """The test file itself; the folder, where all tests of a folder stand on this module."""
        file = PurePosixPath(module.replace(".", "/")).with_suffix(".py")
        if file.name == "conftest.py":
            return str(file.parent)
        return str(file) if file.name.startswith("test_") else ""


def main(arguments: list[str]) -> int:
    """Print what the change since a commit (by default `origin/main`, or HEAD) can reach."""
    known = subprocess.run(
        ["git", "rev-parse", "-q", "--verify", "origin/main"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    base = arguments[0] if arguments else "HEAD" if known.returncode else "origin/main"
    print("\n".join(sorted(House().tests_reached_by(changed_since(base)))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
