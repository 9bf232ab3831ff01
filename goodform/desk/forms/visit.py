"""The forms of the day: book for somebody, and block time."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from goodform.booking.models import Bookable, VisitType
from goodform.booking.queries import Practitioner
from goodform.booking.ticks import TICK_MINUTES, NoSuchTime, moment_at
from goodform.desk.who_is_it import names_to_choose
from goodform.people.models import Clinic, Patient
from goodform.ui.typed_fields import LineField


class DayTimeForm(forms.Form):
    """A day and a time by the clinic's clock, in steps of five minutes."""

    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    clock = forms.TimeField(
        label=_("Time"),
        widget=forms.TimeInput(attrs={"type": "time", "step": 300}, format="%H:%M"),
        error_messages={"invalid": _("Write a time such as 9:15.")},
    )

    def __init__(
        self, data: QueryDict | None = None, *, clinic: Clinic, initial: dict[str, Any]
    ) -> None:
        super().__init__(data, initial=initial)
        self.clinic = clinic

    def clean_clock(self) -> time:
        """A multiple of five minutes."""
        clock: time = self.cleaned_data["clock"]
        if clock.minute % TICK_MINUTES or clock.second:
            raise forms.ValidationError(_("Write a multiple of five minutes, such as 9:15."))
        return clock

    def clean(self) -> dict[str, Any]:
        """The moment, if the clocks show that time on that day."""
        cleaned = super().clean() or {}
        day, clock = cleaned.get("day"), cleaned.get("clock")
        if isinstance(day, date) and isinstance(clock, time):
            try:
                if not 2000 <= day.year <= 2100:
                    raise NoSuchTime
                cleaned["starts_at"] = moment_at(day, clock, self.clinic.zone)
            except NoSuchTime:
                self.add_error("clock", _("There is no such time on that day: the clocks change."))
        return cleaned

    @property
    def starts_at(self) -> datetime:
        """The moment that was chosen."""
        found: datetime = self.cleaned_data["starts_at"]
        return found


class BookForm(DayTimeForm):
    """An appointment for a patient who phoned or stands at the desk."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    patient = forms.ChoiceField(label=_("Patient"), widget=forms.RadioSelect)
    type = forms.ChoiceField(label=_("What for"))
    practitioner = forms.ChoiceField(label=_("With"))
    reason = LineField(
        label=_("Over another appointment, because"),
        max_length=120,
        required=False,
        help_text=_("Only where you mean to. Colleagues read it."),
    )
    field_order = ["id", "patient", "type", "practitioner", "day", "clock", "reason"]

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        clinic: Clinic,
        initial: dict[str, Any],
        patients: Sequence[Patient],
        types: list[VisitType],
        people: list[Practitioner],
    ) -> None:
        super().__init__(data, clinic=clinic, initial=initial)
        self.types = {str(each.pk): each for each in types}
        self.patients = {str(each.pk): each for each in patients}
        self._choose("type", [(str(each.pk), each.name) for each in types])
        self._choose("practitioner", [(str(each.id), each.name) for each in people])
        self._choose("patient", names_to_choose(patients))

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # it is, above
        field.choices = choices

    @property
    def with_whom(self) -> UUID:
        """The practitioner that was chosen."""
        return UUID(self.cleaned_data["practitioner"])


class BlockForm(DayTimeForm):
    """Time in which somebody or a room cannot be booked."""

    resource = forms.ChoiceField(label=_("Who or which room"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=24 * 60)
    why = LineField(
        label=_("What for"),
        max_length=60,
        required=False,
        help_text=_("Colleagues read it, for example Lunch. Nothing about anybody’s health."),
    )
    field_order = ["resource", "day", "clock", "minutes", "why"]

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        clinic: Clinic,
        initial: dict[str, Any],
        people: list[Practitioner],
        rooms: list[Bookable],
    ) -> None:
        super().__init__(data, clinic=clinic, initial=initial)
        field = self.fields["resource"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # it is, above
        field.choices = [(str(each.id), each.name) for each in people] + [
            (str(room.pk), room.name) for room in rooms
        ]

    def clean_minutes(self) -> int:
        """A multiple of five."""
        minutes: int = self.cleaned_data["minutes"]
        if minutes % TICK_MINUTES:
            raise forms.ValidationError(_("Write a multiple of five minutes."))
        return minutes
