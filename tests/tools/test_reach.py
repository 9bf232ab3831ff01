"""The reach of a change: by imports, and by what Django joins without one."""

import pytest

from tools.reach import EVERYTHING, OF_THE_HOUSE, House


@pytest.fixture(scope="module")
def house() -> House:
    return House()


def reached(house: House, *files: str) -> frozenset[str]:
    return house.tests_reached_by(files) - OF_THE_HOUSE


def test_nothing_changed_reaches_only_what_reads_the_whole_house(house: House) -> None:
    assert house.tests_reached_by([]) == OF_THE_HOUSE


def test_a_test_reaches_itself(house: House) -> None:
    assert reached(house, "tests/tools/test_reach.py") == {"tests/tools/test_reach.py"}


def test_a_module_reaches_the_rooms_that_import_it_and_not_those_below(house: House) -> None:
    found = reached(house, "goodform/desk/urls.py")
    assert {"tests/desk", "tests/browser"} <= found
    assert not {"tests/motion", "tests/safety", "tests/people_room"} & found


def test_a_rule_of_safety_reaches_its_room_and_the_pages(house: House) -> None:
    assert {"tests/safety", "tests/diary", "tests/today", "tests/browser"} <= reached(
        house, "goodform/safety/stop.py"
    )


@pytest.mark.parametrize(
    "file",
    ["goodform/desk/templates/desk/inbox.html", "goodform/desk/static/desk/reorder.mjs"],
)
def test_templates_and_static_files_reach_their_room_and_the_browser(
    house: House, file: str
) -> None:
    assert reached(house, file) == {"tests/desk", "tests/browser"}


def test_what_a_folder_of_tests_stands_on_reaches_the_folder(house: House) -> None:
    assert "tests/desk" in reached(house, "tests/desk/conftest.py")


def test_words_reach_the_tests_that_read_them(house: House) -> None:
    assert "tests/test_docs.py" in reached(house, "docs/house.md")
    assert "tests/desk" not in reached(house, "CHANGELOG.md")


@pytest.mark.parametrize(
    "file",
    [
        "pyproject.toml",
        "requirements.lock",
        "tests/people.py",
        "tests/conftest.py",
        "goodform/config/settings.py",
        "goodform/people/migrations/0001_initial.py",
        "goodform/ui/safe_headers.py",
        "goodform/desk/was_taken_away.py",
        "goodform/exercises/clam.yaml",
        "a-file-of-no-known-kind",
    ],
)
def test_where_nobody_can_say_everything_is_reached(house: House, file: str) -> None:
    assert house.tests_reached_by([file]) == EVERYTHING


def test_what_lies_inside_a_folder_that_runs_is_not_named_again(house: House) -> None:
    found = house.tests_reached_by(["goodform/desk/urls.py", "tests/desk/test_inbox.py"])
    assert "tests/desk/test_inbox.py" not in found
