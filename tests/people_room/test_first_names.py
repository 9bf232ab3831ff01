"""What somebody is called on buttons and in letters."""

import pytest

from goodform.people.models import LONGEST_CALLED, Patient, Staff


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Alice Archer", "Alice"),
        ("  مريم حداد", "مريم"),
        ("李", "李"),
        ("Wei 🌿 Chen", "Wei"),
        ("", ""),
        ("W" * LONGEST_CALLED, "W" * LONGEST_CALLED),
        ("W" * 120, "W" * (LONGEST_CALLED - 1) + "…"),
    ],
)
def test_the_first_word_cut_where_it_would_not_fit_a_button(name: str, called: str) -> None:
    assert Patient(name=name).called == called
    assert Staff(name=name).called == called
