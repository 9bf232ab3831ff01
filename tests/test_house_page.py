"""`docs/house.md`, the map: its floors are those imports obey, its walks name what is there."""

import re
from itertools import pairwise

from django.conf import settings

from tests.test_house import floors

PAGE = (settings.REPOSITORY / "docs" / "house.md").read_text()


def test_the_floors_are_those_that_imports_obey_with_the_rooms_own_words() -> None:
    drawn = re.findall(r"^\| (\d+) \| `(\w+)/` \| (.+) \|$", PAGE, re.MULTILINE)
    top = len(floors())
    expected = [
        (str(top - number), room, _first_line(room))
        for number, rooms in enumerate(floors())
        for room in rooms
    ]
    assert drawn == expected


def _first_line(room: str) -> str:
    """The room's own first line."""
    return (settings.PACKAGE / room / "__init__.py").read_text().splitlines()[0].strip('"')


def test_each_walk_goes_step_by_step_through_modules_that_are_there() -> None:
    walks = PAGE.split("\n## ")[2:]
    assert len(walks) == 3
    for walk in walks:
        steps = re.findall(r"^(\d+)\. (.+)$", walk, re.MULTILINE)
        numbers = [int(number) for number, _said in steps]
        assert numbers[0] == 1
        assert all(later == earlier + 1 for earlier, later in pairwise(numbers))
        for _number, said in steps:
            named = re.findall(r"`(goodform/[^`]+)`", said)
            assert named, f"{said} names no module"
            assert not [each for each in named if not (settings.REPOSITORY / each).exists()], said
