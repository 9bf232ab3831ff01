"""From what a device told to what is kept: its clock put right, its silence filled. Pure."""

from datetime import UTC, datetime

from goodform.diary.choices import RedFlagsAsked
from goodform.diary.clock import DeviceClock
from goodform.diary.documents import SentEntry, SessionDocument
from goodform.diary.merging import ENTRY_FIELDS, SESSION_FIELDS, EntryFacts, SessionFacts, stamped
from goodform.diary.which_day import believed
from goodform.inbox.what_a_patient_says import words_in
from goodform.safety.red_flags import read_answer


def sent_moment(document: SessionDocument, clock: DeviceClock) -> datetime:
    """When the document was sent, by our clock; when it arrived, where it does not say."""
    return clock.corrected(document.sent_at) if document.sent_at else clock.received_at


def settle_session(document: SessionDocument, clock: DeviceClock, *, home: str) -> SessionFacts:
    """The session of a document, without its entries; `home` is the zone of the profile."""
    sent = sent_moment(document, clock)
    starts = [document.started_at, *(each.recorded_at for each in document.readable)]
    known = [clock.corrected(each) for each in starts if each is not None]
    started_at = known[0] if document.started_at else min(known, default=sent)
    facts = SessionFacts(
        programme_version=document.programme_version,
        started_at=started_at,
        sent_at=(document.sent_at or clock.received_at).astimezone(UTC),
        zone=document.zone,
        shown=document.shown,
        day=believed(document.day, started_at, home),
        finished_at=clock.corrected(document.finished_at) if document.finished_at else None,
        clock_offset_s=clock.offset.total_seconds(),
        pain_before=document.pain_before,
        pain_after=document.pain_after,
        red_flags=document.red_flags,
        red_flags_asked=RedFlagsAsked(read_answer(document.red_flags).answered),
        note=document.note,
        flags=_clock_flags(document.flags, clock, document.started_at),
    )
    return stamped(facts, SESSION_FIELDS, sent)


def _clock_flags(
    flags: tuple[str, ...], clock: DeviceClock, moment: datetime | None
) -> tuple[str, ...]:
    found = [*flags]
    if moment is not None and clock.clamped(moment):
        found.append("time_clamped")
    if not clock.trusted:
        found.append("clock_unsure")
    return tuple(dict.fromkeys(found))


def settle_entry(
    sent: SentEntry, clock: DeviceClock, *, sent_at: datetime, zone: str
) -> EntryFacts:
    """One entry. `sent_at` is by our clock; `zone` stands in where the entry names none."""
    facts = EntryFacts(
        id=sent.id,
        prescription=sent.prescription,
        **words_in(sent),
        recorded_at=clock.corrected(sent.recorded_at) if sent.recorded_at else sent_at,
        zone=sent.zone or zone,
        undone_at=clock.corrected(sent.undone_at) if sent.undone_at else None,
        flags=_clock_flags(sent.flags, clock, sent.recorded_at),
    )
    said_at = clock.corrected(sent.changed_at) if sent.changed_at else sent_at
    return stamped(facts, ENTRY_FIELDS, said_at)
