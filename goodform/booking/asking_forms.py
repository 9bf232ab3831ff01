"""The form of a new person: the least with which a clinic can answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goodform.ui.typed_fields import AddressField, LineField, NameField, PhoneField


class AskForm(forms.Form):
    """Who asks, how to reach them, and a word about the time."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    name = NameField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = AddressField(
        label=_("Your email address"),
        max_length=254,
        help_text=_("We mail you a code, and the answer."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = PhoneField(
        label=_("Your phone number, if we may phone you"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    words = LineField(
        label=_("Anything about the time?"),
        max_length=200,
        required=False,
        help_text=_(
            "Such as “mornings are better”. Please write nothing about your health here: "
            "you tell us that when we meet."
        ),
    )


class MailedCodeForm(forms.Form):
    """The code from the mail, however it was pasted."""

    code = forms.CharField(
        label=_("The code from the mail"),
        max_length=100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
