"""A patient's words on one exercise: named once, carried everywhere. And the how-to is true."""

import re
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings

from goodform.diary.documents import SentEntry
from goodform.diary.merging import EntryFacts, merge_entries
from goodform.diary.models import Entry
from goodform.diary.rows import ENTRY_COLUMNS, entry_facts
from goodform.inbox.evidence import Evidence, from_json
from goodform.inbox.models import Alert
from goodform.inbox.what_a_patient_says import ADDED_UP, ASKED, TARGETS, WORDS, EntryWords, words_in
from goodform.programmes.models import Prescription
from tests.diary.sending import Phone, a_stop
from tests.people import House
from tests.prescribed import Given

HOW_TO = settings.REPOSITORY / "docs/how-to/a-field-the-patient-answers.md"
MOST_FILES = 8
SAID: dict[str, Any] = {
    "side": "both",
    "outcome": "stopped",
    "reason": "pain",
    "where": "low_back",
    "symptoms": ("dizzy",),
    "noticed": ("lifted",),
    "sets_done": 1,
    "repetitions_done": 7,
    "hold_done_s": 4,
    "time_done_s": 9,
    "pain": 6,
    "difficulty": "hard",
    "timing": "timed",
}
"""One word on each field."""


def test_every_field_has_a_word_here() -> None:
    assert set(SAID) == set(WORDS), "add a value for the new field"
    assert words_in(EntryWords(**SAID)) == SAID


@pytest.mark.parametrize("carrier", [SentEntry, EntryFacts, Evidence])
def test_what_carries_it_has_its_fields_from_one_class(carrier: type[EntryWords]) -> None:
    assert issubclass(carrier, EntryWords)
    assert not set(carrier.__annotations__) & set(WORDS), "a field is written down twice"
    assert set(WORDS) <= {each.name for each in fields(carrier)}


@pytest.mark.parametrize("name", WORDS)
def test_every_field_is_a_column(name: str) -> None:
    assert name in {each.name for each in Entry._meta.get_fields()}, "the how-to's second step"
    assert name in ENTRY_COLUMNS


def test_every_count_stands_beside_what_was_asked() -> None:
    assert set(ASKED) <= set(WORDS)
    assert set(TARGETS.values()) == set(ASKED.values())
    assert set(ASKED.values()) <= {each.name for each in Prescription._meta.get_fields()}


def test_what_is_said_is_read_kept_and_shown(house: House, given: Given, phone: Phone) -> None:
    """From the phone's document to the row, to the facts, and to the evidence of the case."""
    said = {name: list(word) if isinstance(word, tuple) else word for name, word in SAID.items()}
    sent = a_stop(given.clam, **said)
    phone.send(sent)
    row = Entry.objects.get(pk=sent["id"])
    assert words_in(row) == SAID
    assert words_in(entry_facts(row)) == SAID
    assert words_in(from_json(Alert.objects.get(patient=house.alice).evidence)) == SAID


@pytest.mark.parametrize("name", WORDS)
def test_every_field_is_merged(name: str) -> None:
    """A field only the other telling has is never lost, whichever came first."""
    now = datetime(2026, 11, 29, tzinfo=UTC)
    silent = EntryFacts(id=UUID(int=1), prescription=None, recorded_at=now, zone="UTC")
    telling = replace(silent, **{name: SAID[name]}, stamps={name: "2026-11-29T00:00:00.000000"})
    for one, other in ((silent, telling), (telling, silent)):
        assert getattr(merge_entries(one, other).facts, name) == SAID[name]


def test_what_adds_up_is_a_field() -> None:
    assert set(ADDED_UP) < set(WORDS)


# ── The how-to ─────────────────────────────────────────────────────────────────────────────


def rows() -> dict[str, str]:
    """(file, line) of the how-to's table."""
    found = re.findall(r"^\| `(goodform/[^`]+)` \| [^|]+ \| `(.+)` \|$", HOW_TO.read_text(), re.M)
    return dict(found)


def files_that_name(field: str) -> set[str]:
    """The files of the package in which a field stands, migrations apart."""
    return {
        str(file.relative_to(settings.REPOSITORY))
        for kind in ("*.py", "*.mjs", "*.html", "*.txt", "*.md", "*.json")
        for file in settings.PACKAGE.rglob(kind)
        if "migrations" not in file.parts and field in file.read_text()
    }


def test_the_how_to_shows_lines_that_stand_there() -> None:
    assert rows()
    for file, line in rows().items():
        assert line in (settings.REPOSITORY / file).read_text(), f"{file} does not say {line}"


def test_a_field_costs_no_more_files_than_the_how_to_says() -> None:
    asked_in = {file for file, line in rows().items() if "hold_done_s" not in line}
    assert files_that_name("hold_done_s") == set(rows()) - asked_in
    assert len(rows()) <= MOST_FILES
