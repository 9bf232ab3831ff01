"""Phone and server merge by one rule: both are held to the same table, and to each other."""

import json
import random
import shutil
import subprocess
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings

from goodform.diary.merging import (
    ENTRY_FIELDS,
    EntryFacts,
    SessionFacts,
    merge_entries,
    merge_sessions,
)
from goodform.safety.decision import Verdict
from goodform.safety.pain_rules import (
    HIGHEST_CEILING,
    HIGHEST_PAIN,
    MorningAnswer,
    PainPolicy,
    PainRule,
    after_session,
    during_exercise,
    next_morning,
)
from goodform.safety.red_flags import RedFlag
from goodform.safety.stop import decide_stop

HERE = Path(__file__).parent
STATIC = settings.PACKAGE / "today" / "static" / "today" / "offline"
TABLE = json.loads((HERE / "merging.json").read_text())
ENTRY = UUID(int=1)
LISTS = ("symptoms", "noticed", "red_flags")
MOMENTS = ("recorded_at", "undone_at", "started_at", "finished_at")
SESSION_FIELDS = ("programme_version", "zone", "day", "shown", "pain_before", "pain_after", "note")
PAIRS = 300

Said = Mapping[str, Any]


def read(said: Said) -> dict[str, Any]:
    """Plain values as the facts hold them."""
    values = dict(said)
    for name in LISTS:
        if name in values:
            values[name] = tuple(values[name])
    for name in MOMENTS:
        if values.get(name):
            values[name] = datetime.fromisoformat(values[name])
    if values.get("day"):
        values["day"] = date.fromisoformat(values["day"])
    return values


def entry(said: Said) -> EntryFacts:
    """An entry that says what is said, and nothing else."""
    nothing = {"prescription": None, "outcome": "", "zone": ""}
    return EntryFacts(id=ENTRY, **{**nothing, **read(said)})


def session(said: Said) -> SessionFacts:
    """A session that says what is said; what only the server knows is the same everywhere."""
    same = {"sent_at": datetime(2026, 11, 16, tzinfo=UTC), "zone": "", "programme_version": 0}
    return SessionFacts(**{**same, **read(said)})


def saying(facts: object, names: tuple[str, ...]) -> dict[str, Any]:
    """Only what says something, as plain values; moments as what they are."""
    found: dict[str, Any] = {}
    for name in names:
        value = facts.get(name) if isinstance(facts, dict) else getattr(facts, name)
        if name in MOMENTS and isinstance(value, str):
            value = datetime.fromisoformat(value)
        if name == "day" and value:
            value = str(value)
        if isinstance(value, tuple):
            value = list(value)
        if value not in (None, "", []) and (name, value) != ("programme_version", 0):
            found[name] = value
    return found


ENTRY_NAMES = (*ENTRY_FIELDS, "symptoms", "recorded_at", "zone", "undone_at", "stamps")
SESSION_NAMES = (*SESSION_FIELDS, "started_at", "finished_at", "red_flags", "stamps")


@pytest.mark.parametrize("row", TABLE["entries"], ids=lambda row: row["rule"])
def test_the_server_merges_entries_as_the_table_says(row: dict[str, Said]) -> None:
    one, other = entry(row["one"]), entry(row["other"])
    expected = saying(dict(row["merged"]), ENTRY_NAMES)
    assert saying(merge_entries(one, other).facts, ENTRY_NAMES) == expected
    assert saying(merge_entries(other, one).facts, ENTRY_NAMES) == expected


@pytest.mark.parametrize("row", TABLE["sessions"], ids=lambda row: row["rule"])
def test_the_server_merges_sessions_as_the_table_says(row: dict[str, Said]) -> None:
    one, other = session(row["one"]), session(row["other"])
    expected = saying(dict(row["merged"]), SESSION_NAMES)
    assert saying(merge_sessions(one, other), SESSION_NAMES) == expected
    assert saying(merge_sessions(other, one), SESSION_NAMES) == expected


# ── Held to each other, over many made-up tellings ─────────────────────────────────────────


def _moment(dice: random.Random) -> str:
    found = datetime(2026, 11, 16, 8, tzinfo=UTC) + timedelta(minutes=dice.randrange(4))
    return found.isoformat()


def _stamped(said: dict[str, Any], names: tuple[str, ...], dice: random.Random) -> dict[str, Any]:
    at = _moment(dice).removesuffix("+00:00") + ".000000"
    return {**said, "stamps": {name: at for name in names if said.get(name) not in (None, "", [])}}


