""" "Stop, it hurts": always holds something, and the clinic is always told."""

from collections.abc import Iterable

from goodform.safety.decision import (
    Advice,
    AlertKind,
    AlertNeeded,
    Decision,
    HowSoon,
    Reason,
    ReasonCode,
    Verdict,
    gravest_advice,
)
from goodform.safety.red_flags import (
    NONE_OF_THESE,
    RedFlag,
    advice_for,
    flag_of,
    severity_of,
)
from goodform.safety.symptoms import ALWAYS_STOP, Place, Symptom

LEG_SYMPTOMS = frozenset({Symptom.NUMB_LEG, Symptom.WEAK_LEG, Symptom.SPREADING, RedFlag.ONE_LEG})
"""Symptoms that in the left leg and in the right one are the red flag "both legs"."""

PLAIN_STOP = Decision(
    Verdict.HOLD_EXERCISE,
    Reason(ReasonCode.STOPPED),
    AlertNeeded(AlertKind.STOP, HowSoon.TODAY),
    Advice.TELL_CLINIC,
)


def decide_stop(symptoms: Iterable[str] = (), places: Iterable[str] = ()) -> Decision:
    """Decide a stop: all it holds, how soon the clinic must look, and the patient's advice.

    `symptoms` and `places` are the codes ticked, none if the questions were left unanswered; give
    the places of every stop of the session, so that a left and a right leg are seen together. A
    red-flag code, or a code that is on no list, counts as a red flag wherever it was ticked. An
    unknown place, such as one in the patient's own words, changes nothing.
    """
    ticked = tuple(dict.fromkeys(code for code in symptoms if code != NONE_OF_THESE))
    known = tuple(Symptom(code) for code in ticked if code in ALWAYS_STOP)
    flags = tuple(dict.fromkeys(flag_of(code) for code in ticked if code not in ALWAYS_STOP))
    if _in_both_legs(ticked, frozenset(places)) and RedFlag.BOTH_LEGS not in flags:
        flags = (*flags, RedFlag.BOTH_LEGS)
    codes = (*known, *flags)
    if not codes:
        return PLAIN_STOP
    return Decision(
        Verdict.HOLD_PROGRAMME,
        Reason(ReasonCode.RED_FLAG if flags else ReasonCode.ALWAYS_STOP, codes=codes),
        AlertNeeded(AlertKind.RED_FLAG if flags else AlertKind.STOP, severity_of(codes)),
        gravest_advice(*(advice_for(code) for code in codes)),
    )


def _in_both_legs(symptoms: tuple[str, ...], places: frozenset[str]) -> bool:
    """Both legs by one place, or a leg symptom with the left and the right leg named."""
    if Place.BOTH_LEGS in places:
        return True
    return {Place.LEFT_LEG, Place.RIGHT_LEG} <= places and not LEG_SYMPTOMS.isdisjoint(symptoms)
