"""The exercise files: what ours say, and what every broken one is told."""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goodform.library.exercise_file_rules import NOT_SAID_OF_ALL
from goodform.library.exercise_files import (
    ExerciseFilesInvalidError,
    Notice,
    Phases,
    check_directory,
    format_problem,
    read_directory,
    read_exercise_file,
    read_sets,
)
from goodform.safety.dose import Dose

OURS = Path(__file__).parents[2] / "goodform" / "exercises"
PICTURES = {path.stem for path in OURS.glob("*.yaml")}
CLAM = (OURS / "clam.yaml").read_text(encoding="utf-8")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A copy of our exercises to break."""
    return shutil.copytree(OURS, tmp_path / "exercises")


def _told(library: Path, file: str = "clam.yaml") -> list[str]:
    """The check's words on one file, as `line: sentence`."""
    problems = check_directory(library, pictures=PICTURES)
    prefix = f"{library / file}:"
    return [format_problem(problem).removeprefix(prefix) for problem in problems]


def _line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_our_own_exercises_are_without_a_problem() -> None:
    assert check_directory(OURS, pictures=PICTURES) == ()
    slugs = [file.slug for file in read_directory(OURS, pictures=PICTURES)]
    assert sorted(slugs) == sorted(PICTURES)
    assert {
        "knee-to-chest",
        "clam",
        "side-lying-leg-abduction",
        "glute-bridge",
        "hip-hinge",
        "box-squat",
        "piriformis-stretch-1",
        "piriformis-stretch-2",
        "sit-to-stand",
    } <= set(slugs)


def test_a_file_is_read_into_typed_fields() -> None:
    clam = read_exercise_file(OURS / "clam.yaml")
    assert (clam.slug, clam.name, clam.sides, clam.stage) == ("clam", "Clam", "each", 1)
    assert (clam.easier, clam.harder) == (None, "side-lying-leg-abduction")
    assert clam.dose == Dose(
        sets=2, repetitions=10, hold_s=0, rest_s=30, tempo="2-2", times_a_day=1
    )
    assert clam.notice[0] == Notice("pelvis_rolled", "My pelvis rolled back", "none")
    assert clam.cautions[:2] == ("lateral_hip_pain", "late_pregnancy")
    assert clam.side_is == "the leg on top"
    assert clam.video is None
    assert clam.reviewer == "unreviewed draft"
    assert clam.reviewed_on is None


def test_the_content_is_plain_values_that_keep_their_order() -> None:
    content = read_exercise_file(OURS / "box-squat.yaml").as_json()
    assert content["notice"][0] == {
        "code": "knee_wobbled",
        "words": "My knee wobbled",
        "then": "tell",
    }
    assert content["dose"]["tempo"] == "3-2"
    assert content["reviewed_on"] is None
    assert content["steps"][0] == "Put the stool against a wall, slightly far behind you."


def test_the_ladder_is_the_clinics_own() -> None:
    edges = {
        (file.slug, file.harder) for file in read_directory(OURS, pictures=PICTURES) if file.harder
    }
    assert edges >= {
        ("clam", "side-lying-leg-abduction"),
        ("hip-hinge", "box-squat"),
        ("piriformis-stretch-1", "piriformis-stretch-2"),
    }


def test_the_sets_name_exercises_that_are_here() -> None:
    sets = {each.slug: each.exercises for each in read_sets(OURS, pictures=PICTURES)}
    assert sets["low-back-first-week"] == ("knee-to-chest", "clam", "glute-bridge")
    assert set(sets) >= {"low-back-first-week", "hip-strength-stage-1", "low-back-whole-page"}


def test_other_white_space_is_the_same_content_and_another_word_is_not(library: Path) -> None:
    before = read_exercise_file(library / "clam.yaml").content_hash
    (library / "clam.yaml").write_text(CLAM.replace("name: Clam", "name:    'Clam'"), "utf-8")
    assert read_exercise_file(library / "clam.yaml").content_hash == before
    (library / "clam.yaml").write_text(CLAM.replace("Hips stacked", "Hips piled"), "utf-8")
    assert read_exercise_file(library / "clam.yaml").content_hash != before


