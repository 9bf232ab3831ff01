"""Reading ease: how words, sentences and syllables are counted, and what our exercises score."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodform.library.exercise_files import read_exercise_file
from goodform.library.readability import school_grade, sentences, syllables, words

OURS = sorted((Path(__file__).parents[2] / "goodform" / "exercises").glob("*.yaml"))
EASIEST_FOR_ELEVEN = 6.0
"""A reading age of 9 to 11 is US grade 4 to 6."""


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_an_eleven_year_old_can_read_every_exercise(path: Path) -> None:
    assert school_grade(read_exercise_file(path).patient_texts()) <= EASIEST_FOR_ELEVEN


def test_a_consent_form_would_not_pass() -> None:
    hard = (
        "Contraindications notwithstanding, the practitioner recommends systematic mobilisation of "
        "the sacroiliac articulation, particularly following prolonged immobility."
    )
    assert school_grade([hard]) > 12


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("hip", 1),
        ("knee", 1),
        ("make", 1),
        ("whole", 1),
        ("thighs", 1),
        ("makes", 1),
        ("crossed", 1),
        ("the", 1),
        ("muscle", 2),
        ("muscles", 2),
        ("lifted", 2),
        ("stretches", 2),
        ("table", 2),
        ("pelvis", 2),
        ("before", 2),
        ("gently", 2),
        ("exercise", 3),
        ("together", 3),
        ("practitioner", 4),
        ("999", 1),
    ],
)
def test_syllables_are_counted_as_they_are_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


def test_sentences_end_with_a_stop_and_hyphens_keep_a_word_whole() -> None:
    text = "Lift your side-lying leg. Don't rush! Does it hurt?"
    assert [len(words(sentence)) for sentence in sentences(text)] == [4, 2, 3]


def test_the_grade_is_kincaids_formula() -> None:
    # Six words and six syllables in one sentence.
    assert school_grade(["The cat sat on the mat."]) == pytest.approx(0.39 * 6 + 11.8 * 1 - 15.59)


def test_no_words_have_no_grade() -> None:
    with pytest.raises(ValueError, match="at least one sentence"):
        school_grade(["...", ""])


@given(text=st.text())
def test_any_text_can_be_counted(text: str) -> None:
    assert all(syllables(word) >= 1 for word in words(text))
    assert sum(len(words(sentence)) for sentence in sentences(text)) == len(words(text))
