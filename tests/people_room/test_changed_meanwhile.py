"""A page's mark tells whether what it was made from is still what is saved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodform.people.changed_meanwhile import ChangedMeanwhile, mark_of, refuse_if_changed
from goodform.people.clinic_actions import (
    CLINIC_FACTS,
)
from goodform.people.models import Clinic

TWO = ("name", "hours")


@given(one=st.tuples(st.text(), st.text()), other=st.tuples(st.text(), st.text()))
def test_other_words_always_give_another_mark(one: tuple[str, str], other: tuple[str, str]) -> None:
    marks = [mark_of(Clinic(name=name, hours=hours), TWO) for name, hours in (one, other)]
    assert (marks[0] == marks[1]) == (one == other)


def test_a_word_that_moves_into_the_next_field_is_another_mark() -> None:
    assert mark_of(Clinic(name="ab", hours=""), TWO) != mark_of(Clinic(name="a", hours="b"), TWO)


@pytest.mark.parametrize("name", CLINIC_FACTS)
def test_every_fact_of_a_clinic_counts(name: str) -> None:
    before = Clinic(name="Riverside")
    after = Clinic(name="Riverside")
    setattr(after, name, "something else")
    assert mark_of(before, CLINIC_FACTS) != mark_of(after, CLINIC_FACTS)


def test_nobody_knows_who_it_was_where_the_record_does_not_say(db: None) -> None:
    with pytest.raises(ChangedMeanwhile, match="Somebody saved a change") as told:
        refuse_if_changed(
            Clinic(name="Riverside"), TWO, made_from="older", subject="clinic", action="changed"
        )
    assert told.value.by == ""


def test_what_no_page_was_made_for_is_not_asked() -> None:
    refuse_if_changed(
        Clinic(name="Riverside"), TWO, made_from=None, subject="clinic", action="changed"
    )
