"""Consequences of a tick after an exercise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodform.safety.decision import HowSoon, Verdict
from goodform.safety.noticing import Noticed, Then, consequence_of, decide_noticed

ticks = st.lists(st.builds(Noticed, st.sampled_from("abc"), st.sampled_from(Then)))


@pytest.mark.parametrize(
    ("then", "action", "severity"),
    [
        (Then.TELL, Verdict.GO_ON, HowSoon.THIS_WEEK),
        (Then.END, Verdict.END_EXERCISE, HowSoon.THIS_WEEK),
        (Then.HOLD, Verdict.HOLD_EXERCISE, HowSoon.TODAY),
    ],
)
def test_each_consequence_tells_the_clinic_by_its_gravity(
    then: Then, action: Verdict, severity: HowSoon
) -> None:
    decision = decide_noticed([Noticed("knee_buckled", then)])
    assert decision is not None
    assert decision.alert is not None
    assert (decision.action, decision.alert.severity) == (action, severity)
    assert decision.reason.codes == ("knee_buckled",)


def test_what_means_nothing_leads_to_nothing() -> None:
    assert decide_noticed([]) is None
    assert decide_noticed([Noticed("feet_apart", Then.NONE)]) is None


@given(ticked=ticks, more=ticks)
def test_another_tick_never_makes_it_milder(ticked: list[Noticed], more: list[Noticed]) -> None:
    before, after = decide_noticed(ticked), decide_noticed([*ticked, *more])
    if before is not None:
        assert after is not None
        assert before.gravity <= after.gravity


@pytest.mark.parametrize(
    ("code", "listed", "then", "means"),
    [
        ("knee_buckled", True, "tell", Then.TELL),
        ("knee_buckled", True, None, Then.HOLD),
        ("felt_dizzy_standing", True, None, Then.HOLD),
        ("groin_pinched", True, None, Then.TELL),
        ("feet_apart", True, None, Then.NONE),
        ("feet_apart", True, "shout", Then.NONE),
        ("a code nobody knows", False, None, Then.TELL),
        ("knee_buckled", False, None, Then.HOLD),
    ],
)
def test_a_version_that_does_not_say_it_falls_back_and_nothing_unknown_is_dropped(
    code: str, listed: bool, then: str | None, means: Then
) -> None:
    assert consequence_of(code, listed=listed, then=then) == Noticed(code, means)
