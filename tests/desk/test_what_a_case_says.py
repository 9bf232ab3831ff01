"""A case in words: what was told, and what was new each time more was told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from goodform.desk.what_a_case_says import age_words, facts_in_words, new_in
from goodform.inbox.evidence import Evidence

TAPPED = Evidence(because="stopped", exercise="Clam", side="left", pain_before=2, usual_pain=2)
ANSWERED = Evidence(
    because="stopped",
    exercise="Clam",
    side="left",
    pain_before=2,
    pain=6,
    usual_pain=2,
    where="hip",
    symptoms=("dizzy",),
    note="Sharp.",
)


def test_a_later_telling_shows_only_what_is_new() -> None:
    first, later = facts_in_words(TAPPED), facts_in_words(ANSWERED)
    assert first.told[0] == "Clam, left"
    new = new_in(later, first)
    assert new.told == ("Pain: before 2, then 6, usual 2", "Where: Hip or groin")
    assert len(new.ticked) == 1
    assert (new.quote, new.why) == ("Sharp.", "")


def test_what_is_said_again_after_something_else_is_shown_again() -> None:
    first, later = facts_in_words(TAPPED), facts_in_words(ANSWERED)
    assert new_in(first, later).told == ("Pain: before 2, usual 2",)
    assert new_in(later, later).told == ()


def test_a_flood_says_that_more_was_told_than_is_counted() -> None:
    flooded = replace(TAPPED, flags=("too_many",))
    assert new_in(facts_in_words(flooded), facts_in_words(TAPPED)).told == (
        "One of more than are counted here. The record has all of them.",
    )


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "1 min"), (59, "1 min"), (61, "1 min"), (125, "2 min"), (3600, "1 hour"), (-5, "1 min")],
)
def test_nothing_is_0_min_old(seconds: int, words: str) -> None:
    assert age_words(timedelta(seconds=seconds)) == words
