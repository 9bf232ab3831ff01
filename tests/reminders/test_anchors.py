"""Which moment of the day a practitioner's words name."""

import pytest

from goodform.reminders.anchors import ANCHORS, BY_CODE, anchor_in, spread


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("after waking", "waking"),
        ("Morning, after waking", "waking"),
        ("after_breakfast", "breakfast"),
        ("Before bed, lying down", "bed"),
        ("before work", None),
        ("while working", None),
        ("on the bed", None),
        ("", None),
    ],
)
def test_only_the_whole_name_counts(words: str, code: str | None) -> None:
    anchor = anchor_in(words)
    assert (anchor.code if anchor else None) == code


def test_each_moment_is_named_by_its_own_name_and_stands_outside_the_usual_quiet_hours() -> None:
    for anchor in ANCHORS:
        assert anchor_in(str(anchor.name)) == anchor
        assert 7 <= anchor.usually.hour < 21


@pytest.mark.parametrize(
    ("named", "times", "codes"),
    [
        ([], 1, ["breakfast"]),
        ([], 2, ["breakfast", "bed"]),
        ([], 3, ["breakfast", "lunch", "bed"]),
        ([], 8, ["breakfast", "lunch", "bed"]),
        (["waking"], 2, ["waking", "bed"]),
        (["bed"], 2, ["waking", "bed"]),
        (["waking", "breakfast", "lunch", "work", "bed"], 1, [each.code for each in ANCHORS]),
    ],
)
def test_more_rounds_are_spread_over_the_day(
    named: list[str], times: int, codes: list[str]
) -> None:
    assert [each.code for each in spread([BY_CODE[code] for code in named], times)] == codes