CHANGED: list[tuple[str, str, str, str]] = [
    # what is written, what is written instead, where the line is, what is said
    ("name: Clam", "nmae: Clam", "nmae", "“nmae” is not a key of this file. Did you mean “name”?"),
    ("name: Clam", "colour: red", "colour", "“colour” is not a key of this file. Take it out."),
    ("name: Clam", "name:", "name:", "“name” is blank"),
    ("name: Clam", "name: n/a", "name:", "“name” is blank"),
    ("name: Clam", "name: N/A", "name:", "“name” is blank"),
    ("name: Clam", "name: ~", "name:", "“name” is blank"),
    ("name: Clam", "name: '  '", "name:", "“name” is blank"),
    ("name: Clam", "name: TODO", "name:", "“name” is not said yet"),
    ("name: Clam", "name: [Clam]", "name:", "Write “name” as text"),
    ("name: Clam", f"name: {'clam ' * 20}", "name:", "longer than 60 characters"),
    ("name: Clam", 'name: "Cl\\u202eam"', "name:", "a character that cannot be seen"),
    ("name: Clam", 'name: "Cl\\ud800am"', "name:", "a character that cannot be seen"),
    ("sides: each", "sides: both", "sides:", "Write “sides” as each"),
    (
        "  - Slowly close your knee again.",
        "  - " + "Slowly close your knee " * 6 + "again.",
        "  - Slowly close",
        "has 25 words. Split it: at most 20.",
    ),
    (
        "  - Slowly close your knee again.",
        "  - Slowly close your knee. Then rest.",
        "  - Slowly close",
        "two sentences. Make it two steps",
    ),
    ("  - Slow up, slow down.", "  -", "  -\n", "“cues” is blank"),
    ("  - Slow up, slow down.", "  - Feet together all the way. # a", "# a", "stands twice"),
    ("  - lateral_hip_pain", "  - lateral_hip_pian", "  - lateral", "mean “lateral_hip_pain”?"),
    ("  - lateral_hip_pain", "  - bad weather", "  - bad", "not on the list of cautions. Use one"),
    ("  - lateral_hip_pain", "  - red_flag", "  - red_flag", "holds for every exercise"),
    ("  sets: 2", "  sets: 0", "  sets:", "Give sets as a whole number from 1 to 6."),
    ("  sets: 2", "  sets: 40", "  sets:", "Give sets as a whole number from 1 to 6."),
    ("  sets: 2", "  sets: 2.5", "  sets:", "Give sets as a whole number from 1 to 6."),
    ("  sets: 2", "  sets: -2", "  sets:", "Give sets as a whole number from 1 to 6."),
    ("  sets: 2", "  sets: yes", "  sets:", "Give sets as a whole number from 1 to 6."),
    ("  sets: 2", "  sets: 02", "  sets:", "Give sets as a whole number from 1 to 6."),
    ("  hold_s: 0", "  hold_s: 1e2", "  hold_s:", "Give the hold in whole seconds"),
    ("  hold_s: 0", "  hold_s:", "  hold_s:", "“hold_s” is blank"),
    ("  hold_s: 0", "  hold_s: [0]", "  hold_s:", "Write “hold_s” as text"),
    ("  hold_s: 0", "  hold: 0", "  hold:", "Did you mean “hold_s”?"),
    ("  hold_s: 0", "  hold_s: 115", "  sets:", "minutes a side. Keep it to 20"),
    ("  tempo: 2-2", "  tempo: slow", "  tempo:", "seconds out and seconds back"),
    ("stage: 1", "stage: first", "stage:", "Write “stage” as a whole number from 1 to 5."),
    ("stage: 1", "stage: 9", "stage:", "Write “stage” as a whole number from 1 to 5."),
    ("easier: none", "easier: Nowhere!", "easier:", "in small letters with hyphens"),
    ("easier: none", "easier: nowhere", "easier:", "leads to “nowhere”, which is no exercise"),
    ("easier: none", "easier: clam", "easier:", "“easier” leads to the exercise itself"),
    ("easier: none", "easier: sit-to-stand", "easier:", "Write “harder: clam” there too."),
    (
        "harder: side-lying-leg-abduction",
        "harder: box-squat",
        "harder:",
        "“easier: clam” there too",
    ),
    ("stage: 1", "stage: 2", "harder:", "so give it a stage above 2"),
    ("picture: clam", "picture: clams", "picture:", "no picture “clams”. Did you mean “clam”?"),
    ("video: none", "video: youtube", "video:", "starts with https://, or as none"),
    ("video: none", "video:", "video:", "“video” is blank"),
    ("reviewed_on: none", "reviewed_on: soon", "reviewed_on:", "as a date such as 2026-03-31"),
    ("reviewed_on: none", "reviewed_on: 2025-02-30", "reviewed_on:", "as a date such as"),
    ("reviewed_on: none", "reviewed_on: 1925-02-03", "reviewed_on:", "is no date of a review"),
    ("reviewed_on: none", "reviewed_on: 2925-02-03", "reviewed_on:", "is no date of a review"),
    ("reviewed_on: none", "reviewed_on: 2025-02-03", "reviewed_on:", "Nobody has reviewed this"),
    (
        "reviewer: unreviewed draft",
        "reviewer: A. Clinician",
        "reviewed_on:",
        "Give the day of the review",
    ),
    ("  feet_apart:", "  Feet apart:", "  Feet apart", "Write the code “Feet apart”"),
    ("  feet_apart:", "  pelvis_rolled:", "  pelvis_rolled:\n    words: My feet", "stands twice"),
    ("stage: 1", "name: Clam", "name: Clam\npicture", "“name” stands twice, first on line 1."),
    ("name: Clam", "name: *clam", "name:", "references are not read"),
    ("name: Clam", "name: &clam Clam", "name:", "references are not read"),
    ("name: Clam", "name: !!python/object:os.system Clam", "name:", "Take the “!” tag away"),
    ("name: Clam", "name: [[[[[[[]]]]]]]", "name:", "nested too deep"),
    ("name: Clam", "[a]: Clam", "[a]", "A key is a word"),
    ("name: Clam", "name: Clam: top", "name:", "This is not YAML"),
    ("name: Clam", 'name: "Clam', "name:", "This is not YAML"),
    ("name: Clam", "name: Cl\x07am", "name:", "cannot stand in YAML"),
    ("name: Clam", 'name: "\\Uffffffff"', "name:", "cannot stand in YAML"),
    ("reviewed_on: none", "reviewed_on: none\n---\nname: x", "---", "A second document starts"),
]


