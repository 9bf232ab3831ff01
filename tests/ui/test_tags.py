"""The tags that templates speak with."""

from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from goodform.ui.icons import IconMissing
from goodform.ui.views import SampleDose, sample_form


def drawn(template: str, **context: Any) -> str:
    return Template("{% load ui %}" + template).render(Context(context))


def test_an_icon_is_inline_silent_and_takes_the_size_it_is_given() -> None:
    svg = drawn('{% icon "play" 24 %}')
    assert svg.startswith('<svg class="ico" width="24" height="24"')
    assert 'aria-hidden="true"' in svg
    assert "<path" in svg
    assert "xmlns" not in svg


def test_a_bold_icon_says_so_by_class() -> None:
    assert 'class="ico ico-bold"' in drawn('{% icon "check" 22 bold=True %}')


@pytest.mark.parametrize("name", ["unicorn", "../../brand", "Play", ""])
def test_an_unknown_icon_is_refused_with_what_to_do(name: str) -> None:
    with pytest.raises(IconMissing, match=r"icon"):
        drawn("{% icon name %}", name=name)


def test_a_phone_number_becomes_an_address_that_dials() -> None:
    assert drawn("{{ number|tel }}", number="01632 960 123") == "tel:01632960123"
    assert drawn("{{ number|tel }}", number="+44 (0)1632-960123") == "tel:+441632960123"


def test_the_pain_scale_begins_with_no_pain_and_ends_with_the_worst() -> None:
    page = drawn('{% pain_scale "pain_before" "How is your back now?" %}')
    order = [page.index(f'name="pain_before" value="{number}"') for number in range(11)]
    assert order == sorted(order)
    assert '<span>0<span class="said"> no pain</span>' in page
    assert '<span>10<span class="said"> worst pain</span>' in page
    assert page.index("0 is no pain") < page.index("10 is the worst pain")


def test_the_pain_scale_chooses_nothing_beforehand() -> None:
    assert "checked" not in drawn('{% pain_scale "pain" "How is it?" %}')


@pytest.mark.parametrize("number", [0, 10])
def test_the_pain_scale_shows_what_the_person_chose(number: int) -> None:
    page = drawn('{% pain_scale "pain" "How is it?" chosen=number %}', number=number)
    assert page.count("checked") == 1
    assert f'value="{number}" checked' in page


@pytest.mark.parametrize("number", [-1, 11])
def test_there_is_no_pain_outside_the_scale(number: int) -> None:
    with pytest.raises(ValueError, match="0 to 10"):
        drawn('{% pain_scale "pain" "How is it?" chosen=number %}', number=number)


def test_a_question_about_pain_names_its_hint_and_its_mistake() -> None:
    page = drawn('{% pain_scale "p" "How is it?" hint="Now" error="Choose one" %}')
    assert 'aria-describedby="p_hint p_error"' in page
    assert 'id="p_hint"' in page
    assert 'id="p_error"' in page


def test_a_question_is_shown_as_text() -> None:
    assert "&lt;b&gt;" in drawn('{% pain_scale "p" question %}', question="<b>")


def test_the_mat_shows_its_parts_in_order_and_says_nothing() -> None:
    page = drawn("{% mats parts %}", parts=["done", "half", "empty", "stopped"])
    shapes = '<i class="on"></i><i class="half"></i><i class=""></i><i class="stopped"></i>'
    assert shapes in page
    assert 'aria-hidden="true"' in page


def test_a_mat_has_no_other_parts() -> None:
    with pytest.raises(ValueError, match="failed"):
        drawn("{% mats parts %}", parts=["failed"])


def test_left_is_the_left_half_and_right_the_right_half() -> None:
    left, right = '<i class="on" aria-hidden="true"></i>', '<i class="" aria-hidden="true"></i>'
    assert left + right + "Left" in drawn('{% side_mark "left" %}')
    assert right + left + "Right" in drawn('{% side_mark "right" %}')
    assert left + left + "Each side" in drawn('{% side_mark "each" %}')
    assert drawn('{% side_mark "none" %}') == ""


def test_there_is_no_third_side() -> None:
    with pytest.raises(ValueError, match="top"):
        drawn('{% side_mark "top" %}')


