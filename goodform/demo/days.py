"""The last days of a demo patient, as the documents their phone would have sent. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from goodform.inbox.what_a_patient_says import ASKED
from goodform.programmes.schedule import sides_due

MORNING = time(7, 40)


@dataclass(frozen=True)
class DemoLine:
    """A prescription, as far as a session needs to know it."""

    id: UUID
    side: str
    sets: int
    repetitions: int
    hold_s: int
    time_s: int
    weekdays: str


@dataclass(frozen=True)
class Sitting:
    """One session's id, moment and document."""

    id: UUID
    at: datetime
    document: dict[str, Any]


def made_up_id(*parts: object) -> UUID:
    """The same id for the same session, whenever the demo is made."""
    return uuid5(NAMESPACE_URL, "goodform-demo:" + ":".join(map(str, parts)))


def at(day: date, zone: str, clock: time = MORNING) -> datetime:
    """A moment on a patient's own day."""
    return datetime.combine(day, clock, tzinfo=ZoneInfo(zone))


def entry(asked: DemoLine, side: str, moment: datetime, **more: object) -> dict[str, Any]:
    """An entry that says all was done as asked, but for what `more` says."""
    return {
        "id": str(made_up_id(asked.id, side, moment.isoformat())),
        "prescription": str(asked.id),
        "side": side,
        "outcome": "done",
        "reason": None,
        "where": None,
        "symptoms": [],
        "noticed": [],
        **{done: getattr(asked, target) for done, target in ASKED.items()},
        "pain": None,
        "difficulty": "right",
        "timing": "timed",
        "recorded_at": moment.isoformat(),
        **more,
    }


def sitting(
    programme: UUID,
    moment: datetime,
    zone: str,
    entries: Sequence[dict[str, Any]],
    **more: object,
) -> Sitting:
    """A session that was finished a quarter of an hour after it began."""
    document = {
        "programme": str(programme),
        "started_at": moment.isoformat(),
        "finished_at": (moment + timedelta(minutes=15)).isoformat(),
        "sent_at": (moment + timedelta(minutes=15)).isoformat(),
        "clock_offset_s": 0,
        "zone": zone,
        "pain_before": None,
        "pain_after": None,
        "red_flags": ["none_of_these"],
        "note": "",
        "entries": list(entries),
        **more,
    }
    return Sitting(made_up_id(programme, moment.isoformat()), moment, document)


def ordinary_days(
    programme: UUID,
    asked: Sequence[DemoLine],
    *,
    days: str,
    last_day_ago: int,
    pain: int,
    usual: int,
    today: date,
    zone: str,
) -> Iterator[Sitting]:
    """A session for each `d` and `p` of `days`, whose last letter is `last_day_ago` days ago."""
    first = last_day_ago + len(days) - 1
    for ago, letter in zip(range(first, last_day_ago - 1, -1), days, strict=True):
        if letter == "-":
            continue
        day = today - timedelta(days=ago)
        due = [each for each in asked if str(day.isoweekday()) in each.weekdays]
        wanted = due if letter == "d" else due[:-1]
        moment = at(day, zone)
        entries = [
            entry(each, side, moment + timedelta(minutes=3 * number), pain=min(pain, usual))
            for number, each in enumerate(wanted)
            for side in sides_due(each.side)
        ]
        if entries:
            yield sitting(
                programme, moment, zone, entries, pain_before=usual, pain_after=min(pain, usual)
            )
