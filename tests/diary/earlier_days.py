"""Alice's earlier days."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from tests.diary.sending import Phone, a_document, an_entry, iso
from tests.people import House, in_days
from tests.prescribed import Given


def noon(days_ago: int) -> datetime:
    """Noon of a day, at Alice's."""
    return datetime.combine(in_days(-days_ago), time(12), tzinfo=ZoneInfo("Europe/London"))


def did(house: House, days_ago: int, *entries: dict[str, Any], **said: Any) -> None:
    """A session at noon of an earlier day, sent then."""
    at = noon(days_ago)
    document = a_document(
        *({**each, "recorded_at": iso(at)} for each in entries),
        **{"started_at": iso(at), "sent_at": iso(at), **said},
    )
    Phone(house.alice, uuid4()).take(document, at=at + timedelta(seconds=1))


def both_sides(given: Given, **said: Any) -> list[dict[str, Any]]:
    return [an_entry(given.clam, side=side, **said) for side in ("left", "right")]
