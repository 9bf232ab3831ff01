"""Scores, against examples computed by hand: none of them is a published one."""

from dataclasses import replace

import pytest

from goodform.outcomes.change import Measured, NotCompared, OutcomeChange, Size, WhichWay, change
from goodform.outcomes.instrument_files import instruments
from goodform.outcomes.scoring import NoScore, NotAnAnswer, RiskGroup, score


def numbered(letter: str, *answers: int) -> dict[str, int]:
    return {f"{letter}{number}": each for number, each in enumerate(answers, 1)}


HAND_COMPUTED = [
    ("pain-last-week", {"pain": 7}, 7.0),
    ("global-change", {"change": -4}, -4.0),
    ("psfs", {"activity-1": 3, "activity-2": 4, "activity-3": 6}, 4.33),
    ("rmdq", {"q2": 1, "q9": 1, "q24": 1}, 3.0),
    ("rmdq", {}, 0.0),
    ("odi", numbered("s", 1, 2, 3, 0, 1, 2, 3, 1, 0, 2), 30.0),
    ("odi", numbered("s", 1, 2, 3, 0, 1, 2, 3, 1, 0), 28.89),
    ("promis-pf-4a", {"pfa11": 5, "pfa21": 4, "pfa23": 3, "pfa53": 2}, 14.0),
    ("msk-hq", numbered("q", *[2] * 14), 28.0),
    ("bournemouth", numbered("q", 1, 2, 3, 4, 5, 6, 7), 28.0),
]


@pytest.mark.parametrize(("name", "answers", "expected"), HAND_COMPUTED)
def test_a_score_is_that_of_the_hand_computed_example(
    name: str, answers: dict[str, int], expected: float
) -> None:
    assert score(instruments()[name], answers).value == expected


@pytest.mark.parametrize(
    ("answers", "total", "level"),
    [
        ((1, 1, 1, 0, 0, 0, 0, 0, 2), 3, RiskGroup.LOW),
        ((1, 1, 1, 0, 0, 0, 0, 0, 3), 4, RiskGroup.MEDIUM),
        ((1, 1, 1, 1, 1, 1, 1, 0, 0), 7, RiskGroup.MEDIUM),
        ((0, 0, 0, 0, 1, 1, 1, 1, 0), 4, RiskGroup.HIGH),
        ((0, 0, 0, 0, 1, 1, 1, 0, 4), 4, RiskGroup.HIGH),
    ],
)
def test_the_screening_counts_distress_by_the_ids_of_its_questions(
    answers: tuple[int, ...], total: int, level: RiskGroup
) -> None:
    said = numbered("q", *answers)
    turned = dict(reversed(said.items()))
    for each in (said, turned):
        found = score(instruments()["start-back"], each)
        assert (found.value, found.level) == (total, level)


def test_a_profile_is_no_sum() -> None:
    eq = instruments()["eq-5d-5l"]
    answers = {item.id: 1 for item in eq.items[:5]} | {"health": 70}
    found = score(eq, answers)
    assert (found.value, found.why_none, found.profile) == (None, NoScore.PROFILE, "1-1-1-1-1-70")


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("pain-last-week", {}),
        ("psfs", {"activity-1": 3, "activity-2": 4}),
        ("odi", numbered("s", 1, 2, 3, 0, 1, 2, 3, 1)),
        ("msk-hq", numbered("q", *[2] * 13)),
        ("start-back", numbered("q", 1, 1, 1, 1, 1, 1, 1, 1)),
    ],
)
def test_too_little_answered_is_no_score_and_never_a_nought(
    name: str, answers: dict[str, int]
) -> None:
    found = score(instruments()[name], answers)
    assert (found.value, found.why_none) == (None, NoScore.MISSING)


@pytest.mark.parametrize("answers", [{"pain": 11}, {"pain": -1}, {"ache": 3}, {"pain": True}])
def test_an_answer_that_is_not_offered_is_refused(answers: dict[str, int]) -> None:
    with pytest.raises(NotAnAnswer):
        score(instruments()["pain-last-week"], answers)


def moved(name: str, first: float | None, later: float | None) -> OutcomeChange | NotCompared:
    file = instruments()[name]
    return change(file, Measured(first, file.mark), Measured(later, file.mark))


@pytest.mark.parametrize(
    ("name", "first", "later", "way", "worthwhile"),
    [
        ("pain-last-week", 7, 5, WhichWay.BETTER, True),
        ("pain-last-week", 7, 6, WhichWay.BETTER, False),
        ("pain-last-week", 3, 2, WhichWay.BETTER, True),
        ("pain-last-week", 0, 1, WhichWay.WORSE, False),
        ("pain-last-week", 4, 7, WhichWay.WORSE, True),
        ("pain-last-week", 4, 4, WhichWay.SAME, False),
        ("psfs", 3.0, 4.3, WhichWay.BETTER, True),
        ("psfs", 4.3, 3.1, WhichWay.WORSE, False),
        ("rmdq", 18, 13, WhichWay.BETTER, True),
        ("rmdq", 18, 14, WhichWay.BETTER, False),
        ("rmdq", 10, 7, WhichWay.BETTER, True),
        ("global-change", 0, 3, WhichWay.BETTER, None),
        ("bournemouth", 50, 25, WhichWay.BETTER, False),
    ],
)
def test_worthwhile_is_said_against_the_meaningful_change_alone(
    name: str, first: float, later: float, way: WhichWay, worthwhile: bool | None
) -> None:
    found = moved(name, first, later)
    assert isinstance(found, OutcomeChange)
    assert (found.way, found.worthwhile) == (way, worthwhile)


def test_more_than_chance_is_said_against_the_measurement_error_alone() -> None:
    inside, outside, unknown = (
        moved("msk-hq", 20, 29),
        moved("msk-hq", 20, 30),
        moved("rmdq", 20, 1),
    )
    assert isinstance(inside, OutcomeChange)
    assert isinstance(outside, OutcomeChange)
    assert isinstance(unknown, OutcomeChange)
    assert (inside.worthwhile, inside.more_than_chance) == (True, False)
    assert outside.more_than_chance
    assert unknown.more_than_chance is None


@pytest.mark.parametrize(
    ("later", "size"),
    [(4.2, None), (4.3, Size.SMALL), (5.3, Size.MEDIUM), (5.7, Size.LARGE)],
)
def test_activities_change_in_three_sizes(later: float, size: Size | None) -> None:
    found = moved("psfs", 3.0, later)
    assert isinstance(found, OutcomeChange)
    assert found.size == size


def test_two_ticks_or_fewer_are_recovered_and_the_ends_of_the_scale_are_blind() -> None:
    found, blind = moved("rmdq", 12, 2), moved("rmdq", 21, 18)
    assert isinstance(found, OutcomeChange)
    assert isinstance(blind, OutcomeChange)
    assert found.recovered
    assert not found.is_blind
    assert blind.is_blind
    assert not blind.recovered


def test_what_cannot_be_compared_is_not() -> None:
    file = instruments()["psfs"]
    first = Measured(3.0, file.mark, ("walk", "sit", "lift"))
    assert change(file, first, replace(first, mark="other")) is NotCompared.INSTRUMENT_CHANGED
    assert change(file, first, replace(first, asked=("walk",))) is NotCompared.ITEMS_CHANGED
    assert change(file, first, replace(first, value=None)) is NotCompared.ONE_IS_MISSING
    assert moved("start-back", 5, 2) is NotCompared.SCREENING
