"""A dose to fill in, by the limits that exercise files and the API keep to, too."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodform.safety.dose import DOSE
from goodform.safety.limits import LIMITS, dose_problems


def _number(name: str) -> forms.NumberInput:
    limit = LIMITS[name]
    return forms.NumberInput(
        attrs={"min": limit.lowest, "max": limit.highest, "inputmode": "numeric"}
    )


class DoseForm(forms.Form):
    """Sets, repetitions, hold, rest, tempo, time and times a day."""

    sets = forms.IntegerField(label=gettext_lazy("Sets"), widget=_number("sets"))
    repetitions = forms.IntegerField(
        label=gettext_lazy("Repetitions"), widget=_number("repetitions")
    )
    hold_s = forms.IntegerField(label=gettext_lazy("Hold, seconds"), widget=_number("hold_s"))
    rest_s = forms.IntegerField(label=gettext_lazy("Rest, seconds"), widget=_number("rest_s"))
    time_s = forms.IntegerField(
        label=gettext_lazy("By time, seconds"), widget=_number("time_s"), required=False
    )
    times_a_day = forms.IntegerField(
        label=gettext_lazy("Times a day"), widget=_number("times_a_day")
    )
    tempo = forms.CharField(
        label=gettext_lazy("Tempo, out-back"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        initial: dict[str, Any],
        prefix: str | None = None,
    ) -> None:
        super().__init__(data, initial=initial, prefix=prefix)
        for name, limit in LIMITS.items():
            sentence = _(limit.sentence) % {"lowest": limit.lowest, "highest": limit.highest}
            self.fields[name].error_messages |= {"required": sentence, "invalid": sentence}

    def clean_time_s(self) -> int:
        """No time is none: most doses are counted."""
        return self.cleaned_data["time_s"] or 0

    @property
    def by_time(self) -> bool:
        """Whether the dose to begin with goes by time: then nothing is counted or held."""
        return bool(self["time_s"].value()) and str(self["time_s"].value()) != "0"

    def clean(self) -> dict[str, Any]:
        """The dose by its limits."""
        cleaned = super().clean() or {}
        dose = {name: cleaned.get(name) for name in DOSE}
        for problem in dose_problems(dose):
            if not self.has_error(problem.field):
                self.add_error(problem.field, _(problem.sentence) % problem.values)
        return cleaned

    @property
    def dose(self) -> dict[str, Any]:
        """The dose as it was filled in; only of a form that is valid."""
        return {name: self.cleaned_data[name] for name in DOSE}