def _some(dice: random.Random, choices: list[str]) -> list[str]:
    return sorted(each for each in choices if dice.random() < 0.4)


def an_entry(dice: random.Random) -> dict[str, Any]:
    """The possible words on an entry, so few that ties happen often."""
    said = {
        "outcome": dice.choice(["done", "partly", "skipped", "stopped"]),
        "side": dice.choice(["left", "right"]),
        "reason": dice.choice(["", "pain", "tired"]),
        "where": dice.choice(["", "knee", "épaule", "😀", 'a "word"', "\x7f"]),
        "noticed": _some(dice, ["wobbled", "lifted", "ängstlich"]),
        "sets_done": dice.choice([None, 0, 2, 10]),
        "pain": dice.choice([None, 0, 9, 10]),
        "symptoms": _some(dice, ["numb_leg", "dizzy"]),
        "recorded_at": _moment(dice),
        "undone_at": dice.choice([None, _moment(dice)]),
        "zone": dice.choice(["Europe/London", "Europe/Paris"]),
    }
    return _stamped(said, ENTRY_FIELDS, dice)


def a_session(dice: random.Random) -> dict[str, Any]:
    """The possible words on a session."""
    said = {
        "programme_version": dice.choice([1, 2, 10]),
        "zone": dice.choice(["Europe/London", "Europe/Paris"]),
        "day": dice.choice([None, "2026-11-15", "2026-11-16"]),
        "shown": dice.choice(["", "clinic_today", "urgent_today", "emergency"]),
        "pain_before": dice.choice([None, 0, 3]),
        "pain_after": dice.choice([None, 9, 10]),
        "note": dice.choice(["", "a", "é", "line\nbreak"]),
        "started_at": _moment(dice),
        "finished_at": dice.choice([None, _moment(dice)]),
        "red_flags": _some(dice, ["saddle", "none_of_these"]),
    }
    return _stamped(said, SESSION_FIELDS, dice)


def test_the_phone_locks_by_the_clinicians_own_numbers_and_words() -> None:
    """Above the highest ceiling, and with a stop in both legs, nobody goes on under any rule."""
    locks = (STATIC / "locks.mjs").read_text()
    assert f"HIGHEST_CEILING = {HIGHEST_CEILING};" in locks
    assert f'BOTH_LEGS = "{RedFlag.BOTH_LEGS}";' in locks
    rules = [PainRule(usual, policy) for usual in range(HIGHEST_PAIN + 1) for policy in PainPolicy]
    for rule in rules:
        too_much = HIGHEST_CEILING + 1
        assert during_exercise(rule, pain_before=HIGHEST_PAIN, pain=too_much).holds
        assert after_session(rule, pain_before=HIGHEST_PAIN, pain=too_much).holds
        assert next_morning(rule, answer=MorningAnswer.SETTLED, pain=too_much).holds is (
            rule.usual < too_much
        )
        assert not next_morning(rule, answer=MorningAnswer.SETTLED, pain=rule.usual).holds
    assert decide_stop((), {RedFlag.BOTH_LEGS}).action is Verdict.HOLD_PROGRAMME


def test_phone_and_server_agree_on_every_pair() -> None:
    node = shutil.which("node")
    assert node, "node is missing: install it to test the phone's rule"
    dice = random.Random(7)  # noqa: S311  # the same pairs at every run
    entries = [(an_entry(dice), an_entry(dice)) for _ in range(PAIRS)]
    sessions = [(a_session(dice), a_session(dice)) for _ in range(PAIRS)]
    said = subprocess.run(  # noqa: S603  # our own module
        [node, str(HERE / "merge_pairs.mjs")],
        input=json.dumps({"entries": entries, "sessions": sessions}),
        capture_output=True,
        text=True,
        check=True,
    )
    phone = json.loads(said.stdout)
    for (one, other), merged in zip(entries, phone["entries"], strict=True):
        ours = merge_entries(entry(one), entry(other)).facts
        assert saying(ours, ENTRY_NAMES) == saying(merged, ENTRY_NAMES)
    for (one, other), merged in zip(sessions, phone["sessions"], strict=True):
        ours_too = merge_sessions(session(one), session(other))
        assert saying(ours_too, SESSION_NAMES) == saying(merged, SESSION_NAMES)