@pytest.mark.parametrize(("old", "new", "where", "said"), CHANGED)
def test_each_slip_is_told_with_its_line_and_what_to_do(
    library: Path, old: str, new: str, where: str, said: str
) -> None:
    assert CLAM.count(old) == 1
    text = CLAM.replace(old, new)
    (library / "clam.yaml").write_text(text, encoding="utf-8")
    told = _told(library)
    line = _line_of(text, where)
    assert any(each.startswith(f"{line}: ") and said in each for each in told), told


NEEDED = {line.split(":")[0] for line in CLAM.splitlines() if line[0] > " "} - set(NOT_SAID_OF_ALL)


@pytest.mark.parametrize("key", sorted(NEEDED))
def test_a_missing_key_is_named(library: Path, key: str) -> None:
    lines = CLAM.splitlines(keepends=True)
    start = next(i for i, line in enumerate(lines) if line.startswith(f"{key}:"))
    end = next((i for i, line in enumerate(lines) if i > start and line[0] > " "), len(lines))
    (library / "clam.yaml").write_text("".join(lines[:start] + lines[end:]), encoding="utf-8")
    assert f"1: “{key}” is missing. Add it." in _told(library)


@pytest.mark.parametrize("key", ["steps", "cues", "mistakes", "everyday", "sources", "equipment"])
def test_an_empty_list_is_no_list(library: Path, key: str) -> None:
    start = CLAM.index(f"\n{key}:") + 1
    rest = CLAM[start:]
    end = start + next(i for i in range(1, len(rest)) if rest[i - 1] == "\n" and rest[i] > " ")
    for written, said in (
        (f"{key}: []\n", "is an empty list"),
        (f"{key}: yes\n", f"Write “{key}” as a list"),
        (f"{key}: {{a: b}}\n", f"Write “{key}” as a list"),
    ):
        (library / "clam.yaml").write_text(CLAM[:start] + written + CLAM[end:], encoding="utf-8")
        assert any(said in each for each in _told(library))


