"""The printed sheet: the whole programme on one side of A4, with boxes to tick for a week."""

from collections.abc import Sequence
from dataclasses import dataclass

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.safestring import SafeString, mark_safe

from goodform.today.day import dose_of
from goodform.today.dose_words import how_much, how_often
from goodform.today.queries import Prescribed


@dataclass(frozen=True)
class SheetLine:
    """One exercise on paper. `days` has, for Monday to Sunday, how many boxes there are to tick."""

    name: str
    picture: str
    side: str
    words: str
    anchor: str
    note: str
    days: tuple[range, ...]
    held: bool


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


def _line(prescribed: Prescribed) -> SheetLine:
    row = prescribed.row
    parts = (how_much(dose_of(row), row.side), how_often(row.times_a_day))
    return SheetLine(
        name=row.exercise.name,
        picture=row.exercise.content["picture"],
        side=row.side,
        words=", ".join(part for part in parts if part),
        anchor=row.anchor,
        note=row.note,
        days=tuple(
            range(row.times_a_day if str(day) in row.weekdays else 0) for day in range(1, 8)
        ),
        held=prescribed.held is not None,
    )
