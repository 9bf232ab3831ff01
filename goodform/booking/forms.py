"""The owner's forms about booking."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from goodform.booking.models import Bookable, BookingSettings, VisitType
from goodform.booking.settings_actions import (
    BOOKABLE_FACTS,
    BOOKING_FACTS,
    TYPE_FACTS,
    BookableFacts,
    BookingChoice,
    own_address,
)
from goodform.people.changed_meanwhile import MadeFrom, mark_of
from goodform.people.hours_form import WEEKDAYS, WeekForm, week_as_typed
from goodform.people.models import Clinic
from goodform.people.opening import Opening, opening_from
from goodform.ui.typed_fields import LineField, NameField

STEPS = (5, 10, 15, 20, 30, 60)
MOST_DAYS = 731
HERE, ELSEWHERE, BY_PHONE = "here", "elsewhere", "phone"


class BookingForm(MadeFrom):
    """Where patients book, what steps are offered, and when they are reminded."""

    where = forms.ChoiceField(
        label=_("How do patients book?"),
        widget=forms.RadioSelect,
        choices=[
            (HERE, _("Here, on their own pages")),
            (ELSEWHERE, _("Elsewhere: we have a link")),
            (BY_PHONE, _("By phone only")),
        ],
    )
    link = forms.URLField(
        label=_("The link, if you book elsewhere"), required=False, assume_scheme="https"
    )
    newcomers = forms.BooleanField(
        label=_("New people may ask for a first assessment"),
        required=False,
        help_text=_("Only while patients book here. Reception says yes or no to each."),
    )
    step = forms.TypedChoiceField(
        label=_("Offer a time every so many minutes"),
        coerce=int,
        choices=[(each, str(each)) for each in STEPS],
    )
    first_reminder_h = forms.IntegerField(
        label=_("First reminder, hours before"),
        min_value=0,
        max_value=336,
        help_text=_("0 sends none. Reminders go by email."),
    )
    second_reminder_h = forms.IntegerField(
        label=_("Second reminder, hours before"), min_value=0, max_value=336
    )

    def __init__(
        self, data: QueryDict | None = None, *, clinic: Clinic, saved: BookingSettings
    ) -> None:
        elsewhere = "" if clinic.booking_url == own_address() else clinic.booking_url
        where = HERE if saved.online else ELSEWHERE if elsewhere else BY_PHONE
        super().__init__(
            data,
            initial={
                "where": where,
                "link": elsewhere,
                "newcomers": saved.newcomers,
                "step": saved.step,
                "first_reminder_h": saved.first_reminder_h,
                "second_reminder_h": saved.second_reminder_h,
                "made_from": mark_of(saved, BOOKING_FACTS),
            },
        )

    def clean(self) -> dict[str, Any]:
        """Elsewhere needs a link."""
        cleaned = super().clean() or {}
        if cleaned.get("where") == ELSEWHERE and not cleaned.get("link"):
            self.add_error("link", _("Write the address at which your patients book."))
        return cleaned

    def chosen(self) -> BookingChoice:
        """The cleaned form as the action wants it."""
        said = self.cleaned_data
        return BookingChoice(
            online=said["where"] == HERE,
            elsewhere=said["link"] if said["where"] == ELSEWHERE else "",
            step=said["step"],
            first_reminder_h=said["first_reminder_h"],
            second_reminder_h=said["second_reminder_h"],
            newcomers=said["newcomers"] and said["where"] == HERE,
        )


class VisitTypeForm(MadeFrom, forms.ModelForm[VisitType]):
    """A kind of appointment."""

    name = NameField(label=_("Name"), max_length=60)
    where = LineField(
        label=_("Where, or the link of the video call"),
        max_length=200,
        required=False,
        help_text=_("Patients read it. Left out, it is the clinic."),
    )

    class Meta:
        model = VisitType
        fields = TYPE_FACTS
        help_texts = {
            "minutes": _("A multiple of five."),
            "before": _("Patients do not see it. Between two visits both count."),
            "soonest_h": _("Sooner than that, patients phone."),
            "cancel_h": _("Later than that, patients phone."),
            "active": _("Without it, it stays in what was booked and cannot be booked any more."),
        }

    def __init__(self, data: QueryDict | None = None, *, instance: VisitType) -> None:
        super().__init__(
            data, instance=instance, initial={"made_from": mark_of(instance, TYPE_FACTS)}
        )

    def clean_name(self) -> str:
        """No two types of a clinic share a name."""
        name: str = self.cleaned_data["name"]
        same = VisitType.objects.filter(clinic=self.instance.clinic, name=name)
        if same.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("You have a type of that name already."))
        return name


class OwnHoursForm(WeekForm):
    """When a practitioner or a room can be booked, within the clinic's hours."""

    name = NameField(label=_("Name"), max_length=60)
    always = forms.BooleanField(
        label=_("Whenever the clinic is open"),
        required=False,
        help_text=_("Without it, only in the hours below, as far as the clinic is open then."),
    )
    by_patients = forms.BooleanField(label=_("Patients may book"), required=False)
    active = forms.BooleanField(label=_("Can be booked"), required=False)
    field_order = ["name", "always", *WEEKDAYS, "exceptions", "by_patients", "active", "made_from"]

    def __init__(
        self, data: QueryDict | None = None, *, clinic: Clinic, bookable: Bookable, is_room: bool
    ) -> None:
        opening = opening_from(bookable.opening or clinic.opening, clinic.zone)
        super().__init__(
            data,
            initial={
                **week_as_typed(opening),
                "name": bookable.name,
                "always": not bookable.opening,
                "by_patients": bookable.by_patients,
                "active": bookable.active,
                "made_from": mark_of(bookable, BOOKABLE_FACTS),
            },
        )
        self.clinic, self.bookable = clinic, bookable
        if is_room:
            del self.fields["by_patients"]
        else:
            del self.fields["name"]

    def clean_name(self) -> str:
        """No two rooms share a name."""
        name: str = self.cleaned_data["name"]
        same = Bookable.objects.filter(clinic=self.clinic, name=name, staff=None)
        if same.exclude(pk=self.bookable.pk).exists():
            raise forms.ValidationError(_("You have a room of that name already."))
        return name

    def clean(self) -> dict[str, Any]:
        """Hours of their own need some."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned["always"] and not self.opening().is_entered:
            self.add_error("always", _("Tick this, or write hours below."))
        return cleaned

    def opening(self) -> Opening:
        """The hours as they were typed."""
        return Opening(
            zone=str(ZoneInfo(self.clinic.zone)),
            week=tuple(self.cleaned_data[name] for name in WEEKDAYS),
            exceptions=self.cleaned_data["exceptions"],
        )

    def facts(self) -> BookableFacts:
        """The cleaned form as the action wants it."""
        said = self.cleaned_data
        return BookableFacts(
            name=said.get("name", ""),
            opening=None if said["always"] else self.opening(),
            by_patients=said.get("by_patients", True),
            active=said["active"],
        )


class DaysForm(forms.Form):
    """From one day to another, within two years."""

    first = forms.DateField(
        label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=_("To"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any]:
        """In order, and in years that a clinic has."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last:
            if not (first.year >= 2000 and last.year <= 2100):
                self.add_error("first", _("Write days of this century."))
            elif not 0 <= (last - first).days <= MOST_DAYS:
                self.add_error("last", _("Write a later day, at most two years on."))
        return cleaned
