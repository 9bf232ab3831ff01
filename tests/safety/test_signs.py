"""One list of signs, before Start and after Stop, gravest first."""

import re
from pathlib import Path

import pytest

import goodform.today
from goodform.safety.decision import Advice
from goodform.safety.red_flags import RedFlag
from goodform.safety.signs import EARLIER_CODES, NAMED_IN_THE_SHORT_QUESTION, SIGNS
from goodform.safety.symptoms import Symptom

BEFORE = Path(goodform.today.__file__).parent / "templates/today/player_before.html"
STEMS = {
    "numbness": ("numb",),
    "weakness": ("weak",),
    "chest pain": ("chest pain",),
    "a fever": ("fever",),
    "trouble with peeing": ("pee",),
}


def test_every_code_is_asked_once_or_was_asked_earlier() -> None:
    asked = [sign.code for sign in SIGNS]
    assert len(asked) == len(set(asked))
    assert {*asked, *EARLIER_CODES} == {*RedFlag, *Symptom}


def test_the_gravest_stand_first() -> None:
    order = [tuple(Advice).index(sign.advice) for sign in SIGNS]
    assert order == sorted(order, reverse=True)


def test_the_short_question_names_just_what_has_rows() -> None:
    said = re.search(r"Such as (.+?)\.", BEFORE.read_text())
    assert said
    named = [each.strip() for each in re.split(r",(?: or)?", said.group(1))]
    assert named == list(NAMED_IN_THE_SHORT_QUESTION) == list(STEMS)


@pytest.mark.parametrize("named", NAMED_IN_THE_SHORT_QUESTION)
def test_every_word_of_the_short_question_has_its_row(named: str) -> None:
    words = {sign.code: sign.words.lower() for sign in SIGNS}
    codes = NAMED_IN_THE_SHORT_QUESTION[named]
    assert codes
    for code in codes:
        assert any(stem in words[code] for stem in STEMS[named])


def test_one_leg_can_be_told_before_start() -> None:
    row = next(sign for sign in SIGNS if sign.code == "one_leg")
    assert row.advice is Advice.URGENT_TODAY
    assert "foot drags" in row.words


def test_no_row_has_a_sentence_too_long_for_a_child() -> None:
    for sign in SIGNS:
        for sentence in sign.words.split(". "):
            assert len(sentence.split()) <= 20, sentence
