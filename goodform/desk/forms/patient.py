"""The form of a patient, as reception or a practitioner writes it down."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodform.people.actions import PATIENT_FACTS, PatientFacts
from goodform.people.called import LONGEST_CALLED
from goodform.people.changed_meanwhile import MadeFrom, mark_of
from goodform.people.forms import zone_choices
from goodform.people.models import Clinic, Patient, Staff
from goodform.programmes.schedule import local_day
from goodform.ui.typed_fields import AddressField, CalledField, NameField, PhoneField
from goodform.ui.typed_text import folded

OLDEST_YEARS = 120


class PatientForm(MadeFrom):
    """A patient of the clinic, new or known."""

    name = NameField(label=gettext_lazy("Name"), max_length=120)
    known_as = CalledField(
        label=gettext_lazy("What people call them"),
        max_length=LONGEST_CALLED,
        required=False,
        help_text=gettext_lazy("For “Hello Alice”. Blank: the first name."),
    )
    born = forms.DateField(
        label=gettext_lazy("Date of birth"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    email = AddressField(
        label=gettext_lazy("Email address"),
        required=False,
        help_text=gettext_lazy("For the invitation, reminders and signing in."),
    )
    shared = forms.BooleanField(
        label=gettext_lazy("Both read their mail there"), required=False, widget=forms.HiddenInput
    )
    phone = PhoneField(
        label=gettext_lazy("Phone"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("You will call this number when something hurts."),
    )
    practitioner = forms.ModelChoiceField(
        label=gettext_lazy("Practitioner"),
        queryset=Staff.objects.none(),
        empty_label=gettext_lazy("Choose"),
        error_messages={
            "required": gettext_lazy("Please choose one of the answers."),
            "invalid_choice": gettext_lazy("Please choose one of the answers."),
        },
    )
    zone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=zone_choices)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        clinic: Clinic,
        patient: Patient | None = None,
        by: Staff,
    ) -> None:
        self.clinic, self.patient = clinic, patient
        super().__init__(data, initial=_initial(clinic, patient, by))
        working = Staff.objects.filter(clinic=clinic, is_practitioner=True, active=True)
        if patient is not None:
            working |= Staff.objects.filter(clinic=clinic, pk=patient.practitioner_id)
        chooser = self.fields["practitioner"]
        assert isinstance(chooser, forms.ModelChoiceField)  # noqa: S101
        chooser.queryset = working.order_by("name")

    def clean_born(self) -> date:
        """A day in the past, within a human life."""
        born: date = self.cleaned_data["born"]
        today = local_day(timezone.now(), self.clinic.zone)
        if born > today:
            raise forms.ValidationError(_("This date is in the future. Write the date of birth."))
        if today.year - born.year > OLDEST_YEARS:
            raise forms.ValidationError(_("This is more than 120 years ago. Check the year."))
        return born

    def clean(self) -> dict[str, Any]:
        """An address that somebody here has already is named, and may be meant so."""
        cleaned = super().clean() or {}
        email = cleaned.get("email", "")
        as_before = self.patient is not None and self.patient.email == email
        names = [] if as_before or not email else self._who_has(email)
        if names:
            self.fields["shared"].widget = forms.CheckboxInput()
        if names and not cleaned.get("shared"):
            said = _("%(names)s: this address is theirs, too. If both read it, tick below.")
            self.add_error("email", said % {"names": ", ".join(names)})
        return cleaned

    def _who_has(self, email: str) -> list[str]:
        """Who at this clinic has the address; of other clinics nothing is said."""
        patients = self._others().filter(email=email).values_list("name", flat=True)
        staff = Staff.objects.filter(clinic=self.clinic, active=True, user__email=email)
        return [*patients, *staff.values_list("name", flat=True)]

    def already_here(self) -> Patient | None:
        """A patient with the same name and date of birth: perhaps this form was sent twice."""
        name = folded(self.cleaned_data["name"])
        rows = self._others().filter(born=self.cleaned_data["born"])
        return next((row for row in rows if folded(row.name) == name), None)

    def _others(self) -> "QuerySet[Patient]":
        rows = Patient.objects.filter(clinic=self.clinic)
        return rows.exclude(pk=self.patient.pk) if self.patient else rows

    def facts(self) -> PatientFacts:
        """The cleaned form as the actions want it."""
        return PatientFacts(**{name: self.cleaned_data[name] for name in PATIENT_FACTS})


def _initial(clinic: Clinic, patient: Patient | None, by: Staff) -> dict[str, Any]:
    if patient is None:
        return {"zone": clinic.zone, "practitioner": by if by.is_practitioner else None}
    return {
        **{name: getattr(patient, name) for name in PATIENT_FACTS},
        "made_from": mark_of(patient, PATIENT_FACTS),
    }
