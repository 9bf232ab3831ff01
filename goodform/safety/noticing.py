"""Consequences of points a patient noticed in an exercise and ticked after it.

Each exercise file names, for every such tick, one of four consequences. Versions published before
files did so fall back on this table; a tick that no list knows is told, and never dropped.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from goodform.safety.decision import (
    Advice,
    AlertKind,
    AlertNeeded,
    Decision,
    HowSoon,
    Reason,
    ReasonCode,
    Verdict,
)


class Then(StrEnum):
    """From mildest to gravest: each includes what came before it."""

    NONE = "none"
    TELL = "tell"
    END = "end"
    HOLD = "hold"


EARLIER_VERSIONS: dict[str, Then] = {
    "knee_buckled": Then.HOLD,
    "felt_dizzy_standing": Then.HOLD,
    "thigh_cramped": Then.END,
    "groin_pinched": Then.TELL,
    "side_of_hip_hurt": Then.TELL,
    "knee_hurt": Then.TELL,
    "knee_wobbled": Then.TELL,
}
"""The meaning of a tick in a version that does not say it; every other known tick means nothing."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """One tick and what follows from it."""

    code: str
    then: Then


def consequence_of(code: str, *, listed: bool, then: str | None) -> Noticed:
    """The meaning of a tick. `listed`: the version names it; `then`: what it says of it."""
    if then in set(Then):
        return Noticed(code, Then(then))
    return Noticed(code, EARLIER_VERSIONS.get(code, Then.NONE if listed else Then.TELL))


def decide_noticed(ticked: Iterable[Noticed]) -> Decision | None:
    """Decide by the ticks of one exercise: the gravest counts. None where nothing follows."""
    found = [each for each in ticked if each.then is not Then.NONE]
    if not found:
        return None
    gravest = max((each.then for each in found), key=tuple(Then).index)
    reason = Reason(ReasonCode.NOTICED, codes=tuple(dict.fromkeys(each.code for each in found)))
    if gravest is Then.HOLD:
        alert = AlertNeeded(AlertKind.NOTICED, HowSoon.TODAY)
        return Decision(Verdict.HOLD_EXERCISE, reason, alert, Advice.TELL_CLINIC)
    action = Verdict.END_EXERCISE if gravest is Then.END else Verdict.GO_ON
    return Decision(action, reason, AlertNeeded(AlertKind.NOTICED, HowSoon.THIS_WEEK))
