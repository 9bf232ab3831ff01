"""The whole programme, line by line: what it is now, what it was before, and why it changed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goodform.diary.queries import DoneAs
from goodform.programmes.models import Hold, Prescription, Programme
from goodform.programmes.on_line import OnLine
from goodform.programmes.queries import given_in
from goodform.programmes.schedule import local_day
from goodform.safety.dose import dose_in
from goodform.today.how_much import how_much, how_often
from goodform.today.news import LastRelease, changed_words, released_words
from goodform.today.which_days import on_which_days


@dataclass(frozen=True)
class Earlier:
    """A line as it was before a change, and from which day to which."""

    id: UUID
    name: str
    words: str
    since: date


@dataclass(frozen=True)
class ProgrammeLine:
    """One line of the programme. `ended` lines are no longer done."""

    id: UUID
    picture: str
    name: str
    side: str
    words: str
    anchor: str
    note: str
    note_from: str
    changed: str
    released: str
    ended: bool
    earlier: tuple[Earlier, ...]


def lines_of(programme: Programme, zone: str) -> tuple[ProgrammeLine, ...]:
    """Every line there ever was, those in force first, in order; two queries."""
    rows = (
        Prescription.objects.filter(programme=programme)
        .select_related("exercise__exercise", "given_by")
        .order_by("-since_version")
    )
    by_line: dict[UUID, list[Prescription]] = defaultdict(list)
    for row in rows:
        by_line[row.line].append(row)
    released = _releases(programme, OnLine(row for rows in by_line.values() for row in rows))
    newest = [_line(rows, released.get(rows[0].done_as), zone) for rows in by_line.values()]
    order = {versions[0].pk: versions[0].order for versions in by_line.values()}
    return tuple(sorted(newest, key=lambda line: (line.ended, order[line.id])))


def dose_words(row: Prescription) -> str:
    """How much, how often and on which days, in one line."""
    parts = (
        how_much(dose_in(row), row.side),
        how_often(row.times_a_day),
        on_which_days(row.weekdays),
    )
    return ", ".join(part for part in parts if part)


def _releases(programme: Programme, story: OnLine) -> dict[DoneAs, LastRelease]:
    """The last release of each exercise on its line."""
    holds = Hold.objects.filter(programme=programme).order_by("released_at")
    found = {}
    for line, at, reason in holds.values_list("line", "released_at", "release_reason"):
        row = story.at(line, at) if line and at else None
        if row is not None and at is not None:
            found[row.done_as] = LastRelease(at, reason)
    return found


def everything_released(programme: Programme, zone: str) -> str:
    """When the whole programme was last released, and why; empty if it never was. Two queries."""
    holds = Hold.objects.filter(programme=programme, line=None, released_at__isnull=False)
    last = holds.order_by("released_at").last()
    if last is None or last.released_at is None:
        return ""
    waits = tuple(row.exercise.name for row in given_in(programme) if row.is_held)
    released = LastRelease(last.released_at, last.release_reason, everything=True, waits=waits)
    return released_words(released, zone)


def _line(
    versions: Sequence[Prescription], released: LastRelease | None, zone: str
) -> ProgrammeLine:
    newest = versions[0]
    changed = newest.why_changed or len(versions) > 1
    return ProgrammeLine(
        id=newest.pk,
        picture=newest.exercise.content["picture"],
        name=newest.exercise.name,
        side=newest.side,
        words=dose_words(newest),
        anchor=newest.anchor,
        note=newest.note,
        note_from=newest.given_by.called,
        changed=changed_words(newest, zone) if changed else "",
        released=released_words(released, zone) if released else "",
        ended=newest.until_version is not None,
        earlier=tuple(
            Earlier(
                id=row.pk,
                name=row.exercise.name,
                words=dose_words(row),
                since=local_day(row.given_at, zone),
            )
            for row in versions[1:]
        ),
    )
