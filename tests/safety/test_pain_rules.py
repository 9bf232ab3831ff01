"""The pain rules, as the table a clinician reads, and what must hold of them always."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodform.safety.decision import Decision, HowSoon, ReasonCode, Verdict
from goodform.safety.pain_rules import (
    MorningAnswer,
    PainOutOfRangeError,
    PainPolicy,
    PainRule,
    after_session,
    before_session,
    during_exercise,
    ended_again,
    next_morning,
)

TABLE = Path(__file__).with_name("pain_rules.csv")
UNANSWERED = "unanswered"

pains = st.integers(0, 10)
answers = st.none() | pains
ceilings = st.integers(0, 5)
rules = st.builds(PainRule, usual=pains, policy=st.sampled_from(PainPolicy), ceiling=ceilings)


def _rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _pain(text: str) -> int | None:
    return None if text == UNANSWERED else int(text)


def _decide(row: dict[str, str]) -> Decision:
    """The decision of the rules on one row of the table."""
    rule = PainRule(
        usual=int(row["usual"]), policy=PainPolicy(row["policy"]), ceiling=int(row["ceiling"])
    )
    pain = _pain(row["pain"])
    match row["when"]:
        case "before":
            return before_session(rule, pain=pain)
        case "during":
            return during_exercise(rule, pain_before=_pain(row["pain before"]), pain=pain)
        case "after":
            return after_session(rule, pain_before=_pain(row["pain before"]), pain=pain)
        case "next morning":
            return next_morning(rule, answer=MorningAnswer(row["settled"]), pain=pain)
    raise AssertionError(f"the table has a moment nobody knows: {row['when']}")


@pytest.mark.parametrize("row", _rows(), ids=lambda row: " ".join(row.values()))
def test_the_table_is_what_the_rules_decide(row: dict[str, str]) -> None:
    decision = _decide(row)
    told = decision.alert.severity.name.lower() if decision.alert else "no"
    assert (decision.action, told, decision.reason.code) == (
        row["decision"],
        row["clinic told"],
        row["reason"],
    )


@given(rule=rules, answer=st.sampled_from(MorningAnswer), pain_before=answers)
def test_an_unanswered_pain_never_reads_as_no_pain(
    rule: PainRule, answer: MorningAnswer, pain_before: int | None
) -> None:
    assert before_session(rule, pain=None).action is Verdict.ASK_FIRST
    for decision in (
        before_session(rule, pain=None),
        during_exercise(rule, pain_before=pain_before, pain=None),
        after_session(rule, pain_before=pain_before, pain=None),
    ):
        assert decision.reason.code is ReasonCode.UNANSWERED
        assert decision.reason.pain is None
    assert next_morning(rule, answer=answer, pain=None).reason.pain is None


@given(rule=rules, pain=pains)
def test_pain_before_that_was_not_answered_is_never_taken_for_zero(
    rule: PainRule, pain: int
) -> None:
    for decision in (
        during_exercise(rule, pain_before=None, pain=pain),
        after_session(rule, pain_before=None, pain=pain),
    ):
        assert decision.reason.before is None
        assert "before" not in decision.reason.numbers


@given(rule=rules, pain_before=answers, pain=st.integers(0, 9))
def test_more_pain_never_leads_to_a_milder_decision(
    rule: PainRule, pain_before: int | None, pain: int
) -> None:
    worse = pain + 1
    assert before_session(rule, pain=pain).gravity <= before_session(rule, pain=worse).gravity
    assert (
        during_exercise(rule, pain_before=pain_before, pain=pain).gravity
        <= during_exercise(rule, pain_before=pain_before, pain=worse).gravity
    )
    assert (
        after_session(rule, pain_before=pain_before, pain=pain).gravity
        <= after_session(rule, pain_before=pain_before, pain=worse).gravity
    )
    assert (
        next_morning(rule, answer=MorningAnswer.SETTLED, pain=pain).gravity
        <= next_morning(rule, answer=MorningAnswer.SETTLED, pain=worse).gravity
    )


@given(usual=pains, policy=st.sampled_from(PainPolicy), ceiling=st.integers(1, 5), data=st.data())
def test_a_lower_ceiling_never_leads_to_a_milder_decision(
    usual: int, policy: PainPolicy, ceiling: int, data: st.DataObject
) -> None:
    loose = PainRule(usual=usual, policy=policy, ceiling=ceiling)
    tight = PainRule(usual=usual, policy=policy, ceiling=ceiling - 1)
    pain_before, pain = data.draw(answers), data.draw(answers)
    assert before_session(loose, pain=pain).gravity <= before_session(tight, pain=pain).gravity
    assert (
        during_exercise(loose, pain_before=pain_before, pain=pain).gravity
        <= during_exercise(tight, pain_before=pain_before, pain=pain).gravity
    )
    assert (
        after_session(loose, pain_before=pain_before, pain=pain).gravity
        <= after_session(tight, pain_before=pain_before, pain=pain).gravity
    )


@given(usual=pains, ceiling=ceilings, pain_before=answers, pain=answers)
def test_pain_free_is_never_laxer_than_monitored(
    usual: int, ceiling: int, pain_before: int | None, pain: int | None
) -> None:
    free = PainRule(usual=usual, policy=PainPolicy.PAIN_FREE, ceiling=ceiling)
    watched = PainRule(usual=usual, policy=PainPolicy.MONITORED, ceiling=ceiling)
    assert (
        during_exercise(watched, pain_before=pain_before, pain=pain).gravity
        <= during_exercise(free, pain_before=pain_before, pain=pain).gravity
    )
    assert (
        after_session(watched, pain_before=pain_before, pain=pain).gravity
        <= after_session(free, pain_before=pain_before, pain=pain).gravity
    )


@given(rule=rules, pain_before=answers, pain=st.integers(6, 10))
def test_a_pain_above_five_is_always_held_and_told(
    rule: PainRule, pain_before: int | None, pain: int
) -> None:
    assert before_session(rule, pain=pain).action is Verdict.NOT_TODAY
    for decision in (
        during_exercise(rule, pain_before=pain_before, pain=pain),
        after_session(rule, pain_before=pain_before, pain=pain),
    ):
        assert decision.holds
        assert decision.alert is not None
        assert decision.alert.severity is HowSoon.TODAY


@given(rule=rules, pain=pains)
def test_a_settled_morning_holds_nothing_up_to_the_usual_pain_and_always_above_both(
    rule: PainRule, pain: int
) -> None:
    decision = next_morning(rule, answer=MorningAnswer.SETTLED, pain=pain)
    if pain <= rule.usual:
        assert not decision.holds
    elif pain > 5:
        assert decision.holds


@given(rule=rules)
def test_who_can_start_is_who_may_start_with_their_usual_pain(rule: PainRule) -> None:
    starts = before_session(rule, pain=rule.usual).action is Verdict.START
    assert rule.can_start is starts
    assert rule.can_start is (rule.usual <= rule.ceiling)


@given(rule=rules, pain=answers)
def test_a_morning_without_an_answer_is_never_settled(rule: PainRule, pain: int | None) -> None:
    decision = next_morning(rule, answer=MorningAnswer.UNANSWERED, pain=pain)
    assert decision.action is not Verdict.START
    assert decision.reason.code is not ReasonCode.WITHIN_RANGE


@given(rule=rules, pain=answers)
def test_who_is_not_sure_always_holds_what_was_done(rule: PainRule, pain: int | None) -> None:
    decision = next_morning(rule, answer=MorningAnswer.UNSURE, pain=pain)
    assert decision.action is Verdict.HOLD_WHAT_WAS_DONE
    assert decision.alert is not None


@given(rule=rules, pain=answers)
def test_a_worse_answer_is_never_milder(rule: PainRule, pain: int | None) -> None:
    found = [next_morning(rule, answer=answer, pain=pain).gravity for answer in MorningAnswer]
    settled, ache, unsure, worse = found[1:]
    assert settled == ache <= unsure <= worse


@given(rule=rules, pain_before=answers, pain=answers)
def test_every_reason_can_be_said_with_the_numbers_it_carries(
    rule: PainRule, pain_before: int | None, pain: int | None
) -> None:
    for decision in (
        before_session(rule, pain=pain),
        during_exercise(rule, pain_before=pain_before, pain=pain),
        after_session(rule, pain_before=pain_before, pain=pain),
        next_morning(rule, answer=MorningAnswer.UNSURE, pain=pain),
    ):
        assert decision.reason.words % decision.reason.numbers


@given(rule=rules, pain_before=answers, pain=pains)
def test_a_reason_names_the_very_pain_from_which_it_holds(
    rule: PainRule, pain_before: int | None, pain: int
) -> None:
    moments: list[Callable[[int], Decision]] = [
        lambda felt: before_session(rule, pain=felt),
        lambda felt: during_exercise(rule, pain_before=pain_before, pain=felt),
        lambda felt: after_session(rule, pain_before=pain_before, pain=felt),
        lambda felt: next_morning(rule, answer=MorningAnswer.SETTLED, pain=felt),
    ]
    for decide in moments:
        decision = decide(pain)
        limit = decision.reason.limit
        if limit is None:
            assert not decision.holds
            continue
        assert limit <= pain
        assert decide(limit).action is decision.action
        if limit > 0:
            assert (decide(limit - 1).action, decide(limit - 1).reason.code) != (
                decision.action,
                decision.reason.code,
            )


@pytest.mark.parametrize(
    ("in_a_row", "told"), [(0, False), (1, False), (3, True), (4, False), (6, True)]
)
def test_every_third_end_in_a_row_is_told_this_week_and_holds_nothing(
    in_a_row: int, told: bool
) -> None:
    decision = ended_again(in_a_row)
    assert (decision is not None) is told
    if decision is not None:
        assert not decision.holds
        assert decision.alert is not None
        assert decision.alert.severity is HowSoon.THIS_WEEK


@pytest.mark.parametrize("pain", [-1, 11, 2.5, "3", True])
def test_a_pain_off_the_scale_is_refused_with_what_to_give(pain: Any) -> None:
    rule = PainRule(usual=2)
    with pytest.raises(PainOutOfRangeError, match="from 0, no pain, to 10"):
        before_session(rule, pain=pain)
    with pytest.raises(PainOutOfRangeError, match="from 0, no pain, to 10"):
        during_exercise(rule, pain_before=pain, pain=2)
    with pytest.raises(PainOutOfRangeError, match="from 0, no pain, to 10"):
        PainRule(usual=pain)


@pytest.mark.parametrize("ceiling", [6, 10, -1, False])
def test_a_ceiling_can_tighten_the_rule_and_never_loosen_it(ceiling: Any) -> None:
    with pytest.raises(PainOutOfRangeError, match="never higher"):
        PainRule(usual=2, ceiling=ceiling)
