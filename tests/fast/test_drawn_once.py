"""Parts that are drawn once: the same text as drawing anew, and gaps that nothing can forge."""

from dataclasses import dataclass

import pytest
from django.template import engines
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from goodform.fast import drawn_once
from goodform.fast.drawn_once import drawn, drawn_anew

TEMPLATE = (
    "{% if who.kind %}<b>{{ who.kind }}</b>{% endif %}"
    "<a href='{{ who.id }}'>{{ name }}</a>{{ inside }}{{ name }}"
)


@dataclass(frozen=True)
class Who:
    """Somebody, with what all of their kind share."""

    kind: str
    id: object = None


@pytest.fixture(autouse=True)
def _one_template(monkeypatch: pytest.MonkeyPatch) -> None:
    """The template above, whatever its name."""
    made = engines["django"].from_string(TEMPLATE)
    drawn_once._part.cache_clear()
    monkeypatch.setattr(drawn_once, "render_to_string", lambda _name, context: made.render(context))


@given(kind=st.text(), who=st.text(), name=st.text(), inside=st.text())
def test_it_reads_as_if_drawn_anew(kind: str, who: str, name: str, inside: str) -> None:
    said, gaps = {"who": Who(kind)}, {"who.id": who, "name": name, "inside": inside}
    assert drawn("part", said, gaps) == drawn_anew("part", said, gaps)


def test_two_who_share_a_part_each_get_their_own_gaps() -> None:
    said = {"who": Who("patient")}
    first = drawn("part", said, {"who.id": 1, "name": "Alice", "inside": ""})
    second = drawn("part", said, {"who.id": 2, "name": "Tom", "inside": ""})
    assert (first, second) == (
        "<b>patient</b><a href='1'>Alice</a>Alice",
        "<b>patient</b><a href='2'>Tom</a>Tom",
    )
    assert drawn_once._part.cache_info().misses == 1


def test_what_is_said_otherwise_is_another_part() -> None:
    gaps = {"who.id": 1, "name": "Alice", "inside": ""}
    assert "patient" in drawn("part", {"who": Who("patient")}, gaps)
    assert "staff" in drawn("part", {"who": Who("staff")}, gaps)
    assert "<b>" not in drawn("part", {}, gaps)


def test_a_gap_is_filled_with_text_never_with_markup_of_a_person() -> None:
    page = drawn("part", {}, {"who.id": "'>", "name": "<script>", "inside": ""})
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "'>'" not in page


def test_what_is_kept_is_bounded() -> None:
    for number in range(drawn_once.KEPT + 10):
        drawn("part", {"who": Who(str(number))}, {"who.id": 1, "name": "", "inside": ""})
    assert drawn_once._part.cache_info().currsize == drawn_once.KEPT


def test_the_real_renderer_is_django_s() -> None:
    assert render_to_string("today/pain_question.html") == drawn_pain_question()


def drawn_pain_question() -> str:
    """The pain scale, through the real templates."""
    drawn_once._part.cache_clear()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(drawn_once, "render_to_string", render_to_string)
        return str(drawn("today/pain_question.html", {}, {}))
