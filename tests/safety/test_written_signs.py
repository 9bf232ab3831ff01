"""What a patient writes in their own words, read for warning signs."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodform.safety.decision import Advice, AlertKind, AlertNeeded, HowSoon
from goodform.safety.how_signs_are_written import (
    ENDS_A_DENIAL,
    ENDS_A_THOUGHT,
    NOT_SAID,
    SIGN_WORDS,
)
from goodform.safety.signs import SIGNS
from goodform.safety.written_signs import LONGEST_READ, decide_written, written_signs

SENTENCES: list[tuple[str, list[str]]] = json.loads(
    Path(__file__).with_name("written_signs.json").read_text(encoding="utf-8")
)
PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz ")


@pytest.mark.parametrize(("text", "codes"), SENTENCES, ids=[text for text, _codes in SENTENCES])
def test_a_sentence_is_read_as_a_person_would(text: str, codes: list[str]) -> None:
    assert list(written_signs(text)) == codes


def test_every_sign_of_the_list_has_its_words() -> None:
    assert {sign.code for sign in SIGNS} == {row.code.value for row in SIGN_WORDS}


def test_the_words_are_written_as_a_text_is_compared_with_them() -> None:
    every = [word for row in SIGN_WORDS for word in (*row.words, *row.near)]
    every += [*NOT_SAID, *ENDS_A_DENIAL, *ENDS_A_THOUGHT]
    for word in every:
        assert set(word) <= PLAIN, word
        assert word == " ".join(word.split()), word


@given(st.sampled_from(SENTENCES), st.text(max_size=200))
def test_whatever_stands_before_it_in_another_sentence_hides_no_sign(
    said: tuple[str, list[str]], before: str
) -> None:
    text, codes = said
    assert set(codes) <= set(written_signs(f"{before}. {text}"))


@given(st.sampled_from(SENTENCES))
def test_loud_words_are_the_same_words(said: tuple[str, list[str]]) -> None:
    text, codes = said
    if text.isascii():
        assert list(written_signs(text.upper())) == codes


@given(st.text(max_size=LONGEST_READ))
def test_nothing_that_can_be_typed_breaks_it(text: str) -> None:
    written_signs(text)


def test_the_gravest_sign_gives_the_advice() -> None:
    assert decide_written(["dizzy"]).advice is Advice.CLINIC_TODAY
    assert decide_written(["dizzy", "one_leg"]).advice is Advice.URGENT_TODAY
    assert decide_written(["dizzy", "saddle", "one_leg"]).advice is Advice.EMERGENCY
    with pytest.raises(ValueError, match="no sign"):
        decide_written([])


def test_words_alone_tell_the_clinic() -> None:
    decision = decide_written(["saddle"])
    assert decision.alert == AlertNeeded(AlertKind.WROTE, HowSoon.CALL_NOW)
    assert decision.reason.codes == ("saddle",)


def test_what_is_common_in_plain_back_pain_is_looked_at_today() -> None:
    assert decide_written(["night", "cough"]).alert.severity is HowSoon.TODAY
