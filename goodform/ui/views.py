"""The page that shows the whole look, every component with all its states."""

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

COLOURS = [
    "paper",
    "surface",
    "sunken",
    "ink",
    "ink-soft",
    "line",
    "edge",
    "stage",
    "on-stage",
    "body",
    "body-far",
    "body-near",
    "mat",
    "go",
    "action",
    "action-wash",
    "stop",
    "stop-wash",
    "stop-ink",
    "wait-ink",
    "wait-wash",
]
BUTTONS = (
    ("go", _("Start"), "play"),
    ("act", _("Give to Alice"), "send"),
    ("stop", _("Stop, it hurts"), "octagon-x"),
    ("quiet", _("Release hold"), ""),
    ("bare", _("End"), ""),
)
STATES = ("hover", "pressed", "focus")
DAYS = (
    ("1", _("Monday")),
    ("2", _("Tuesday")),
    ("3", _("Wednesday")),
    ("4", _("Thursday")),
    ("5", _("Friday")),
    ("6", _("Saturday")),
    ("7", _("Sunday")),
)


@dataclass(frozen=True)
class SampleRow:
    """One exercise as the list of Today shows it."""

    name: str
    words: str
    state: str


ROWS = (
    SampleRow("Glute bridge", "2 sets of 10", "done"),
    SampleRow("Knee to chest", "About 4 minutes", "next"),
    SampleRow("Clam", "Then, about 4 minutes", "later"),
    SampleRow("Hip hinge", "Leave it out", "held"),
    SampleRow("Box squat", "Check with us first", "locked"),
)
WEEK = ("done", "empty", "done", "half", "stopped", "empty", "done")


class SampleDose(forms.Form):
    """Fields of each kind, to be looked at."""

    sets = forms.IntegerField(label=_("Sets (was 2)"), min_value=1, max_value=10)
    repetitions = forms.IntegerField(label=_("Repetitions"), min_value=1, max_value=30)
    weekdays = forms.MultipleChoiceField(
        label=_("Days"), choices=DAYS, widget=forms.CheckboxSelectMultiple
    )
    side = forms.ChoiceField(
        label=_("Side"), choices=[("each", _("Each side")), ("left", _("Left only"))]
    )
    email = forms.EmailField(label=_("Email address"), help_text=_("We send the code there."))
    note = forms.CharField(
        label=_("Your note to Alice"), required=False, widget=forms.Textarea({"rows": 3})
    )
    outcome = forms.ChoiceField(
        label=_("What was done"),
        choices=[("spoke", _("Spoke to her")), ("again", _("No answer, will try again"))],
        widget=forms.RadioSelect,
    )
    shown = forms.BooleanField(
        label=_("I showed this and checked form today"),
        help_text=_("Needed before you can give it."),
    )
    closed = forms.CharField(
        label=_("Programme given on"), required=False, disabled=True, initial=_("12 November")
    )


def sample_form(*, wrong: bool) -> SampleDose:
    """A form as it is first shown, or as it comes back with mistakes."""
    if not wrong:
        return SampleDose(
            initial={"sets": 3, "repetitions": 10, "weekdays": list("123456"), "shown": True},
            prefix="right",
        )
    form = SampleDose({"wrong-sets": "40", "wrong-email": "alice"}, prefix="wrong")
    form.is_valid()
    return form


def design(request: HttpRequest) -> HttpResponse:
    """The design page. It names nobody real and reads no data."""
    return render(
        request,
        "ui/design.html",
        {
            "colours": COLOURS,
            "buttons": BUTTONS,
            "states": STATES,
            "rows": ROWS,
            "week": WEEK,
            "day": ("done", "empty", "empty"),
            "right": sample_form(wrong=False),
            "wrong": sample_form(wrong=True),
        },
    )
