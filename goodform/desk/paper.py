"""The paper sheet of one day: what could be ticked, and what is ticked already."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from goodform.desk.dose_words import dose_words
from goodform.diary.models import Entry
from goodform.diary.paper_actions import paper_session
from goodform.diary.queries import SLUG, DoneAs
from goodform.people.models import Patient
from goodform.programmes.models import Prescription, Programme
from goodform.programmes.queries import as_line
from goodform.programmes.schedule import local_day, sides_due


@dataclass(frozen=True)
class TickCell:
    """One side of an exercise: the field's name, how many rounds fit, how many are ticked."""

    name: str
    prescription: UUID
    side: str
    rounds: int
    most: int

    @property
    def choices(self) -> range:
        """How many rounds may be chosen."""
        return range(max(self.most, self.rounds) + 1)


@dataclass(frozen=True)
class PaperRow:
    """One exercise of the sheet."""

    name: str
    words: str
    due: bool
    cells: tuple[TickCell, ...]


def paper_rows(patient: Patient, programme: Programme, day: date) -> tuple[PaperRow, ...]:
    """What was on the patient's list by that day and still is, with that day's dose; three queries.

    An exercise that another one has taken the place of is there for the days it stood on the list.
    """
    rows = (
        Prescription.objects.filter(programme=programme)
        .filter(Q(until_version=None) | Q(superseded_by__isnull=False))
        .select_related("exercise__exercise", "superseded_by__exercise__exercise")
        .order_by("since_version")
    )
    doses: dict[DoneAs, list[Prescription]] = defaultdict(list)
    for row in rows:
        doses[row.done_as].append(row)
    ticked = _ticked(patient, day)
    shown = [
        by_then[-1]
        for given in doses.values()
        if (by_then := [row for row in given if local_day(row.given_at, patient.zone) <= day])
        and any(_stood(row, patient.zone, day) for row in given)
    ]
    newest = {key: (given[-1].order, given[-1].since_version) for key, given in doses.items()}
    shown.sort(key=lambda row: newest[row.done_as])
    return tuple(_row(row, ticked, day) for row in shown)


def _stood(row: Prescription, zone: str, day: date) -> bool:
    """Whether the exercise is on the list still, or was until another took its place that day."""
    after = row.superseded_by
    if after is None:
        return True
    return after.done_as != row.done_as and local_day(after.given_at, zone) >= day


def _ticked(patient: Patient, day: date) -> Mapping[tuple[DoneAs, str], int]:
    """Rounds ticked of each exercise, by side, under whatever dose they were entered."""
    entries = Entry.objects.filter(session=paper_session(patient, day), undone_at=None)
    counted = (
        entries.exclude(prescription=None)
        .order_by()
        .values_list("prescription__line", SLUG, "side")
        .annotate(n=Count("pk"))
    )
    return {((line, slug), side): n for line, slug, side, n in counted}


def _row(row: Prescription, ticked: Mapping[tuple[DoneAs, str], int], day: date) -> PaperRow:
    return PaperRow(
        name=row.exercise.name,
        words=dose_words(as_line(row)),
        due=row.due_on(day),
        cells=tuple(
            TickCell(
                name=f"{row.pk}-{side}",
                prescription=row.pk,
                side=side,
                rounds=ticked.get((row.done_as, side), 0),
                most=row.times_a_day,
            )
            for side in sides_due(row.side)
        ),
    )
