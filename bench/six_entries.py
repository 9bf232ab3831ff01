"""A session of six entries as a phone sends it."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from goodform.inbox.what_a_patient_says import ASKED

ENTRIES = 6
SIDES = {"each": ("left", "right"), "none": ("both",)}


def _entry(prescription: Mapping[str, Any], side: str, at: datetime) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "prescription": prescription["id"],
        "side": side,
        "outcome": "done",
        "reason": None,
        "where": None,
        "symptoms": [],
        "noticed": [],
        **{done: prescription[asked] for done, asked in ASKED.items()},
        "pain": 1,
        "difficulty": "right",
        "timing": "timed",
        "recorded_at": at.isoformat(),
    }


def a_session(prescriptions: Sequence[Mapping[str, Any]], *, stop: bool) -> tuple[str, bytes]:
    """The path and the body of a new session over these prescriptions of `GET /api/today`.

    With `stop` the last entry is a stop, which holds, alerts and mails.
    """
    now = datetime.now(UTC)
    wanted = [(row, side) for row in prescriptions for side in SIDES.get(row["side"], ("both",))]
    entries = [
        _entry(row, side, now - timedelta(minutes=ENTRIES - number))
        for number, (row, side) in enumerate(wanted[:ENTRIES])
    ]
    if stop:
        entries[-1] |= {"outcome": "stopped", "pain": 6, "where": "low_back"}
    document = {
        "started_at": (now - timedelta(minutes=15)).isoformat(),
        "finished_at": now.isoformat(),
        "sent_at": now.isoformat(),
        "clock_offset_s": 0,
        "zone": "Europe/London",
        "pain_before": 1,
        "pain_after": 1,
        "red_flags": ["nothing_new"],
        "note": "",
        "entries": entries,
    }
    return f"/api/sessions/{uuid4()}", json.dumps(document).encode()
