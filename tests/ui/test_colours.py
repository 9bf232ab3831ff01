"""Every word and every edge can be seen, in light and in dark."""

import pytest

from tests.ui.stylesheets import contrast, tokens

TEXT, EDGE = 4.5, 3.0
PAIRS = [
    # what is seen, what it lies on, how far apart they must be (WCAG 2.2: 1.4.3, 1.4.11)
    ("ink", "paper", TEXT),
    ("ink", "surface", TEXT),
    ("ink", "sunken", TEXT),
    ("ink", "wait-wash", TEXT),
    ("ink", "action-wash", TEXT),
    ("ink", "stop-wash", TEXT),
    ("ink-soft", "paper", TEXT),
    ("ink-soft", "surface", TEXT),
    ("ink-soft", "sunken", TEXT),
    ("ink-soft", "action-wash", TEXT),
    ("on-stage", "stage", TEXT),
    ("on-stage", "stage-deep", TEXT),
    ("on-stage-soft", "stage", TEXT),
    ("on-go", "go", TEXT),
    ("on-go", "go-down", TEXT),
    ("action", "paper", TEXT),
    ("action", "surface", TEXT),
    ("action", "action-wash", TEXT),
    ("action-down", "action-wash", TEXT),
    ("on-action", "action", TEXT),
    ("on-action", "action-down", TEXT),
    ("on-stop", "stop", TEXT),
    ("on-stop", "stop-down", TEXT),
    ("stop-ink", "paper", TEXT),
    ("stop-ink", "surface", TEXT),
    ("stop-ink", "sunken", TEXT),
    ("stop-ink", "stop-wash", TEXT),
    ("wait-ink", "paper", TEXT),
    ("wait-ink", "surface", TEXT),
    ("wait-ink", "sunken", TEXT),
    ("wait-ink", "wait-wash", TEXT),
    ("paper", "ink", TEXT),
    ("edge", "paper", EDGE),
    ("edge", "surface", EDGE),
    ("edge", "sunken", EDGE),
    ("stop", "paper", EDGE),
    ("stop-ink", "paper", EDGE),
    ("action", "paper", EDGE),
    ("stage-edge", "stage", EDGE),
    ("go", "stage", EDGE),
    ("body", "stage", EDGE),
    ("body-near", "stage", EDGE),
    ("body-far", "stage", EDGE),
    ("go", "mat", EDGE),
    ("focus", "paper", EDGE),
    ("focus", "surface", EDGE),
    ("on-stage", "stage-deep", EDGE),
]


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("seen", "ground", "needs"), PAIRS, ids=str)
def test_it_can_be_seen(seen: str, ground: str, needs: float, mode: str) -> None:
    colours = tokens(mode)
    found = contrast(colours[seen], colours[ground])
    assert found >= needs, f"{seen} on {ground} is {found:.2f} in {mode}, and needs {needs}"


@pytest.mark.parametrize(("seen", "ground"), [pair[:2] for pair in PAIRS if pair[2] == TEXT])
def test_every_word_can_be_read_on_paper(seen: str, ground: str) -> None:
    paper = tokens("print")
    assert contrast(paper[seen], paper[ground]) >= TEXT


def test_the_limb_that_moves_stands_out_from_the_body_it_belongs_to() -> None:
    for mode in ("light", "dark"):
        colours = tokens(mode)
        assert contrast(colours["go"], colours["body"]) >= 1.5


def test_dark_chosen_by_hand_is_the_same_dark() -> None:
    assert tokens("dark by hand") == tokens("dark")


def test_a_sheet_on_the_screen_is_the_sheet_that_is_printed() -> None:
    assert tokens("sheet") == tokens("print")


def test_black_on_white_is_the_furthest_apart_and_a_colour_from_itself_the_nearest() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#758782", "#758782") == pytest.approx(1)
