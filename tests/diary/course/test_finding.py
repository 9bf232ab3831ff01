"""A course says when pain changed, never why, and nothing where too few answered."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from goodform.diary.course.finding import (
    FEWEST_ANSWERS,
    LEAST_CHANGE,
    USUAL_FROM,
    Compared,
    Direction,
    compared,
    highest,
    usual_range,
)

DAY = date(2026, 11, 3)
answers = st.dictionaries(
    st.integers(-30, 30).map(lambda n: DAY + timedelta(days=n)), st.integers(0, 10), max_size=60
)


def on(*pains: int, since: int) -> dict[date, int]:
    """Answers on days one after another, the first of them `since` days from the day."""
    return {DAY + timedelta(days=since + n): pain for n, pain in enumerate(pains)}


def test_pain_before_and_after_a_day_is_told_by_medians_with_how_many_answered() -> None:
    found = compared({**on(6, 7, 6, 5, 6, since=-5), **on(3, 3, 2, 3, 9, since=0)}, DAY)
    assert found == Compared(Direction.LOWER, 6, 3, 5, 5)


def test_less_than_two_points_is_about_the_same_and_two_points_are_not() -> None:
    before = on(4, 4, 4, since=-3)
    assert compared({**before, **on(5, 5, 5, since=0)}, DAY).direction is Direction.SAME
    assert compared({**before, **on(6, 6, 6, since=0)}, DAY).direction is Direction.HIGHER


def test_two_answers_on_a_side_compare_nothing() -> None:
    found = compared({**on(6, 6, 6, since=-3), **on(1, 1, since=0)}, DAY)
    assert found == Compared(Direction.TOO_FEW, 6, None, 3, 2)


def test_answers_of_another_time_do_not_count() -> None:
    far = {**on(9, 9, 9, since=-20), **on(9, 9, 9, since=15)}
    assert compared(far, DAY) == Compared(Direction.TOO_FEW, None, None, 0, 0)


@given(answers)
def test_what_is_said_is_always_what_the_medians_say(told: dict[date, int]) -> None:
    found = compared(told, DAY)
    if min(found.answers_before, found.answers_after) < FEWEST_ANSWERS:
        assert found.direction is Direction.TOO_FEW
        return
    assert found.before is not None
    assert found.after is not None
    change = found.after - found.before
    assert (found.direction is Direction.SAME) == (abs(change) < LEAST_CHANGE)
    assert (found.direction is Direction.LOWER) == (change <= -LEAST_CHANGE)


@given(answers)
def test_mirrored_in_the_day_higher_is_lower(told: dict[date, int]) -> None:
    turned = {DAY - (day - DAY) - timedelta(days=1): pain for day, pain in told.items()}
    there, back = compared(told, DAY), compared(turned, DAY)
    assert (there.before, there.after) == (back.after, back.before)
    assert (there.answers_before, there.answers_after) == (back.answers_after, back.answers_before)


@given(answers)
def test_the_usual_range_holds_at_least_half_of_the_answers_it_is_made_of(
    told: dict[date, int],
) -> None:
    until = DAY
    recent = [pain for day, pain in told.items() if until - timedelta(days=28) < day <= until]
    found = usual_range(told, until)
    assert (found is None) == (len(recent) < USUAL_FROM)
    if found is not None:
        low, high = found
        inside = [pain for pain in recent if low <= pain <= high]
        assert 0 <= low <= high <= 10
        assert len(inside) * 2 >= len(recent)


def test_no_answer_is_not_a_pain_of_zero() -> None:
    assert highest([None, None]) is None
    assert highest([None, 0]) == 0
