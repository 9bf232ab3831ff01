"""Reading the templates as they are written: what they say before anything is filled in."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from django.conf import settings

FILLED = "\N{REPLACEMENT CHARACTER}"
_TAG = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_VALUE = re.compile(r"\{\{.*?\}\}", re.DOTALL)


@dataclass(frozen=True)
class Element:
    """One opening tag and where it stands."""

    file: str
    line: int
    name: str
    attributes: dict[str, str]

    def __str__(self) -> str:
        return f"{self.file}:{self.line} <{self.name}>"


class _Reader(HTMLParser):
    def __init__(self, file: str) -> None:
        super().__init__()
        self.file = file
        self.elements: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append(Element(self.file, self.getpos()[0], tag, attributes))


def every_template() -> list[Path]:
    """All templates of the house."""
    return sorted(settings.PACKAGE.rglob("templates/**/*.html"))


def elements(template: Path) -> list[Element]:
    """The opening tags of a template; what a tag or value would fill in is left out or marked."""
    text = _VALUE.sub(FILLED, _TAG.sub(" ", template.read_text()))
    reader = _Reader(str(template.relative_to(settings.PACKAGE)))
    reader.feed(text)
    return reader.elements


def every_element() -> list[Element]:
    """The opening tags of all templates."""
    return [element for template in every_template() for element in elements(template)]
