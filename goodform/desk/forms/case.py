"""Answering a case of the inbox."""

from django import forms
from django.utils.translation import gettext_lazy

from goodform.inbox.models import Closing
from goodform.people.models import Staff

TRY_AGAIN = "try_again"


class CloseForm(forms.Form):
    """What was done: an outcome and a few words. "No answer" keeps the case open."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        choices=[*Closing.choices, (TRY_AGAIN, gettext_lazy("No answer, will try again"))],
        widget=forms.RadioSelect,
    )
    what_was_done = forms.CharField(
        label=gettext_lazy("In your own words"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": gettext_lazy("Say in a few words what was done. It goes into the record.")
        },
    )


class ReleaseForm(forms.Form):
    """Why a hold ends."""

    prefix = "release"
    reason = forms.CharField(
        label=gettext_lazy("Why may this go on? The patient reads this."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": gettext_lazy("Say in a few words why this may go on. The patient reads it.")
        },
    )
    close = forms.BooleanField(
        label=gettext_lazy("Close this case with these words"), required=False, initial=True
    )


class StepBackForm(forms.Form):
    """Why an exercise is made easier."""

    prefix = "step"
    why = forms.CharField(
        label=gettext_lazy("Why? The patient reads this."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": gettext_lazy(
                "Say in a few words why you change this. The patient reads it."
            )
        },
    )
    let_go_on = forms.BooleanField(
        label=gettext_lazy("Release the hold, so that the patient may begin"), required=False
    )
    close = forms.BooleanField(
        label=gettext_lazy("Close this case with these words"), required=False, initial=True
    )


class HandForm(forms.Form):
    """Which colleague takes a case over."""

    to = forms.ModelChoiceField(
        label=gettext_lazy("Hand to"),
        queryset=Staff.objects.none(),
        empty_label=gettext_lazy("Choose"),
        error_messages={
            "required": gettext_lazy("Please choose a colleague."),
            "invalid_choice": gettext_lazy("Please choose a colleague."),
        },
    )
