"""What a patient told us about one exercise, as a document for the diary: by form or by answer."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from goodform.diary.documents import SessionDocument
from goodform.diary.models import Entry
from goodform.diary.parsing import session_from
from goodform.people.models import Patient
from goodform.today.own_diary import AddedLine

NOON = time(12)


def marked(
    form: Mapping[str, str], *, session: UUID, patient: Patient, now: datetime
) -> SessionDocument:
    """A form on Today that was sent without JavaScript, as the device would have sent it."""
    stopped = form.get("outcome") == "stopped"
    entry = {
        "id": form.get("entry"),
        "prescription": form.get("prescription"),
        "side": form.get("side"),
        "outcome": form.get("outcome"),
        "reason": "pain" if stopped else None,
        "pain": _pain(form.get("pain")),
        "timing": "ticked",
        "recorded_at": now.isoformat(),
    }
    return session_from(
        {
            "programme": form.get("programme"),
            "programme_version": _whole(form.get("programme_version")),
            "started_at": now.isoformat(),
            "sent_at": now.isoformat(),
            "zone": patient.zone,
            "entries": [entry],
        },
        session,
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
    said: dict[str, Any] = {
        "id": str(entry.pk),
        "prescription": str(entry.prescription_id) if entry.prescription_id else None,
        "side": entry.side,
        "outcome": entry.outcome,
        "timing": entry.timing or "ticked",
        "recorded_at": entry.recorded_at.isoformat(),
        "changed_at": now.isoformat(),
        "where": where or None,
        "symptoms": list(symptoms),
        "pain": _pain(pain),
    }
    if by_mistake:
        said["undone_at"] = now.isoformat()
    return session_from(
        {"sent_at": now.isoformat(), "zone": entry.zone, "entries": [said]}, entry.session_id
    )


def shown(entry: Entry, advice: str, *, now: datetime) -> SessionDocument:
    """The advice that stands on the page about an entry."""
    return session_from(
        {"sent_at": now.isoformat(), "zone": entry.zone, "shown": advice}, entry.session_id
    )


def _whole(said: str | None) -> int | str | None:
    """A number from a form; what is none is left for the diary to name."""
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 10 else said


def _pain(said: str | None) -> int | str | None:
    """A pain that was ticked; nothing ticked is no answer, never 0."""
    return _whole(said) if said else None


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
    said: dict[str, Any] = {
        "id": str(entry.pk),
        "prescription": str(entry.prescription_id) if entry.prescription_id else None,
        "side": entry.side,
        "outcome": entry.outcome if entry.outcome == "stopped" else outcome,
        "timing": entry.timing or "ticked",
        "recorded_at": entry.recorded_at.isoformat(),
        "changed_at": now.isoformat(),
        "pain": _pain(pain),
        "difficulty": difficulty or None,
    }
    if take_back:
        said["undone_at"] = now.isoformat()
    return session_from(
        {"sent_at": now.isoformat(), "zone": entry.zone, "entries": [said]}, entry.session_id
    )


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
    at = datetime.combine(day, NOON, ZoneInfo(patient.zone)).isoformat()
    entries = [
        {
            "id": str(uuid5(session, line.field)),
            "prescription": str(line.prescription),
            "side": line.side,
            "outcome": "done",
            "timing": "ticked",
            "recorded_at": at,
            "pain": _pain(pain),
        }
        for line in ticked
    ]
    return session_from(
        {
            "started_at": at,
            "finished_at": at,
            "sent_at": now.isoformat(),
            "zone": patient.zone,
            "entries": entries,
        },
        session,
    )
