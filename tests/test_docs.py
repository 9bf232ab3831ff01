"""The docs say what is there: every file, command, setting and dependency they name."""

import re
import tomllib
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from django.conf import settings

from bench.verb import parser as bench_parser
from goodform.config.environment import NAMES
from goodform.config.settings_file import NAMED_BY
from goodform.config.verbs import parser

ROOT = Path(settings.REPOSITORY)
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
NOT_IMPORTED = {
    "flit_core": "builds the package",
    "httptools": "uvicorn reads by it",
}
"""Packages Goodform needs and no line of it imports, each with why."""
IMPORTED_AS = {
    "argon2-cffi": "argon2",
    "dj-database-url": "dj_database_url",
    "django-allauth": "allauth",
    "django-stubs-ext": "django_stubs_ext",
    "pyyaml": "yaml",
}


def named(page: Path) -> list[str]:
    """Whatever a page puts between backticks, on one line."""
    return re.findall(r"`([^`\n]+)`", page.read_text())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text()):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name}: {target} is not there"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_is_named_is_there(page: Path) -> None:
    for said in named(page):
        path = said.partition("::")[0]
        if re.fullmatch(r"(goodform|bench|tests|tools|docs)/[\w/.-]+", path):
            assert (ROOT / path).exists(), f"{page.name}: {path} is not there"


@cache
def verbs() -> dict[str, str]:
    """Each verb of the command, with all that its help says."""
    chosen = next(action for action in parser()._actions if action.dest == "verb")
    assert isinstance(chosen.choices, dict)
    helps = {name: each.format_help() for name, each in chosen.choices.items()}
    return {**helps, "bench": bench_parser().format_help()}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_is_named_can_be_run(page: Path) -> None:
    said = re.findall(r"(?:^|[`/])goodform ([a-z][a-z-]+)(.*?)(?:`|   |$)", page.read_text(), re.M)
    for verb, rest in said:
        assert verb in verbs(), f"{page.name}: there is no `goodform {verb}`"
        for option in re.findall(r"(?:^| )(--[a-z-]+)", rest):
            assert option in verbs()[verb], f"{page.name}: `goodform {verb}` knows no {option}"


def test_every_setting_is_documented_and_every_documented_one_is_read() -> None:
    page = (ROOT / "docs" / "how-to" / "run-for-real.md").read_text()
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    documented: set[str] = set()
    for row in rows:
        first, *others = re.findall(r"`([A-Z_]+)`", row)
        stem = first.rsplit("_", 1)[0]
        documented |= {first, *(f"{stem}{other}" for other in others)}
    assert documented == {*NAMES, NAMED_BY}


def dependencies() -> tuple[list[str], list[str]]:
    """The packages Goodform needs, and working on it; as the registry names them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    def plain(wanted: list[str]) -> list[str]:
        return [re.split(r"[\[<>=]", each)[0] for each in wanted]

    return plain(project["dependencies"]), plain(project["optional-dependencies"]["dev"])


def test_every_dependency_has_its_reason_and_every_reason_its_dependency() -> None:
    page = (ROOT / "docs" / "decisions.md").read_text()
    table = page.split("## Dependencies")[1].splitlines()
    rows = [line.split("|")[1].strip() for line in table if line.startswith("| ")][1:]
    python = chain.from_iterable(row.split(", ") for row in rows if not row.startswith("npm"))
    assert sorted(python) == sorted({*chain(*dependencies()), "mypy"})


def test_what_goodform_needs_it_imports() -> None:
    code = "\n".join(file.read_text() for file in (ROOT / "goodform").rglob("*.py"))
    for package in dependencies()[0]:
        name = IMPORTED_AS.get(package, package)
        imported = re.search(rf"^\s*(import|from) {name}\b|\"{name}\.", code, re.M)
        assert bool(imported) != (package in NOT_IMPORTED), package
