"""Between the rows of the diary and the facts that are merged."""

from datetime import date
from uuid import UUID

from goodform.diary.merging import EntryFacts, SessionFacts
from goodform.diary.models import Entry, Session
from goodform.diary.what_is_prescribed import PatientsProgramme
from goodform.diary.which_day import day_of
from goodform.inbox.what_a_patient_says import TARGETS, WORDS, as_columns, targets_in, words_in

SESSION_COLUMNS = (
    "started_at",
    "finished_at",
    "sent_at",
    "clock_offset_s",
    "pain_before",
    "pain_after",
    "red_flags",
    "red_flags_asked",
    "note",
    "flags",
    "stamps",
    "zone",
    "local_date",
    "programme_version",
    "shown",
)
ENTRY_COLUMNS = (
    "prescription_id",
    *WORDS,
    *TARGETS,
    "recorded_at",
    "zone",
    "local_date",
    "flags",
    "stamps",
    "undone_at",
)


def session_facts(row: Session) -> SessionFacts:
    """A session's row as facts."""
    return SessionFacts(
        started_at=row.started_at,
        sent_at=row.sent_at,
        programme_version=row.programme_version if "programme_version" in row.stamps else None,
        zone=row.zone if "zone" in row.stamps else "",
        shown=row.shown,
        day=row.local_date if "day" in row.stamps else None,
        finished_at=row.finished_at,
        clock_offset_s=row.clock_offset_s,
        pain_before=row.pain_before,
        pain_after=row.pain_after,
        red_flags=tuple(row.red_flags),
        red_flags_asked=row.red_flags_asked,
        note=row.note,
        flags=tuple(row.flags),
        stamps=row.stamps,
    )


def fill_session(row: Session, facts: SessionFacts, prescribed: PatientsProgramme) -> Session:
    """Write facts into a session's row; what was not said is filled from what is known."""
    zone = facts.zone or prescribed.patient.zone
    row.started_at, row.finished_at = facts.started_at, facts.finished_at
    row.sent_at, row.clock_offset_s = facts.sent_at, facts.clock_offset_s
    row.pain_before, row.pain_after = facts.pain_before, facts.pain_after
    row.red_flags, row.red_flags_asked = list(facts.red_flags), facts.red_flags_asked
    row.note, row.flags, row.stamps = facts.note, list(facts.flags), dict(facts.stamps)
    row.zone, row.shown = zone, facts.shown
    row.local_date = day_of(facts.started_at, zone, said=facts.day, home=prescribed.patient.zone)
    if facts.programme_version is not None:
        row.programme_version = facts.programme_version
    return row


def entry_facts(row: Entry) -> EntryFacts:
    """An entry's row as facts."""
    return EntryFacts(
        id=row.pk,
        prescription=row.prescription_id,
        **words_in(row),
        recorded_at=row.recorded_at,
        zone=row.zone,
        undone_at=row.undone_at,
        flags=tuple(row.flags),
        stamps=row.stamps,
    )


def entry_row(
    session: UUID, facts: EntryFacts, prescribed: PatientsProgramme, *, day: date | None
) -> Entry:
    """An entry's row, with what was asked beside what was done; `day` is the session's."""
    asked = prescribed.prescriptions.get(facts.prescription) if facts.prescription else None
    return Entry(
        id=facts.id,
        session_id=session,
        prescription_id=facts.prescription,
        **as_columns(facts),
        **targets_in(asked),
        recorded_at=facts.recorded_at,
        zone=facts.zone,
        local_date=day_of(facts.recorded_at, facts.zone, said=day, home=prescribed.patient.zone),
        flags=list(facts.flags),
        stamps=dict(facts.stamps),
        undone_at=facts.undone_at,
    )
