"""A record as its page shows it: sessions and changes of dose on one line of time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from goodform.desk.dose_words import dose_words
from goodform.desk.record_facts import (
    Beyond,
    DoseChange,
    LadderEvidence,
    Record,
    RecordedEntry,
    RecordedSession,
)
from goodform.diary.choices import Outcome
from goodform.diary.models import Entry, Morning
from goodform.inbox.words import code_words, place_words
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
        corrected=_corrected(recorded.corrections),
        undone=entry.undone_at is not None,
    )


def _amount(entry: Entry) -> str:
    """`2 × 10 of 2 × 10`, as far as it was counted."""
    if entry.sets_done is None and entry.repetitions_done is None:
        return ""
    done = f"{entry.sets_done or '?'} × {entry.repetitions_done or '?'}"
    if entry.hold_done_s:
        done += _(", %(seconds)s s held") % {"seconds": entry.hold_done_s}
    if not entry.sets_target:
        return done
    asked = f"{entry.sets_target} × {entry.repetitions_target}"
    return _("%(done)s of %(asked)s") % {"done": done, "asked": asked}


def _corrected(corrections: Sequence[Mapping[str, Any]]) -> str:
    """What it said before it was corrected: `pain 3; outcome done`."""
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
