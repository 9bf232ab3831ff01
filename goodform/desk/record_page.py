"""A record as its page shows it: sessions and changes of dose on one line of time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodform.desk.how_much import dose_words
from goodform.desk.record_facts import (
    Beyond,
    DoseChange,
    LadderEvidence,
    Record,
    RecordedEntry,
    RecordedSession,
)
from goodform.diary.choices import Outcome
from goodform.diary.course.days import monday_of
from goodform.diary.models import Entry, Morning
from goodform.inbox.headline import code_words, place_words
from goodform.programmes.models import Prescription
from goodform.programmes.queries import as_line
from goodform.safety.pain_rules import MorningAnswer as Answer


@dataclass(frozen=True)
class EntryRow:
    """One exercise on one side, in words."""

    exercise: str
    side: str
    outcome: str
    stopped: bool
    amount: str
    pain: int | None
    difficulty: str
    told: tuple[str, ...]
    timing: str
    by_camera: tuple[str, ...]
    corrected: str
    undone: bool


@dataclass(frozen=True)
class SessionRow:
    """One sitting: what it says of itself, and its entries."""

    at: datetime
    when: str
    pain: str
    morning: str
    red_flags: tuple[str, ...]
    note: str
    entered_by: str
    entries: tuple[EntryRow, ...]
    beyond: Beyond
    is_session: bool = True


@dataclass(frozen=True)
class ChangeRow:
    """A dose as it was given or changed, between the sessions."""

    at: datetime
    when: str
    by: str
    exercise: str
    now: str
    was: str
    why: str
    is_session: bool = False


@dataclass(frozen=True)
class EvidenceRow:
    """One exercise in force: done of planned, and what stands beside the ladder."""

    row: Prescription
    words: str
    done: int
    planned: int
    known: str
    evidence: str


def timeline(record: Record, zone: str) -> tuple[SessionRow | ChangeRow, ...]:
    """Sessions and changes, newest first, in the patient's time."""
    local = ZoneInfo(zone)
    rows: list[SessionRow | ChangeRow] = [_session(each, local) for each in record.sessions]
    rows += [_change(each, local) for each in record.changes]
    return tuple(sorted(rows, key=lambda row: row.at, reverse=True))


@dataclass(frozen=True)
class FoldedWeek:
    """The rows of one week, newest first, under a line that says what is in it."""

    words: str
    stops: str
    rows: tuple[SessionRow | ChangeRow, ...]


def folded(rows: Sequence[SessionRow | ChangeRow], zone: str) -> tuple[FoldedWeek, ...]:
    """Rows of a timeline by the weeks of the patient's own days."""
    local = ZoneInfo(zone)
    weeks = groupby(rows, key=lambda row: monday_of(row.at.astimezone(local).date()))
    return tuple(_folded(monday, tuple(of)) for monday, of in weeks)


def _folded(monday: date, rows: tuple[SessionRow | ChangeRow, ...]) -> FoldedWeek:
    sessions = [row for row in rows if isinstance(row, SessionRow)]
    stops = sum(any(entry.stopped for entry in row.entries) for row in sessions)
    words = ngettext(
        "Week of %(day)s: %(n)s session", "Week of %(day)s: %(n)s sessions", len(sessions)
    ) % {"day": date_format(monday, "j F"), "n": len(sessions)}
    stopped = ngettext("stopped in %(n)s session", "stopped in %(n)s sessions", stops)
    return FoldedWeek(words, stopped % {"n": stops} if stops else "", rows)


def evidence_rows(
    given: Sequence[Prescription], found: Mapping[Any, LadderEvidence]
) -> tuple[EvidenceRow, ...]:
    """Each exercise in force with its evidence."""
    return tuple(
        EvidenceRow(
            row=row,
            words=dose_words(as_line(row)),
            done=found[row.pk].adherence.done,
            planned=found[row.pk].adherence.planned,
            known=_("%(timed)s timed, %(ticked)s ticked")
            % {
                "timed": found[row.pk].adherence.timed,
                "ticked": found[row.pk].adherence.ticked,
            },
            evidence=found[row.pk].words,
        )
        for row in given
    )


def _session(recorded: RecordedSession, local: ZoneInfo) -> SessionRow:
    session = recorded.session
    return SessionRow(
        at=session.started_at,
        when=date_format(session.started_at.astimezone(local), "l j F Y, H:i"),
        pain=_pains(session.pain_before, session.pain_after),
        morning=_morning(recorded.morning),
        red_flags=tuple(code_words(code) for code in session.red_flags if code not in _NO_FLAG),
        note=session.note,
        entered_by=recorded.entered_by,
        entries=tuple(_entry(each) for each in recorded.entries),
        beyond=recorded.beyond,
    )


