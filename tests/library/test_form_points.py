"""Every point of form that the clinic states is in our words, and the picture's facts agree."""

import re
from pathlib import Path

import pytest

from goodform.library.exercise_files import ExerciseFile, read_exercise_file

OURS = Path(__file__).parents[2] / "goodform" / "exercises"

# exercise, what the clinic states, how our words say it (a pattern each)
STATED = [
    ("knee-to-chest", "for the morning, after sleep or sitting", r"morning"),
    ("knee-to-chest", "stiff after sleep or sitting", r"stiff after sleep"),
    ("clam", "the first stage for the glutes", r"side of your bottom"),
    ("clam", "feet together", r"feet together"),
    ("clam", "no rolling back", r"roll(s|ing)? back"),
    ("side-lying-leg-abduction", "the stage after the clam", r"next step after the clam"),
    ("hip-hinge", "feet shoulder-width", r"feet as wide as your shoulders"),
    ("hip-hinge", "abdominals and glutes on", r"tighten your tummy and your bottom"),
    ("hip-hinge", "hinge at the hips", r"bend at your hips"),
    ("hip-hinge", "buttocks go back", r"push your bottom straight back"),
    ("hip-hinge", "straight as a rod, head to sacrum", r"straight.*head to tailbone"),
    ("hip-hinge", "shoulder blades drawn in", r"draw your shoulder blades gently together"),
    ("hip-hinge", "a mirror", r"mirror"),
    ("hip-hinge", "the sink and the baby", r"sink"),
    ("hip-hinge", "the sink and the baby", r"nappy"),
    ("box-squat", "a stool slightly far back", r"stool.*slightly far behind"),
    ("box-squat", "feet shoulder-width", r"feet as wide as your shoulders"),
    ("box-squat", "shoulder blades drawn in", r"draw your shoulder blades gently together"),
    ("box-squat", "straight back", r"straight, from head to tailbone"),
    ("box-squat", "hinge first, then knees", r"hips first, then knees"),
    ("box-squat", "knees do not buckle or wobble", r"knees buckle or wobble"),
    ("box-squat", "perch on the edge, abdomen on", r"perch on the edge.*tummy on"),
    ("box-squat", "squeeze the buttocks", r"squeeze your bottom to rise"),
    ("box-squat", "push through the heels", r"push through your heels"),
    ("box-squat", "looking up", r"look up before you rise"),
    ("box-squat", "do not lead with the head", r"head leads"),
    ("box-squat", "up rather than forward", r"drive up, not forward"),
    ("box-squat", "a wobbling knee is told", r"my knee wobbled"),
    ("box-squat", "a mirror", r"mirror"),
    ("piriformis-stretch-1", "no twist", r"without any twist"),
    ("piriformis-stretch-1", "daily", r"each day"),
    (
        "piriformis-stretch-1",
        "foot across the other knee",
        r"foot on the mat, across the other knee",
    ),
    ("piriformis-stretch-1", "the hand draws the knee across", r"draw the knee gently across"),
    ("piriformis-stretch-1", "pelvis must not lift or twist", r"pelvis lifts or twists"),
    ("piriformis-stretch-1", "reduce the stretch if it does", r"make the stretch smaller"),
    ("piriformis-stretch-2", "no twist", r"without any twist"),
    ("piriformis-stretch-2", "daily", r"each day"),
    ("piriformis-stretch-2", "ankle across the opposite knee", r"ankle.*across the other knee"),
    ("piriformis-stretch-2", "hands round the thigh", r"both hands round the thigh"),
    ("piriformis-stretch-2", "pull the leg in", r"pull that thigh gently towards you"),
    ("piriformis-stretch-2", "pelvis must not lift or twist", r"pelvis lifts or twists"),
    ("piriformis-stretch-2", "reduce the stretch if it does", r"make the stretch smaller"),
]


def _exercise(slug: str) -> ExerciseFile:
    return read_exercise_file(OURS / f"{slug}.yaml")


@pytest.mark.parametrize(("slug", "stated", "ours"), STATED)
def test_a_stated_point_of_form_is_in_our_words(slug: str, stated: str, ours: str) -> None:
    texts = _exercise(slug).patient_texts()
    assert any(re.search(ours, text, re.IGNORECASE) for text in texts), stated


