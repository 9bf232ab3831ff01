"""Red flags: the closed list, how urgent each is, and how an answer is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodform.safety.decision import Advice, AlertKind, HowSoon, Verdict
from goodform.safety.red_flags import (
    NONE_OF_THESE,
    NOTHING_NEW,
    RED_FLAGS,
    Answered,
    RedFlag,
    Urgency,
    decide,
    read_answer,
)
from goodform.safety.stop import decide_stop
from goodform.safety.symptoms import ALWAYS_STOP, Symptom

EMERGENCIES = ["both_legs", "saddle", "peeing", "bowel_bladder", "sexual", "chest_pain", "accident"]
URGENT = ["one_leg", "fever", "weight_loss", "lump", "night", "cough", "upper_back"]


def test_the_list_is_closed_and_each_code_has_its_urgency() -> None:
    assert {str(flag) for flag in RedFlag} == {*EMERGENCIES, *URGENT}
    by_urgency = {flag: RED_FLAGS[flag].urgency for flag in RedFlag}
    assert {f for f in RedFlag if by_urgency[f] is Urgency.EMERGENCY} == set(EMERGENCIES)
    assert {f for f in RedFlag if by_urgency[f] is Urgency.URGENT} == set(URGENT)


@given(code=st.text())
def test_an_unknown_code_counts_as_an_emergency(code: str) -> None:
    if code in RED_FLAGS or code in ALWAYS_STOP:
        return
    assert decide([code]).advice is Advice.EMERGENCY
    assert decide([code]).reason.codes == ("unknown",)


@given(codes=st.lists(st.sampled_from(list(RedFlag)) | st.text(max_size=9), min_size=1))
def test_a_red_flag_always_holds_the_whole_programme_and_tells_the_clinic(codes: list[str]) -> None:
    decision = decide(codes)
    assert decision.action is Verdict.HOLD_PROGRAMME
    assert decision.alert is not None
    assert decision.alert.kind is AlertKind.RED_FLAG
    common = set(codes) <= {"night", "cough", "upper_back"}
    assert decision.alert.severity is (HowSoon.TODAY if common else HowSoon.CALL_NOW)


@given(codes=st.lists(st.sampled_from([*RedFlag, *Symptom]), min_size=1))
def test_before_start_and_after_stop_the_same_tick_gives_the_same_advice(codes: list[str]) -> None:
    before, after = decide(codes), decide_stop(codes)
    assert (before.action, before.advice) == (after.action, after.advice)
    assert before.alert is not None
    assert after.alert is not None
    assert before.alert.severity is after.alert.severity


def test_one_emergency_among_many_decides_the_advice() -> None:
    assert decide(["fever", "cough"]).advice is Advice.URGENT_TODAY
    assert decide(["fever", "saddle", "cough"]).advice is Advice.EMERGENCY


def test_there_is_nothing_to_decide_where_nothing_was_ticked() -> None:
    with pytest.raises(ValueError, match="only when one was ticked"):
        decide([])


@pytest.mark.parametrize(
    ("codes", "flags", "answered"),
    [
        ([], (), Answered.NOTHING),
        ([NONE_OF_THESE], (), Answered.WHOLE_LIST),
        ([NOTHING_NEW], (), Answered.ONE_QUESTION),
        (["fever"], ("fever",), Answered.WHOLE_LIST),
        (["fever", NONE_OF_THESE], ("fever",), Answered.WHOLE_LIST),
        ([NOTHING_NEW, "fever"], ("fever",), Answered.WHOLE_LIST),
        (["fever", "fever"], ("fever",), Answered.WHOLE_LIST),
        (["Fever", ""], ("unknown",), Answered.WHOLE_LIST),
    ],
)
def test_how_an_answer_is_read(
    codes: list[str], flags: tuple[str, ...], answered: Answered
) -> None:
    answer = read_answer(codes)
    assert (answer.flags, answer.answered) == (flags, answered)
    assert (answer.decision is not None) == bool(flags)


def test_an_unanswered_list_is_not_none_of_these() -> None:
    assert read_answer([]).answered is not read_answer([NONE_OF_THESE]).answered