_NO_FLAG = frozenset({"none_of_these", "nothing_new"})


def _pains(before: int | None, after: int | None) -> str:
    parts = (
        _("pain before %(pain)s") % {"pain": _answered(before)},
        _("after %(pain)s") % {"pain": _answered(after)},
    )
    return ", ".join(parts)


def _answered(pain: int | None) -> str:
    return _("not answered") if pain is None else str(pain)


def _morning(morning: Morning | None) -> str:
    if morning is None:
        return ""
    day = date_format(morning.date, "j F")
    said = {
        Answer.UNANSWERED: _("Next morning, %(day)s: not answered"),
        Answer.UNSURE: _("Next morning, %(day)s: was not sure"),
        Answer.WORSE: _("Next morning, %(day)s: worse"),
        Answer.ACHE: _("Next morning, %(day)s: as usual, muscles ached"),
        Answer.SETTLED: _("Next morning, %(day)s: as usual"),
    }
    words = said[morning.answer] % {"day": day}
    if morning.pain is None:
        return words
    return _("%(words)s, pain %(pain)s") % {"words": words, "pain": morning.pain}


def _entry(recorded: RecordedEntry) -> EntryRow:
    entry = recorded.entry
    told = [place_words(entry.where)] if entry.where else []
    told += [code_words(code) for code in entry.symptoms]
    told += [recorded.reason] if recorded.reason else []
    return EntryRow(
        exercise=recorded.exercise,
        side="" if entry.side == "both" else recorded.side,
        outcome=recorded.outcome,
        stopped=entry.outcome == Outcome.STOPPED,
        amount=_amount(entry),
        pain=entry.pain,
        difficulty=recorded.difficulty,
        told=(*told, *recorded.notices, *recorded.remarks),
        timing=recorded.timing,
        by_camera=recorded.by_camera,
        corrected=_corrected(recorded.corrections),
        undone=entry.undone_at is not None,
    )


def _amount(entry: Entry) -> str:
    """`2 × 10 of 2 × 10`, as far as it was counted."""
    if entry.time_target_s or entry.time_done_s:
        return _by_time(entry)
    if entry.sets_done is None and entry.repetitions_done is None:
        return ""
    done = f"{entry.sets_done or '?'} × {entry.repetitions_done or '?'}"
    if entry.hold_done_s:
        done += _(", %(seconds)s s held") % {"seconds": entry.hold_done_s}
    if not entry.sets_target:
        return done
    asked = f"{entry.sets_target} × {entry.repetitions_target}"
    return _("%(done)s of %(asked)s") % {"done": done, "asked": asked}


def _by_time(entry: Entry) -> str:
    """`3 × 10 s of 3 × 10 s`, as far as it was timed."""
    if entry.sets_done is None and entry.time_done_s is None:
        return ""
    said = _("%(sets)s × %(seconds)s s")
    nothing = {"sets": "?", "seconds": "?"}
    known = {"sets": entry.sets_done, "seconds": entry.time_done_s}
    done = said % {name: nothing[name] if n is None else n for name, n in known.items()}
    if not entry.time_target_s:
        return done
    asked = said % {"sets": entry.sets_target or "?", "seconds": entry.time_target_s}
    return _("%(done)s of %(asked)s") % {"done": done, "asked": asked}


def _corrected(corrections: Sequence[Mapping[str, Any]]) -> str:
    """The entry as it was before it was corrected: `pain 3; outcome done`."""
    said = [
        f"{name.replace('_', ' ')} {'–' if value in (None, '') else value}"
        for before in corrections
        for name, value in before.items()
    ]
    return "; ".join(said)


def _change(change: DoseChange, local: ZoneInfo) -> ChangeRow:
    before = change.before
    was = ""
    if before is not None:
        was = dose_words(as_line(before))
        if before.exercise.name != change.exercise:
            was = f"{before.exercise.name}, {was}"
    return ChangeRow(
        at=change.at,
        when=date_format(change.at.astimezone(local), "j F Y"),
        by=change.by,
        exercise=change.exercise,
        now=dose_words(as_line(change.prescription)),
        was=was,
        why=change.prescription.why_changed,
    )
