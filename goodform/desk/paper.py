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
    """What was on the patient's list by that day and still is; three queries.

    An exercise that another one has taken the place of is there for the days it stood on the list.
    """
    rows = list(
        Prescription.objects.filter(programme=programme)
        .filter(Q(until_version=None) | Q(superseded_by__isnull=False))
        .select_related("exercise__exercise", "superseded_by__exercise__exercise")
        .order_by("order", "since_version")
    )
    first: dict[tuple[UUID, str], date] = {}
    for row in rows:
        first.setdefault(row.done_as, local_day(row.given_at, patient.zone))
    ticked = _ticked(patient, day)
    shown = {
        row.done_as: row
        for row in rows
        if first[row.done_as] <= day and _stood(row, patient.zone, day)
    }
    return tuple(_row(row, ticked, day) for row in shown.values())


def _stood(row: Prescription, zone: str, day: date) -> bool:
    """Whether the exercise is on the list still, or was until another took its place that day."""
    after = row.superseded_by
    if after is None:
        return True
    return after.done_as != row.done_as and local_day(after.given_at, zone) >= day


def _ticked(patient: Patient, day: date) -> Mapping[tuple[UUID, str], int]:
    found: dict[tuple[UUID, str], int] = defaultdict(int)
    entries = Entry.objects.filter(session=paper_session(patient, day), undone_at=None)
    for prescription, side, count in (
        entries.order_by()
        .values_list("prescription", "side")
        .annotate(n=Count("pk"))
        .values_list("prescription", "side", "n")
    ):
        if prescription is not None:
            found[prescription, side] = count
    return found


def _row(row: Prescription, ticked: Mapping[tuple[UUID, str], int], day: date) -> PaperRow:
    return PaperRow(
        name=row.exercise.name,
        words=dose_words(as_line(row)),
        due=row.due_on(day),
        cells=tuple(
            TickCell(
                name=f"{row.pk}-{side}",
                prescription=row.pk,
                side=side,
                rounds=ticked.get((row.pk, side), 0),
                most=row.times_a_day,
            )
            for side in sides_due(row.side)
        ),
    )
