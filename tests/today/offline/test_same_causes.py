"""The holds a phone expects are the clinic's, by the same causes: only so can it hear an end."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from goodform.programmes.models import Hold
from tests.diary.sending import Phone, a_document, a_stop, an_entry, iso
from tests.people import House
from tests.prescribed import Given, a_programme

HERE = Path(__file__).parent


@pytest.fixture
def given(house: House) -> Given:
    """Alice's three exercises."""
    return a_programme(house.alice, house.priya)


def expected(phone: Phone, document: Mapping[str, Any]) -> set[tuple[str, str | None]]:
    """The holds the phone's own rules ask for: cause, and prescription or everything."""
    node = shutil.which("node")
    assert node, "node is missing: install it to test what a phone does"
    said = subprocess.run(  # noqa: S603  # our own module
        [node, str(HERE / "causes.mjs")],
        input=json.dumps({"path": f"/api/sessions/{phone.session}", "body": document}),
        capture_output=True,
        text=True,
        check=True,
    )
    return {(each["cause"], each.get("prescription")) for each in json.loads(said.stdout)}


@pytest.mark.parametrize(
    "told",
    ["a stop", "a mistake", "a symptom", "both legs", "a red flag", "pain during", "pain after"],
)
def test_a_phone_files_its_holds_under_the_clinics_causes(
    house: House, given: Given, told: str
) -> None:
    document = {
        "a stop": lambda: a_document(a_stop(given.clam)),
        "a mistake": lambda: a_document(a_stop(given.clam, undone_at=iso(timezone.now()))),
        "a symptom": lambda: a_document(a_stop(given.clam, symptoms=["dizzy"])),
        "both legs": lambda: a_document(a_stop(given.clam, where="both_legs")),
        "a red flag": lambda: a_document(red_flags=["saddle"]),
        "pain during": lambda: a_document(an_entry(given.clam, pain=7)),
        "pain after": lambda: a_document(
            an_entry(given.clam), an_entry(given.hinge, outcome="skipped"), pain_after=8
        ),
    }[told]()
    phone = Phone(house.alice)
    assert phone.put(document).status_code == 201
    prescriptions = {row.line: str(row.pk) for row in given.prescriptions}
    held = Hold.objects.filter(programme=given.programme, released_at=None)
    assert expected(phone, document) == {
        (cause, prescriptions[line] if line else None)
        for cause, line in held.values_list("cause", "line")
    }
