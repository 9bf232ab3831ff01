"""The forms of the owner and reception about the clinic and its people."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from goodform.people.called import LONGEST_CALLED
from goodform.people.changed_meanwhile import MadeFrom, mark_of
from goodform.people.clinic_actions import (
    CLINIC_FACTS,
    STAFF_FACTS,
    StaffFacts,
)
from goodform.people.models import Clinic, Staff
from goodform.safety.country_packs import PACKS
from goodform.ui.typed_fields import AddressField, CalledField, LineField, NameField, PhoneField


def zone_choices() -> list[tuple[str, str]]:
    """Every named place of the zone data, with the underscores read as spaces."""
    return [
        (zone, zone.replace("_", " "))
        for zone in sorted(available_timezones())
        if "/" in zone and not zone.startswith(("Etc/", "posix/", "right/", "SystemV/"))
    ]


class ClinicForm(MadeFrom, forms.ModelForm[Clinic]):
    """The words and numbers that patients of this clinic always see."""

    country_pack = forms.ChoiceField(
        label=_("Country"),
        help_text=_("Decides the emergency number your patients are told. None is assumed."),
        choices=lambda: (
            [("", _("Choose"))] + [(pack.code, _(pack.name)) for pack in PACKS.values()]
        ),
    )
    name = NameField(label=_("Name"), max_length=120)
    phone = PhoneField(
        label=_("Phone"), max_length=40, help_text=_("Every page of your patients shows it.")
    )
    zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
    booking_url = forms.URLField(
        label=_("Where patients book online"), required=False, assume_scheme="https"
    )

    class Meta:
        model = Clinic
        fields = CLINIC_FACTS
        labels = {
            "reply_promise": _("What you promise about answering"),
            "reply_within_hours": _("Hours until an untaken alert goes to the owner"),
            "only_signed": _("Give only exercises that one of your practitioners has signed"),
        }
        help_texts = {
            "reply_promise": _("Patients read it, for example: We answer within 1 working day."),
            "hours": _("For example: Monday to Friday, 8 to 18."),
            "only_signed": _("What patients have already stays. Without this, a mark says so."),
        }
        widgets = {
            "hours": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, data: QueryDict | None = None, *, instance: Clinic) -> None:
        super().__init__(
            data, instance=instance, initial={"made_from": mark_of(instance, CLINIC_FACTS)}
        )


class StaffForm(MadeFrom):
    """Somebody who works at the clinic."""

    name = NameField(label=_("Name"), max_length=120)
    known_as = CalledField(
        label=_("What people call them"),
        max_length=LONGEST_CALLED,
        required=False,
        help_text=_("Patients read it: “Priya will look at it”. Blank: the first name."),
    )
    email = AddressField(label=_("Email address"))
    title = LineField(label=_("Job title"), max_length=80, required=False)
    is_practitioner = forms.BooleanField(label=_("Practitioner"), required=False)
    is_reception = forms.BooleanField(label=_("Reception"), required=False)
    is_owner = forms.BooleanField(label=_("Owner"), required=False)
    active = forms.BooleanField(label=_("Works here now"), required=False, initial=True)

    def __init__(self, data: QueryDict | None = None, *, colleague: Staff | None = None) -> None:
        super().__init__(data, initial=_initial(colleague) if colleague else None)
        self.fields["email"].disabled = colleague is not None

    def clean(self) -> dict[str, Any]:
        """Everybody here does something."""
        cleaned = super().clean() or {}
        if not any(cleaned.get(role) for role in ("is_practitioner", "is_reception", "is_owner")):
            self.add_error("is_practitioner", _("Tick at least one of the three."))
        return cleaned

    def facts(self) -> StaffFacts:
        """The cleaned form as the action wants it."""
        names = ("email", *STAFF_FACTS)
        return StaffFacts(**{name: self.cleaned_data[name] for name in names})


def _initial(colleague: Staff) -> dict[str, Any]:
    return {
        **{name: getattr(colleague, name) for name in STAFF_FACTS},
        "email": colleague.user.email,
        "made_from": mark_of(colleague, STAFF_FACTS),
    }
