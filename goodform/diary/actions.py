"""Taking what a patient did into the diary.

One transaction: the session, its entries, the holds and alerts that follow, the mail that goes out,
the row in the record.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from goodform.audit.actions import Actor, record
from goodform.diary.beyond import in_pieces, put_aside
from goodform.diary.choices import Outcome
from goodform.diary.clock import DeviceClock, clock_of
from goodform.diary.consequences import of_session
from goodform.diary.documents import MOST_ENTRIES, SessionDocument
from goodform.diary.ends import of_ends
from goodform.diary.evidence import about_entry, about_session
from goodform.diary.following import follow
from goodform.diary.merging import EntryFacts, SessionFacts, merge_sessions
from goodform.diary.models import CameraSummary, Entry, EntryRevision, Session
from goodform.diary.rows import (
    ENTRY_COLUMNS,
    SESSION_COLUMNS,
    entry_facts,
    entry_row,
    fill_session,
    session_facts,
)
from goodform.diary.settling import sent_moment, settle_session
from goodform.diary.taking import Result, Taking
from goodform.diary.what_is_prescribed import HeldNow, PatientsProgramme, held_now, prescribed_to
from goodform.fast.prepared import Prepared
from goodform.inbox.writing import send_message
from goodform.people.doors import NotAllowed
from goodform.people.models import Patient, Staff

SESSION = Prepared(
    lambda session: Session.objects.filter(pk=session),
    session=Session._meta.get_field("id"),
)


class SomebodyElsesSession(LookupError):
    """A session of this id belongs to another person. Say no more than that it is not here."""


@dataclass(frozen=True)
class Taken:
    """The outcome of a session, and all that is on hold after it."""

    session: UUID
    made: bool
    results: tuple[Result, ...]
    held: HeldNow
    advice: str | None
    flags: tuple[str, ...]
    beyond: Iterator[Sequence[Entry]] = field(default_factory=lambda: iter(()))
    """Stops the session had no room for: heard with the others, still to be kept, in pieces."""


def require_writer(patient: Patient, *, by: Actor, entered_by: Staff | None = None) -> None:
    """Raise `NotAllowed` unless this is the patient, or their clinic entering paper."""
    own = entered_by is None and by.audit_id == patient.audit_id
    paper = (
        entered_by is not None
        and by.audit_id == entered_by.audit_id
        and entered_by.clinic_id == patient.clinic_id
    )
    if not (own or paper):
        raise NotAllowed(_("Only the patient, or their clinic from paper, writes here."))


def take_turn(patient: Patient) -> None:
    """Let one sender a patient at a time go on, until the transaction ends.

    SQLite has one writer anyway. The weaker lock lets other rows go on pointing at the patient.
    """
    if connection.features.has_select_for_update:
        Patient.objects.select_for_update(no_key=True).values_list("pk").get(pk=patient.pk)


@transaction.atomic
def take_session(
    *,
    patient: Patient,
    session: UUID,
    document: SessionDocument,
    received_at: datetime,
    by: Actor,
    entered_by: Staff | None = None,
) -> Taken:
    """Keep a session, finished or not, and do what follows from it.

    Sent twice it is kept once; sent again with more it grows; sent again with other words the later
    ones count and the earlier are kept beside them. Raises SomebodyElsesSession.
    """
    require_writer(patient, by=by, entered_by=entered_by)
    take_turn(patient)
    row = SESSION.first(session=session)
    if row is not None and row.patient_id != patient.pk:
        raise SomebodyElsesSession(str(session))
    wanted = {each.prescription for each in document.readable if each.prescription is not None}
    prescribed = prescribed_to(patient, wanted)
    clock = _clock(row, document, received_at)
    said = settle_session(document, clock, home=patient.zone)
    facts = merge_sessions(session_facts(row), said) if row else said
    taking = _taking(row, session, document, prescribed, clock=clock, day=facts.day)
    results = tuple(taking.take(each) for each in document.entries)
    if taking.beyond or taking.excess:
        facts = replace(facts, flags=tuple(sorted({*facts.flags, "too_many"})))
    note_before = row.note if row else ""
    anew = frozenset({session}) if _flags_anew(row, facts) else frozenset()
    changed = _keep(row, facts, taking, by=by, entered_by=entered_by)
    told = taking.told(facts, said)
    found = of_session(told) + of_ends(told, patient)
    held = follow(
        patient=patient,
        programme=prescribed.programme,
        holds=found.holds,
        tellings=[
            about_session(alert, session, facts, prescribed)
            if alert.entry is None
            else about_entry(alert, session, taking.heard[alert.entry], facts, prescribed)
            for alert in found.alerts
        ],
        anew=taking.graver | anew,
        by=by,
    )
    if changed:
        action = "sent a session" if row is None else "sent more of a session"
        if entered_by is not None:
            action = "entered paper ticks"
        _write_down(taking, facts, action=action, note_before=note_before, by=by)
    return Taken(
        session=session,
        made=row is None,
        results=results,
        held=held_now(prescribed, newly=bool(held)),
        advice=found.advice,
        flags=facts.flags,
        beyond=in_pieces(taking),
    )


def _flags_anew(row: Session | None, facts: SessionFacts) -> bool:
    return row is not None and not set(facts.red_flags) <= set(row.red_flags)


def _clock(row: Session | None, document: SessionDocument, received_at: datetime) -> DeviceClock:
    """The device's clock; that of the first time, where this very document came before."""
    offset_s = document.clock_offset_s
    if row is not None and row.sent_at == document.sent_at:
        offset_s = row.clock_offset_s
    return clock_of(sent_at=document.sent_at, offset_s=offset_s, received_at=received_at)