class Words(forms.Form):
    name = forms.CharField(help_text="As on the letter.")
    note = forms.CharField(required=False, widget=forms.Textarea)
    way = forms.ChoiceField(choices=[("a", "By post"), ("b", "By mail")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="I am sure")
    token = forms.CharField(widget=forms.HiddenInput)


def test_a_field_has_a_label_and_its_hint_belongs_to_it() -> None:
    page = drawn("{% field form.name %}", form=Words())
    assert '<label for="id_name">Name</label>' in page
    assert 'id="id_name_helptext"' in page
    assert 'aria-describedby="id_name_helptext"' in page
    assert "required" in page


def test_a_field_that_can_be_left_out_says_so() -> None:
    assert "you can leave this out" in drawn("{% field form.note %}", form=Words())
    assert "you can leave this out" not in drawn("{% field form.name %}", form=Words())


def test_a_mistake_is_named_beside_its_field_and_said_with_it() -> None:
    page = drawn("{% field form.name %}", form=Words({}))
    assert 'class="wrong" id="id_name_error"' in page
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_name_helptext id_name_error"' in page


def test_choices_are_a_group_with_a_legend() -> None:
    page = drawn("{% field form.way %}", form=Words())
    assert "<legend>Way" in page
    assert page.count('<label class="choice">') == 2


def test_a_tick_stands_inside_its_label() -> None:
    page = drawn("{% field form.sure %}", form=Words())
    assert page.index('<label class="choice">') < page.index("<input") < page.index("I am sure")


def test_a_hidden_field_has_no_words() -> None:
    page = drawn("{% field form.token %}", form=Words())
    assert "label" not in page
    assert 'type="hidden"' in page


def test_what_somebody_typed_is_kept_and_escaped() -> None:
    page = drawn("{% field form.name %}", form=Words({"name": '"><b>مريم 🙂'}))
    assert "&quot;&gt;&lt;b&gt;مريم 🙂" in page


def test_a_whole_form_is_drawn_as_its_fields_are() -> None:
    form = Words({})
    form.add_error(None, "The two do not fit.")
    page = str(form)
    assert "The two do not fit." in page
    assert drawn("{% field form.name %}", form=form).strip() in page
    assert page.count('name="token"') == 1


def test_a_stepper_is_a_number_field_that_can_be_typed_in() -> None:
    page = drawn('{% stepper form.sets "Fewer sets" "More sets" %}', form=SampleDose())
    assert 'type="number"' in page
    assert 'aria-label="Fewer sets"' in page
    assert 'aria-label="More sets"' in page
    assert page.count('type="button"') == 2


def test_a_day_shows_a_letter_and_says_its_name() -> None:
    page = drawn("{% days form.weekdays %}", form=sample_form(wrong=False))
    assert page.count("checked") == 6
    assert '<span aria-hidden="true">M</span><span class="said">Monday</span>' in page


def test_a_link_in_a_bar_knows_where_the_reader_is() -> None:
    for path, current in (("/design", "page"), ("/design/more", "true"), ("/designer", "")):
        page = drawn('{% nav_item "design" "Look" %}', request=RequestFactory().get(path))
        assert ("aria-current" in page) is bool(current)
        assert not current or f'aria-current="{current}"' in page


def test_a_page_may_say_to_which_section_it_belongs() -> None:
    request = RequestFactory().get("/elsewhere")
    tag = '{% nav_item "design" "Look" %}'
    assert 'aria-current="true"' in drawn(tag, request=request, section="design")
    at_design = RequestFactory().get("/design")
    assert "aria-current" not in drawn(tag, request=at_design, section="inbox")


def test_a_room_that_is_not_there_has_no_link() -> None:
    assert drawn('{% nav_item "ballroom" "Ballroom" %}', request=None).strip() == ""


def test_a_count_is_said_with_its_words() -> None:
    page = drawn('{% nav_item "design" "Inbox" count=3 %}', request=RequestFactory().get("/"))
    assert '<span class="count">3<span class="said"> need you</span></span>' in page
    one = drawn('{% nav_item "design" "Inbox" count=1 %}', request=RequestFactory().get("/"))
    assert '1<span class="said"> needs you</span>' in one
    none = drawn('{% nav_item "design" "Inbox" count=0 %}', request=RequestFactory().get("/"))
    assert "count" not in none
