"""Instrument files are read strictly, and each problem says what to do."""

from pathlib import Path

import pytest

from goodform.outcomes.instrument import WhoseText
from goodform.outcomes.instrument_files import (
    FOLDER,
    InstrumentInvalidError,
    instruments,
    read_instrument,
)

GOOD = (FOLDER / "pain-last-week.yaml").read_text()
ODI = (FOLDER / "odi.yaml").read_text()


def problem(tmp_path: Path, text: str, name: str = "new.yaml") -> str:
    file = tmp_path / name
    file.write_text(text)
    with pytest.raises(InstrumentInvalidError) as raised:
        read_instrument(file)
    return str(raised.value)


def test_every_file_of_the_house_can_be_read() -> None:
    assert set(instruments()) == {file.stem for file in FOLDER.iterdir()}


def test_only_free_texts_are_shipped_and_of_the_others_no_word() -> None:
    shipped = {name for name, each in instruments().items() if each.text is WhoseText.SHIPPED}
    assert shipped == {"pain-last-week", "psfs", "global-change"}
    assert not [
        name for name, each in instruments().items() if name not in shipped and each.questions
    ]


@pytest.mark.parametrize(
    ("was", "now", "sentence"),
    [
        ("rule: single", "rule: median", "“median” is no rule there is"),
        ("  - pain 0..10", "  - pain 0..10\n  - pain 0..10", "stands here twice"),
        ("  - pain 0..10", "  - pain 10..0", "from low to high"),
        ("  - pain 0..10", "  - pain to ten", "such as “q1 0..10”"),
        ("missing: all needed", "missing: may miss 1", "More may be missing than there is"),
        ("missing: all needed", "missing: perhaps", "Write “missing” as"),
        ("worthwhile_points: 2", "worthwhile_points: two", "as a number"),
        ("direction: low is better", "direction: down", "is no direction there is"),
        ("version: 1\n", "", "“version” is missing"),
        ("rule: single", "rule: ticks", "items “0..1” only"),
        ("rule: single", "rule: start back", "“distress” names items"),
        ("text: shipped", "text: clinic", "has no questions here"),
        ("recall: last week", "recall: last week\nweight: 3", "is not a key of this file"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line_and_what_to_do(
    tmp_path: Path, was: str, now: str, sentence: str
) -> None:
    assert was in GOOD
    said = problem(tmp_path, GOOD.replace(was, now))
    assert sentence in said
    assert "new.yaml:" in said


def test_a_rule_that_needs_every_answer_cannot_do_without_one(tmp_path: Path) -> None:
    assert "Only “mean”" in problem(tmp_path, ODI.replace("percent of most", "sum"))


def test_bytes_that_are_no_file_are_refused_too(tmp_path: Path) -> None:
    assert "NUL" in problem(tmp_path, "name: \0")
    assert "small letters" in problem(tmp_path, GOOD, "New One.yaml")


def test_a_changed_file_has_another_mark(tmp_path: Path) -> None:
    file = tmp_path / "pain-last-week.yaml"
    file.write_text(GOOD.replace("worst pain", "worst ever pain"))
    assert read_instrument(file).mark != instruments()["pain-last-week"].mark
