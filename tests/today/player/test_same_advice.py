"""The player advises without a network as the clinic's rules do."""

import json
import random
import shutil
import subprocess
from pathlib import Path

from goodform.people.models import Patient
from goodform.safety.decision import Advice
from goodform.safety.red_flags import RedFlag, read_answer
from goodform.safety.stop import decide_stop
from goodform.safety.symptoms import Place, Symptom
from tests.today.programmes import prescribe
from tests.today.test_start import data_of

HERE = Path(__file__).parent
CASES = 400
CODES = [*(each.value for each in Symptom), *(each.value for each in RedFlag), "of_a_newer_page"]
PLACES = [each.value for each in Place]


def some(dice: random.Random, choices: list[str], most: int, least: int = 0) -> list[str]:
    """A few of them, each once."""
    return dice.sample(choices, dice.randint(least, most))


def advised_by_rule(symptoms: list[str], places: list[str]) -> str | None:
    """The advice that ends everything; None where only the exercise is held."""
    advice = decide_stop(symptoms, places).advice
    return None if advice is Advice.TELL_CLINIC else advice


def advised_for_flags(codes: list[str]) -> str | None:
    """The advice of a red-flag answer."""
    decision = read_answer(codes).decision
    return decision.advice if decision else None


def test_player_and_rules_advise_the_same(alice: Patient) -> None:
    prescribe(alice, "clam")
    node = shutil.which("node")
    assert node, "node is missing: install it to test the player"
    dice = random.Random(7)  # noqa: S311  # the same cases at every run
    stops = [(some(dice, CODES, 3), some(dice, PLACES, 3)) for _ in range(CASES)]
    flags = [some(dice, [each.value for each in RedFlag], 4, 1) for _ in range(CASES)]
    said = subprocess.run(  # noqa: S603  # our own module
        [node, str(HERE / "advises.mjs")],
        input=json.dumps({"data": data_of(alice), "stops": stops, "flags": flags}),
        capture_output=True,
        text=True,
        check=True,
    )
    player = json.loads(said.stdout)
    assert player["stops"] == [advised_by_rule(*each) for each in stops]
    assert player["flags"] == [advised_for_flags(each) for each in flags]
    assert {*player["stops"], *player["flags"]} == {
        None,
        Advice.CLINIC_TODAY,
        Advice.URGENT_TODAY,
        Advice.EMERGENCY,
    }
