"""Everything a patient was ever given, version by version, and what was held and released."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from goodform.audit.models import AuditRow
from goodform.desk.how_much import dose_words
from goodform.desk.why_on_hold import hold_words
from goodform.diary.models import Entry
from goodform.diary.queries import holds_by_mistake
from goodform.programmes.actions import GAVE
from goodform.programmes.causes import id_in
from goodform.programmes.models import Hold, Prescription, Programme
from goodform.programmes.on_line import OnLine
from goodform.programmes.queries import as_line
from goodform.programmes.schedule import local_day


@dataclass(frozen=True)
class Change:
    """One line in one event: `new`, `changed` or `ended`, with what it was and why."""

    kind: str
    name: str
    was: str
    now: str
    reasons: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Event:
    """Something that happened to the programme: given, held, or released."""

    at: datetime
    kind: str
    title: str
    by: str
    changes: tuple[Change, ...] = ()
    words: str = ""


def history_of(programme: Programme, zone: str) -> tuple[Event, ...]:
    """Every event, newest first, in the clinic's time; five queries."""
    rows = list(
        Prescription.objects.filter(programme=programme)
        .select_related("exercise__exercise")
        .order_by("since_version", "order")
    )
    holds = list(Hold.objects.filter(programme=programme).select_related("released_by"))
    names = _Names(OnLine(rows), _told_of(holds), holds_by_mistake(holds))
    events = [*_given(programme, rows), *_holds(holds, names, zone)]
    local = ZoneInfo(zone)
    told = [replace(event, at=event.at.astimezone(local)) for event in events]
    return tuple(sorted(told, key=lambda event: event.at, reverse=True))


@dataclass(frozen=True)
class _Names:
    """Names of what a hold was on: the exercise told of, or that stood on its line at a moment.

    `by_mistake` are the holds that a stop asked for which was pressed by mistake.
    """

    story: OnLine
    told_of: Mapping[str, str]
    by_mistake: frozenset[UUID]

    def opened(self, hold: Hold) -> str:
        return self.told_of.get(hold.cause) or self.at(hold, hold.opened_at)

    def at(self, hold: Hold, moment: datetime) -> str:
        row = self.story.at(hold.line, moment) if hold.line else None
        return row.exercise.name if row else ""


def _told_of(holds: Sequence[Hold]) -> dict[str, str]:
    """By the cause of a hold on a line, the exercise of the entry that caused it; one query."""
    causes: dict[UUID, list[str]] = defaultdict(list)
    for hold in holds:
        entry = id_in(hold.cause)
        if hold.line and entry:
            causes[entry].append(hold.cause)
    named = Entry.objects.filter(pk__in=causes, prescription__isnull=False)
    return {
        cause: name
        for pk, name in named.values_list("pk", "prescription__exercise__name")
        for cause in causes[pk]
    }


def _given(programme: Programme, rows: Sequence[Prescription]) -> list[Event]:
    """One event a version: what it changed, with the time and the name from the record."""
    changes = _changes_by_version(rows)
    record = AuditRow.objects.filter(
        action=GAVE, subject="programme", subject_id=str(programme.pk)
    ).order_by("id")
    return [
        Event(
            at=row.at,
            kind="given",
            title=_("Given, version %(version)s") % {"version": row.facts["version"]},
            by=row.actor,
            changes=tuple(changes[row.facts["version"]]),
        )
        for row in record
    ]


def _changes_by_version(rows: Sequence[Prescription]) -> Mapping[int, list[Change]]:
    changes: dict[int, list[Change]] = defaultdict(list)
    continued = {(row.line, row.since_version) for row in rows}
    earlier: dict[UUID, Prescription] = {}
    for row in rows:
        changes[row.since_version].append(_change(row, earlier.get(row.line)))
        earlier[row.line] = row
        if row.until_version and (row.line, row.until_version) not in continued:
            changes[row.until_version].append(_ending(row))
    return changes


def _change(row: Prescription, before: Prescription | None) -> Change:
    reasons = (
        (_("Why: %(words)s"), row.why_changed),
        (_("Form not checked: %(words)s"), "" if row.form_checked else row.form_reason),
        (_("Despite a caution: %(words)s"), row.caution_reason),
    )
    return Change(
        kind="changed" if before else "new",
        name=row.exercise.name,
        was=_was(row, before) if before else "",
        now=dose_words(as_line(row)),
        reasons=tuple(said % {"words": words} for said, words in reasons if words),
        note=row.note,
    )


def _was(row: Prescription, before: Prescription) -> str:
    words = dose_words(as_line(before))
    if before.exercise.name == row.exercise.name:
        return words
    return _("%(name)s, %(dose)s") % {"name": before.exercise.name, "dose": words}


def _ending(row: Prescription) -> Change:
    return Change("ended", row.exercise.name, dose_words(as_line(row)), "", (), "")


def _holds(holds: Sequence[Hold], names: _Names, zone: str) -> list[Event]:
    events = []
    for hold in holds:
        whole = "" if hold.line else _("The whole programme")
        events.append(
            Event(
                at=hold.opened_at,
                kind="held",
                title=_("%(about)s was put on hold") % {"about": whole or names.opened(hold)},
                by="",
                words=hold_words(
                    hold.reason,
                    local_day(hold.opened_at, zone),
                    by_mistake=hold.pk in names.by_mistake,
                ),
            )
        )
        if hold.released_at is not None:
            events.append(
                Event(
                    at=hold.released_at,
                    kind="released",
                    title=_("%(about)s was released")
                    % {"about": whole or names.at(hold, hold.released_at)},
                    by=hold.released_by.name if hold.released_by else "",
                    words=_released_words(hold, holds, names),
                )
            )
    return events


def _released_words(released: Hold, holds: Sequence[Hold], names: _Names) -> str:
    """The reason, and what was on hold at that moment and stayed so."""
    at = released.released_at
    left = {
        names.at(hold, at) if hold.line else _("the whole programme")
        for hold in holds
        if at is not None
        and hold.opened_at <= at
        and (hold.released_at is None or hold.released_at > at)
    }
    if not left:
        return released.release_reason
    said = _("%(reason)s (Stayed on hold: %(left)s)")
    return said % {"reason": released.release_reason, "left": ", ".join(sorted(left))}
