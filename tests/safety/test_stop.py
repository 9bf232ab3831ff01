"""The meaning of a stop. Read the table aloud."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodform.safety.decision import Advice, AlertKind, HowSoon, ReasonCode, Verdict
from goodform.safety.red_flags import NONE_OF_THESE, RED_FLAGS, RedFlag
from goodform.safety.stop import decide_stop
from goodform.safety.symptoms import ALWAYS_STOP, PLACE_WORDS, Place, Symptom

EXERCISE, EVERYTHING = Verdict.HOLD_EXERCISE, Verdict.HOLD_PROGRAMME
TODAY, CALL_NOW = HowSoon.TODAY, HowSoon.CALL_NOW

# symptoms ticked, where, what is held, how soon the clinic looks, what the patient is told
TABLE: list[tuple[list[str], list[str], Verdict, HowSoon, Advice]] = [
    ([], [], EXERCISE, TODAY, Advice.TELL_CLINIC),
    ([], ["low_back"], EXERCISE, TODAY, Advice.TELL_CLINIC),
    ([], ["left_leg", "right_leg"], EXERCISE, TODAY, Advice.TELL_CLINIC),
    (["none_of_these"], ["knee"], EXERCISE, TODAY, Advice.TELL_CLINIC),
    (["numb_leg"], ["left_leg"], EVERYTHING, CALL_NOW, Advice.URGENT_TODAY),
    (["weak_leg"], ["right_leg"], EVERYTHING, CALL_NOW, Advice.URGENT_TODAY),
    (["weak_leg"], [], EVERYTHING, CALL_NOW, Advice.URGENT_TODAY),
    (["numb_leg"], ["both_legs"], EVERYTHING, CALL_NOW, Advice.EMERGENCY),
    (["numb_leg"], ["left_leg", "right_leg"], EVERYTHING, CALL_NOW, Advice.EMERGENCY),
    (["spreading"], ["right_leg"], EVERYTHING, CALL_NOW, Advice.CLINIC_TODAY),
    (["spreading"], ["both_legs"], EVERYTHING, CALL_NOW, Advice.EMERGENCY),
    (["spreading", "numb_leg"], ["left_leg"], EVERYTHING, CALL_NOW, Advice.URGENT_TODAY),
    ([], ["both_legs"], EVERYTHING, CALL_NOW, Advice.EMERGENCY),
    (["dizzy"], [], EVERYTHING, CALL_NOW, Advice.CLINIC_TODAY),
    (["dizzy"], ["left_leg", "right_leg"], EVERYTHING, CALL_NOW, Advice.CLINIC_TODAY),
    (["chest_pain"], [], EVERYTHING, CALL_NOW, Advice.EMERGENCY),
    (["breathless"], [], EVERYTHING, CALL_NOW, Advice.EMERGENCY),
    (["both_legs"], [], EVERYTHING, CALL_NOW, Advice.EMERGENCY),
    (["saddle"], [], EVERYTHING, CALL_NOW, Advice.EMERGENCY),
    (["fever"], [], EVERYTHING, CALL_NOW, Advice.URGENT_TODAY),
    (["numb_leg", "none_of_these"], [], EVERYTHING, CALL_NOW, Advice.URGENT_TODAY),
    (["one_leg"], ["left_leg"], EVERYTHING, CALL_NOW, Advice.URGENT_TODAY),
    (["one_leg"], ["left_leg", "right_leg"], EVERYTHING, CALL_NOW, Advice.EMERGENCY),
    (["night"], [], EVERYTHING, TODAY, Advice.URGENT_TODAY),
    (["cough", "upper_back"], ["low_back"], EVERYTHING, TODAY, Advice.URGENT_TODAY),
    (["cough", "dizzy"], [], EVERYTHING, CALL_NOW, Advice.URGENT_TODAY),
    (["something_new"], [], EVERYTHING, CALL_NOW, Advice.EMERGENCY),
    ([""], [], EVERYTHING, CALL_NOW, Advice.EMERGENCY),
    ([], ["my big toe"], EXERCISE, TODAY, Advice.TELL_CLINIC),
]


@pytest.mark.parametrize(("symptoms", "places", "holds", "severity", "advice"), TABLE)
def test_what_a_stop_holds_and_advises(
    symptoms: list[str], places: list[str], holds: Verdict, severity: HowSoon, advice: Advice
) -> None:
    decision = decide_stop(symptoms, places)
    assert decision.alert is not None
    assert (decision.action, decision.alert.severity, decision.advice) == (holds, severity, advice)


codes = st.sampled_from([*Symptom, *RedFlag, NONE_OF_THESE]) | st.text(max_size=12)
where = st.sampled_from(list(Place)) | st.text(max_size=12)


@given(symptoms=st.lists(codes), places=st.lists(where))
def test_a_stop_always_holds_and_always_tells_the_clinic(
    symptoms: list[str], places: list[str]
) -> None:
    decision = decide_stop(symptoms, places)
    assert decision.holds
    assert decision.alert is not None
    assert decision.advice is not None


@given(symptoms=st.lists(codes), more=codes, places=st.lists(where), place=where)
def test_another_tick_never_makes_a_stop_milder(
    symptoms: list[str], more: str, places: list[str], place: str
) -> None:
    before = decide_stop(symptoms, places).gravity
    assert decide_stop([*symptoms, more], places).gravity >= before
    assert decide_stop(symptoms, [*places, place]).gravity >= before


@given(symptoms=st.lists(codes, min_size=1), places=st.lists(where))
def test_any_symptom_holds_the_whole_programme(symptoms: list[str], places: list[str]) -> None:
    if set(symptoms) == {NONE_OF_THESE}:
        return
    assert decide_stop(symptoms, places).action is Verdict.HOLD_PROGRAMME


@given(symptoms=st.lists(codes))
def test_the_reason_carries_only_codes_of_our_lists(symptoms: list[str]) -> None:
    known = {*Symptom, *RedFlag, "unknown"}
    assert set(decide_stop(symptoms).reason.codes) <= known


def test_a_red_flag_among_the_symptoms_is_told_as_a_red_flag_with_all_that_was_ticked() -> None:
    decision = decide_stop(["numb_leg", "peeing"])
    assert decision.alert is not None
    assert decision.alert.kind is AlertKind.RED_FLAG
    assert decision.reason.code is ReasonCode.RED_FLAG
    assert decision.reason.codes == ("numb_leg", "peeing")


def test_both_legs_is_said_once() -> None:
    assert decide_stop(["both_legs"], ["both_legs"]).reason.codes == ("both_legs",)


def test_every_symptom_and_place_has_words() -> None:
    assert set(ALWAYS_STOP) == set(Symptom)
    assert set(PLACE_WORDS) == set(Place)
    assert set(RED_FLAGS) == set(RedFlag)
