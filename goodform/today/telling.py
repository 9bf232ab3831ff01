"""A patient's words on a page, as the document that a phone would have sent.

What comes from a form is read as the diary reads a phone; what we know already is put in as it is.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from goodform.diary.documents import Refusal, SentEntry, SessionDocument
from goodform.diary.models import Difficulty, DoneSide, Entry, Outcome, Timing, Why
from goodform.diary.parsing import MOST_VERSIONS
from goodform.diary.reading import Reading, read_entry
from goodform.diary.values_sent import number_of, or_empty, uuid_of, zone_of
from goodform.people.models import Patient
from goodform.safety.decision import Advice
from goodform.today.own_diary import AddedLine

NOON = time(12)
OF_AN_ENTRY = ("prescription", "side", "outcome")
"""The fields a form on Today says by names of the diary."""


def marked(
    form: Mapping[str, str], *, session: UUID, patient: Patient, now: datetime
) -> SessionDocument:
    """A form on Today that was sent without JavaScript."""

    def read(said: Reading) -> SentEntry:
        return SentEntry(
            sent_id=said.sent_id,
            id=said.id_in(session),
            prescription=said.uuid("prescription", "prescription_malformed"),
            outcome=said.outcome(),
            side=said.need(said.choice("side", "side_unknown", DoneSide), "side_unknown") or "",
            reason=Why.PAIN if form.get("outcome") == Outcome.STOPPED else "",
            pain=said.pain(),
            timing=Timing.TICKED,
            recorded_at=now,
        )

    said_of_it = {
        "id": form.get("entry"),
        "pain": _pain(form.get("pain", "")),
        **{name: form.get(name) for name in OF_AN_ENTRY},
    }
    flags: list[str] = []
    version = _whole(form.get("programme_version"))
    return SessionDocument(
        programme=or_empty(lambda: uuid_of(form["programme"], "programme_malformed"), None, flags)
        if "programme" in form
        else None,
        programme_version=or_empty(
            lambda: number_of(version, "programme_malformed", highest=MOST_VERSIONS), None, flags
        ),
        started_at=now,
        sent_at=now,
        zone=_place(patient.zone),
        entries=(read_entry(said_of_it, read),),
        flags=tuple(dict.fromkeys(flags)),
    )


def answered(
    entry: Entry,
    *,
    now: datetime,
    where: str = "",
    symptoms: Sequence[str] = (),
    pain: str = "",
    by_mistake: bool = False,
) -> SessionDocument:
    """The answers that follow a stop: the same entry, told again with more."""
    said = {
        "outcome": entry.outcome,
        "where": where or None,
        "symptoms": list(symptoms),
        "pain": _pain(pain),
    }
    return _told_again(entry, said, _after_a_stop, now=now, undone=by_mistake)


def _after_a_stop(reading: Reading) -> dict[str, object]:
    return {
        "outcome": reading.outcome(),
        "where": reading.where(),
        "symptoms": reading.symptoms,
        "pain": reading.pain(),
    }


def corrected(
    entry: Entry,
    *,
    now: datetime,
    outcome: str,
    pain: str,
    difficulty: str,
    take_back: bool,
) -> SessionDocument:
    """An entry told again with other words; the diary keeps the earlier ones beside them."""
    stays = entry.outcome == Outcome.STOPPED
    said = {
        "outcome": entry.outcome if stays else outcome,
        "pain": _pain(pain),
        "difficulty": difficulty or None,
    }
    return _told_again(entry, said, _of_a_correction, now=now, undone=take_back)


def _of_a_correction(reading: Reading) -> dict[str, object]:
    return {
        "outcome": reading.outcome(),
        "pain": reading.pain(),
        "difficulty": reading.choice("difficulty", "difficulty_unknown", Difficulty),
    }


def shown(entry: Entry, advice: Advice, *, now: datetime) -> SessionDocument:
    """The advice that stands on the page about an entry."""
    return SessionDocument(sent_at=now, zone=_place(entry.zone), shown=advice)


def added_day(
    ticked: Sequence[AddedLine],
    *,
    session: UUID,
    patient: Patient,
    day: date,
    now: datetime,
    pain: str,
) -> SessionDocument:
    """Exercises ticked afterwards for an earlier day, as done at noon of it."""
    at = datetime.combine(day, NOON, ZoneInfo(patient.zone))

    def of(line: AddedLine) -> SentEntry | Refusal:
        entry = uuid5(session, line.field)
        return read_entry(
            {"id": str(entry), "outcome": Outcome.DONE.value, "pain": _pain(pain)},
            lambda reading: SentEntry(
                sent_id=reading.sent_id,
                id=entry,
                prescription=line.prescription,
                side=line.side,
                outcome=Outcome.DONE,
                timing=Timing.TICKED,
                pain=reading.pain(),
                recorded_at=at,
            ),
        )

    return SessionDocument(
        started_at=at,
        finished_at=at,
        sent_at=now,
        zone=_place(patient.zone),
        entries=tuple(of(line) for line in ticked),
    )


def _told_again(
    entry: Entry,
    said: Mapping[str, object],
    words: Callable[[Reading], dict[str, object]],
    *,
    now: datetime,
    undone: bool,
) -> SessionDocument:
    """A document about one entry that is kept already: as it is, with the words that were read."""

    def again(reading: Reading) -> SentEntry:
        return SentEntry(
            sent_id=str(entry.pk),
            id=entry.pk,
            prescription=entry.prescription_id,
            side=entry.side,
            timing=entry.timing or Timing.TICKED,
            recorded_at=entry.recorded_at,
            changed_at=now,
            undone_at=now if undone else None,
            **words(reading),  # type: ignore[arg-type]
        )

    told = read_entry(said, again)
    return SessionDocument(sent_at=now, zone=_place(entry.zone), entries=(told,))


def _place(zone: str) -> str:
    """A zone as a phone may say it; empty where it names no place."""
    return or_empty(lambda: zone_of(zone, "zone_unknown"), "", [])


def _whole(said: str | None) -> int | str | None:
    """A number from a form; what is none is left for the diary to name."""
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 10 else said


def _pain(said: str) -> int | str | None:
    """A pain that was ticked; nothing ticked is no answer, never 0."""
    return _whole(said) if said else None
