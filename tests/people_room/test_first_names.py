"""The name on buttons and in letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodform.people.called import LONGEST_CALLED
from goodform.people.models import Patient, Staff


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Alice Archer", "Alice"),
        ("  مريم حداد", "مريم"),
        ("李", "李"),
        ("Wei 🌿 Chen", "Wei"),
        ("", ""),
        ("Dr Priya Nair", "Priya"),
        ("Dr. med. Anna Weiß", "Anna"),
        ("PROF. DR. Olu Adeyemi", "Olu"),
        ("Mrs Archer", "Mrs Archer"),
        ("Dr", "Dr"),
        ("Archer, Alice", "Alice"),
        ("van der Berg, Dr Anna", "Anna"),
        ("Alice Archer, MChiro", "Alice"),
        ("Misses", "Misses"),
        ("W" * LONGEST_CALLED, "W" * LONGEST_CALLED),
        ("W" * 120, "W" * (LONGEST_CALLED - 1) + "…"),
    ],
)
def test_the_first_name_as_far_as_it_can_be_read(name: str, called: str) -> None:
    assert Patient(name=name).called == called
    assert Staff(name=name).called == called


def test_what_was_said_wins() -> None:
    assert Patient(name="Elizabeth Archer", known_as="Betty").called == "Betty"
    assert Staff(name="Dr Nair", known_as="Priya").called == "Priya"


@given(st.text(max_size=120))
def test_it_always_fits_a_button(name: str) -> None:
    assert len(Patient(name=name).called) <= LONGEST_CALLED
