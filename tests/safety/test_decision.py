"""A decision cannot be silent, and the gravest of several is found."""

import pytest

from goodform.safety.decision import (
    HOLDS,
    REASON_WORDS,
    Advice,
    AlertKind,
    AlertNeeded,
    Decision,
    HowSoon,
    Reason,
    ReasonCode,
    Verdict,
    gravest,
)

REASON = Reason(ReasonCode.STOPPED)
TODAY = AlertNeeded(AlertKind.STOP, HowSoon.TODAY)
CALL_NOW = AlertNeeded(AlertKind.RED_FLAG, HowSoon.CALL_NOW)


@pytest.mark.parametrize("action", sorted(HOLDS | {Verdict.NOT_TODAY}))
def test_a_hold_without_an_alert_cannot_be_built(action: Verdict) -> None:
    with pytest.raises(ValueError, match="the clinic must be told"):
        Decision(action, REASON)


def test_every_reason_has_words() -> None:
    assert set(REASON_WORDS) == set(ReasonCode)


def test_the_actions_stand_from_mild_to_grave() -> None:
    assert [action.value for action in Verdict] == [
        "start",
        "go_on",
        "ask_first",
        "end_exercise",
        "not_today",
        "hold_exercise",
        "hold_what_was_done",
        "hold_programme",
    ]


def test_the_gravest_decision_is_the_one_that_holds_most() -> None:
    mild = Decision(Verdict.END_EXERCISE, REASON)
    held = Decision(Verdict.HOLD_EXERCISE, REASON, TODAY)
    everything = Decision(Verdict.HOLD_PROGRAMME, REASON, TODAY)
    assert gravest(mild, everything, held) is everything


def test_between_equal_holds_the_graver_alert_and_then_the_graver_advice_wins() -> None:
    today = Decision(Verdict.HOLD_PROGRAMME, REASON, TODAY, Advice.EMERGENCY)
    now = Decision(Verdict.HOLD_PROGRAMME, REASON, CALL_NOW, Advice.CLINIC_TODAY)
    now_and_999 = Decision(Verdict.HOLD_PROGRAMME, REASON, CALL_NOW, Advice.EMERGENCY)
    assert gravest(today, now) is now
    assert gravest(now, now_and_999, today) is now_and_999


def test_severities_are_numbered_by_how_soon_the_clinic_looks() -> None:
    assert [(severity.name, severity.value) for severity in HowSoon] == [
        ("CALL_NOW", 1),
        ("TODAY", 2),
        ("THIS_WEEK", 3),
    ]