def test_notice_and_dose_must_be_tables(library: Path) -> None:
    text = "notice: My knee wobbled\ndose: 2 x 10\n"
    (library / "clam.yaml").write_text(text, encoding="utf-8")
    told = _told(library)
    assert any("Write “notice” as codes, such as knee_wobbled" in each for each in told)
    assert any("Write “dose” as sets, repetitions, hold_s" in each for each in told)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("feet_apart: My feet came apart", "Write “words” and “then” below “feet_apart”"),
        ("feet_apart: {words: My feet came apart}", "“then” is missing"),
        ("feet_apart: {words: My feet came apart, then: shout}", "as none, tell, end, hold"),
        ("feet_apart: {words: My feet came apart, than: tell}", "Did you mean “then”?"),
        ("feet_apart: {words: n/a, then: tell}", "“words” is blank"),
    ],
)
def test_every_notice_says_what_follows_from_it(library: Path, written: str, said: str) -> None:
    start, end = CLAM.index("\nnotice:\n") + 1, CLAM.index("\neveryday:") + 1
    text = f"{CLAM[:start]}notice:\n  {written}\n{CLAM[end:]}"
    (library / "clam.yaml").write_text(text, encoding="utf-8")
    assert any(said in each for each in _told(library))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("phases: Slowly open, slowly close", "Write “phases” as out, stay, back"),
        ("phases:\n  out: Slowly open\n  stay: Hold", "“back” is missing"),
        ("phases:\n  out: Open\n  stay: Hold\n  back: Open", "say the same"),
        (
            "phases:\n  out: Slowly open your top knee now\n  stay: Hold\n  back: Slowly close",
            "longer than 24 characters",
        ),
        ("phases:\n  out: ''\n  stay: Hold\n  back: Slowly close", "“out” is blank"),
        (
            "phases:\n  out: Slowly open\n  turn: Now\n  stay: Hold\n  back: Slowly close",
            "“turn” is not a key",
        ),
    ],
    ids=["no table", "no way back", "both the same", "too long", "blank", "one too many"],
)
def test_an_exercise_names_its_own_ways_out_and_back(
    library: Path, written: str, said: str
) -> None:
    start, end = CLAM.index("\nphases:\n") + 1, CLAM.index("\ncues:") + 1
    text = f"{CLAM[:start]}{written}\n{CLAM[end:]}"
    (library / "clam.yaml").write_text(text, encoding="utf-8")
    assert any(said in each for each in _told(library))


def test_lifting_hips_is_not_called_going_out() -> None:
    bridge = read_exercise_file(OURS / "glute-bridge.yaml")
    assert bridge.phases == Phases(out="Slowly lift", stay="Hold", back="Slowly lower")
    assert bridge.as_json()["phases"]["back"] == "Slowly lower"


def test_what_gives_way_or_makes_dizzy_holds_and_what_pinches_is_told() -> None:
    """`docs/safety` has the same words; no exercise of ours may fall behind them."""
    said = {
        notice.code: notice.then
        for path in OURS.glob("*.yaml")
        for notice in read_exercise_file(path).notice
    }
    assert {code for code, then in said.items() if then == "hold"} == {
        "knee_buckled",
        "felt_dizzy_standing",
        "moved_further",
        "tingled_down_leg",
    }
    assert said["groin_pinched"] == said["side_of_hip_hurt"] == said["knee_wobbled"] == "tell"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "1: This file is empty"),
        (b"# only a remark\n", "1: This file is empty"),
        (b"---\n...\n", "2: Write keys and values"),
        (b"just words", "1: Write keys and values"),
        (b"- a\n- b\n", "1: Write keys and values"),
        (b"name: Clam\nwhy: \xff\n", "2: This is not UTF-8"),
        ("name: Clam".encode("utf-16"), "1: There is a NUL byte here"),
        (b"name: Clam\n\0", "2: There is a NUL byte here"),
        (b"name: Clam\n" * 7000, "1: This file is larger than 64 kB"),
        (b"%YAML 1." + b"9" * 5000 + b"\n---\na: b", "1: A character here cannot stand in YAML"),
        (b"[" * 60000, "1: This is nested too deep"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_what_is_no_exercise_at_all_is_said_plainly(
    library: Path, content: bytes, said: str
) -> None:
    (library / "clam.yaml").write_bytes(content)
    assert any(each.startswith(said) for each in _told(library)), _told(library)


def test_a_circle_in_the_ladder_is_found(library: Path) -> None:
    for slug, easier, harder in (
        ("clam", "glute-bridge", "side-lying-leg-abduction"),
        ("side-lying-leg-abduction", "clam", "glute-bridge"),
        ("glute-bridge", "side-lying-leg-abduction", "clam"),
    ):
        path = library / f"{slug}.yaml"
        lines = [
            f"easier: {easier}"
            if line.startswith("easier:")
            else f"harder: {harder}"
            if line.startswith("harder:")
            else line
            for line in path.read_text(encoding="utf-8").splitlines()
        ]
        path.write_text("\n".join(lines), encoding="utf-8")
    circles = [
        problem.file.stem
        for problem in check_directory(library, pictures=PICTURES)
        if "leads back here" in problem.sentence
    ]
    assert circles == ["clam", "glute-bridge", "side-lying-leg-abduction"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("notes.yml", "end in .yaml"),
        ("Notes.YAML", "end in .yaml"),
        ("My Notes.yaml", "Name it in small letters"),
        ("old/notes.yaml", "Only this folder and sets/ are read"),
        ("x" * 61 + ".yaml", "Name it in small letters"),
    ],
)
def test_a_file_that_would_never_be_read_is_pointed_out(
    library: Path, name: str, said: str
) -> None:
    (library / name).parent.mkdir(exist_ok=True)
    (library / name).write_text(CLAM, encoding="utf-8")
    assert any(
        said in problem.sentence and problem.file == library / name
        for problem in check_directory(library, pictures=PICTURES)
    )


