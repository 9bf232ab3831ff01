"""The form of a patient's choices about reminders, on one page."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodform.outbox.registry import channels
from goodform.outbox.what_clinics_chose import switched_off
from goodform.people.forms import zone_choices
from goodform.people.models import Clinic
from goodform.programmes.models import Prescription
from goodform.reminders.actions import Moment, Wishes
from goodform.reminders.anchors import ANCHORS, BY_CODE
from goodform.reminders.models import Plan, Slot, Way
from goodform.reminders.rhythm import Quiet

TIMES_A_DAY = 3
"""Rows for the day's own times; more where a plan has more."""
REPEATS = (1, 2, 3, 4, 6)


class TimeOfDayInput(forms.TimeInput):
    """A time of day as a telephone asks for it."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def _anchor_choices() -> list[tuple[str, str]]:
    return [("", _("At this time")), *((each.code, capfirst(str(each.name))) for each in ANCHORS)]


def channel_choices(clinic: Clinic) -> list[tuple[str, str]]:
    """The channels that this clinic has not switched off."""
    off = switched_off([clinic.pk])
    return [
        (code, channel.name) for code, channel in channels().items() if (clinic.pk, code) not in off
    ]


class PlanForm(forms.Form):
    """A plan; fields for each exercise are named by its line."""

    way = forms.ChoiceField(
        label=gettext_lazy("Remind me"), choices=Way.choices, widget=forms.RadioSelect
    )
    repeat_after_hours = forms.ChoiceField(
        label=gettext_lazy("If I have entered nothing"),
        required=False,
        choices=lambda: [
            ("", _("Do not remind me again")),
            *(
                (
                    str(hours),
                    _("Once more after %(hours)s hours") % {"hours": hours}
                    if hours > 1
                    else _("Once more after 1 hour"),
                )
                for hours in REPEATS
            ),
        ],
    )
    quiet_since = forms.TimeField(label=gettext_lazy("Quiet from"), widget=TimeOfDayInput)
    quiet_until = forms.TimeField(label=gettext_lazy("Quiet until"), widget=TimeOfDayInput)
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("How"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        data: Any = None,  # noqa: ANN401  # what Django itself takes
        *,
        plan: Plan,
        slots: Sequence[Slot],
        prescribed: Sequence[Prescription],
        clinic: Clinic,
    ) -> None:
        super().__init__(data, initial=_initial(plan, slots))
        self.lines = {row.line: row for row in prescribed}
        chosen = self.fields["channels"]
        assert isinstance(chosen, forms.MultipleChoiceField)  # noqa: S101  # declared above
        chosen.choices = channel_choices(clinic)
        self.times_a_day = max(TIMES_A_DAY, sum(slot.line is None for slot in slots))
        for number in range(self.times_a_day):
            self.fields[f"anchor_{number}"] = forms.ChoiceField(
                label=_("When"), required=False, choices=_anchor_choices
            )
            self.fields[f"at_{number}"] = forms.TimeField(
                label=_("About"), required=False, widget=TimeOfDayInput()
            )
        for line, row in self.lines.items():
            self.fields[f"line_{line.hex}"] = forms.TimeField(
                label=row.exercise.name, required=False, widget=TimeOfDayInput()
            )

    def _moment_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"anchor_{n}"], self[f"at_{n}"]) for n in range(self.times_a_day)]

    @property
    def moments_chosen(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The rows for the day's own times that are filled in, at least one: moment and time."""
        rows = self._moment_rows()
        return [row for row in rows if row is rows[0] or row[0].value() or row[1].value()]

    @property
    def moments_free(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The rows that are still empty."""
        shown = len(self.moments_chosen)
        return self._moment_rows()[shown:]

    @property
    def of_exercises(self) -> list[forms.BoundField]:
        """A time for each exercise."""
        return [self[f"line_{line.hex}"] for line in self.lines]

    def clean(self) -> dict[str, Any]:
        """At least one time, and none in the quiet hours."""
        cleaned = super().clean() or {}
        moments = self._moments(cleaned)
        if not moments and not self.errors:
            self.add_error("way", _("Choose at least one time, or stop reminders."))
        since, until = cleaned.get("quiet_since"), cleaned.get("quiet_until")
        if since is not None and until is not None and since != until:
            quiet = Quiet(since, until)
            for name, moment in moments:
                if quiet.covers(moment.at):
                    self.add_error(
                        name, _("This is in your quiet hours. Choose another time, or change them.")
                    )
        cleaned["moments"] = tuple(dict.fromkeys(moment for _name, moment in moments))
        return cleaned

    def _moments(self, cleaned: dict[str, Any]) -> list[tuple[str, Moment]]:
        if cleaned.get("way") == Way.EXERCISE:
            names = [(f"line_{line.hex}", line) for line in self.lines]
            return [
                (name, Moment(cleaned[name], line)) for name, line in names if cleaned.get(name)
            ]
        found: list[tuple[str, Moment]] = []
        for number in range(self.times_a_day):
            anchor, at = cleaned.get(f"anchor_{number}") or "", cleaned.get(f"at_{number}")
            if anchor in BY_CODE and (at is None or self._moved_on(number, anchor, at)):
                at = BY_CODE[anchor].usually
            if at is not None:
                found.append((f"at_{number}", Moment(at, None, anchor)))
        return found

    def _moved_on(self, number: int, anchor: str, at: time) -> bool:
        """Whether another moment was chosen and the earlier one's time was left standing."""
        was, then = self.initial.get(f"anchor_{number}"), self.initial.get(f"at_{number}")
        return bool(was) and was != anchor and then == at

    def wishes(self) -> Wishes:
        """The cleaned form as the action wants it."""
        said = self.cleaned_data
        return Wishes(
            way=Way(said["way"]),
            moments=said["moments"],
            channels=tuple(said["channels"]),
            quiet_since=said["quiet_since"],
            quiet_until=said["quiet_until"],
            repeat_after_hours=int(said["repeat_after_hours"] or 0) or None,
        )


def _initial(plan: Plan, slots: Sequence[Slot]) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "way": plan.way,
        "channels": plan.channels,
        "quiet_since": plan.quiet_since,
        "quiet_until": plan.quiet_until,
        "repeat_after_hours": str(plan.repeat_after_hours or ""),
    }
    day = [slot for slot in slots if slot.line is None]
    for number, slot in enumerate(day):
        initial[f"anchor_{number}"], initial[f"at_{number}"] = slot.anchor, slot.at
    by_line: dict[UUID, time] = {slot.line: slot.at for slot in slots if slot.line is not None}
    initial.update({f"line_{line.hex}": at for line, at in by_line.items()})
    return initial


class PauseForm(forms.Form):
    """Until when nothing is to come."""

    until = forms.DateField(
        label=gettext_lazy("Remind me again from"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def last_day(self) -> date:
        """The day."""
        day: date = self.cleaned_data["until"]
        return day


class ZoneForm(forms.Form):
    """By which place's clock."""

    zone = forms.ChoiceField(label=gettext_lazy("My time is that of"), choices=zone_choices)
