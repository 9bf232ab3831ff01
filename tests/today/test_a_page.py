"""`docs/how-to/a-page.md`, followed word by word: view, address, template, link and test."""

import re
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings as our_settings
from django.template import engines
from django.test import Client
from django.urls import path, reverse
from pytest_django.fixtures import Settings

from goodform.people.doors import door_of
from tests.people import House

PAGE = (our_settings.REPOSITORY / "docs/how-to/a-page.md").read_text()


def block_under(file: str) -> str:
    """The code of the section whose heading names this file."""
    section = next(part for part in PAGE.split("\n## ") if f"`{file}`" in part.splitlines()[0])
    block = re.search(r"```\w+\n(.*?)```", section, re.DOTALL)
    assert block is not None
    return block[1]


def module_in(folder: Path, file: str) -> ModuleType:
    """A Python file of the page, written and imported."""
    made = folder / Path(file).name
    made.write_text(block_under(file))
    spec = spec_from_file_location(made.stem, made)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def view(tmp_path: Path, settings: Settings) -> Iterator[ModuleType]:
    """The page as it is written, in a copy of our addresses and beside our templates."""
    made = module_in(tmp_path, "views/open_hours.py")
    template = tmp_path / "templates/today/open_hours.html"
    template.parent.mkdir(parents=True)
    template.write_text(block_under("templates/today/open_hours.html"))
    address = eval(block_under("urls.py"), {"path": path, "open_hours": made})  # noqa: S307  # ours
    addresses = ModuleType("addresses_of_the_how_to")
    ours = import_module(our_settings.ROOT_URLCONF)
    # Under a name of its own: taken away afterwards, it must not take ours along.
    vars(addresses).update({**vars(ours), "__name__": "addresses_of_the_how_to"})
    vars(addresses)["urlpatterns"] = [address, *ours.urlpatterns]
    sys.modules[addresses.__name__] = addresses
    settings.TEMPLATES = [{**each, "DIRS": [template.parents[1]]} for each in settings.TEMPLATES]
    settings.ROOT_URLCONF = addresses.__name__
    yield made
    del sys.modules[addresses.__name__]


def test_its_own_tests_pass(view: ModuleType, house: House, tmp_path: Path) -> None:
    tests = module_in(tmp_path, "test_open_hours.py")
    found = [each for name, each in vars(tests).items() if name.startswith("test_")]
    assert len(found) == 2
    for each in found:
        each(house)


def test_it_has_a_door(view: ModuleType) -> None:
    door = door_of(view.open_hours)
    assert door is not None
    assert door.whom == "patient"


def test_nobody_who_is_not_signed_in_reads_it(view: ModuleType, db: None) -> None:
    assert "/account/login" in Client().get(reverse("open_hours"))["Location"]


def test_the_link_leads_there(view: ModuleType) -> None:
    block = block_under("templates/today/from_clinic.html")
    drawn = engines["django"].from_string("{% load i18n %}" + block).render()
    assert f'href="{reverse("open_hours")}"' in drawn
    stands = (our_settings.PACKAGE / "today/templates/today/from_clinic.html").read_text()
    assert '<p class="no-print"><a class="tap" href="{% url ' in stands, "where such links stand"


def test_it_holds_what_every_template_must(view: ModuleType, tmp_path: Path) -> None:
    template = tmp_path / "templates/today/open_hours.html"
    assert max(map(len, template.read_text().splitlines())) <= 120
    assert "style=" not in template.read_text()
