"""A person's own good repetitions, and what is unlike them."""

import pytest

from goodform.motion.checks import WATCHED
from goodform.motion.eye.coach import Coach
from goodform.motion.eye.frame import LEFT, RIGHT, Frame, Layout, body_of
from goodform.motion.eye.measuring import Measuring
from goodform.motion.eye.reference import (
    BadReferenceError,
    Feature,
    Profile,
    Reference,
    profile_of,
    usual_variation,
)
from goodform.motion.learned import LIMIT, USUAL
from goodform.motion.made.generate import GeneratedBody
from goodform.motion.made.imperfect import Imperfections
from tests.motion.watching import made, recorded

LITTLE = Imperfections(noise_m=0.004)


def profiles(body: GeneratedBody) -> list[Profile]:
    """The profile of each repetition of a generated body, cut by its truth."""
    watched = WATCHED[body.truth.movement]
    measuring = Measuring(watched)
    layout = Layout.named(body.names)
    found: list[Profile] = []
    for repetition in body.truth.repetitions:
        bodies = [
            body_of(Frame(layout, time, points))
            for time, points in zip(body.times.tolist(), body.points.tolist(), strict=True)
            if repetition.start_s <= time <= repetition.end_s
        ]
        leading = LEFT if body.truth.side == "left" else RIGHT
        clip = measuring.whole(bodies, leading=leading)
        found.append(profile_of(clip, watched))
    return found


def good(slug: str = "box-squat", seed: int = 1) -> list[Profile]:
    """Four good repetitions."""
    return profiles(made(slug, repetitions=4, imperfections=LITTLE, seed=seed))


def test_the_persons_own_repetitions_are_like_their_reference() -> None:
    own = good()
    reference = Reference.of("box-squat", own[:3])
    assert not reference.compare(own[3]).differs


def test_knees_closer_together_than_before_are_told_first() -> None:
    reference = Reference.of("box-squat", good()[:3])
    bad = made("box-squat", repetitions=1, faults={"knee_drift": 0.12}, imperfections=LITTLE)
    compared = reference.compare(profiles(bad)[0])
    assert compared.differs
    told = {d.feature.measure: d for d in compared.differences}
    assert told.keys() & {"knee_separation", "knee_drift"}
    assert sum(d.share for d in compared.differences) <= 1.0
    if "knee_separation" in told:
        assert told["knee_separation"].value < told["knee_separation"].own


def test_two_repetitions_are_too_few() -> None:
    with pytest.raises(BadReferenceError, match="needs 3 repetitions; there are 2"):
        Reference.of("box-squat", good()[:2])


def test_repetitions_with_a_fault_are_refused_by_its_name() -> None:
    with pytest.raises(BadReferenceError, match="knees_fall_in"):
        Reference.of("box-squat", good()[:3], faults=["knees_fall_in"])


def test_one_that_is_unlike_the_others_is_refused_by_its_number() -> None:
    odd = profiles(made("box-squat", repetitions=1, faults={"shallow": 0.6}))
    with pytest.raises(BadReferenceError, match="Repetition 3 is unlike"):
        Reference.of("box-squat", [*good()[:2], odd[0], good()[2]])


def test_a_body_that_was_hardly_seen_is_refused() -> None:
    unseen = {feature: float("nan") for feature in good()[0]}
    with pytest.raises(BadReferenceError, match="Too little"):
        Reference.of("box-squat", [unseen, unseen, unseen])


def test_the_mirror_image_of_a_sided_exercise_has_the_same_profile() -> None:
    left = profiles(made("clam", repetitions=1, side="left"))[0]
    right = profiles(made("clam", repetitions=1, side="right"))[0]
    for feature, value in left.items():
        assert right[feature] == pytest.approx(value, abs=0.5), feature.key


def test_the_learned_variation_is_used_where_there_is_one() -> None:
    feature = Feature("both", "knee_flexion", "highest")
    assert usual_variation("squat", feature) == USUAL["squat"][feature.key]
    assert usual_variation("nothing", feature) == 4.0
    assert USUAL.keys() == LIMIT.keys()


def test_the_coach_compares_with_the_reference_it_was_given() -> None:
    reference = Reference.of("box-squat", good()[:3])
    coach = Coach(WATCHED["box-squat"], reference=reference)
    body = made("box-squat", repetitions=2, faults={"knee_drift": 0.1})
    told = [coach.see(frame) for frame in recorded(body).frames()]
    compared = [f.repetition.compared for f in told if f.repetition]
    assert len(compared) == 2
    assert all(c is not None and c.differs for c in compared)
