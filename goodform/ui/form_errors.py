"""A form's words when it cannot take an answer: short, kind, and telling how to mend it."""

from django import forms
from django.core import validators
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

_REQUIRED = _("Please fill this in.")
_CHOOSE = _("Please choose one of the answers.")
_WHOLE = _("Please write a whole number, such as 10.")


def speak_kindly() -> None:
    """Give Django's fields and validators our words; a field's own `error_messages` still win."""
    forms.Field.default_error_messages = {"required": _REQUIRED}
    forms.BooleanField.default_error_messages = {"required": _("Please tick this to go on.")}
    forms.ChoiceField.default_error_messages = {"required": _CHOOSE, "invalid_choice": _CHOOSE}
    forms.MultipleChoiceField.default_error_messages = {
        "required": _("Please tick at least one."),
        "invalid_choice": _("Please tick only what is on the list."),
        "invalid_list": _("Please tick only what is on the list."),
    }
    forms.IntegerField.default_error_messages = {"invalid": _WHOLE}
    forms.DateField.default_error_messages = {
        "invalid": _("Please write a date, such as 2026-03-14.")
    }
    forms.URLField.default_error_messages = {
        "invalid": _("Please write a web address, such as https://www.example.org.")
    }
    validators.MinValueValidator.message = _("The lowest number here is %(limit_value)s.")
    validators.MaxValueValidator.message = _("The highest number here is %(limit_value)s.")
    validators.MaxLengthValidator.message = ngettext_lazy(
        "Please keep this to %(limit_value)d letter. Now it has %(show_value)d.",
        "Please keep this to %(limit_value)d letters. Now it has %(show_value)d.",
        "limit_value",
    )
    validators.EmailValidator.message = _(
        "Please write an email address, such as alice@example.org."
    )
    validators.ProhibitNullCharactersValidator.message = _(
        "There is a sign in this text that we cannot store. Please type it again."
    )
