"""The page about checks and the checks themselves say the same."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from goodform.motion.checks import WATCHED
from goodform.motion.movements import MOVEMENTS

PAGE = Path(settings.REPOSITORY) / "docs" / "movement-checks.md"
FROM_THE_DOSE = {"hold_short", "hurries"}
HEADINGS = {
    "knee-to-chest": "Knee to chest",
    "clam": "Clam",
    "side-lying-leg-abduction": "Side-lying leg abduction",
    "glute-bridge": "Glute bridge",
    "hip-hinge": "Hip hinge",
    "box-squat": "Box squat",
    "piriformis-stretch-1": "Glute and piriformis stretch, 1 and 2",
    "piriformis-stretch-2": "Glute and piriformis stretch, 1 and 2",
}


def rows(heading: str) -> list[str]:
    """The table rows under a heading."""
    section = PAGE.read_text().split(f"## {heading}\n")[1].split("\n## ")[0]
    return [line for line in section.splitlines() if line.startswith("|")]


@pytest.mark.parametrize(("slug", "heading"), HEADINGS.items())
def test_every_check_is_on_the_page_with_its_band(slug: str, heading: str) -> None:
    table = rows(heading)
    for check in WATCHED[slug].checks:
        mine = [row for row in table if f"`{check.code}`" in row]
        assert mine, check.code
        for edge in (check.low, check.high):
            if edge is not None:
                text = f"{edge:g}".replace("-", "−")
                assert any(text in row for row in mine), (check.code, text)
        assert any(check.sure in row for row in mine), check.code


@pytest.mark.parametrize(("slug", "heading"), HEADINGS.items())
def test_the_page_names_no_check_that_is_not_there(slug: str, heading: str) -> None:
    told = set(re.findall(r"`([a-z_]+)`", "\n".join(rows(heading))))
    assert told <= {check.code for check in WATCHED[slug].checks} | FROM_THE_DOSE


def test_every_movement_that_is_drawn_is_watched() -> None:
    assert MOVEMENTS.keys() <= WATCHED.keys()
    for slug, movement in MOVEMENTS.items():
        assert WATCHED[slug].sides == movement.sides
        assert WATCHED[slug].counts == movement.counts


def test_what_no_camera_sees_is_said() -> None:
    assert PAGE.read_text().count("no camera sees it") >= 7