def test_a_remark_file_beside_the_exercises_is_left_alone(library: Path) -> None:
    (library / "README.md").write_text("About these exercises.", encoding="utf-8")
    assert check_directory(library, pictures=PICTURES) == ()


def test_a_folder_that_is_not_there_or_empty_is_no_library(tmp_path: Path) -> None:
    (missing,) = check_directory(tmp_path / "nowhere", pictures=PICTURES)
    assert "There is no such folder" in missing.sentence
    (empty,) = check_directory(tmp_path, pictures=PICTURES)
    assert "There is no exercise file" in empty.sentence


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("name: A\nsummary: B.\nexercises:\n  - clamp\n", "4: “clamp” is no exercise here"),
        ("name: A\nsummary: B.\nexercises:\n  - clam\n  - clam\n", "5: This item of “exercises”"),
        ("name: A\nsummary: B.\nexercises: []\n", "3: “exercises” is an empty list"),
        ("name: A\nsummary: B.\n", "1: “exercises” is missing"),
        ("name: A\nsummary: B.\nsteps: C\nexercises: [clam]\n", "3: “steps” is not a key"),
        ("nonsense", "1: Write keys and values"),
    ],
)
def test_a_set_is_checked_likewise(library: Path, written: str, said: str) -> None:
    (library / "sets" / "mine.yaml").write_text(written, encoding="utf-8")
    assert any(each.startswith(said) for each in _told(library, "sets/mine.yaml"))
    with pytest.raises(ExerciseFilesInvalidError):
        read_sets(library, pictures=PICTURES)


def test_reading_refuses_with_every_problem_at_once(library: Path) -> None:
    text = CLAM.replace("sides: each", "sides: both").replace("stage: 1", "stage: 0")
    (library / "clam.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ExerciseFilesInvalidError) as refusal:
        read_directory(library, pictures=PICTURES)
    said = str(refusal.value)
    assert f"clam.yaml:{_line_of(text, 'sides:')}: Write “sides”" in said
    assert f"clam.yaml:{_line_of(text, 'stage:')}: Write “stage”" in said
    with pytest.raises(ExerciseFilesInvalidError, match="Write “sides”"):
        read_exercise_file(library / "clam.yaml")


def test_a_reviewed_exercise_has_its_reviewer_and_day(library: Path) -> None:
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    text = CLAM.replace("unreviewed draft", "A. Clinician").replace(
        "reviewed_on: none", f"reviewed_on: {yesterday}"
    )
    (library / "clam.yaml").write_text(text, encoding="utf-8")
    clam = read_exercise_file(library / "clam.yaml")
    assert clam.reviewer == "A. Clinician"
    assert clam.reviewed_on == yesterday
    assert clam.as_json()["reviewed_on"] == yesterday.isoformat()
    assert isinstance(clam.reviewed_on, date)


def test_a_file_that_cannot_be_opened_is_a_problem_and_no_crash(library: Path) -> None:
    (library / "clam.yaml").unlink()
    (library / "clam.yaml").mkdir()
    assert any(each.startswith("1: This file cannot be opened") for each in _told(library))
    with pytest.raises(ExerciseFilesInvalidError, match="cannot be opened"):
        read_exercise_file(library / "gone.yaml")


def _broken(draw: Callable[[st.SearchStrategy[bytes]], bytes]) -> bytes:
    """Our clam with some bytes cut out and others put in."""
    content = CLAM.encode()
    start = draw(st.integers(0, len(content)).map(lambda at: at.to_bytes(4)))
    length = draw(st.integers(0, 80).map(lambda at: at.to_bytes(4)))
    cut = int.from_bytes(start)
    put = draw(
        st.binary(max_size=12) | st.sampled_from([b"*a", b"&a ", b"!!int ", b"{", b"? [", b'"\\'])
    )
    return content[:cut] + put + content[cut + int.from_bytes(length) :]


broken_files = st.composite(_broken)()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(content=st.binary(max_size=300) | broken_files | st.text(max_size=200).map(str.encode))
def test_no_bytes_whatever_break_the_check(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "clam.yaml").write_bytes(content)
    problems = check_directory(tmp_path, pictures=PICTURES)
    lines = content.count(b"\n") + content.count(b"\r") + 2
    for problem in problems:
        assert problem.line >= 1
        assert problem.sentence
        if problem.file.name == "clam.yaml":
            assert problem.line <= lines
    if not problems:
        assert read_directory(tmp_path, pictures=PICTURES)[0].content_hash
