"""A release has a number, a day and its section; the version and the migrations go with it."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

from tools.release import CannotRelease, headed, in_lines, migrations, versioned

CHANGES = "# Changes\n\n## Not yet released\n\n- Something.\n\n## 0.1.0, 2026-11-01\n\n- First.\n"
ROOT = Path(settings.REPOSITORY)


def test_the_section_gets_its_number_and_an_empty_one_stands_above() -> None:
    text = headed(CHANGES, "0.2.0", "2026-12-01")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == [
        "Not yet released",
        "0.2.0, 2026-12-01",
        "0.1.0, 2026-11-01",
    ]
    with pytest.raises(CannotRelease, match="nothing"):
        headed(text, "0.3.0", "2026-12-02")


@pytest.mark.parametrize(
    ("number", "says"), [("2", "no number"), ("", "no number"), ("0.1.0", "released already")]
)
def test_a_wrong_number_is_refused(number: str, says: str) -> None:
    with pytest.raises(CannotRelease, match=says):
        headed(CHANGES, number, "2026-12-01")


def test_the_version_goes_with_it() -> None:
    project = (ROOT / "pyproject.toml").read_text()
    assert tomllib.loads(versioned(project, "9.8.7"))["project"]["version"] == "9.8.7"


def test_every_migration_of_today_is_written_down() -> None:
    found = json.loads(in_lines(migrations()))
    ours = {(file.parts[-3], file.stem) for file in settings.PACKAGE.glob("*/migrations/[0-9]*.py")}
    assert ours <= {(room, name) for room, name in found}


def test_every_section_of_the_changes_has_a_number_that_can_be_a_tag() -> None:
    heads = re.findall(r"^## (.*)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert heads[0] == "Not yet released"
    numbers = [re.fullmatch(r"(\d+\.\d+\.\d+), \d{4}-\d\d-\d\d", head) for head in heads[1:]]
    assert all(numbers)
    states = {file.stem for file in (ROOT / "tests" / "keeping" / "releases").glob("*.json")}
    assert {found[1] for found in numbers if found} <= states
