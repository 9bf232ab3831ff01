"""The form that accepts a new person's request: who they are here."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodform.booking.request_model import VisitRequest
from goodform.desk.who_is_it import names_to_choose
from goodform.people.models import Patient
from goodform.programmes.schedule import local_day
from goodform.ui.typed_fields import NameField

NEW = "new"
OLDEST_YEARS = 120


class AcceptForm(forms.Form):
    """A new patient with name and date of birth, or one who is known already."""

    who = forms.ChoiceField(label=_("Who is it?"), widget=forms.RadioSelect)
    name = NameField(
        label=_("Name"), max_length=120, error_messages={"required": _("Write the name.")}
    )
    born = forms.DateField(
        label=_("Date of birth"),
        error_messages={"required": _("Write the date of birth.")},
        help_text=_("For a new patient. They were not asked for it: phone or write to them."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(
        self, data: QueryDict | None = None, *, asked: VisitRequest, known: list[Patient]
    ) -> None:
        super().__init__(data, initial={"name": asked.name, "who": NEW})
        self.clinic = asked.clinic
        self.known = {str(each.pk): each for each in known}
        of_somebody_new = data is None or data.get("who", NEW) == NEW
        self.fields["name"].required = self.fields["born"].required = of_somebody_new
        chooser = self.fields["who"]
        assert isinstance(chooser, forms.ChoiceField)  # noqa: S101
        chooser.choices = [(NEW, _("A new patient")), *names_to_choose(known)]

    def clean(self) -> dict[str, Any]:
        """A new patient was born within a human life."""
        cleaned = super().clean() or {}
        born: date | None = cleaned.get("born")
        if cleaned.get("who") != NEW or born is None:
            return cleaned
        today = local_day(timezone.now(), self.clinic.zone)
        if born > today or today.year - born.year > OLDEST_YEARS:
            self.add_error("born", _("Write a date of birth within the last 120 years."))
        return cleaned
