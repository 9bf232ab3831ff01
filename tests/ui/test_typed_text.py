"""Typed text, cleaned once: nobody sees a difference, and nothing that matters is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodform.ui.typed_text import can_be_read, cleaned, folded, is_blank, one_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Alice\u00a0\u2003Archer ", "Alice Archer"),
        ("alice@example.org\u200b", "alice@example.org"),
        ("\u202a01632 960177\u202c", "01632 960177"),
        ("\ufeffAlice\u2060", "Alice"),
        ("O\u0308zil", "Özil"),
        ("مریم\u200cزاده", "مریم\u200cزاده"),
        ("\u200dAlice\u200c", "Alice"),
        ("Wei 👩\u200d🦰", "Wei 👩\u200d🦰"),
        ("\u3164\u2800", ""),
    ],
)
def test_unseen_signs_go_and_joined_letters_stay(typed: str, kept: str) -> None:
    assert one_line(typed) == kept


def test_words_of_several_lines_keep_their_lines() -> None:
    assert cleaned(" One. \r\n\u200b Two.  \n\n Three.") == "One.\nTwo.\n\nThree."


@pytest.mark.parametrize("name", ["李", "3M", "مريم", "Ñ"])
def test_a_name_has_a_letter_or_a_digit(name: str) -> None:
    assert can_be_read(name)


@pytest.mark.parametrize("name", ["", "…", "🌿", "- -"])
def test_signs_alone_are_no_name(name: str) -> None:
    assert not can_be_read(name)


@pytest.mark.parametrize(
    ("shown", "key"),
    [
        ("Mesut ÖZIL", "mesut ozil"),
        ("O’Brien", "obrien"),
        ("o'brien", "obrien"),
        ("Łukasz Ørsted", "lukasz orsted"),
        ("Straße", "strasse"),
        ("Müller-Lüdenscheidt", "muller ludenscheidt"),
        ("مریم\u200cزاده", "مریمزاده"),
    ],
)
def test_looked_for_without_marks_quotes_and_capitals(shown: str, key: str) -> None:
    assert folded(shown) == key


def test_signs_that_nobody_sees_are_no_reason_and_a_picture_is_a_word() -> None:
    assert is_blank(" \u200b\n\u2060\u3164")
    assert not is_blank("👍")


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert one_line(one_line(text)) == one_line(text)
    assert cleaned(cleaned(text)) == cleaned(text)
    assert folded(folded(text)) == folded(text)
