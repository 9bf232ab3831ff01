"""Parts of a page that are drawn once for everybody who would read the same.

A part sees only what it is given here: no request, no reader, nothing a context processor adds.
All that is said to it is, with its name and the language, the key it is kept under, so what is kept
is never out of date and never somebody else's. What differs from person to person is a gap: left
open in what is kept, filled anew each time. A gap is only ever put into the text: a part that
tested or formatted one would see a mark in its place.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, is_dataclass, replace
from functools import lru_cache
from re import compile as pattern
from re import escape
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

KEPT = 1024
"""Parts kept at most, a few kB each; the one not asked for longest makes room."""
MARKS = tuple(uuid4() for _ in range(16))
"""Signs in a gap while a part is drawn: made anew by each process, so nobody can write one.

Ids, so that an address with a gap in it can be made as well.
"""
_MARK = pattern("(" + "|".join(escape(str(mark)) for mark in MARKS) + ")")
_NUMBER = {str(mark): number for number, mark in enumerate(MARKS)}


@dataclass(frozen=True)
class _Part:
    """Text with gaps: text, text after the first gap, … and which value goes into each gap."""

    texts: tuple[str, ...]
    gaps: tuple[int, ...]


def drawn(template: str, said: Mapping[str, Hashable], gaps: Mapping[str, object]) -> SafeString:
    """The template with what is said, kept for the next reader, and this reader's gaps filled.

    `clinic.name` in `gaps` is the field `name` of `clinic`, which may be a dataclass in `said`.
    """
    if not settings.FAST:
        return drawn_anew(template, said, gaps)
    part = _part(template, get_language() or "", tuple(said.items()), tuple(gaps))
    if not part.gaps:
        return SafeString(part.texts[0])
    values = [escaped(value) for value in gaps.values()]
    written = [part.texts[0]]
    for gap, text in zip(part.gaps, part.texts[1:], strict=True):
        written += (values[gap], text)
    return SafeString("".join(written))


def escaped(value: object) -> str:
    """A value as a template would write it: markup of ours as it is, anything else as text."""
    return conditional_escape(value if isinstance(value, str) else str(value))


def drawn_anew(
    template: str, said: Mapping[str, Hashable], gaps: Mapping[str, object]
) -> SafeString:
    """The same, with nothing kept and no gaps: what `drawn` must answer."""
    return SafeString(render_to_string(template, _context(said, gaps)))


@lru_cache(maxsize=KEPT)
def _part(
    template: str,
    language: str,  # noqa: ARG001  # part of the key: a template speaks the active language
    said: tuple[tuple[str, Hashable], ...],
    gaps: tuple[str, ...],
) -> _Part:
    marked = dict(zip(gaps, MARKS[: len(gaps)], strict=True))
    pieces = _MARK.split(render_to_string(template, _context(dict(said), marked)))
    return _Part(tuple(pieces[::2]), tuple(_NUMBER[mark] for mark in pieces[1::2]))


def _context(said: Mapping[str, Hashable], gaps: Mapping[str, object]) -> dict[str, Any]:
    context: dict[str, Any] = dict(said)
    for name, value in gaps.items():
        whole, dot, field = name.partition(".")
        if not dot:
            context[whole] = value
        elif is_dataclass(context.get(whole)):
            context[whole] = replace(context[whole], **{field: value})
        else:
            context[whole] = {**context.get(whole, {}), field: value}
    return context
