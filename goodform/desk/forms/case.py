"""Answering a case of the inbox."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodform.desk.forms.dose import DoseForm
from goodform.desk.step_back import StepBack
from goodform.inbox.models import Closing
from goodform.people.models import Staff
from goodform.ui.typed_text import is_blank

TRY_AGAIN = "try_again"


class CloseForm(forms.Form):
    """An outcome and a few words on what was done. "No answer" keeps the case open."""

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
        label=gettext_lazy("Why is it safe to go on? The patient reads this."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": gettext_lazy("Say in a few words why this may go on. The patient reads it.")
        },
    )
    close = forms.BooleanField(
        label=gettext_lazy("Close this case with these words"), required=False, initial=True
    )


class StepBackForm(DoseForm):
    """The dose of the easier exercise, whether it was shown, and why it is made easier."""

    prefix = "step"
    made_from = forms.CharField(widget=forms.HiddenInput, max_length=36)
    form_checked = forms.BooleanField(required=False)
    form_reason = forms.CharField(
        label=gettext_lazy("If you did not: why"), max_length=300, required=False
    )
    caution_reason = forms.CharField(
        label=gettext_lazy("Why it is right here"), max_length=300, required=False
    )
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

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, called: str, step: StepBack | None = None
    ) -> None:
        initial = {**step.line.as_json(), "made_from": str(step.row.pk)} if step else {}
        initial |= {"close": True, "why": "", "form_reason": "", "caution_reason": ""}
        super().__init__(data, initial=initial)
        self.fields["form_checked"].label = _("I showed this and checked %(name)s’s form") % {
            "name": called
        }

    def clean(self) -> dict[str, Any]:
        """Shown and checked, or the reason why not, as everywhere."""
        cleaned = super().clean()
        if not cleaned.get("form_checked") and is_blank(cleaned.get("form_reason", "")):
            sentence = _("Tick that you showed it and checked form, or say why not.")
            self.add_error("form_checked", sentence)
        return cleaned


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
