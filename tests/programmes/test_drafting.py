"""Lines of a draft: moved, taken out, stepped; nothing else changes."""

from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from goodform.programmes.drafting import Line, differs, from_json, moved, stepped, without

DOSE = {"sets": 2, "repetitions": 8, "hold_s": 0, "rest_s": 30, "tempo": "2-2", "times_a_day": 1}


def a_line(name: str, **changes: object) -> Line:
    return Line(line=name, version=str(uuid4()), slug=name, **changes)  # type: ignore[arg-type]


LINES = st.integers(1, 6).map(lambda n: tuple(a_line(f"line-{i}") for i in range(n)))


@given(lines=LINES, pick=st.integers(0, 5), by=st.sampled_from([-1, 1]))
def test_moving_keeps_every_line_once(lines: tuple[Line, ...], pick: int, by: int) -> None:
    chosen = lines[pick % len(lines)].line
    after = moved(lines, chosen, by)
    assert sorted(each.line for each in after) == sorted(each.line for each in lines)
    there = [each.line for each in after].index(chosen)
    here = [each.line for each in lines].index(chosen)
    assert there == min(max(here + by, 0), len(lines) - 1)


def test_moving_a_line_that_is_not_there_does_nothing() -> None:
    lines = (a_line("clam"),)
    assert moved(lines, "bridge", 1) == lines
    assert without(lines, "bridge") == lines


def test_a_line_survives_the_draft_and_what_an_older_goodform_wrote() -> None:
    line = a_line("clam", sets=3, note="Slowly")
    assert from_json([{**line.as_json(), "mood": "good"}]) == (line,)


def test_a_tick_that_form_was_checked_is_no_change_for_the_patient() -> None:
    line = a_line("clam")
    assert not differs(a_line_like(line, form_checked=True), line)
    assert differs(a_line_like(line, note="Slowly"), line)


def a_line_like(line: Line, **changes: object) -> Line:
    return Line(**{**line.as_json(), **changes})


def test_a_step_takes_the_new_dose_and_keeps_the_days_the_side_and_the_rule() -> None:
    clam = a_line(
        "clam",
        side="left",
        sets=3,
        weekdays="135",
        anchor="after_waking",
        pain_policy="monitored",
        pain_ceiling=3,
        form_checked=True,
        note="Feet together",
    )
    up = stepped(
        clam,
        version=uuid4(),
        slug="side-lying-leg-abduction",
        sides="each",
        dose=DOSE,
        why="The clam is easy now.",
    )
    assert (up.line, up.slug, up.side) == (clam.line, "side-lying-leg-abduction", "left")
    assert (up.sets, up.repetitions) == (2, 8)
    assert (up.weekdays, up.anchor) == ("135", "after_waking")
    assert (up.pain_policy, up.pain_ceiling) == ("monitored", 3)
    assert up.why_changed == "The clam is easy now."
    assert not up.form_checked, "form is checked anew on a new rung"
    assert up.note == "", "a note about the old rung does not follow"
