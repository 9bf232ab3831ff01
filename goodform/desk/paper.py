"""The paper sheet of one week: what could be ticked on each day, and what is ticked already."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q
from django.http import QueryDict

from goodform.desk.held_when import HeldWhen
from goodform.desk.how_much import dose_words
from goodform.diary.choices import Outcome
from goodform.diary.models import Entry
from goodform.diary.paper_actions import Tick, paper_session
from goodform.diary.queries import SLUG, TRIED, DoneAs
from goodform.people.models import Patient
from goodform.programmes.models import Prescription, Programme
from goodform.programmes.queries import as_line
from goodform.programmes.schedule import local_day, sides_due

OnDay = tuple[DoneAs, str, date]
"""An exercise of a line, a side, a day."""


@dataclass(frozen=True)
class PaperCell:
    """An exercise on one side and one day. `kept` rounds are ticked, `rounds` as the page shows it.

    `prescription` is what stood on the list that day; None where nothing can be ticked. `stopped`:
    the patient told of a stop on that day; `on_hold`: at its end the exercise waited.
    """

    day: date
    prescription: UUID | None
    side: str
    due: bool
    most: int
    kept: int
    rounds: int
    on_phone: int
    stopped: bool = False
    on_hold: bool = False

    @property
    def boxes(self) -> list[tuple[int, bool]]:
        """A box for every round, and whether it is ticked; none where nothing can be ticked."""
        if self.prescription is None:
            return []
        return [(n, n <= self.rounds) for n in range(1, max(self.most, self.rounds, self.kept) + 1)]


@dataclass(frozen=True)
class PaperRow:
    """One exercise on one side. `field` is the same in every dose: a page stays right meanwhile."""

    field: str
    name: str
    words: str
    side: str
    cells: tuple[PaperCell, ...]
    held: str = ""

    @property
    def kept(self) -> str:
        """The ticks the page was made from, carried by it: only what differs is changed."""
        return ",".join(str(cell.kept) for cell in self.cells)


def week_of_day(day: date) -> tuple[date, ...]:
    """Monday to Sunday around a day."""
    monday = day - timedelta(days=day.weekday())
    return tuple(monday + timedelta(days=number) for number in range(7))


def paper_rows(
    patient: Patient, programme: Programme, week: Sequence[date], *, today: date, held: HeldWhen
) -> tuple[PaperRow, ...]:
    """The patient's list of these days, and what is ticked on any of them; two queries.

    An exercise is there once, whatever its dose was: ticks under an earlier dose are shown, too.
    """
    doses: dict[DoneAs, list[Prescription]] = {}
    rows = (
        Prescription.objects.filter(programme=programme)
        .select_related("exercise__exercise")
        .order_by("since_version")
    )
    for row in rows:
        doses.setdefault(row.done_as, []).append(row)
    week_of = _Week(patient.zone, today, held, _told(patient, programme, week))
    found = []
    for of in sorted(doses.values(), key=lambda of: (of[-1].order, of[-1].since_version)):
        sides = dict.fromkeys(side for row in of for side in sides_due(row.side))
        for side in sides:
            cells = tuple(week_of.cell(of, side, day) for day in week)
            if any(cell.prescription for cell in cells):
                found.append(_row(of, side, cells, held.words_on(of[-1].line)))
    return tuple(found)


def _row(
    doses: Sequence[Prescription], side: str, cells: tuple[PaperCell, ...], held: str
) -> PaperRow:
    """The row, with the last dose of these days."""
    last = [cell.prescription for cell in cells if cell.prescription][-1]
    dose = next(row for row in doses if row.pk == last)
    line, slug = dose.done_as
    return PaperRow(
        field=f"{line}-{slug}-{side}",
        name=dose.exercise.name,
        words=dose_words(as_line(dose)),
        side=side,
        cells=cells,
        held=held,
    )


@dataclass(frozen=True)
class _Told:
    """A week as it was told: how often each was done by paper and by phone, and the stops."""

    paper: Mapping[OnDay, int]
    phone: Mapping[OnDay, int]
    stops: Collection[OnDay]


@dataclass(frozen=True)
class _Week:
    """A patient's week as it is known: their zone and today, holds, and all that was told."""

    zone: str
    today: date
    held: HeldWhen
    told: _Told

    def cell(self, doses: Sequence[Prescription], side: str, day: date) -> PaperCell:
        """One exercise, given by its doses in order, on one side and day."""
        key = (doses[0].done_as, side, day)
        kept = self.told.paper.get(key, 0)
        of_side = [row for row in doses if side in sides_due(row.side)]
        row = self._stood(of_side, day) or (of_side[-1] if kept else None)
        can_be_ticked = row is not None and day <= self.today
        return PaperCell(
            day=day,
            prescription=row.pk if row is not None and can_be_ticked else None,
            side=side,
            due=row is not None and row.due_on(day),
            most=row.times_a_day if row is not None else 0,
            kept=kept,
            rounds=kept,
            on_phone=self.told.phone.get(key, 0),
            stopped=key in self.told.stops,
            on_hold=can_be_ticked and self.held.on(doses[0].line, day),
        )

    def _stood(self, doses: Sequence[Prescription], day: date) -> Prescription | None:
        """The dose that stood on the list that day."""
        given = [row for row in doses if local_day(row.given_at, self.zone) <= day]
        for row in reversed(given):
            # The day on which it was taken off, or another took its place, still has it.
            if row.ended_at is None or local_day(row.ended_at, self.zone) >= day:
                return row
        # On the list again: an old sheet may have been ticked in between.
        return given[-1] if given and doses[-1].ended_at is None else None


