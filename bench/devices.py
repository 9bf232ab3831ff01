"""Simulated phones: a week of sessions each, by a clock of their own, and the truth beside it.

A phone asks the server once, as ours does, measures how far its clock is off, and stamps what it
sends with that. Two phones belong to each patient; one session in ten is told by both.
"""

import json
import random
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from bench.instance import Server

DAYS = 7
FURTHEST_CLOCK_S = 24 * 3600
ZONES = ("Europe/London",) * 9 + ("America/New_York",)
"""One patient in ten exercises on a journey: the date is that of the place."""
SIDES = {"each": ("left", "right"), "none": ("both",), "left": ("left",), "right": ("right",)}
NEAR_MIDNIGHT = timedelta(minutes=3)
"""An answer takes time, so that a measured clock is off by up to its length; closer than this to
midnight nobody can tell the day."""
STOPS = 0.02


@dataclass(frozen=True)
class Truth:
    """The truth of one entry, its session, its side, and the date where it was done."""

    entry: str
    session: str
    side: str
    outcome: str
    day: date


@dataclass(frozen=True)
class Telling:
    """A document as it goes out, always the same: `PUT path` with this body by this phone."""

    cookie: str
    token: str
    path: str
    body: bytes


@dataclass
class Phone:
    """A signed-in phone. `clock_s` is how far its clock is ahead; `offset_s` what it measured."""

    cookie: str
    token: str
    clock_s: float
    offset_s: float
    zone: str
    contact: Mapping[str, Any]

    def says(self, moment: datetime) -> str:
        """A true moment as this phone's clock shows it, with the offset of the place."""
        shown = moment.astimezone(ZoneInfo(self.zone)) + timedelta(seconds=self.clock_s)
        return shown.isoformat()


def a_phone(running: Server, session: str, dice: random.Random) -> Phone:
    """Ask the server as a page does, by a clock that is up to a day off."""
    clock_s = dice.uniform(-FURTHEST_CLOCK_S, FURTHEST_CLOCK_S)
    asked = urllib.request.Request(  # noqa: S310  # our own server
        f"{running.address}/api/contact", headers={"Cookie": f"sessionid={session}"}
    )
    asked_at = datetime.now(UTC)
    with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310  # our own server
        contact = json.load(answer)
        cookies = answer.headers.get_all("Set-Cookie") or []
    half_way = asked_at + (datetime.now(UTC) - asked_at) / 2
    shown = half_way + timedelta(seconds=clock_s)
    offset = datetime.fromisoformat(contact["server_time"]) - shown
    token = next(each.split(";")[0] for each in cookies if each.startswith("csrftoken="))
    return Phone(
        cookie=f"sessionid={session}; {token}",
        token=contact["csrf"],
        clock_s=clock_s,
        offset_s=offset.total_seconds(),
        zone=dice.choice(ZONES),
        contact=contact,
    )


def _uuid(dice: random.Random) -> str:
    return str(UUID(int=dice.getrandbits(128), version=4))


def _far_from_midnight(moment: datetime, zone: str) -> bool:
    local = moment.astimezone(ZoneInfo(zone))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return NEAR_MIDNIGHT < local - midnight < timedelta(days=1) - NEAR_MIDNIGHT


def _moment(days_ago: int, dice: random.Random) -> datetime:
    """A moment so many days ago, far enough from midnight wherever anybody is, and past."""
    now = datetime.now(UTC)
    while True:
        found = now - timedelta(days=days_ago, seconds=dice.uniform(60, 86_400))
        if all(_far_from_midnight(found, zone) for zone in set(ZONES)):
            return found


def _entries(
    phone: Phone, session: str, began: datetime, dice: random.Random
) -> tuple[list[dict[str, Any]], list[Truth]]:
    rows = phone.contact["prescriptions"]
    day = began.astimezone(ZoneInfo(phone.zone)).date()
    told, truths = [], []
    for row in dice.sample(rows, k=2):
        for side in SIDES[row["side"]]:
            outcome = "stopped" if dice.random() < STOPS else "done"
            entry = _uuid(dice)
            told.append(
                {
                    "id": entry,
                    "prescription": row["id"],
                    "side": side,
                    "outcome": outcome,
                    "sets_done": row["sets"],
                    "pain": dice.choice((None, 0, 1)),
                    "timing": "timed",
                    "recorded_at": phone.says(began),
                    "changed_at": phone.says(began),
                    "zone": phone.zone,
                }
            )
            truths.append(Truth(entry, session, side, outcome, day))
    return told, truths


def _telling(
    phone: Phone, session: str, began: datetime, entries: Sequence[dict[str, Any]]
) -> Telling:
    document = {
        "programme": phone.contact["programme"]["id"],
        "programme_version": phone.contact["programme"]["version"],
        "started_at": phone.says(began),
        "finished_at": phone.says(began),
        "sent_at": phone.says(datetime.now(UTC)),
        "clock_offset_s": phone.offset_s,
        "zone": phone.zone,
        "red_flags": ["nothing_new"],
        "entries": list(entries),
    }
    path = f"/api/sessions/{session}"
    return Telling(phone.cookie, phone.token, path, json.dumps(document).encode())


def a_week(phones: Sequence[Phone], dice: random.Random) -> tuple[list[Telling], list[Truth]]:
    """The tellings of one patient's phones of a week, and what really happened."""
    tellings: list[Telling] = []
    truths: list[Truth] = []
    for phone in phones:
        for days_ago in range(DAYS):
            session = _uuid(dice)
            began = _moment(days_ago, dice)
            entries, happened = _entries(phone, session, began, dice)
            tellings.append(_telling(phone, session, began, entries))
            truths += happened
            if dice.random() < 0.1:
                other = dice.choice(phones)
                more, also = _entries(other, session, began, dice)
                tellings.append(_telling(other, session, began, more))
                truths += also
    return tellings, truths
