"""Two tellings become one: order does not matter, twice is once, nothing invented, nothing lost."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from functools import reduce
from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from goodform.diary.merging import (
    ENTRY_FIELDS,
    SESSION_FIELDS,
    EntryFacts,
    SessionFacts,
    fill_in,
    merge_entries,
    merge_sessions,
    stamped,
)

START = datetime(2026, 11, 16, 9, tzinfo=UTC)
ID = UUID(int=1)
MOMENTS = st.integers(0, 5).map(lambda minutes: START + timedelta(minutes=minutes))
PAINS = st.none() | st.integers(0, 10)

entries = st.builds(
    lambda facts, said_at: stamped(facts, ENTRY_FIELDS, said_at),
    st.builds(
        EntryFacts,
        id=st.just(ID),
        prescription=st.none() | st.sampled_from([UUID(int=n) for n in (2, 3)]),
        outcome=st.sampled_from(["done", "partly", "skipped", "stopped"]),
        recorded_at=MOMENTS,
        zone=st.sampled_from(["Europe/London", "America/New_York"]),
        side=st.sampled_from(["", "left", "right"]),
        reason=st.sampled_from(["", "pain", "tired"]),
        where=st.sampled_from(["", "hip", "knee"]),
        symptoms=st.lists(st.sampled_from(["dizzy", "numb_leg"]), unique=True).map(
            lambda codes: tuple(sorted(codes))
        ),
        noticed=st.sampled_from([(), ("wobbled",), ("wobbled", "lifted")]),
        sets_done=PAINS,
        pain=PAINS,
        difficulty=st.sampled_from(["", "easy", "hard"]),
        timing=st.sampled_from(["", "timed", "ticked"]),
        undone_at=st.none() | MOMENTS,
    ),
    MOMENTS,
)
sessions = st.builds(
    lambda facts, said_at: stamped(facts, SESSION_FIELDS, said_at),
    st.builds(
        SessionFacts,
        started_at=MOMENTS,
        sent_at=MOMENTS,
        zone=st.sampled_from(["", "Europe/London"]),
        finished_at=st.none() | MOMENTS,
        pain_before=PAINS,
        pain_after=PAINS,
        red_flags=st.lists(st.sampled_from(["saddle", "fever"]), unique=True).map(
            lambda codes: tuple(sorted(codes))
        ),
        red_flags_asked=st.sampled_from(["nothing", "one_question", "whole_list"]),
        note=st.sampled_from(["", "a", "b"]),
    ),
    MOMENTS,
)


def merged(tellings: list[EntryFacts]) -> EntryFacts:
    return reduce(lambda kept, said: merge_entries(kept, said).facts, tellings)


@given(st.lists(entries, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_tellings_does_not_matter(tellings: list[EntryFacts], random: Random) -> None:
    shuffled = list(tellings)
    random.shuffle(shuffled)
    assert merged(shuffled) == merged(tellings)


@given(st.lists(entries, min_size=1, max_size=4), st.integers(0, 3))
def test_telling_twice_is_telling_once(tellings: list[EntryFacts], which: int) -> None:
    again = tellings[which % len(tellings)]
    assert merged([*tellings, again]) == merged(tellings)


@given(st.lists(entries, min_size=1, max_size=5))
def test_nothing_is_invented(tellings: list[EntryFacts]) -> None:
    result = merged(tellings)
    for name in ENTRY_FIELDS:
        assert getattr(result, name) in [getattr(each, name) for each in tellings]


@given(entries, entries)
def test_nothing_is_lost(kept: EntryFacts, said: EntryFacts) -> None:
    """Every word stands, or is among the words that lost."""
    result = merge_entries(kept, said)
    for name in ENTRY_FIELDS:
        stands = getattr(result.facts, name)
        for each in (kept, said):
            word = getattr(each, name)
            assert word in (None, "", ()) or word == stands or word == result.lost[name]


@given(st.lists(entries, min_size=1, max_size=5))
def test_a_stop_stays_a_stop_and_a_symptom_stays_said(tellings: list[EntryFacts]) -> None:
    result = merged(tellings)
    if any(each.outcome == "stopped" for each in tellings):
        assert result.outcome == "stopped"
    assert set(result.symptoms) == {code for each in tellings for code in each.symptoms}


@given(entries, entries)
def test_after_the_time_to_correct_only_gaps_are_filled_and_harm_is_heard(
    kept: EntryFacts, said: EntryFacts
) -> None:
    result = fill_in(kept, said)
    for name in ENTRY_FIELDS:
        before, after = getattr(kept, name), getattr(result.facts, name)
        if before not in (None, "", ()):
            assert after == before or (name == "outcome" and after == "stopped")
            word = getattr(said, name)
            assert word in (None, "", ()) or word == after or result.lost[name] == word
    if "stopped" in (kept.outcome, said.outcome):
        assert result.facts.outcome == "stopped"
    assert set(said.symptoms) <= set(result.facts.symptoms)


@given(st.lists(sessions, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_the_same_holds_for_sessions(tellings: list[SessionFacts], random: Random) -> None:
    shuffled = list(tellings)
    random.shuffle(shuffled)
    result = reduce(merge_sessions, tellings)
    assert reduce(merge_sessions, shuffled) == result
    assert merge_sessions(result, tellings[-1]) == result
    assert set(result.red_flags) == {code for each in tellings for code in each.red_flags}


def test_the_later_word_wins_and_silence_says_nothing() -> None:
    first = stamped(
        EntryFacts(
            id=ID,
            prescription=UUID(int=2),
            outcome="done",
            recorded_at=START,
            zone="Europe/London",
            pain=2,
            difficulty="easy",
        ),
        ENTRY_FIELDS,
        START,
    )
    later = stamped(
        replace(first, pain=4, difficulty=""), ENTRY_FIELDS, START + timedelta(minutes=1)
    )
    result = merge_entries(later, first)
    assert (result.facts.pain, result.facts.difficulty) == (4, "easy")
    assert result.lost == {"pain": 2}


def test_every_field_of_an_entry_has_its_rule() -> None:
    ruled = {*ENTRY_FIELDS, "id", "symptoms", "recorded_at", "zone", "undone_at", "flags", "stamps"}
    assert {field.name for field in fields(EntryFacts)} == ruled
