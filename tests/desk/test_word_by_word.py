"""Changes between two wordings, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from goodform.desk.word_by_word import what_changed
from goodform.safety.red_flag_text import Words

LINES = st.lists(
    st.tuples(
        st.sampled_from(["steps", "cues"]), st.sampled_from(["Lift the leg", "Lift it", "x"])
    ),
    max_size=6,
).map(tuple)


def test_a_changed_step_shows_what_went_and_what_came() -> None:
    before = (("name", "Clam"), ("steps", "Lift the knee slowly."), ("steps", "Lower it."))
    after = (("name", "Clam"), ("steps", "Lift the top knee slowly."), ("steps", "Lower it."))
    (line,) = what_changed(before, after)
    assert line.key == "steps"
    assert [(piece.kind, piece.words) for piece in line.pieces] == [
        ("same", "Lift the"),
        ("in", "top"),
        ("same", "knee slowly."),
    ]


def test_a_caution_that_went_is_shown_as_gone() -> None:
    (line,) = what_changed((("cautions", "falls_risk"),), ())
    assert [(piece.kind, piece.words) for piece in line.pieces] == [("out", "falls_risk")]


@given(before=LINES, after=LINES)
def test_nothing_is_said_exactly_where_the_lines_of_each_kind_are_the_same(
    before: Words, after: Words
) -> None:
    same = all(
        [words for each, words in before if each == key]
        == [words for each, words in after if each == key]
        for key in ("steps", "cues")
    )
    assert (not what_changed(before, after)) == same
