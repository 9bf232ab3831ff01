"""The form by which an owner asks for a part of the record."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodform.audit.actions import SOFTWARE, UNKNOWN
from goodform.desk.who_is_it import names_to_choose
from goodform.people.models import Clinic, Patient, Staff

LONGEST_SEARCH = 100
FIRST_YEAR, LAST_YEAR = 2000, 9000
MOST_NAMED = 20


class WhoDidWhatForm(forms.Form):
    """Whose acts, about whom, on which days. All of it may be left out."""

    all_may_be_left_out = True

    who = forms.ChoiceField(label=gettext_lazy("Who"), required=False)
    patient = forms.CharField(
        label=gettext_lazy("About which patient"),
        max_length=LONGEST_SEARCH,
        required=False,
        help_text=gettext_lazy("A name, phone number or email address"),
    )
    since = forms.DateField(
        label=gettext_lazy("From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=gettext_lazy("To"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, clinic: Clinic, **kwargs: Any) -> None:  # noqa: ANN401  # Django's own
        super().__init__(*args, **kwargs)
        self.clinic = clinic
        staff = Staff.objects.filter(clinic=clinic).order_by("name")
        who = self.fields["who"]
        assert isinstance(who, forms.ChoiceField)  # noqa: S101
        who.choices = [
            ("", _("Everybody")),
            *((each.audit_id, each.name) for each in staff),
            (SOFTWARE.audit_id, _("Goodform itself, by a rule")),
            (UNKNOWN.audit_id, _("Somebody who was not let in")),
        ]
        self.found: list[Patient] = []

    def clean_patient(self) -> str:
        """The text as written; `found` is then the one patient it fits."""
        words = self.cleaned_data["patient"].replace("\0", "").strip()
        if words:
            self.found = self._named(words)
        if words and not self.found:
            raise ValidationError(_("Nobody here is called that. Write another part of the name."))
        if len(self.found) > 1:
            names = "; ".join(words for _id, words in names_to_choose(self.found))
            raise ValidationError(
                _("Several people fit: %(names)s. Write more of the name, or the phone number."),
                params={"names": names},
            )
        return str(words)

    def _named(self, words: str) -> list[Patient]:
        patients = Patient.objects.filter(clinic=self.clinic)
        try:
            return list(patients.filter(pk=UUID(words)))
        except ValueError:
            return list(patients.found_by(words).order_by("name", "pk")[:MOST_NAMED])

    def _day(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(_("Choose a day between the years 2000 and 9000."))
        return day

    def clean_since(self) -> date | None:
        """The first day."""
        return self._day("since")

    def clean_until(self) -> date | None:
        """The last day."""
        return self._day("until")

    def clean(self) -> dict[str, Any]:
        """Days in their order."""
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day is before the first."))
        return cleaned

    def midnight(self, name: str, *, after: int = 0) -> datetime | None:
        """When a day that was chosen begins where the clinic is, or so many days after it."""
        day: date | None = self.cleaned_data[name]
        if day is None:
            return None
        return datetime.combine(
            day + timedelta(days=after), time(), tzinfo=ZoneInfo(self.clinic.zone)
        )
