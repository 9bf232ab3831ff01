"""The coach counts what is done, says why it is silent, and never falls over."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodform.motion.body.movement import Dose, Tempo
from goodform.motion.body.viewing import View
from goodform.motion.checks import WATCHED
from goodform.motion.eye.coach import Coach, Feedback, analyse
from goodform.motion.eye.frame import Frame, Layout
from goodform.motion.eye.recording import Recording
from goodform.motion.made.generate import GeneratedBody, generate
from goodform.motion.made.imperfect import Imperfections
from goodform.motion.made.landmarks import BLAZEPOSE
from goodform.motion.movements import MOVEMENTS
from tests.motion.watching import (
    LAYOUT,
    SPOILT,
    STANDING,
    frame_with,
    made,
    recorded,
    seen,
    turned_about_vertical,
    verdict,
)

LYING = ("knee-to-chest", "clam", "side-lying-leg-abduction", "glute-bridge")
LEGS = tuple(
    f"{side}_{joint}" for side in ("left", "right") for joint in ("hip", "knee", "ankle", "heel")
)
BODIES = {slug: made(slug, repetitions=2) for slug in MOVEMENTS}
FAULTY = {
    slug: made(slug, repetitions=2, faults={fault: movement.faults[fault].usual})
    for slug, movement in MOVEMENTS.items()
    for fault in list(movement.faults)[-1:]
}


@pytest.mark.parametrize("slug", MOVEMENTS)
@pytest.mark.parametrize("imperfections", [Imperfections(), SPOILT], ids=["perfect", "spoilt"])
def test_the_count_is_exact(slug: str, imperfections: Imperfections) -> None:
    body = made(slug, repetitions=5, imperfections=imperfections)
    analysis = seen(body, camera=True)
    assert len(analysis.repetitions) == 5
    for repetition, truth in zip(analysis.repetitions, body.truth.repetitions, strict=True):
        assert repetition.start_s == pytest.approx(truth.start_s, abs=1.0)
        assert truth.start_s < repetition.turn_s < truth.end_s


@pytest.mark.parametrize("slug", ["knee-to-chest", "glute-bridge", "piriformis-stretch-2"])
def test_a_hold_is_timed_to_three_tenths_of_a_second(slug: str) -> None:
    body = made(slug, repetitions=3)
    for repetition, hold in zip(seen(body, camera=True).repetitions, body.truth.holds, strict=True):
        assert repetition.leave_s - repetition.turn_s == pytest.approx(
            hold.end_s - hold.start_s, abs=0.3
        )


@pytest.mark.parametrize("slug", LYING[:3])
@pytest.mark.parametrize("side", ["left", "right"])
def test_the_side_that_worked_is_found_and_a_side_from_setup_is_kept(slug: str, side: str) -> None:
    body = made(slug, repetitions=2, side="left" if side == "left" else "right")
    assert {r.side for r in seen(body).repetitions} == {side}
    assert {r.side for r in seen(body, side="left").repetitions} == {"left"}


def test_one_side_after_the_other_is_told_apart() -> None:
    first, second = made("knee-to-chest", side="right"), made("knee-to-chest", side="left")
    points = np.concatenate((first.points, second.points))
    times = np.concatenate((first.times, second.times + first.times[-1] + 1 / 30))
    recording = Recording(Layout.named(first.names), times, points)
    sides = [r.side for r in analyse(recording, WATCHED["knee-to-chest"]).repetitions]
    assert sides == ["right"] * 3 + ["left"] * 3


@given(
    slug=st.sampled_from(sorted(MOVEMENTS)),
    turn=st.floats(-180.0, 180.0),
    size=st.floats(0.7, 1.4),
    shift=st.floats(-3.0, 3.0),
)
def test_place_size_and_direction_leave_the_verdict(
    *, slug: str, turn: float, size: float, shift: float
) -> None:
    body = FAULTY[slug]
    points = turned_about_vertical(body.points, turn) * size + np.array([shift, shift, -shift])
    assert verdict(seen(body, points)) == verdict(seen(body))


@pytest.mark.parametrize("slug", MOVEMENTS)
def test_an_origin_that_travels_with_the_hips_leaves_the_verdict(slug: str) -> None:
    body = FAULTY[slug]
    hips = [body.names.index("left_hip"), body.names.index("right_hip")]
    points = body.points - body.points[:, hips].mean(axis=1, keepdims=True)
    assert verdict(seen(body, points)) == verdict(seen(body))


@pytest.mark.parametrize("slug", MOVEMENTS)
def test_a_mirror_image_swaps_sides_and_keeps_the_verdict(slug: str) -> None:
    body = FAULTY[slug]
    swap = {"left": "right", "right": "left", "both": "both"}
    names = [
        name.replace("left", "*").replace("right", "left").replace("*", "right")
        for name in body.names
    ]
    mirrored = Recording(Layout.named(names), body.times, body.points * np.array([-1.0, 1.0, 1.0]))
    before = verdict(seen(body))
    after = verdict(analyse(mirrored, WATCHED[slug]))
    assert [(swap[side], codes) for side, codes in before] == after


@pytest.mark.parametrize("slug", MOVEMENTS)
@pytest.mark.parametrize("rate", [15.0, 60.0])
def test_the_frame_rate_leaves_the_verdict(slug: str, rate: float) -> None:
    fault = list(MOVEMENTS[slug].faults)[-1]
    faults = {fault: MOVEMENTS[slug].faults[fault].usual}
    other = made(slug, repetitions=2, faults=faults, rate=rate)
    assert verdict(seen(other)) == verdict(seen(FAULTY[slug]))


@pytest.mark.parametrize("slug", LYING)
def test_from_a_wrong_view_it_says_so_and_counts_nothing(slug: str) -> None:
    camera = MOVEMENTS[slug].camera
    body = made(slug, view=View(camera.azimuth + 90.0, camera.elevation))
    analysis = seen(body, camera=True)
    assert analysis.repetitions == ()
    assert {a.reason for a in analysis.abstained} == {"wrong view"}


@pytest.mark.parametrize("slug", MOVEMENTS)
def test_hidden_legs_make_it_silent(slug: str) -> None:
    analysis = seen(made(slug, imperfections=Imperfections(occluded=LEGS)), camera=True)
    assert analysis.repetitions == ()
    assert {a.reason for a in analysis.abstained} == {"not enough of the body seen"}


def test_a_check_that_needs_the_side_is_silent_from_the_front() -> None:
    body = made("box-squat", faults={"heels_up": 0.06})
    assert "heels_lift" not in {
        f.code for r in seen(body, camera=True).repetitions for f in r.faults
    }
    assert "heels_lift" in {f.code for r in seen(body).repetitions for f in r.faults}


def test_getting_down_to_the_floor_is_not_counted() -> None:
    body = made("glute-bridge", repetitions=2)
    lying = body.points[0]
    upright = np.stack((lying[:, 1], -lying[:, 0], lying[:, 2]), axis=-1)
    share = np.clip(np.linspace(-0.5, 1.5, 150), 0.0, 1.0)[:, None, None]
    points = np.concatenate((upright * (1.0 - share) + lying * share, body.points))
    times = np.arange(len(points)) / 30.0
    recording = Recording(Layout.named(body.names), times, points)
    analysis = analyse(recording, WATCHED["glute-bridge"])
    assert len(analysis.repetitions) == 2
    assert "not in position" in {a.reason for a in analysis.abstained}


def test_one_cue_at_a_time_and_only_after_two_of_three() -> None:
    body = made("hip-hinge", repetitions=7, faults={"knees_bent": 30.0, "heels_up": 0.06})
    coach = Coach(WATCHED["hip-hinge"])
    told = [coach.see(frame) for frame in recorded(body).frames()]
    ends = [feedback for feedback in told if feedback.repetition]
    assert ends[0].cue is None
    assert ends[1].cue is not None
    assert ends[1].cue.code == "knees_bend"
    said = [feedback.cue.code for feedback in ends if feedback.cue]
    assert said.count("knees_bend") <= 3
    assert all(feedback.cue is None for feedback in told if not feedback.repetition)


def test_only_what_was_right_about_people_is_spoken() -> None:
    body = made("box-squat", repetitions=4, faults={"heels_up": 0.06})
    coach = Coach(WATCHED["box-squat"])
    told = [coach.see(frame) for frame in recorded(body).frames()]
    assert all("heels_lift" in t.repetition.checks for t in told if t.repetition)
    assert {f.code for t in told if t.repetition for f in t.repetition.faults} >= {"heels_lift"}
    assert "heels_lift" not in {feedback.cue.code for feedback in told if feedback.cue}
    spoken = {c.code for watched in WATCHED.values() for c in watched.checks if c.spoken}
    assert spoken == {"knees_bend", "feet_far", "no_pause"}


def test_every_check_is_answered_or_says_why_not() -> None:
    body = made("box-squat", faults={"heels_up": 0.06}, view=View(0.0))
    from_the_side = seen(body, camera=True).repetitions[0].checks
    assert from_the_side["heels_lift"] == "fault"
    assert from_the_side["head_leads"] == "clean"
    assert from_the_side["knees_fall_in"] == "wrong view"
    assert set(from_the_side) == {check.code for check in WATCHED["box-squat"].checks}


def test_a_hold_is_told_while_it_lasts() -> None:
    coach = Coach(WATCHED["knee-to-chest"])
    told = [coach.see(frame) for frame in recorded(made("knee-to-chest", repetitions=1)).frames()]
    assert {"ready", "moving", "holding"} <= {feedback.state for feedback in told}
    assert 2.0 < max(feedback.hold_s for feedback in told) < 4.5


# Bad input: it is told why nothing is said, nothing is raised, nothing is counted.


def watching() -> Coach:
    """A coach who watches squats."""
    return Coach(WATCHED["squat"])


@pytest.mark.parametrize(
    "points",
    [
        [],
        [(0.0, 0.0, 0.0)],
        [(0.0, 0.0)] * 17,
        [None] * 17,
        [("a", "b", "c")] * 17,
        [(float("nan"),) * 3] * 17,
        [(float("inf"),) * 3] * 17,
        [(1e308, -1e308, 1e308)] * 17,
        [(0.0, 0.0, 0.0)] * 17,
        {"left_hip": (0.0, 0.0, 0.0)},
        [{}] * 17,
        [(10**400, 0, 0)] * 17,
    ],
)
def test_points_that_are_no_body_are_told(points: object) -> None:
    coach = watching()
    for i in range(40):
        feedback = coach.see(Frame(LAYOUT, i / 30, points))  # type: ignore[arg-type]
        assert feedback.abstained is not None
    assert feedback.counted == 0


@pytest.mark.parametrize("time", [float("nan"), float("inf"), None, "soon", 10**400])
def test_a_time_that_is_none_is_told(time: object) -> None:
    frame = Frame(LAYOUT, time, list(STANDING.values()))  # type: ignore[arg-type]
    assert watching().see(frame).abstained == "broken frame"


@pytest.mark.parametrize("sight", ["well", [None] * 17, ["often"] * 17, {}, [0.9], 1.0])
def test_sight_that_is_no_number_is_told(sight: object) -> None:
    frame = Frame(LAYOUT, 0.0, list(STANDING.values()), sight)  # type: ignore[arg-type]
    assert watching().see(frame).abstained == "broken frame"


def test_times_that_repeat_or_go_back_are_passed_over() -> None:
    body = made("box-squat")
    coach = Coach(WATCHED["box-squat"])
    count = 0
    for frame in recorded(body).frames():
        coach.see(frame)
        late = Frame(frame.layout, frame.time - 0.5, frame.points)
        assert coach.see(late).abstained == "time went backwards"
        assert coach.see(frame).abstained == "time went backwards"
        count = coach.see(frame).counted
    assert count == 3


def test_a_clock_that_was_set_back_does_not_silence_for_ever() -> None:
    coach = watching()
    coach.see(frame_with(1e12))
    told = [coach.see(frame_with(i / 30)) for i in range(90)]
    assert told[0].abstained == "time went backwards"
    assert told[-1].abstained is None


def test_one_frame_says_nothing() -> None:
    assert watching().see(frame_with(0.0)) == Feedback(0.0, "waiting", 0)


@pytest.mark.parametrize("slug", WATCHED)
def test_random_walks_are_never_counted(slug: str) -> None:
    chance = np.random.default_rng(7)
    steps = chance.normal(0.0, 0.02, (900, len(BLAZEPOSE), 3)).cumsum(axis=0)
    points = chance.normal(0.0, 0.5, (1, len(BLAZEPOSE), 3)) + steps
    recording = Recording(Layout.named(BLAZEPOSE), np.arange(900) / 30.0, points)
    analysis = analyse(recording, WATCHED[slug])
    assert analysis.repetitions == ()
    assert analysis.abstained


@given(seed=st.integers(0, 10_000))
def test_whatever_comes_see_does_not_raise(seed: int) -> None:
    chance = np.random.default_rng(seed)
    coach = Coach(WATCHED[sorted(WATCHED)[seed % len(WATCHED)]], camera=bool(seed % 2))
    base = np.array(list(STANDING.values()))
    for _ in range(60):
        points = base + chance.normal(0.0, 10.0 ** chance.uniform(-3, 2), base.shape)
        points[chance.random(base.shape) < 0.05] = chance.choice([np.nan, np.inf, 0.0, 1e200])
        time = float(chance.choice([chance.uniform(0, 5), np.nan, -1.0, chance.uniform(0, 100)]))
        coach.see(Frame(LAYOUT, time, points.tolist()))


def test_an_hour_of_stillness_counts_nothing_and_takes_no_more_room() -> None:
    coach = watching()
    chance = np.random.default_rng(2)
    base = np.array(list(STANDING.values()))
    for i in range(7200):
        coach.see(Frame(LAYOUT, i * 0.5, (base + chance.normal(0, 0.01, base.shape)).tolist()))
    assert coach.rows_kept < 600
    assert coach.see(frame_with(3600.5)).counted == 0


@pytest.mark.parametrize("slug", MOVEMENTS)
@pytest.mark.parametrize(
    ("out_s", "stay_s", "even"), [(0.7, 0.3, False), (6.0, 0.3, True), (10.0, 5.0, True)]
)
def test_quick_and_slow_repetitions_are_counted_in_their_own_time(
    slug: str, out_s: float, stay_s: float, even: bool
) -> None:
    """Slow is how people in pain move."""
    dose = Dose(repetitions=2, hold_s=stay_s, tempo=Tempo(out_s, out_s))
    body = generate(MOVEMENTS[slug], dose=dose, even=even)
    done = seen(body, camera=True).repetitions
    assert len(done) == 2
    assert body.times[0] <= done[0].start_s < done[0].end_s <= done[1].start_s
    assert done[1].end_s <= body.times[-1]


def wandering(body: GeneratedBody, spread_m: float, seed: int) -> Recording:
    """Half a minute in the start pose, each joint wandering by itself, for half a second a way."""
    chance = np.random.default_rng(seed)
    times = np.arange(0.0, 30.0, 1 / 30)
    keeps = np.exp(-1 / 30 / 0.5)
    steps = chance.normal(0.0, spread_m, (len(times), *body.points.shape[1:]))
    steps[1:] *= np.sqrt(1.0 - keeps**2)
    for i in range(1, len(steps)):
        steps[i] += keeps * steps[i - 1]
    seen_so_far = np.repeat(body.visibility[:1], len(times), axis=0)
    return Recording(Layout.named(body.names), times, body.points[0] + steps, seen_so_far)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("slug", MOVEMENTS)
def test_joints_that_wander_make_no_repetition(slug: str, seed: int) -> None:
    standing = WATCHED[slug].position == "upright"
    still = wandering(BODIES[slug], 0.02 if standing else 0.01, seed)
    assert analyse(still, WATCHED[slug]).repetitions == ()


def test_a_body_that_is_never_still_is_told_why_nothing_counts() -> None:
    restless = analyse(wandering(BODIES["clam"], 0.03, 3), WATCHED["clam"])
    assert "not still at rest" in {silence.reason for silence in restless.abstained}
