"""What the owner and reception may write about the clinic and its people."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from goodform.people.actions import StaffFacts
from goodform.people.models import Clinic
from goodform.safety.country_packs import PACKS


def zone_choices() -> list[tuple[str, str]]:
    """Every named place of the zone data, with the underscores read as spaces."""
    return [
        (zone, zone.replace("_", " "))
        for zone in sorted(available_timezones())
        if "/" in zone and not zone.startswith(("Etc/", "posix/", "right/", "SystemV/"))
    ]


class ClinicForm(forms.ModelForm[Clinic]):
    """The words and numbers that patients of this clinic always see."""

    country_pack = forms.ChoiceField(
        label=_("Country"),
        help_text=_("Decides the emergency number your patients are told. None is assumed."),
        choices=lambda: (
            [("", _("Choose"))] + [(pack.code, _(pack.name)) for pack in PACKS.values()]
        ),
    )
    zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
    booking_url = forms.URLField(
        label=_("Where patients book online"), required=False, assume_scheme="https"
    )

    class Meta:
        model = Clinic
        fields = [
            "name",
            "phone",
            "booking_url",
            "hours",
            "zone",
            "country_pack",
            "reply_promise",
            "reply_within_hours",
            "red_flags_signed_by",
            "red_flags_signed_on",
        ]
        labels = {
            "reply_promise": _("What you promise about answering"),
            "reply_within_hours": _("Hours until an untaken alert goes to the owner"),
            "red_flags_signed_by": _("Clinician who signed the warning-sign text"),
            "red_flags_signed_on": _("Signed on"),
        }
        help_texts = {
            "reply_promise": _("Patients read it, for example: We answer within 1 working day."),
            "hours": _("For example: Monday to Friday, 8 to 18."),
        }
        widgets = {
            "hours": forms.Textarea(attrs={"rows": 2}),
            "red_flags_signed_on": forms.DateInput(attrs={"type": "date"}),
        }

    def clean(self) -> dict[str, Any]:
        """A signature has a name and a date, or neither."""
        cleaned = super().clean() or {}
        if bool(cleaned.get("red_flags_signed_by")) != bool(cleaned.get("red_flags_signed_on")):
            self.add_error("red_flags_signed_on", _("Write both the name and the date."))
        return cleaned


class StaffForm(forms.Form):
    """Somebody who works at the clinic."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("Email address"))
    title = forms.CharField(label=_("Job title"), max_length=80, required=False)
    is_practitioner = forms.BooleanField(label=_("Practitioner"), required=False)
    is_reception = forms.BooleanField(label=_("Reception"), required=False)
    is_owner = forms.BooleanField(label=_("Owner"), required=False)
    active = forms.BooleanField(label=_("Works here now"), required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        """Everybody here does something."""
        cleaned = super().clean() or {}
        if not any(cleaned.get(role) for role in ("is_practitioner", "is_reception", "is_owner")):
            self.add_error("is_practitioner", _("Tick at least one of the three."))
        return cleaned

    def facts(self) -> StaffFacts:
        """The cleaned form as the action wants it."""
        return StaffFacts(**self.cleaned_data)
