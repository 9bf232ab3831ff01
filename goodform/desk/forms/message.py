"""A few words to a patient."""

from django import forms
from django.utils.translation import gettext_lazy

from goodform.inbox.message_actions import LONGEST_MESSAGE


class ReplyForm(forms.Form):
    """The words, and the id that makes sending twice sending once."""

    message = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("Your words"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write a few words first.")},
    )
