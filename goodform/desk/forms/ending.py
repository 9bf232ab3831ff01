"""Saying why somebody's care here ends."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodform.people.changed_meanwhile import MadeFrom, mark_of
from goodform.people.ending_actions import ENDING_FACTS
from goodform.people.models import Ended, Patient

SHOWN_AT_ONCE = 20


def perhaps_the_same(patient: Patient, find: str) -> "QuerySet[Patient]":
    """Records of the clinic that may be the same person: found by these words, or alike."""
    others = Patient.objects.filter(clinic=patient.clinic_id, ended_at=None).exclude(pk=patient.pk)
    if find:
        return others.found_by(find)
    alike = Q(born=patient.born) | Q(name__iexact=patient.name)
    if patient.phone:
        alike |= Q(phone=patient.phone)
    return others.filter(alike)


class _Record(forms.ModelChoiceField[Patient]):
    """Which record of two, told by what stands on both."""

    def label_from_instance(self, obj: Patient) -> str:
        """Name, date of birth, whose patient, since when."""
        return _("%(name)s, born %(born)s, patient of %(practitioner)s since %(since)s") % {
            "name": obj.name,
            "born": date_format(obj.born, "j F Y"),
            "practitioner": obj.practitioner.name,
            "since": date_format(obj.joined_at, "j F Y"),
        }


class EndingForm(MadeFrom):
    """Why, and for somebody who is here twice, which record is kept."""

    why = forms.ChoiceField(
        label=gettext_lazy("Why does the care here end?"),
        choices=Ended.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one of the answers.")},
    )
    into = _Record(
        label=gettext_lazy("If the person is here twice: which record do you keep?"),
        queryset=Patient.objects.none(),
        required=False,
        widget=forms.RadioSelect,
        empty_label=None,
        blank=True,
        help_text=gettext_lazy(
            "Programme, holds and cautions are those of the record you keep. "
            "Sessions, assessments, messages and cases of both are shown there."
        ),
    )

    def __init__(self, data: QueryDict | None = None, *, patient: Patient, find: str = "") -> None:
        initial: dict[str, Any] = {
            "why": patient.ended_why,
            "into": patient.merged_into_id,
            "made_from": mark_of(patient, ENDING_FACTS),
        }
        super().__init__(data, initial=initial)
        found = list(perhaps_the_same(patient, find).values_list("pk", flat=True)[:SHOWN_AT_ONCE])
        chooser = self.fields["into"]
        assert isinstance(chooser, forms.ModelChoiceField)  # noqa: S101
        chooser.queryset = (
            Patient.objects.filter(pk__in=[*found, patient.merged_into_id])
            .select_related("practitioner")
            .order_by("name", "pk")
        )
        self.nobody_alike = not found and patient.merged_into_id is None

    def clean(self) -> dict[str, Any]:
        """Which record is kept must be said, and only where there are two."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("why") == Ended.MERGED and not cleaned.get("into"):
            missing = _("Find the other record of the same person first.")
            chosen = _("Choose the other record of the same person.")
            self.add_error(*(("why", missing) if self.nobody_alike else ("into", chosen)))
        return cleaned