def _taking(
    row: Session | None,
    session: UUID,
    document: SessionDocument,
    prescribed: PatientsProgramme,
    *,
    clock: DeviceClock,
    day: date | None,
) -> Taking:
    ids = {each.id for each in document.readable}
    if row is None:
        kept: dict[UUID, EntryFacts] = {}
        clashing = frozenset(Entry.objects.filter(pk__in=ids).values_list("pk", flat=True))
    else:
        entries = _entries_of(row, ids)
        kept = {each.pk: entry_facts(each) for each in entries if each.session_id == session}
        clashing = frozenset(each.pk for each in entries if each.session_id != session)
    return Taking(
        session=session,
        prescribed=prescribed,
        clock=clock,
        sent_at=sent_moment(document, clock),
        zone=document.zone or (row.zone if row else prescribed.patient.zone),
        day=day,
        kept=kept,
        clashing=clashing,
        now=dict(kept),
    )


def _entries_of(row: Session, ids: Collection[UUID]) -> list[Entry]:
    """The session's entries, and whose else these ids are; of one that overflowed, the first."""
    if "too_many" not in row.flags:
        return list(Entry.objects.filter(Q(session=row) | Q(pk__in=ids)))
    first = Entry.objects.filter(session=row).order_by("recorded_at", "pk")[:MOST_ENTRIES]
    found = {each.pk: each for each in first}
    return [*found.values(), *Entry.objects.filter(pk__in=[pk for pk in ids if pk not in found])]


def _keep(
    row: Session | None,
    facts: SessionFacts,
    taking: Taking,
    *,
    by: Actor,
    entered_by: Staff | None,
) -> bool:
    """Write session, entries and revisions; answers whether anything is different now."""
    different = _keep_session(row, facts, taking, entered_by)
    prescribed, session = taking.prescribed, taking.session
    added = [entry_row(session, each, prescribed, day=facts.day) for each in taking.added]
    changed = [entry_row(session, each, prescribed, day=facts.day) for each in taking.changed]
    if added:
        Entry.objects.bulk_create(added)
    if changed:
        Entry.objects.bulk_update(changed, ENTRY_COLUMNS)
    _keep_cameras(taking)
    aside = put_aside(session, taking.excess)
    _keep_lost_words(taking, by)
    newest = max((each.recorded_at for each in added), default=None)
    if newest is not None:
        Patient.objects.filter(pk=prescribed.patient.pk).exclude(last_active_at__gte=newest).update(
            last_active_at=newest
        )
    return different or aside or bool(added or changed)


def _keep_cameras(taking: Taking) -> None:
    """Keep what a camera saw of the entries that are kept; told again it changes nothing."""
    rows = [
        CameraSummary(
            entry_id=entry,
            engine=saw.engine,
            model=saw.model,
            summary=saw.summary,
            believed=believed,
            received_at=taking.clock.received_at,
        )
        for entry, (saw, believed) in taking.cameras.items()
        if entry in taking.now
    ]
    if rows:
        CameraSummary.objects.bulk_create(rows, ignore_conflicts=True)


def _keep_session(
    row: Session | None, facts: SessionFacts, taking: Taking, entered_by: Staff | None
) -> bool:
    prescribed = taking.prescribed
    if row is not None:
        if facts == session_facts(row):
            return False
        fill_session(row, facts, prescribed).save(update_fields=SESSION_COLUMNS)
        return True
    made = Session(
        id=taking.session,
        patient=prescribed.patient,
        programme=prescribed.programme,
        programme_version=prescribed.programme_version,
        received_at=taking.clock.received_at,
        entered_by=entered_by,
    )
    try:
        fill_session(made, facts, prescribed).save(force_insert=True)
    except IntegrityError as error:
        # Another patient's device took this id a moment ago.
        raise SomebodyElsesSession(str(taking.session)) from error
    return True


def _keep_lost_words(taking: Taking, by: Actor) -> None:
    """Keep what was outweighed, once each: nothing that was said disappears."""
    if not taking.lost:
        return
    before: dict[UUID, list[Mapping[str, object]]] = {}
    for entry, words in EntryRevision.objects.filter(entry__in=taking.lost).values_list(
        "entry", "before"
    ):
        before.setdefault(entry, []).append(words)
    rows = [
        EntryRevision(
            entry_id=entry,
            at=taking.clock.received_at,
            by=by.audit_id,
            by_label=by.audit_label,
            before=plain,
        )
        for entry, words in taking.lost.items()
        if (plain := _plain(words)) not in before.get(entry, [])
    ]
    EntryRevision.objects.bulk_create(rows)


def _plain(words: Mapping[str, object]) -> dict[str, object]:
    """The same words as JSON can keep them."""
    plain: dict[str, object] = {}
    for name, word in words.items():
        if isinstance(word, UUID):
            plain[name] = str(word)
        else:
            plain[name] = list(word) if isinstance(word, tuple) else word
    return plain


def _write_down(
    taking: Taking, facts: SessionFacts, *, action: str, note_before: str, by: Actor
) -> None:
    """The rows of the record, and the note as a message that somebody must read."""
    patient = taking.prescribed.patient
    stopped = [each for each in taking.now.values() if each.outcome == Outcome.STOPPED]
    record(
        by=by,
        clinic=patient.clinic_id,
        action=action,
        subject="session",
        subject_id=taking.session,
        added=len(taking.added),
        corrected=len(taking.lost),
        stops=len(stopped),
    )
    for each in taking.taken_back:
        record(
            by=by,
            clinic=patient.clinic_id,
            action="took back an entry",
            subject="entry",
            subject_id=each.id,
        )
    if facts.note and facts.note != note_before:
        send_message(
            patient=patient,
            message=uuid5(taking.session, facts.note),
            text=facts.note,
            written_at=facts.finished_at or taking.sent_at,
            by=patient,
        )
