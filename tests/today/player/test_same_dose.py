"""From prescribing to the record: the sides and the dose stay what the practitioner gave."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.utils import timezone

from goodform.diary.models import Entry
from goodform.people.models import Patient
from goodform.programmes.schedule import sides_due
from tests.today.browsers import signed_in
from tests.today.programmes import assessed, give_lines, line_for, load_library
from tests.today.test_start import data_of

HERE = Path(__file__).parent


def played(data: dict[str, object]) -> dict[str, Any]:
    """The documents the player sends when it is left to run to its end."""
    node = shutil.which("node")
    assert node, "node is missing: install it to test the player"
    said = subprocess.run(  # noqa: S603  # our own module
        [node, str(HERE / "plays.mjs")],
        input=json.dumps(data),
        capture_output=True,
        text=True,
        check=True,
    )
    document: dict[str, Any] = json.loads(said.stdout)
    return document


def test_what_was_given_is_played_on_the_given_sides_and_arrives_as_done(alice: Patient) -> None:
    load_library()
    assessed(alice)
    rows = give_lines(
        alice,
        line_for(alice, "clam", side="right", sets=3, repetitions=7, rest_s=20, tempo="3-1"),
        line_for(alice, "knee-to-chest", side="each", sets=1, repetitions=2, hold_s=15),
        line_for(alice, "piriformis-stretch-1", side="left", sets=1, repetitions=1, hold_s=30),
        line_for(alice, "glute-bridge", sets=2, repetitions=4, hold_s=3),
        line_for(alice, "hip-hinge", sets=3, repetitions=1, hold_s=0, time_s=95, rest_s=10),
    )
    document = {**played(data_of(alice)), "sent_at": timezone.now().isoformat()}
    answer = signed_in(alice.user).put(
        f"/api/sessions/{uuid4()}", json.dumps(document), content_type="application/json"
    )
    assert {each["result"] for each in answer.json()["entries"]} == {"accepted"}
    done = {
        (entry.prescription_id, entry.side): (
            (entry.outcome, entry.timing),
            (entry.sets_done, entry.repetitions_done, entry.hold_done_s, entry.time_done_s),
            (entry.sets_target, entry.repetitions_target, entry.hold_target_s, entry.time_target_s),
        )
        for entry in Entry.objects.all()
    }
    given = {
        (row.pk, side): (
            ("done", "timed"),
            (row.sets, row.repetitions, row.hold_s, row.time_s),
            (row.sets, row.repetitions, row.hold_s, row.time_s),
        )
        for row in rows
        for side in sides_due(row.side)
    }
    assert done == given
