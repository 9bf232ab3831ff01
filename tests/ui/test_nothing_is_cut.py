"""No page cuts a text: half of “do NOT pull” is the opposite of it. Whole, or not at all."""

import re

from django.conf import settings

from tests.ui.templates import every_template

CUTS = re.compile(r"truncate(chars|words)|line-clamp|text-overflow")
SELECTS = "components.css"
"""A closed list of choices shows its words whole when it is opened."""


def test_no_template_cuts_a_text() -> None:
    assert [path.name for path in every_template() if CUTS.search(path.read_text())] == []


def test_no_stylesheet_cuts_a_text() -> None:
    styles = settings.PACKAGE.rglob("static/**/*.css")
    cutting = {path.name for path in styles if CUTS.search(path.read_text())}
    assert cutting <= {SELECTS}


def test_no_code_cuts_a_text_for_a_page() -> None:
    modules = settings.PACKAGE.rglob("*.py")
    assert [path.name for path in modules if "Truncator" in path.read_text()] == []
