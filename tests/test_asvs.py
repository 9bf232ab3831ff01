"""How Goodform stands to ASVS level 2: no row is empty, and every test it names runs."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.test_hazards import running_in

ROOT = Path(__file__).parents[1]
ROWS: list[dict[str, Any]] = yaml.safe_load(
    (ROOT / "docs" / "safety" / "asvs.yaml").read_text(encoding="utf-8")
)
LEVEL_2 = 253
"""So many requirements the standard has up to level 2, those of level 1 with them."""
KEYS = {
    "met": {"id", "state", "evidence", "tests"},
    "not applicable": {"id", "state", "evidence"},
    "deviation": {"id", "state", "evidence", "signed_by"},
}


def test_every_number_stands_there_once() -> None:
    ids = [row["id"] for row in ROWS]
    assert len(ids) == len(set(ids)) == LEVEL_2
    assert all(re.fullmatch(r"v5\.0\.0-\d+\.\d+\.\d+", each) for each in ids)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_row_says_how_it_is_and_names_tests_that_run(row: dict[str, Any]) -> None:
    assert set(row) == KEYS[row["state"]]
    assert len(row["evidence"].split()) >= 2
    assert row["state"] != "met" or row["tests"]
    assert row.get("signed_by", "nobody yet").strip()
    for test in row.get("tests", []):
        file, _colons, name = test.partition("::")
        assert (ROOT / file).exists(), test
        assert name in running_in(ROOT / file), test
