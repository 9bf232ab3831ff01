"""Why something waits, in the patient's words: a table anybody can read."""

from datetime import date, timedelta

import pytest

from goodform.safety.decision import ReasonCode
from goodform.today.why_held import on_day, why_held
from tests.people import TODAY_IS


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("stopped", "You told us it hurt on Saturday."),
        ("rose_too_far", "You told us it hurt on Saturday."),
        ("above_usual", "You told us it hurt on Saturday."),
        ("above_ceiling", "You told us it hurt on Saturday."),
        ("not_settled", "Your back was worse the next morning."),
        ("not_sure", "You were not sure how your back was the next morning."),
        ("morning_unanswered", "You were not sure how your back was the next morning."),
        ("by_mistake", "You pressed Stop on Saturday, and told us it was a mistake."),
        ("red_flag", "You told us about a warning sign on Saturday."),
        ("always_stop", "You told us about something new on Saturday that we must look at."),
        ("a reason of tomorrow", "We put this on hold on Saturday."),
    ],
)
def test_what_was_told_and_who_looks(reason: str, told: str) -> None:
    words = why_held(reason=reason, since=date(2026, 11, 14), today=TODAY_IS, practitioner="Priya")
    assert words == f"{told} Priya will look at it."


@pytest.mark.parametrize("reason", ReasonCode)
def test_no_reason_reads_like_a_code(reason: ReasonCode) -> None:
    words = why_held(reason=reason, since=TODAY_IS, today=TODAY_IS, practitioner="Priya")
    assert "_" not in words
    assert "%" not in words


@pytest.mark.parametrize(
    ("back", "words"),
    [
        (0, "today"),
        (1, "yesterday"),
        (2, "on Saturday"),
        (6, "on Tuesday"),
        (7, "on 9 November"),
        (-1, "today"),
    ],
)
def test_a_day_is_named_as_people_say_it(back: int, words: str) -> None:
    assert on_day(TODAY_IS - timedelta(days=back), TODAY_IS) == words
