"""Sending a session as a patient's phone does."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.test import Client
from django.utils import timezone

from goodform.diary.actions import Taken, take_session
from goodform.diary.parsing import session_from
from goodform.people.models import Patient
from goodform.programmes.models import Hold, Prescription


def iso(moment: datetime) -> str:
    """As a phone writes a moment."""
    return moment.isoformat()


def an_entry(of: Prescription | UUID | str, /, **said: Any) -> dict[str, Any]:
    """A done entry a minute ago, with whatever else is said of it."""
    which = of.pk if isinstance(of, Prescription) else of
    side = "both"
    if isinstance(of, Prescription):
        side = {"each": "left", "none": "both"}.get(of.side, of.side)
    return {
        "id": str(uuid4()),
        "prescription": str(which),
        "side": side,
        "outcome": "done",
        "reason": None,
        "where": None,
        "symptoms": [],
        "noticed": [],
        "sets_done": 2,
        "repetitions_done": 10,
        "hold_done_s": 0,
        "pain": None,
        "difficulty": None,
        "timing": "timed",
        "recorded_at": iso(timezone.now() - timedelta(minutes=1)),
        **said,
    }


def a_stop(of: Prescription | UUID | str, /, **said: Any) -> dict[str, Any]:
    """A stop a minute ago, its questions not answered."""
    return an_entry(
        of,
        **{"outcome": "stopped", "sets_done": 1, "repetitions_done": 3, **said},
    )


def a_document(*entries: Any, **said: Any) -> dict[str, Any]:
    """A session that began ten minutes ago and is sent now."""
    now = timezone.now()
    return {
        "programme": str(uuid4()),
        "started_at": iso(now - timedelta(minutes=10)),
        "finished_at": None,
        "sent_at": iso(now),
        "clock_offset_s": 0,
        "zone": "Europe/London",
        "pain_before": None,
        "pain_after": None,
        "red_flags": [],
        "note": "",
        "entries": list(entries),
        **said,
    }


def lines_held() -> set[object]:
    """The lines with an open hold; None is everything."""
    return set(Hold.objects.filter(released_at=None).values_list("line", flat=True))


@dataclass
class Phone:
    """A patient's phone with its own session, signed in."""

    patient: Patient
    session: UUID = field(default_factory=uuid4)

    def put(self, document: dict[str, Any] | str | bytes, **headers: str) -> Any:
        """Send as the page does; answers the response."""
        client = Client()
        assert self.patient.user is not None
        client.force_login(self.patient.user)
        body = document if isinstance(document, str | bytes) else json.dumps(document)
        return client.put(
            f"/api/sessions/{self.session}", body, content_type="application/json", headers=headers
        )

    def send(self, *entries: Any, **said: Any) -> Any:
        """Send a document with these entries; answers what was said back."""
        response = self.put(a_document(*entries, **said))
        assert response.status_code in {200, 201}, response.content
        return response.json()

    def take(self, document: dict[str, Any], *, at: datetime | None = None) -> Taken:
        """The same without the wire: parsed and taken."""
        return take_session(
            patient=self.patient,
            session=self.session,
            document=session_from(document, self.session),
            received_at=at or timezone.now(),
            by=self.patient,
        )
