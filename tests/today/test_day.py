"""The day as the patient sees it, for any programme and anything done: pure, no database."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodform.library.models import Exercise, ExerciseVersion
from goodform.people.models import Clinic, Patient, Staff
from goodform.programmes.locks import Locked
from goodform.programmes.models import Prescription
from goodform.programmes.queries import Standing, WhyHeld
from goodform.programmes.schedule import Done, is_finished, seconds_of
from goodform.safety.dose import dose_in
from goodform.today.day import (
    RowState,
    day_of,
    first_sentence,
    greeting,
    next_day,
    what_is_left,
)
from goodform.today.queries import Prescribed
from tests.people import TODAY_IS

CLINIC = Clinic(name="Riverside Back Clinic", country_pack="gb")
PRIYA = Staff(clinic=CLINIC, name="Priya Nair")
ALICE = Patient(clinic=CLINIC, practitioner=PRIYA, name="Alice Archer", zone="Europe/London")
CLAM = ExerciseVersion(
    exercise=Exercise(slug="clam"),
    name="Clam",
    content={"why": "It helps your hips. It does more.", "picture": "clam"},
)


def standing(locked: Locked | None = None) -> Standing:
    """Alice on a Monday in November."""
    return Standing(patient=ALICE, day=TODAY_IS, assessment=None, programme=None, locked=locked)


def prescribed(
    side: str = "each", times_a_day: int = 1, weekdays: str = "1234567", *, held: bool = False
) -> Prescribed:
    """A clam, perhaps on hold since Saturday."""
    row = Prescription(
        id=uuid4(),
        line=uuid4(),
        exercise=CLAM,
        side=side,
        sets=2,
        repetitions=10,
        hold_s=0,
        rest_s=30,
        tempo="2-2",
        times_a_day=times_a_day,
        weekdays=weekdays,
    )
    since = datetime(2026, 11, 14, 9, tzinfo=UTC)
    return Prescribed(row, WhyHeld("stopped", since) if held else None)


programmes = st.lists(
    st.builds(
        prescribed,
        side=st.sampled_from(["each", "left", "right", "none"]),
        times_a_day=st.integers(1, 3),
        weekdays=st.sampled_from(["1234567", "1", "2", "135"]),
        held=st.booleans(),
    ),
    max_size=8,
)
counts = st.builds(Done, left=st.integers(0, 3), right=st.integers(0, 3), both=st.integers(0, 3))


@given(programmes, st.lists(counts, min_size=8, max_size=8))
def test_every_day_adds_up(programme: list[Prescribed], said: list[Done]) -> None:
    done = {each.row.done_as: count for each, count in zip(programme, said, strict=False)}
    day = day_of(standing(), programme, done)
    due = [each for each in programme if "1" in each.row.weekdays]
    assert [row.id for row in day.rows] == [each.row.pk for each in due]
    assert len(day.counted) == day.done + len(day.left)
    assert [row.state for row in day.left] == [RowState.NEXT, *[RowState.LATER] * 8][
        : len(day.left)
    ]
    assert (day.minutes > 0) is bool(day.left)
    for row, each in zip(day.rows, due, strict=True):
        finished = is_finished(each.row.side, each.row.times_a_day, done[each.row.done_as])
        assert (row.state is RowState.HELD) is (each.held is not None)
        if each.held is None:
            assert (row.state is RowState.DONE) is finished
        assert bool(row.waits) is (each.held is not None)


@given(programmes, st.sampled_from(Locked))
def test_while_locked_nothing_is_to_do(programme: list[Prescribed], lock: Locked) -> None:
    day = day_of(standing(lock), programme, {})
    assert {row.state for row in day.rows} <= {RowState.LOCKED}
    assert day.next is None


def test_a_hold_says_who_looks_and_since_when() -> None:
    (row,) = day_of(standing(), [prescribed(held=True)], {}).rows
    assert row.waits == "You told us it hurt on Saturday. Priya will look at it."


def test_the_time_left_counts_the_sides_and_rounds_that_are_left() -> None:
    clam = prescribed("each", times_a_day=2)
    whole = day_of(standing(), [clam], {}).rows[0].seconds_left
    rest = day_of(standing(), [clam], {clam.row.done_as: Done(left=2, right=1)}).rows[0]
    assert whole == 2 * seconds_of(dose_in(clam.row), sides=2)
    assert rest.seconds_left == seconds_of(dose_in(clam.row), sides=1)
    assert rest.sides_left == ("right",)


def test_what_is_left_in_words() -> None:
    assert what_is_left(day_of(standing(), [prescribed()], {})) == (
        "1 exercise left today. About 4 minutes."
    )


@pytest.mark.parametrize(
    ("hour", "words"),
    [(0, "Good morning"), (11, "Good morning"), (12, "Good afternoon"), (18, "Good evening")],
)
def test_greets_by_the_hour(hour: int, words: str) -> None:
    assert greeting(hour, "Alice") == f"{words}, Alice"


@pytest.mark.parametrize(
    ("weekdays", "expected"),
    [("1", date(2026, 11, 23)), ("2", date(2026, 11, 17)), ("7", date(2026, 11, 22))],
)
def test_the_next_day_is_the_next_of_its_weekdays(weekdays: str, expected: date) -> None:
    assert next_day([prescribed(weekdays=weekdays)], TODAY_IS) == expected


def test_without_exercises_there_is_no_next_day() -> None:
    assert next_day([], TODAY_IS) is None


@pytest.mark.parametrize(
    ("text", "first"),
    [("One. Two.", "One."), ("One only.", "One only."), ("No stop", "No stop"), ("", "")],
)
def test_the_first_sentence(text: str, first: str) -> None:
    assert first_sentence(text) == first