def _told(patient: Patient, programme: Programme, week: Sequence[date]) -> _Told:
    """All that was told of each exercise on each day and side: by paper, by a phone, and stops."""
    of_paper = {paper_session(patient, day): day for day in week}
    paper: dict[OnDay, int] = defaultdict(int)
    phone: dict[OnDay, int] = defaultdict(int)
    stops: set[OnDay] = set()
    entries = Entry.objects.filter(
        Q(session__in=of_paper) | Q(local_date__in=week),
        prescription__programme=programme,
        outcome__in=TRIED,
        undone_at=None,
    )
    for line, slug, side, session, local_date, outcome, count in (
        entries.order_by()
        .values_list("prescription__line", SLUG, "side", "session", "local_date", "outcome")
        .annotate(n=Count("pk"))
    ):
        day = of_paper.get(session)
        if outcome == Outcome.STOPPED:
            stops.add(((line, slug), side, local_date))
        elif day is not None:
            paper[(line, slug), side, day] += count
        elif local_date in week:
            phone[(line, slug), side, local_date] += count
    return _Told(paper, phone, stops)


def as_typed(data: QueryDict, rows: Collection[PaperRow]) -> tuple[PaperRow, ...]:
    """The sheet with the boxes that are ticked on the page, whatever is kept by now.

    A cell that was left as the page showed it follows what is kept: somebody else may have entered
    it meanwhile.
    """
    return tuple(replace(row, cells=tuple(_typed(data, row))) for row in rows)


def _typed(data: QueryDict, row: PaperRow) -> list[PaperCell]:
    shown = data.get(f"{row.field}-shown", "").split(",")
    before = shown if len(shown) == len(row.cells) else row.kept.split(",")
    cells = []
    for cell, was in zip(row.cells, before, strict=True):
        boxes = {str(n) for n, _ticked in cell.boxes}
        ticked = len(boxes.intersection(data.getlist(f"{row.field}-{cell.day.isoformat()}")))
        changed = cell.prescription is not None and str(ticked) != was
        cells.append(replace(cell, rounds=ticked) if changed else cell)
    return cells


def ticks_of(rows: Collection[PaperRow]) -> dict[date, list[Tick]]:
    """The changes that the page makes to what is kept, by day."""
    found: dict[date, list[Tick]] = defaultdict(list)
    for row in rows:
        for cell in row.cells:
            if cell.prescription is not None and cell.rounds != cell.kept:
                found[cell.day].append(Tick(cell.prescription, cell.side, cell.rounds))
    return dict(found)
