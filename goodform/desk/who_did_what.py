"""The record of who did what, as its owner reads it: the rows, whom they are about, as a file."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Model
from django.utils.translation import gettext as _

from goodform.audit.models import AuditRow
from goodform.audit.reading import RecordQuery, pages_of
from goodform.booking.models import Appointment, Wait
from goodform.desk.what_was_done import what_was_done
from goodform.diary.models import Entry, Session
from goodform.inbox.models import Alert, Message
from goodform.outcomes.models import Goal, Sheet
from goodform.people.models import Clinic, Patient
from goodform.programmes.models import Programme
from goodform.reminders.models import Plan

ABOUT: Mapping[str, tuple[type[Model], str]] = {
    "patient": (Patient, "pk"),
    "programme": (Programme, "patient"),
    "alert": (Alert, "patient"),
    "message": (Message, "patient"),
    "reminders": (Plan, "patient"),
    "session": (Session, "patient"),
    "entry": (Entry, "session__patient"),
    "appointment": (Appointment, "patient"),
    "questionnaire": (Sheet, "patient"),
    "goal": (Goal, "patient"),
    "wait": (Wait, "patient"),
}
"""Whom a row is about: by its kind of subject, the model and the way from it to the patient."""


@dataclass(frozen=True)
class Act:
    """One row of the record in plain words; `about` is the patient's or colleague's name."""

    row: int
    at: datetime
    who: str
    what: str
    about: str


def acts(rows: Sequence[AuditRow], clinic: Clinic) -> list[Act]:
    """The rows in words, in the clinic's time; a query for each kind of subject, one for names."""
    about, by = _patients_of(rows), _patients_who(rows)
    named = Patient.objects.filter(clinic=clinic, pk__in={*about.values(), *by.values()})
    names: dict[UUID | None, str] = dict(named.values_list("pk", "name"))
    local = ZoneInfo(clinic.zone)
    return [
        Act(
            row=row.pk,
            at=row.at.astimezone(local),
            who=row.actor or names.get(by.get(row.pk), _("A patient")),
            what=what_was_done(row),
            about=names.get(about.get(row.pk), ""),
        )
        for row in rows
    ]


def concerning(patients: Iterable[UUID]) -> dict[str, list[str]]:
    """The subjects of rows about these records of one person, by kind; eight queries."""
    found = {}
    for subject, (model, way) in ABOUT.items():
        ids = model._default_manager.filter(**{f"{way}__in": patients}).order_by()
        found[subject] = [str(pk) for pk in ids.values_list("pk", flat=True)]
    return found


def _patients_of(rows: Sequence[AuditRow]) -> dict[int, UUID]:
    """By row, the patient whom it was done about, or else who did it."""
    found = _patients_who(rows)
    for subject, (model, way) in ABOUT.items():
        ids = {each for row in rows if row.subject == subject and (each := _uuid(row.subject_id))}
        if not ids:
            continue
        ways = model._default_manager.filter(pk__in=ids).values_list("pk", way)
        patient_of: dict[Any, UUID] = dict(ways)
        for row in rows:
            patient = patient_of.get(_uuid(row.subject_id)) if row.subject == subject else None
            if patient is not None:
                found[row.pk] = patient
    return found


def _patients_who(rows: Sequence[AuditRow]) -> dict[int, UUID]:
    """By row, the patient who did it."""
    found: dict[int, UUID] = {}
    for row in rows:
        kind, _colon, pk = row.actor_id.partition(":")
        patient = _uuid(pk) if kind == "patient" else None
        if patient is not None:
            found[row.pk] = patient
    return found


def _uuid(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


class SentLine:
    """Answers each line to whoever writes it: a file that is only sent."""

    def write(self, line: str) -> str:
        return line


def as_csv(asked: RecordQuery, clinic: Clinic) -> Iterator[str]:
    """The rows as lines of a table, the newest first, read some at a time while they are sent."""
    write = csv.writer(SentLine()).writerow
    yield "\ufeff" + str(
        write([_("Entry"), _("When"), _("Who"), _("Did what"), _("About whom"), _("Seal")])
    )
    for rows in pages_of(asked):
        seals = {row.pk: row.seal for row in rows}
        for act in acts(rows, clinic):
            words = (act.row, act.at.isoformat(" ", "seconds"), act.who, act.what, act.about)
            yield str(write([harmless(each) for each in (*words, seals[act.row])]))


def harmless(cell: object) -> object:
    """A cell that no table program takes for a formula: somebody may be called "=1+1"."""
    text = str(cell)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
