"""Signing a text, and taking a signature back."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from goodform.people.signing_actions import Signatory
from goodform.ui.typed_fields import LineField, NameField


class SignForm(forms.Form):
    """Name, registration number and day of a clinician who has read a text in full.

    `version` is what the page showed: nobody signs words that changed meanwhile.
    """

    version = forms.CharField(widget=forms.HiddenInput, max_length=64)
    name = NameField(label=_("Your name"), max_length=120)
    registration = LineField(
        label=_("Your registration number"),
        help_text=_("The number your council or register gave you."),
        max_length=40,
    )
    signed_on = forms.DateField(
        label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    read = forms.BooleanField(
        label=_("I have read all of this and it is right for our patients"),
        error_messages={"required": _("Read it in full, then tick this.")},
    )

    def who(self) -> Signatory:
        """The cleaned form as the action wants it."""
        day: date = self.cleaned_data["signed_on"]
        return Signatory(self.cleaned_data["name"], self.cleaned_data["registration"], day)


class TakeBackForm(forms.Form):
    """Which signature no longer stands, and why."""

    signature = forms.UUIDField(widget=forms.HiddenInput)
    why = LineField(label=_("Why it no longer stands"), max_length=300)