@pytest.mark.parametrize(
    ("slug", "sides"),
    [
        ("knee-to-chest", "each"),
        ("clam", "each"),
        ("side-lying-leg-abduction", "each"),
        ("glute-bridge", "none"),
        ("hip-hinge", "none"),
        ("box-squat", "none"),
        ("piriformis-stretch-1", "each"),
        ("piriformis-stretch-2", "each"),
        ("sit-to-stand", "none"),
    ],
)
def test_one_leg_at_a_time_is_each_and_both_together_is_none(slug: str, sides: str) -> None:
    assert _exercise(slug).sides == sides


@pytest.mark.parametrize("slug", ["clam", "side-lying-leg-abduction"])
def test_on_the_side_the_working_leg_is_said_to_be_the_top_one(slug: str) -> None:
    assert "Lie on your side with the working leg on top." in _exercise(slug).steps


@pytest.mark.parametrize(
    ("slug", "caution"),
    [
        ("knee-to-chest", "flexion_pain"),
        ("knee-to-chest", "osteoporosis"),
        ("knee-to-chest", "hip_replacement"),
        ("knee-to-chest", "groin_pinch"),
        ("clam", "lateral_hip_pain"),
        ("clam", "late_pregnancy"),
        ("side-lying-leg-abduction", "lateral_hip_pain"),
        ("side-lying-leg-abduction", "late_pregnancy"),
        ("glute-bridge", "extension_pain"),
        ("glute-bridge", "high_blood_pressure"),
        ("hip-hinge", "osteoporosis"),
        ("hip-hinge", "dizziness"),
        ("hip-hinge", "falls_risk"),
        ("box-squat", "osteoporosis"),
        ("box-squat", "dizziness"),
        ("box-squat", "falls_risk"),
        ("piriformis-stretch-1", "hip_replacement"),
        ("piriformis-stretch-1", "groin_pinch"),
        ("piriformis-stretch-2", "hip_replacement"),
        ("piriformis-stretch-2", "groin_pinch"),
    ],
)
def test_each_exercise_carries_the_cautions_that_belong_to_it(slug: str, caution: str) -> None:
    assert caution in _exercise(slug).cautions


@pytest.mark.parametrize("slug", ["box-squat", "sit-to-stand"])
def test_a_seat_stands_against_a_wall_and_has_no_wheels(slug: str) -> None:
    assert any("against a wall, without wheels" in item for item in _exercise(slug).equipment)


ALL = sorted(path.stem for path in OURS.glob("*.yaml"))


@pytest.mark.parametrize("slug", ALL)
def test_a_long_hold_says_to_breathe(slug: str) -> None:
    exercise = _exercise(slug)
    if exercise.dose.hold_s > 5 or exercise.dose.time_s:
        assert any(re.search(r"breath", text, re.IGNORECASE) for text in exercise.patient_texts())


@pytest.mark.parametrize("slug", ALL)
def test_which_side_is_meant_is_said_exactly_where_there_is_one(slug: str) -> None:
    exercise = _exercise(slug)
    assert bool(exercise.side_is) == (exercise.sides == "each")


@pytest.mark.parametrize("slug", ALL)
def test_what_lies_or_kneels_says_that_one_must_get_down_there(slug: str) -> None:
    exercise = _exercise(slug)
    down = re.search(r"lying|hands and knees|kneeling", exercise.position, re.IGNORECASE)
    assert bool(down) == ("floor" in exercise.cautions)
    if "on your back" in exercise.position or "face down" in exercise.position:
        assert "late_pregnancy" in exercise.cautions


@pytest.mark.parametrize("slug", ["prone-on-elbows", "prone-press-up"])
def test_pain_that_moves_further_down_the_leg_holds_the_exercise(slug: str) -> None:
    then = {notice.code: notice.then for notice in _exercise(slug).notice}
    asked = {"moved_nearer": "none", "moved_same": "none", "moved_further": "hold"}
    assert asked.items() <= then.items()


@pytest.mark.parametrize("slug", ["bird-dog", "curl-up", "single-leg-bridge", "front-plank-knees"])
def test_what_is_easily_done_wrong_asks_to_be_watched(slug: str) -> None:
    assert _exercise(slug).watch_first


@pytest.mark.parametrize("slug", ALL)
def test_standing_on_one_leg_holds_on_to_what_cannot_move(slug: str) -> None:
    exercise = _exercise(slug)
    if exercise.sides == "each" and exercise.position.startswith("Standing"):
        assert any("cannot move" in item for item in exercise.equipment)
