"""A form that cannot take an answer says what to do, without blame."""

import pytest
from django import forms


class Answers(forms.Form):
    name = forms.CharField(max_length=5)
    email = forms.EmailField()
    sets = forms.IntegerField(min_value=1, max_value=10)
    day = forms.DateField()
    side = forms.ChoiceField(choices=[("left", "Left")])
    days = forms.MultipleChoiceField(choices=[("1", "Monday")])
    sure = forms.BooleanField()
    site = forms.URLField(assume_scheme="https")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {},
            {"name": "fill this in", "side": "choose one", "days": "at least one", "sure": "tick"},
        ),
        ({"name": "Bartholomew"}, {"name": "to 5 letters. Now it has 11"}),
        ({"name": "a\0b"}, {"name": "type it again"}),
        ({"email": "alice"}, {"email": "such as alice@example.org"}),
        ({"site": "javascript:alert(1)"}, {"site": "such as https://www.example.org"}),
        ({"sets": "0"}, {"sets": "lowest number here is 1"}),
        ({"sets": "99"}, {"sets": "highest number here is 10"}),
        ({"sets": "many"}, {"sets": "whole number"}),
        ({"day": "soon"}, {"day": "such as 2026-03-14"}),
        ({"side": "top"}, {"side": "choose one"}),
        ({"days": ["8"]}, {"days": "on the list"}),
    ],
)
def test_each_mistake_has_kind_words(given: dict[str, object], said: dict[str, str]) -> None:
    errors = Answers(given).errors
    for name, words in said.items():
        assert words in errors[name][0]


def test_no_answer_is_blamed() -> None:
    every = " ".join(
        str(message) for messages in Answers({}).errors.values() for message in messages
    )
    for word in ("invalid", "required", "error", "must", "failed", "Ensure"):
        assert word not in every


def test_a_field_may_still_use_its_own_words() -> None:
    class Own(forms.Form):
        name = forms.CharField(error_messages={"required": "Which name is on the letter?"})

    assert Own({}).errors["name"] == ["Which name is on the letter?"]
