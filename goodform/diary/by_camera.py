"""A phone's words on what its camera saw of one exercise: read, checked for the possible. Pure.

It is trusted no more than any other word of a phone.  What cannot be is left out, and the entry is
kept: a summary never costs anybody an exercise, and never a stop.
"""

import itertools
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final

from goodform.diary.choices import DoneSide
from goodform.diary.values_sent import Malformed

MOST_BYTES: Final = 16 * 1024
MOST_REPETITIONS: Final = 200
MOST_CODES: Final = 40
LONGEST_S: Final = 4 * 3600.0
"""No side of an exercise takes longer."""
SHORTEST_S: Final = 0.2
"""Nobody goes out and back in less."""
LARGEST: Final = 10_000.0
UNITS: Final = frozenset({"deg", "cm", "s", "ratio"})
SIDES: Final = frozenset(DoneSide.values)
VIEWS: Final = frozenset({"front", "side", "any"})
_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
_HASH: Final = re.compile(r"[0-9a-f]{64}\Z")
_REASON: Final = re.compile(r"[a-z ]{1,60}\Z")
IMPOSSIBLE: Final = "camera_impossible"


@dataclass(frozen=True)
class CameraSaw:
    """The summary of one side: which eye and model, and what they saw, as plain values."""

    engine: str
    model: str
    summary: Mapping[str, Any]


def camera_of(said: object) -> CameraSaw | None:
    """The summary an entry came with; None where it has none.

    Raises Malformed where it is no summary, too long, or tells of what cannot be.
    """
    if said is None:
        return None
    if not isinstance(said, dict) or len(json.dumps(said)) > MOST_BYTES:
        raise Malformed(IMPOSSIBLE)
    view = _one_of(VIEWS, said.get("view"))
    spans = _list(said, "repetitions", MOST_REPETITIONS)
    repetitions = [_repetition(each) for each in spans]
    holds = [_hold(each) for each in _list(said, "holds", MOST_REPETITIONS)]
    _in_order([(each["start_s"], each["end_s"]) for each in repetitions])
    _in_order([(each["start_s"], each["end_s"]) for each in holds])
    return CameraSaw(
        engine=_hash(said.get("engine")),
        model=_hash(said.get("model")),
        summary={
            "view": view,
            "repetitions": repetitions,
            "holds": holds,
            "cues": [_cue(each) for each in _list(said, "cues", MOST_CODES)],
            "not_judged": _not_judged(said.get("not_judged")),
        },
    )


def _list(said: Mapping[str, Any], key: str, most: int) -> Sequence[object]:
    found = said.get(key, [])
    if not isinstance(found, list) or len(found) > most:
        raise Malformed(IMPOSSIBLE)
    return found


def _object(said: object) -> Mapping[str, Any]:
    if not isinstance(said, dict):
        raise Malformed(IMPOSSIBLE)
    return said


def _hash(said: object) -> str:
    if not isinstance(said, str) or not _HASH.match(said):
        raise Malformed(IMPOSSIBLE)
    return said


def _code(said: object) -> str:
    if not isinstance(said, str) or not _CODE.match(said):
        raise Malformed(IMPOSSIBLE)
    return said


def _number(said: object, lowest: float, highest: float) -> float:
    if isinstance(said, bool) or not isinstance(said, int | float):
        raise Malformed(IMPOSSIBLE)
    # A whole number of a thousand digits is larger than any float can be.
    if not lowest <= said <= highest or not isfinite(said):
        raise Malformed(IMPOSSIBLE)
    return float(said)


def _one_of(known: Collection[str], said: object) -> str:
    if not isinstance(said, str) or said not in known:
        raise Malformed(IMPOSSIBLE)
    return said


def _repetition(said: object) -> dict[str, Any]:
    given = _object(said)
    start, turn, end = (_number(given.get(f"{at}_s"), 0.0, LONGEST_S) for at in _MOMENTS)
    if not start <= turn <= end or end - start < SHORTEST_S:
        raise Malformed(IMPOSSIBLE)
    measures = _object(given.get("measures", {}))
    if len(measures) > MOST_CODES:
        raise Malformed(IMPOSSIBLE)
    return {
        "start_s": start,
        "turn_s": turn,
        "end_s": end,
        "side": _one_of(SIDES, given.get("side")),
        "measures": {_code(name): _measure(value) for name, value in measures.items()},
    }


_MOMENTS: Final = ("start", "turn", "end")


def _measure(said: object) -> dict[str, Any]:
    given = _object(said)
    value = _number(given.get("value"), -LARGEST, LARGEST)
    return {"value": value, "unit": _one_of(UNITS, given.get("unit"))}


def _hold(said: object) -> dict[str, Any]:
    given = _object(said)
    start = _number(given.get("start_s"), 0.0, LONGEST_S)
    return {
        "start_s": start,
        "end_s": _number(given.get("end_s"), start, LONGEST_S),
        "side": _one_of(SIDES, given.get("side")),
    }


def _cue(said: object) -> dict[str, Any]:
    given = _object(said)
    return {
        "check": _code(given.get("check")),
        "at_s": _number(given.get("at_s"), 0.0, LONGEST_S),
    }


def _not_judged(said: object) -> dict[str, str]:
    given = _object({} if said is None else said)
    if len(given) > MOST_CODES:
        raise Malformed(IMPOSSIBLE)
    found = {}
    for code, reason in given.items():
        if not isinstance(reason, str) or not _REASON.match(reason):
            raise Malformed(IMPOSSIBLE)
        found[_code(code)] = reason
    return found


def _in_order(spans: Sequence[tuple[float, float]]) -> None:
    """Nobody does two at once; two moments may be the same after rounding."""
    for (_, end), (start, _) in itertools.pairwise(spans):
        if start < end - 0.05:
            raise Malformed(IMPOSSIBLE)
