"""When the whole list of red flags is asked, and when one question is enough."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodform.safety.pain_rules import PainOutOfRangeError
from goodform.safety.red_flag_rhythm import Questions, questions_today

MONDAY = date(2026, 3, 2)
WHOLE, ONE = Questions.WHOLE_LIST, Questions.ONE_QUESTION


@pytest.mark.parametrize(
    ("last_asked_days_ago", "pain", "questions"),
    [
        (None, 2, WHOLE),
        (0, 2, ONE),
        (1, 2, ONE),
        (6, 2, ONE),
        (7, 2, WHOLE),
        (30, 2, WHOLE),
        (1, 0, ONE),
        (1, 3, WHOLE),
        (1, None, WHOLE),
        (-1, 2, WHOLE),
    ],
)
def test_the_whole_list_weekly_and_whenever_pain_is_up(
    last_asked_days_ago: int | None, pain: int | None, questions: Questions
) -> None:
    last = None if last_asked_days_ago is None else MONDAY - timedelta(days=last_asked_days_ago)
    assert questions_today(today=MONDAY, last_whole_list=last, pain=pain, usual=2) is questions


@given(
    today=st.dates(),
    last=st.none() | st.dates(),
    pain=st.none() | st.integers(0, 10),
    usual=st.integers(0, 10),
)
def test_nobody_goes_a_week_without_the_whole_list(
    today: date, last: date | None, pain: int | None, usual: int
) -> None:
    if questions_today(today=today, last_whole_list=last, pain=pain, usual=usual) is ONE:
        assert last is not None
        assert timedelta(0) <= today - last < timedelta(days=7)
        assert pain is not None
        assert pain <= usual


def test_a_pain_off_the_scale_is_refused() -> None:
    with pytest.raises(PainOutOfRangeError):
        questions_today(today=MONDAY, last_whole_list=MONDAY, pain=11, usual=2)
