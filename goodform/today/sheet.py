"""The printed sheet: the whole programme with boxes to tick for a week, on A4.

How to do each exercise, and what the practitioner wrote to it, stand beside it where there is room,
and overleaf where there is not. No text is cut.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.safestring import SafeString, mark_safe

from goodform.programmes.models import Prescription, Side
from goodform.safety.dose import dose_in
from goodform.today.how_much import how_much, how_often
from goodform.today.queries import Prescribed

FRONT_MM = 145
"""Height for the rows of the front page: what head, foot and a margin for long words leave."""
HEAD_MM, LINE_MM = 14, 4.5
"""Name and dose of an exercise; a line of the text below them."""
FEW = 4
FEW_ROWS, MORE_ROWS = (31, 30), (20, 38)
"""The height of a picture, and the signs that stand in a line beside it."""


@dataclass(frozen=True)
class SheetLine:
    """One exercise on paper. `days` has, for Monday to Sunday, how many boxes there are to tick."""

    name: str
    picture: str
    side: str
    words: str
    anchor: str
    note: str
    note_from: str
    steps: tuple[str, ...]
    days: tuple[range, ...]
    held: bool

    @property
    def told(self) -> str:
        """All of the words in small print, if they stand on the front."""
        return f"{self.note_from} {self.note}" if self.note else ""


@dataclass(frozen=True)
class SheetLayout:
    """The parts that stand beside the boxes; the others are overleaf."""

    notes_in_front: bool
    steps_in_front: bool


def layout_of(lines: Sequence[SheetLine]) -> SheetLayout:
    """As much on the front as surely fits: notes before steps, each of them for all or for none."""
    figure, signs = FEW_ROWS if len(lines) <= FEW else MORE_ROWS
    with_notes = sum(max(figure, HEAD_MM + _high(signs, line.told)) for line in lines)
    with_both = sum(max(figure, HEAD_MM + _high(signs, line.told, *line.steps)) for line in lines)
    return SheetLayout(
        notes_in_front=with_notes <= FRONT_MM,
        steps_in_front=with_both <= FRONT_MM,
    )


def _high(signs: int, *texts: str) -> float:
    """How many millimetres texts take beside the boxes, each of their lines a line of its own."""
    lines = [line for text in texts for line in text.splitlines()]
    return sum(ceil(len(line) / signs) for line in lines) * LINE_MM


def sheet_lines(prescribed: Sequence[Prescribed]) -> tuple[SheetLine, ...]:
    """The lines of the sheet, in the practitioner's order."""
    return tuple(_line(each) for each in prescribed)


def weekdays() -> tuple[str, ...]:
    """Short names of the days, Monday first."""
    return tuple(str(WEEKDAYS_ABBR[day]) for day in range(7))


def address() -> str:
    """Where the patient finds this page: it names nobody and lets nobody in."""
    return f"{settings.ADDRESS}{reverse('today')}"


def qr_code(text: str) -> SafeString:
    """A QR code of a text, as SVG for the page."""
    drawn = segno.make(text, error="m", micro=False)
    svg = drawn.svg_inline(border=2, svgclass="qr", lineclass=None, omitsize=True)
    return mark_safe(svg)  # noqa: S308  # drawn by segno from our own address


def _which_side(row: Prescription) -> str:
    """Which side is meant, in the exercise's own words; nothing where it says none."""
    side_is = row.exercise.content.get("side_is")
    return f" ({side_is})" if side_is and row.side != Side.NONE else ""


def _line(prescribed: Prescribed) -> SheetLine:
    row = prescribed.row
    parts = (how_much(dose_in(row), row.side), how_often(row.times_a_day))
    return SheetLine(
        name=row.exercise.name,
        picture=row.exercise.content["picture"],
        side=row.side,
        words=", ".join(part for part in parts if part) + _which_side(row),
        anchor=row.anchor,
        note="" if prescribed.held else row.note,
        note_from=row.given_by.called,
        steps=() if prescribed.held else tuple(row.exercise.content["steps"]),
        days=tuple(
            range(row.times_a_day if str(day) in row.weekdays else 0) for day in range(1, 8)
        ),
        held=prescribed.held is not None,
    )
