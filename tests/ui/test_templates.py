"""No template has anything that the Content-Security-Policy would refuse."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.ui.templates import FILLED, elements, every_template

ICON = re.compile(r"""\{%\s*icon\s+["']([^"']+)["']""")
LONGEST_LINE = 120
ICONS = frozenset((settings.PACKAGE / "ui/icons.txt").read_text().split())

every = pytest.mark.parametrize(
    "template", every_template(), ids=lambda path: str(path.relative_to(settings.PACKAGE))
)


@every
def test_no_style_and_no_script_stands_in_the_page(template: Path) -> None:
    for element in elements(template):
        assert "style" not in element.attributes, f"{element} has a style attribute"
        assert element.name != "style", f"{element} holds rules"
        handlers = [name for name in element.attributes if re.match(r"on[a-z]+$|hx-on", name)]
        assert handlers == [], f"{element} has {handlers}"
        if element.name == "script" and element.attributes.get("type") != "application/json":
            assert "src" in element.attributes, f"{element} holds script"
        for name in ("href", "src", "action"):
            assert not element.attributes.get(name, "").startswith("javascript:"), str(element)


@every
def test_nothing_comes_from_another_house(template: Path) -> None:
    for element in elements(template):
        if element.name in {"script", "link", "img", "iframe", "source", "video"}:
            address = element.attributes.get("src") or element.attributes.get("href") or ""
            assert not re.match(r"(https?:)?//", address), f"{element} asks {address}"


@every
def test_lines_are_short_enough_to_read_side_by_side(template: Path) -> None:
    lines = enumerate(template.read_text().splitlines(), start=1)
    assert not [number for number, line in lines if len(line) > LONGEST_LINE]


@every
def test_every_icon_exists(template: Path) -> None:
    assert set(ICON.findall(template.read_text())) <= ICONS


@every
def test_every_picture_and_every_field_has_words(template: Path) -> None:
    for element in elements(template):
        if element.name == "img":
            assert "alt" in element.attributes, f"{element} has no words for those who cannot see"
        if element.name == "input" and "placeholder" in element.attributes:
            named = "id" in element.attributes or "aria-label" in element.attributes
            assert named, f"{element}: a placeholder is no label"


def test_the_icons_are_listed_once_and_in_order() -> None:
    listed = (settings.PACKAGE / "ui/icons.txt").read_text().split()
    assert listed == sorted(set(listed))


def test_a_value_that_is_filled_in_is_marked() -> None:
    shell = settings.PACKAGE / "ui/templates/ui/base.html"
    marked = [element for element in elements(shell) if element.name == "html"]
    assert marked[0].attributes["lang"] == FILLED
