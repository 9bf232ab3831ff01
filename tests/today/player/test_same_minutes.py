"""The minutes that a practitioner and a patient read are those that the player takes."""

import json
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

from goodform.programmes.schedule import reading_seconds, seconds_of, sides_due
from goodform.safety.dose import DOSE, Dose

HERE = Path(__file__).parent
DOSES = 200
SIDES = ("each", "left", "right", "none")


def a_prescription(dice: random.Random) -> dict[str, Any]:
    """One exercise as `/api/today` says it: repetitions, pauses and holds of every length."""
    return {
        "id": "00000000-0000-4000-8000-000000000001",
        "order": 1,
        "exercise": {"slug": "clam", "name": "Clam", "version": "1"},
        "side": dice.choice(SIDES),
        "sets": dice.randint(1, 5),
        "repetitions": dice.randint(1, 20),
        "hold_s": dice.choice([0, 1, 4, 5, 20, 60]),
        "time_s": dice.choice([0, 0, 0, 10, 95, 600]),
        "rest_s": dice.choice([0, 30, 90]),
        "tempo": dice.choice(["2-2", "3-1", "1-4"]),
        "times_a_day": dice.randint(1, 3),
        "status": "active",
        "done_today": {"left": 0, "right": 0, "both": 0},
        "note": "o" * dice.choice([0, 0, 7, 600]),
    }


def seconds_shown(row: dict[str, Any]) -> int:
    """The seconds the pages reckon with for one round."""
    dose = Dose(**{name: row[name] for name in DOSE})
    return seconds_of(dose, len(sides_due(row["side"])), row["note"])


def test_a_round_takes_as_long_as_the_pages_say() -> None:
    node = shutil.which("node")
    assert node, "node is missing: install it to test the player"
    dice = random.Random(7)  # noqa: S311  # the same doses at every run
    rows = [a_prescription(dice) for _ in range(DOSES)]
    for row in rows:
        row["note_s"] = reading_seconds(row["note"])
    said = subprocess.run(  # noqa: S603  # our own module
        [node, str(HERE / "lengths.mjs")],
        input=json.dumps(rows),
        capture_output=True,
        text=True,
        check=True,
    )
    for row, seconds in zip(rows, json.loads(said.stdout), strict=True):
        assert seconds_shown(row) == seconds, row
