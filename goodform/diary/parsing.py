"""From the body a device sent to a typed document. Pure.

Unknown keys are ignored: a newer app may say more than this Goodform knows. A malformed entry is
refused by itself and the others are kept (`diary.reading`).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from goodform.diary.by_camera import camera_of
from goodform.diary.choices import Difficulty, DoneSide, Timing, Why
from goodform.diary.documents import (
    MOST_ENTRIES,
    Excess,
    MessageDocument,
    MorningDocument,
    Refusal,
    SentEntry,
    SessionDocument,
)
from goodform.diary.reading import (
    LONGEST_HOLD_S,
    LONGEST_TIME_S,
    MOST_REPETITIONS,
    MOST_SETS,
    Reading,
    echo_of,
    read_entry,
)
from goodform.diary.values_sent import (
    choice_of,
    day_of,
    moment_of,
    number_of,
    or_empty,
    read_object,
    red_flags_of,
    seconds_of,
    text_of,
    uuid_of,
    words_of,
    zone_of,
)
from goodform.safety.decision import Advice
from goodform.safety.pain_rules import HIGHEST_PAIN

LONGEST_NOTE = 10_000
MOST_VERSIONS = 1_000_000

T = TypeVar("T")


def read_session(body: bytes, session: UUID) -> SessionDocument:
    """The document in a request's body; raises BodyUnreadable where there is none."""
    return session_from(read_object(body), session)


def session_from(said: Mapping[str, Any], session: UUID) -> SessionDocument:
    """The document said by plain values. `session` makes ids for stops that came without one."""
    flags: list[str] = []

    def take(read: Callable[[], T], empty: T) -> T:
        return or_empty(read, empty, flags)

    get = said.get
    note = take(partial(text_of, get("note"), "note_malformed"), "")
    if len(note) > LONGEST_NOTE:
        note = note[:LONGEST_NOTE]
        flags.append("note_cut")
    entries = _entries(get("entries"), session)
    if len(entries) > MOST_ENTRIES:
        flags.append("too_many")
    return SessionDocument(
        programme=None
        if get("programme") is None
        else take(partial(uuid_of, get("programme"), "programme_malformed"), None),
        programme_version=take(
            partial(
                number_of, get("programme_version"), "programme_malformed", highest=MOST_VERSIONS
            ),
            None,
        ),
        started_at=take(partial(moment_of, get("started_at"), "time_malformed"), None),
        finished_at=take(partial(moment_of, get("finished_at"), "time_malformed"), None),
        sent_at=take(partial(moment_of, get("sent_at"), "time_malformed"), None),
        clock_offset_s=take(partial(seconds_of, get("clock_offset_s"), "clock_malformed"), None),
        zone=take(partial(zone_of, get("zone"), "zone_unknown"), ""),
        shown=take(partial(choice_of, get("shown"), "shown_unknown", frozenset(Advice)), ""),
        day=take(partial(day_of, get("day"), "day_malformed"), None),
        pain_before=take(
            partial(number_of, get("pain_before"), "pain_out_of_range", highest=HIGHEST_PAIN), None
        ),
        pain_after=take(
            partial(number_of, get("pain_after"), "pain_out_of_range", highest=HIGHEST_PAIN), None
        ),
        red_flags=red_flags_of(get("red_flags")),
        note=note,
        entries=entries,
        flags=tuple(dict.fromkeys(flags)),
    )


def _entries(said: object, session: UUID) -> tuple[SentEntry | Refusal | Excess, ...]:
    if said is None:
        return ()
    if not isinstance(said, list):
        return (Refusal(None, "entries_malformed"),)
    first = tuple(_entry(each, session) for each in said[:MOST_ENTRIES])
    return (*first, *(_beyond(each, session) for each in islice(said, MOST_ENTRIES, None)))


