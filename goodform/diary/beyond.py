"""The rest of a session beyond what a session holds: nothing that was said is dropped.

A stop has a row of its own and was heard with the others; everything else is one row, as it came.
A flood of stops is written some hundreds at a time, so that other patients' stops come between.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from goodform.audit.actions import Actor, record
from goodform.diary import documents
from goodform.diary.models import Entry, Excess
from goodform.diary.rows import entry_row
from goodform.diary.taking import Taking
from goodform.people.models import Patient

AT_ONCE = 100
MOST_LETTERS = 2 * 1024 * 1024
"""Kept of one session beyond what it holds: two of the longest documents. Our own choice."""


def put_aside(session: UUID, excess: Iterable[documents.Excess]) -> bool:
    """Keep entries as they came, each once; answers whether there was anything new.

    What does not fit into `MOST_LETTERS` is not kept; that there was more is.
    """
    texts = [(each.sent_id, _text(each.said)) for each in excess]
    said = {sent_id or sha256(text.encode()).hexdigest(): text for sent_id, text in texts}
    if not said:
        return False
    row = Excess.objects.filter(session=session).first() or Excess(session_id=session)
    together, fits = _with_room(row.received, said)
    full = row.full or not fits
    if together == row.received and full == row.full:
        return False
    row.received, row.full = together, full
    row.save()
    return True


def _with_room(kept: Mapping[str, str], said: Mapping[str, str]) -> tuple[dict[str, str], bool]:
    """All that is kept then, and whether everything fitted."""
    together = dict(kept)
    letters = sum(len(key) + len(text) for key, text in kept.items())
    fits = True
    for key, text in said.items():
        before = len(key) + len(together[key]) if key in together else 0
        after = letters - before + len(key) + len(text)
        if after > MOST_LETTERS:
            fits = False
        else:
            together[key], letters = text, after
    return together, fits


def _text(said: object) -> str:
    """As JSON, in letters that every database keeps."""
    try:
        return json.dumps(said, sort_keys=True, default=str)
    except RecursionError:
        return "nested too deeply"


def in_pieces(taking: Taking) -> Iterator[Sequence[Entry]]:
    """The rows of stops that the session had no room for, so many at a time."""
    left = list(taking.beyond.values())
    while left:
        some, left = left[:AT_ONCE], left[AT_ONCE:]
        facts = [taking.settle_beyond(each) for each in some]
        yield [entry_row(taking.session, each, taking.prescribed, day=taking.day) for each in facts]


@transaction.atomic
def keep_beyond(*, patient: Patient, rows: Sequence[Entry], by: Actor) -> None:
    """Keep these stops; those that are there stay as they are."""
    there = set(
        Entry.objects.filter(pk__in=[each.pk for each in rows]).values_list("pk", flat=True)
    )
    new = [each for each in rows if each.pk not in there]
    if not new:
        return
    Entry.objects.bulk_create(
        new, update_conflicts=True, unique_fields=["id"], update_fields=["session"]
    )
    record(
        by=by,
        clinic=patient.clinic_id,
        action="sent more stops than a session holds",
        subject="session",
        subject_id=new[0].session_id,
        added=len(new),
    )
