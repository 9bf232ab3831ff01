"""The form of a clinic's choices about email."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goodform.ui.typed_fields import AddressField


class ChannelForm(forms.Form):
    """Where an answer to one of our mails goes."""

    reply_to = AddressField(
        label=_("Where answers go"),
        required=False,
        help_text=_("The address a patient writes to by pressing Reply. Somebody must read it."),
    )