def _beyond(said: object, session: UUID) -> SentEntry | Refusal | Excess:
    """An entry that a session has no room for: harm is read all the same, others are left as is."""
    if not isinstance(said, dict) or not Reading(said).lenient:
        return Excess(echo_of(said), said)
    read = _entry(said, session)
    return replace(read, flags=("too_many", *read.flags)) if isinstance(read, SentEntry) else read


def _entry(said: object, session: UUID) -> SentEntry | Refusal:
    if not isinstance(said, dict):
        return Refusal(None, "entry_malformed")
    return read_entry(said, partial(_read, session=session))


def _read(reading: Reading, *, session: UUID) -> SentEntry:
    return SentEntry(
        sent_id=reading.sent_id,
        id=reading.id_in(session),
        prescription=reading.uuid("prescription", "prescription_malformed"),
        outcome=reading.outcome(),
        side=reading.need(reading.choice("side", "side_unknown", DoneSide), "side_unknown") or "",
        reason=reading.choice("reason", "reason_unknown", Why),
        where=reading.where(),
        symptoms=reading.symptoms,
        noticed=reading.take(
            partial(words_of, reading.said.get("noticed"), "noticed_malformed"), ()
        ),
        sets_done=reading.number("sets_done", "sets_out_of_range", MOST_SETS),
        repetitions_done=reading.number(
            "repetitions_done", "repetitions_out_of_range", MOST_REPETITIONS
        ),
        hold_done_s=reading.number("hold_done_s", "hold_out_of_range", LONGEST_HOLD_S),
        time_done_s=reading.number("time_done_s", "time_out_of_range", LONGEST_TIME_S),
        pain=reading.pain(),
        difficulty=reading.choice("difficulty", "difficulty_unknown", Difficulty),
        timing=reading.need(reading.choice("timing", "timing_unknown", Timing), "timing_unknown")
        or "",
        recorded_at=reading.need(reading.moment("recorded_at"), "time_malformed"),
        changed_at=reading.moment("changed_at"),
        undone_at=reading.moment("undone_at"),
        zone=reading.take(partial(zone_of, reading.said.get("zone"), "zone_unknown"), ""),
        camera=or_empty(partial(camera_of, reading.said.get("camera")), None, reading.flags),
    )


def read_morning(body: bytes) -> MorningDocument:
    """The next-morning answer; what is malformed counts as not sure, which holds.

    So does a bare null, as earlier pages sent it. Only `answered: false` is no answer.
    """
    said = read_object(body)
    flags: list[str] = []
    settled = said.get("settled")
    if settled is not None and not isinstance(settled, bool):
        flags.append("settled_malformed")
        settled = None
    pain = or_empty(
        partial(number_of, said.get("pain"), "pain_out_of_range", highest=HIGHEST_PAIN),
        None,
        flags,
    )
    return MorningDocument(
        settled=settled,
        pain=pain,
        answered=settled is not None or said.get("answered") is not False,
        ache=settled is True and said.get("ache") is True,
        answered_at=_moment(said, "answered_at", flags),
        sent_at=_moment(said, "sent_at", flags),
        clock_offset_s=_offset(said, flags),
        flags=tuple(dict.fromkeys(flags)),
    )


def read_message(body: bytes) -> MessageDocument:
    """A message; raises Malformed where its words are not text."""
    said = read_object(body)
    unused: list[str] = []
    return MessageDocument(
        text=text_of(said.get("text"), "text_malformed"),
        written_at=_moment(said, "written_at", unused),
        sent_at=_moment(said, "sent_at", unused),
        clock_offset_s=_offset(said, unused),
    )


def _moment(said: Mapping[str, Any], key: str, flags: list[str]) -> datetime | None:
    return or_empty(partial(moment_of, said.get(key), "time_malformed"), None, flags)


def _offset(said: Mapping[str, Any], flags: list[str]) -> float | None:
    return or_empty(partial(seconds_of, said.get("clock_offset_s"), "clock_malformed"), None, flags)
