"""Reception's form of the waiting list: the patient's, and who it is for."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from goodform.booking.models import VisitType
from goodform.booking.queries import Practitioner
from goodform.booking.wait_form import WaitForm
from goodform.desk.who_is_it import names_to_choose
from goodform.people.models import Patient


class PutOnForm(WaitForm):
    """Put one of these patients on the list."""

    patient = forms.ChoiceField(label=_("Patient"), widget=forms.RadioSelect)
    field_order = ["patient", "type", "practitioner", "days", "parts"]

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        types: Sequence[VisitType],
        people: Sequence[Practitioner],
        patients: Sequence[Patient],
    ) -> None:
        super().__init__(data, types=types, people=people)
        self.patients = {str(each.pk): each for each in patients}
        whose = self.fields["patient"]
        assert isinstance(whose, forms.ChoiceField)  # noqa: S101  # it is, above
        whose.choices = names_to_choose(patients)
        if len(patients) == 1:
            self.initial["patient"] = str(patients[0].pk)
