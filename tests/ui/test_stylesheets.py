"""One look: colours come from the tokens, and a page asks for little."""

import gzip
import re
from pathlib import Path

import pytest

from tests.ui.stylesheets import CSS, classes_defined, every_sheet, tokens, words
from tests.ui.templates import FILLED, every_element

RAW = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\("
    r"|:\s*[^;{}]*\b(?:white|black|red|green|blue|yellow|orange|gr[ae]y|silver|gold)\b[^;{}]*;"
)
PAPER = re.compile(r"@layer tokens \{.*?\n\}", re.DOTALL)
SHELLS = {"patient": 12_500, "desk": 13_000}


@pytest.mark.parametrize("sheet", every_sheet(), ids=lambda sheet: sheet.name)
def test_only_the_tokens_hold_raw_colours(sheet: Path) -> None:
    if sheet == CSS / "tokens.css":
        return
    text = words(sheet)
    if sheet == CSS / "print.css":
        text = PAPER.sub("", text)
    assert RAW.findall(text) == []


@pytest.mark.parametrize("sheet", every_sheet(), ids=lambda sheet: sheet.name)
def test_every_token_that_is_used_exists(sheet: Path) -> None:
    known = set(tokens("light")) | {"fig-gap"}  # the figure's own, with a value to fall back on
    assert set(re.findall(r"var\(--([a-z0-9-]+)", words(sheet))) <= known


def test_paper_names_every_colour_that_the_dark_changes() -> None:
    paper = set(re.findall(r"--([a-z-]+):", words(CSS / "print.css")))
    changed = {name for name, value in tokens("dark").items() if tokens("light")[name] != value}
    left_to_the_screen = {"focus", "focus-halo"}
    assert changed - left_to_the_screen <= paper


@pytest.mark.parametrize("shell", SHELLS)
def test_the_stylesheets_of_a_page_stay_small(shell: str) -> None:
    sheets = ["tokens.css", "components.css", f"{shell}.css", "print.css"]
    assert sum(len(gzip.compress((CSS / name).read_bytes())) for name in sheets) < SHELLS[shell]


def test_every_class_in_a_template_is_defined() -> None:
    known = classes_defined()
    unknown = [
        f"{element} .{name}"
        for element in every_element()
        for name in element.attributes.get("class", "").split()
        if FILLED not in name and name not in known
    ]
    assert unknown == []
