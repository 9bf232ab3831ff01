"""Cautions: one closed list, and which of a patient's cautions meet an exercise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodform.safety.cautions import CAUTION_WORDS, FOR_EVERY_EXERCISE, Caution, clashes


def test_every_caution_has_words() -> None:
    assert set(CAUTION_WORDS) == set(Caution)
    assert all(CAUTION_WORDS.values())


@pytest.mark.parametrize(
    ("of_patient", "of_exercise", "found"),
    [
        ([], ["osteoporosis"], ()),
        (["osteoporosis"], [], ()),
        (["osteoporosis"], ["osteoporosis", "flexion_pain"], ("osteoporosis",)),
        (
            ["dizziness", "osteoporosis"],
            ["osteoporosis", "dizziness"],
            ("dizziness", "osteoporosis"),
        ),
        (["recent_fracture"], [], ("recent_fracture",)),
        (["a code of another list"], ["osteoporosis"], ("a code of another list",)),
        (["osteoporosis", "osteoporosis"], ["osteoporosis"], ("osteoporosis",)),
    ],
)
def test_which_cautions_a_practitioner_must_weigh(
    of_patient: list[str], of_exercise: list[str], found: tuple[str, ...]
) -> None:
    assert clashes(of_patient=of_patient, of_exercise=of_exercise) == found


@given(
    of_patient=st.lists(st.sampled_from(list(Caution)) | st.text(max_size=9)),
    of_exercise=st.lists(st.sampled_from(list(Caution))),
)
def test_no_shared_or_universal_or_unknown_caution_is_dropped(
    of_patient: list[str], of_exercise: list[str]
) -> None:
    found = set(clashes(of_patient=of_patient, of_exercise=of_exercise))
    assert set(of_patient) & (set(of_exercise) | FOR_EVERY_EXERCISE) <= found
    assert set(of_patient) - set(CAUTION_WORDS) <= found
    assert found <= set(of_patient)
