"""Fields at the door: what is typed is cleaned once, before anything is compared or kept."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from goodform.ui.phone_numbers import NoNumber, TwoNumbers, checked, western
from goodform.ui.typed_text import can_be_read, one_line


class LineField(forms.CharField):
    """One line of words, without signs that nobody sees; blank where nothing else was typed."""

    def to_python(self, value: object) -> str:
        """The line as it is kept."""
        return one_line(super().to_python(value) or "")


class NameField(LineField):
    """A name of somebody or something: at least one letter or digit."""

    def clean(self, value: object) -> str:
        """The name, or why it is none."""
        name: str = super().clean(value)
        if name and not can_be_read(name):
            raise forms.ValidationError(_("Write a name that can be read."))
        return name


class CalledField(LineField):
    """The name people call somebody by; left blank it is read from the name."""

    def clean(self, value: object) -> str:
        """The word, or why it is none."""
        called: str = super().clean(value)
        if called and not can_be_read(called):
            raise forms.ValidationError(_("Write a name that can be read, or leave this blank."))
        return called


class AddressField(forms.EmailField):
    """An email address, in small letters; what nobody sees in it would never arrive.

    A blank beside the “@” is a keyboard's. One within the name is asked about: without it the
    address may be somebody else's.
    """

    def to_python(self, value: object) -> str:
        """The address as it is kept and looked for."""
        return re.sub(" ?@ ?", "@", one_line(super().to_python(value) or "")).lower()


class PhoneField(LineField):
    """A phone number as people write it: one that can be dialled, or nothing."""

    widget = forms.TextInput(attrs={"type": "tel"})

    def clean(self, value: object) -> str:
        """The number as it was written, or what to write."""
        phone = western(super().clean(value))
        if not phone:
            return phone
        try:
            return checked(phone)
        except TwoNumbers:
            raise forms.ValidationError(
                _("These are two numbers. Write the one that we should call.")
            ) from None
        except NoNumber:
            raise forms.ValidationError(_("Write a phone number, such as 01632 960177.")) from None
