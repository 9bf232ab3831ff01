"""The patient's own diary: what was told on which day, and what may still be put right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodform.diary.choices import Difficulty, Outcome
from goodform.diary.models import Entry
from goodform.diary.taking import TIME_TO_CORRECT
from goodform.diary.what_is_told_back import remarks_on
from goodform.people.models import Patient
from goodform.programmes.schedule import sides_due
from goodform.today.how_much import this_side
from goodform.today.queries import Prescribed

WEEKS_SHOWN = 4
DAYS_TO_ADD = TIME_TO_CORRECT.days


@dataclass(frozen=True)
class DiaryLine:
    """One entry in words. `how` it is known is empty where nothing was done; `may_change` is false
    once the time to correct has passed.
    """

    id: UUID
    name: str
    side: str
    words: str
    how: str
    stopped: bool
    taken_back: bool
    may_change: bool


@dataclass(frozen=True)
class DiaryDay:
    """A day as it was told."""

    day: date
    lines: tuple[DiaryLine, ...]


def own_diary(patient: Patient, today: date) -> tuple[DiaryDay, ...]:
    """The last weeks, newest day first; days of which nothing was told are not there. One query."""
    entries = (
        Entry.objects.filter(
            session__patient=patient, local_date__gt=today - timedelta(weeks=WEEKS_SHOWN)
        )
        .select_related("prescription__exercise")
        .order_by("-local_date", "recorded_at")
    )
    return tuple(
        DiaryDay(day, tuple(diary_line(entry, today) for entry in found))
        for day, found in groupby(entries, key=lambda entry: entry.local_date)
    )


def diary_line(entry: Entry, today: date) -> DiaryLine:
    """One entry in words; its prescription's exercise is loaded."""
    row = entry.prescription
    return DiaryLine(
        id=entry.pk,
        name=row.exercise.name if row else _("An exercise"),
        side=this_side(entry.side),
        words=", ".join(_parts(entry)),
        how=_how_known(entry),
        stopped=entry.outcome == Outcome.STOPPED,
        taken_back=entry.undone_at is not None,
        may_change=today - entry.local_date < TIME_TO_CORRECT,
    )


def _how_known(entry: Entry) -> str:
    """“ticked”, “timed” or “counted by camera”; of what was left out there is nothing to know."""
    return "" if entry.outcome == Outcome.SKIPPED else str(entry.get_timing_display()).lower()


def _parts(entry: Entry) -> list[str]:
    parts = [str(entry.get_outcome_display())]
    if entry.sets_done is not None and entry.outcome == Outcome.PARTLY:
        parts.append(
            ngettext("%(sets)s set", "%(sets)s sets", entry.sets_done) % {"sets": entry.sets_done}
        )
    if entry.pain is not None:
        parts.append(_("pain %(pain)s") % {"pain": entry.pain})
    if entry.difficulty:
        parts.append(str(Difficulty(entry.difficulty).label).lower())
    return [*parts, *remarks_on(entry.flags)]


@dataclass(frozen=True)
class Earlier:
    """An entry as it was before it was put right, and until when."""

    at: datetime
    words: str


def said_before(entry: Entry) -> tuple[Earlier, ...]:
    """The earlier words of an entry whose revisions are loaded, oldest first."""
    return tuple(
        Earlier(each.at, ", ".join(words))
        for each in entry.revisions.all()
        if (words := _earlier_words(each.before))
    )


def _earlier_words(before: Mapping[str, Any]) -> list[str]:
    """The fields a patient can change, in words; the others are for the clinic's record."""
    found = []
    if before.get("outcome") in Outcome.values:
        found.append(str(Outcome(before["outcome"]).label))
    if before.get("pain") is not None:
        found.append(_("pain %(pain)s") % {"pain": before["pain"]})
    if before.get("difficulty") in Difficulty.values:
        found.append(str(Difficulty(before["difficulty"]).label))
    return found


@dataclass(frozen=True)
class AddedLine:
    """One exercise on one side that may be ticked for an earlier day."""

    field: str
    prescription: UUID
    side: str
    name: str
    side_words: str
    told: str
    """The words in the diary for it already; empty where there are none."""


def told_on(patient: Patient, day: date) -> Mapping[tuple[UUID, str], str]:
    """The diary of a day in words, by programme line and side. One query."""
    entries = (
        Entry.objects.filter(session__patient=patient, local_date=day, undone_at=None)
        .exclude(prescription=None)
        .select_related("prescription")
        .order_by("recorded_at")
    )
    return {
        (entry.prescription.line, entry.side): ", ".join(_parts(entry))
        for entry in entries
        if entry.prescription is not None
    }


def lines_to_add(
    prescribed: Sequence[Prescribed], day: date, told: Mapping[tuple[UUID, str], str]
) -> tuple[AddedLine, ...]:
    """The lines due on a day and not on hold, one for each side, with all that was told of them."""
    return tuple(
        AddedLine(
            field=f"{each.row.pk}:{side}",
            prescription=each.row.pk,
            side=side,
            name=each.row.exercise.name,
            side_words=this_side(side),
            told=told.get((each.row.line, side), ""),
        )
        for each in prescribed
        if each.held is None and each.row.due_on(day)
        for side in sides_due(each.row.side)
    )


def days_to_add(today: date) -> tuple[date, ...]:
    """The days before today that may still be added, newest first."""
    return tuple(today - timedelta(days=back) for back in range(1, DAYS_TO_ADD))
