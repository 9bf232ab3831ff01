"""The day as the patient sees it: what is left, what comes next, what waits and why.

Built from what the queries answered; no database in here.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodform.diary.queries import DoneAs
from goodform.programmes.queries import Standing, WhyHeld
from goodform.programmes.schedule import (
    Done,
    local_day,
    rounds_left,
    seconds_left,
    sides_due,
)
from goodform.safety.dose import dose_in
from goodform.today.how_much import how_much, how_often
from goodform.today.news import news_of, released_words
from goodform.today.queries import Prescribed
from goodform.today.why_held import why_held


class RowState(StrEnum):
    """How a row of the list stands."""

    DONE = "done"
    NEXT = "next"
    LATER = "later"
    HELD = "held"
    LOCKED = "locked"


QUIET = frozenset({RowState.DONE, RowState.LOCKED})
"""Rows that say nothing of a change: there is nothing to do differently now."""

SHUT = frozenset({RowState.HELD, RowState.LOCKED})
"""Rows that are not done now: they say only why."""


@dataclass(frozen=True)
class Row:
    """One exercise of the day."""

    id: UUID
    picture: str
    name: str
    why: str
    side: str
    how_much: str
    how_often: str
    anchor: str
    state: RowState
    seconds_left: int
    sides_left: tuple[str, ...]
    rounds_done: int
    times_a_day: int
    bad_day: bool
    waits: str
    news: str
    note: str
    note_from: str

    @property
    def minutes(self) -> int:
        """About how long what is left of it takes; at least one."""
        return max(1, round(self.seconds_left / 60))


@dataclass(frozen=True)
class Day:
    """Everything that is due today, in the practitioner's order."""

    rows: tuple[Row, ...]

    @property
    def counted(self) -> tuple[Row, ...]:
        """The exercises that can be done today: all but those on hold."""
        return tuple(row for row in self.rows if row.state is not RowState.HELD)

    @property
    def done(self) -> int:
        """How many are finished."""
        return sum(row.state is RowState.DONE for row in self.rows)

    @property
    def left(self) -> tuple[Row, ...]:
        """The exercises still to do."""
        return tuple(row for row in self.rows if row.state in {RowState.NEXT, RowState.LATER})

    @property
    def next(self) -> Row | None:
        """The exercise that comes next; None when nothing is left."""
        return next(iter(self.left), None)

    @property
    def minutes(self) -> int:
        """About how long all that is left takes, in minutes."""
        return max(1, round(sum(row.seconds_left for row in self.left) / 60)) if self.left else 0

    @property
    def parts(self) -> tuple[str, ...]:
        """The day's mat, one part an exercise."""
        return tuple("done" if row.state is RowState.DONE else "empty" for row in self.counted)


def day_of(
    standing: Standing, prescribed: Sequence[Prescribed], done: Mapping[DoneAs, Done]
) -> Day:
    """The day of a patient; `done` says how often each was done, by `done_as`."""
    due = [each for each in prescribed if each.row.due_on(standing.day)]
    rows: list[Row] = []
    next_found, said = False, set[str]()
    for each in due:
        row = row_of(standing, each, done.get(each.row.done_as, Done()))
        news = _not_said_yet(row.news, said)
        said.add(row.news)
        row = replace(row, news=news)
        if row.state is RowState.LATER and not next_found:
            next_found = True
            row = replace(row, state=RowState.NEXT)
        rows.append(row)
    return Day(rows=tuple(rows))


def _not_said_yet(news: str, said: Collection[str]) -> str:
    """News without what an earlier row has said: a release of everything is told once."""
    if any(each.endswith(news) for each in said):
        return ""
    told = next((each for each in said if each and news.endswith(each)), "")
    return news.removesuffix(told).rstrip()


def row_of(standing: Standing, prescribed: Prescribed, done: Done) -> Row:
    """One exercise and how it stands today. Never `next`: that is for the day to say."""
    row = prescribed.row
    left = rounds_left(row.side, row.times_a_day, done)
    content = row.exercise.content
    state = _state(standing, held=prescribed.held is not None, left=left)
    return Row(
        id=row.pk,
        picture=content["picture"],
        name=row.exercise.name,
        why=first_sentence(content["why"]),
        side=row.side,
        how_much=how_much(dose_in(row), row.side),
        how_often=how_often(row.times_a_day),
        anchor=row.anchor,
        state=state,
        seconds_left=seconds_left(dose_in(row), left, row.note) if state is RowState.LATER else 0,
        sides_left=tuple(side for side, rounds in left.items() if rounds),
        rounds_done=min(done.on(side) for side in sides_due(row.side)),
        times_a_day=row.times_a_day,
        bad_day=row.bad_day,
        waits=waits(standing, prescribed.held, row.exercise.name) if prescribed.held else "",
        news=_news(standing, prescribed, state),
        note=row.note if state not in SHUT else "",
        note_from=row.given_by.called if row.note else "",
    )


def _news(standing: Standing, prescribed: Prescribed, state: RowState) -> str:
    """Of what is done already, only what was released today: it had waited until then."""
    released = None if prescribed.held else prescribed.released
    if state in QUIET:
        zone = standing.patient.zone
        just = released is not None and local_day(released.at, zone) == standing.day
        return (
            released_words(released, zone) if released and just and state is RowState.DONE else ""
        )
    return news_of(prescribed.row, released, zone=standing.patient.zone, today=standing.day)


def waits(standing: Standing, held: WhyHeld, name: str) -> str:
    """Why a held prescription of this name waits, for its patient."""
    return why_held(
        reason=held.reason,
        since=local_day(held.since, standing.patient.zone),
        today=standing.day,
        practitioner=standing.patient.practitioner.called,
        instead_of=held.exercise if held.exercise != name else "",
    )


def _state(standing: Standing, *, held: bool, left: Mapping[str, int]) -> RowState:
    if not standing.open:
        return RowState.LOCKED
    if held:
        return RowState.HELD
    return RowState.LATER if any(left.values()) else RowState.DONE


def first_sentence(text: str) -> str:
    """The first sentence of a paragraph, which says most of it."""
    head, stop, _rest = text.partition(". ")
    return head + "." if stop else text


def what_is_left(day: Day) -> str:
    """How many are left and how long they take, in words."""
    exercises = ngettext(
        "%(count)s exercise left today.", "%(count)s exercises left today.", len(day.left)
    ) % {"count": len(day.left)}
    minutes = ngettext("About %(count)s minute.", "About %(count)s minutes.", day.minutes) % {
        "count": day.minutes
    }
    return f"{exercises} {minutes}"


def greeting(hour: int, called: str) -> str:
    """Hello by the patient's own clock (0 to 23)."""
    if hour < 12:
        words = _("Good morning, %(name)s")
    elif hour < 18:
        words = _("Good afternoon, %(name)s")
    else:
        words = _("Good evening, %(name)s")
    return words % {"name": called}


def next_day(prescribed: Sequence[Prescribed], today: date) -> date | None:
    """The next day after today on which something is due; None where nothing ever is."""
    return next(
        (
            day
            for ahead in range(1, 8)
            for day in [date.fromordinal(today.toordinal() + ahead)]
            if any(each.row.due_on(day) for each in prescribed)
        ),
        None,
    )
