"""The house: foreign keys go the way imports go, and one name means one thing."""

import ast
import re
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model

from goodform.keeping.what_is_kept import KEPT

OURS = "goodform."


def floors() -> list[list[str]]:
    """The rooms from the top floor to the ground, read from the contract that imports obey."""
    text = (Path(settings.REPOSITORY) / ".importlinter").read_text()
    block = text.split("layers =")[1].split("\n\n")[0]
    return [
        [room.strip() for room in line.split("|")] for line in block.split("\n") if line.strip()
    ]


FLOOR_OF = {room: number for number, rooms in enumerate(reversed(floors())) for room in rooms}


def room_of(model: type[Model]) -> str:
    """The room a model lives in."""
    return model.__module__.removeprefix(OURS).split(".")[0]


def links() -> list[tuple[type[Model], str, type[Model]]]:
    """Every relation that a model of ours declares: (from, field, to)."""
    return [
        (model, field.name, field.related_model)
        for model in apps.get_models()
        if model.__module__.startswith(OURS)
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and isinstance(field.related_model, type)
        and field.related_model.__module__.startswith(OURS)
    ]


def test_there_are_links_to_check() -> None:
    assert len(links()) > 20


@pytest.mark.parametrize(
    ("model", "name", "target"), links(), ids=lambda value: getattr(value, "__name__", str(value))
)
def test_every_foreign_key_goes_down(model: type[Model], name: str, target: type[Model]) -> None:
    here, there = room_of(model), room_of(target)
    assert here == there or FLOOR_OF[here] > FLOOR_OF[there], (
        f"{model.__name__}.{name} points from {here} up or sideways to {there}"
    )


def test_the_record_holds_no_foreign_key() -> None:
    assert not [model for model, _name, _target in links() if room_of(model) == "audit"]


def test_every_room_says_what_it_is_for() -> None:
    for room in FLOOR_OF:
        first = (settings.PACKAGE / room / "__init__.py").read_text().splitlines()[0]
        assert first.startswith('"""'), f"{room}/__init__.py has no docstring"


def test_files_stay_short() -> None:
    """Tables aside: what a migration wrote is data."""
    long = [
        f"{file.relative_to(settings.REPOSITORY)}: {lines}"
        for folder in (settings.PACKAGE, settings.REPOSITORY / "bench")
        for file in folder.rglob("*.py")
        if "migrations" not in file.parts and (lines := len(file.read_text().splitlines())) > 400
    ]
    assert not long, f"would two rooms serve better? {long}"


SAYS_NOTHING = ("words", "utils", "util", "helpers", "common", "manager", "service", "misc")


def test_a_module_is_named_by_the_question_it_answers() -> None:
    assert not [
        file.relative_to(settings.PACKAGE)
        for file in settings.PACKAGE.rglob("*.py")
        if file.stem.rsplit("_", 1)[-1] in SAYS_NOTHING
    ]


def test_a_docstring_begins_with_what_a_thing_is_or_does_and_not_with_what() -> None:
    begins = re.compile(r'"""What ')
    found = [
        f"{file.relative_to(settings.REPOSITORY)}: {line.strip()}"
        for folder in (settings.PACKAGE, settings.REPOSITORY / "bench")
        for file in folder.rglob("*.py")
        for line in file.read_text().splitlines()
        if begins.search(line)
    ]
    assert found == []


def test_floors_are_read_as_they_are_written() -> None:
    top, *_rest, ground = floors()
    assert top == ["config"]
    assert ground == ["ui"]
    assert all(upper != lower for upper, lower in pairwise(floors()))


A_BODYS = "a body's own: motion shares nothing with the rooms above it"
ALIKE = {
    "Dose": A_BODYS,
    "Hold": A_BODYS,
    "Place": A_BODYS,
    "Rhythm": A_BODYS,
    "Table": A_BODYS,
    "Tempo": A_BODYS,
    "Timing": A_BODYS,
}
"""Names that stand in two rooms all the same, with why."""


def rooms_by_name() -> dict[str, set[str]]:
    """In which rooms each public class is defined."""
    found: dict[str, set[str]] = defaultdict(set)
    for file in settings.PACKAGE.rglob("*.py"):
        room = file.relative_to(settings.PACKAGE).parts[0]
        if "migrations" in file.parts:
            continue
        for each in ast.parse(file.read_text()).body:
            if isinstance(each, ast.ClassDef) and not each.name.startswith("_"):
                found[each.name].add(room)
    return found


NAMES = rooms_by_name()


def test_no_two_rooms_give_a_class_the_same_name() -> None:
    assert len(NAMES) > 300
    twice = {name: sorted(rooms) for name, rooms in NAMES.items() if len(rooms) > 1}
    assert not {name: rooms for name, rooms in twice.items() if name not in ALIKE}


@pytest.mark.parametrize("name", ALIKE)
def test_an_exception_is_still_needed(name: str) -> None:
    assert len(NAMES[name]) > 1
    assert "motion" in NAMES[name]


@pytest.mark.parametrize(
    "model", apps.get_models(include_auto_created=True), ids=lambda model: model._meta.label
)
def test_every_column_stands_once_in_the_register_of_what_is_kept(model: type[Model]) -> None:
    """`goodform/keeping/what_is_kept.py`: who gets it, how it is put right, when it is erased."""
    table = model._meta.db_table
    assert table in KEPT, f"say in keeping/what_is_kept.py what {table} keeps, of whom and how long"
    said = [name for name, _rule in KEPT[table].columns()]
    assert len(said) == len(set(said)), table
    assert {str(field.column) for field in model._meta.concrete_fields} == set(said), table
