"""Everything that is kept about a patient as one file: it opens without a network, for years."""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string

from goodform.keeping.about_somebody import Section, everything_about
from goodform.library.figures import UnknownPictureError, alternative_text, sides_of, still
from goodform.people.models import Patient
from goodform.programmes.models import Prescription

README = "index.html"
STYLE = Path(__file__).parent / "static" / "keeping" / "take-home.css"
_MADE = (1980, 1, 1, 0, 0, 0)
"""The moment of every file in it: two made of the same are the same."""


def _plain(value: object) -> object:
    """A value as JSON has it."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _said(value: object) -> str:
    """A value as a person reads it."""
    if isinstance(value, list):
        return ", ".join(map(_said, value))
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_said(each)}" for name, each in value.items())
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M} UTC"
    return "–" if value is None or value == "" else str(value)


def _pictures(patient: Patient) -> Iterator[tuple[str, str, str]]:
    """Name, words and drawing of each picture of an exercise that was ever given."""
    given = Prescription.objects.filter(programme__patient=patient)
    contents = given.order_by().values_list("exercise__content__picture", flat=True).distinct()
    for slug in sorted(set(contents) - {None, "none"}):
        try:
            for side in sides_of(slug):
                name = f"pictures/{slug}-{side}.svg"
                yield name, alternative_text(slug, side), still(slug, side, palette="print")
        except UnknownPictureError:
            # A picture of an older release; its words are in the exercise.
            continue


def _as_json(patient: Patient, sections: list[Section], now: datetime) -> str:
    said: dict[str, Any] = {
        "clinic": patient.clinic.name,
        "made_at": now.isoformat(),
        "sections": {
            each.table: {
                "about": each.about,
                "why": each.why,
                "kept": each.until,
                "rows": [dict(row) for row in each.rows],
            }
            for each in sections
        },
    }
    return json.dumps(said, default=_plain, indent=1, ensure_ascii=False)


def take_home(patient: Patient, *, now: datetime) -> bytes:
    """One zip: a page that opens offline, the same as JSON, and the pictures of the exercises."""
    sections = everything_about(patient)
    pictures = list(_pictures(patient))
    page = render_to_string(
        "keeping/take_home.html",
        {
            "patient": patient,
            "clinic": patient.clinic,
            "now": now,
            "pictures": pictures,
            "sections": [
                (each, [[_said(value) for value in row.values()] for row in each.rows])
                for each in sections
            ],
        },
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in (
            (README, page),
            ("style.css", STYLE.read_text()),
            ("data.json", _as_json(patient, sections, now)),
            *((name, drawing) for name, _words, drawing in pictures),
        ):
            file.writestr(zipfile.ZipInfo(name, _MADE), text, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
