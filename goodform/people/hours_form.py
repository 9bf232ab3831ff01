"""The owner's form about when the clinic is open, and what follows for the promise of an answer."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from goodform.people.changed_meanwhile import MadeFrom, mark_of
from goodform.people.clinic_actions import HOURS_FACTS
from goodform.people.holidays import HOLIDAYS, holidays_in
from goodform.people.models import Clinic, PromiseUnit
from goodform.people.opening import (
    LAST_MINUTE,
    Opening,
    Span,
    Spans,
    check_apart,
    opening_from,
)

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_SPANS = 4
MOST_EXCEPTIONS = 60
MOST_PROMISED = 40
_SPAN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*[-–]\s*(\d{1,2})(?:[:.](\d{2}))?")
_LINE = re.compile(r"(\d{4}-\d{2}-\d{2})\s*[:,]?\s*(.*)")
CLOSED = "closed"


def spans_of(words: str) -> Spans:
    """The spans in words such as `8:00-12:00, 14:00-18:00`; raises ValidationError."""
    try:
        spans = tuple(_span(each.strip()) for each in words.split(",") if each.strip())
        check_apart(spans)
    except ValueError as problem:
        raise forms.ValidationError(
            _("Write hours such as 8:00-12:00, 14:00-18:00, the earlier ones first.")
        ) from problem
    if len(spans) > MOST_SPANS:
        raise forms.ValidationError(_("A day can have at most %(n)s spans.") % {"n": MOST_SPANS})
    return spans


def _span(words: str) -> Span:
    found = _SPAN.fullmatch(words)
    if found is None:
        raise ValueError(words)
    hour, minute, to_hour, to_minute = (int(each or 0) for each in found.groups())
    if minute > 59 or to_minute > 59:
        raise ValueError(words)
    closes = to_hour * 60 + to_minute
    return Span(hour * 60 + minute, LAST_MINUTE if closes == LAST_MINUTE + 1 else closes)


def span_words(spans: Spans) -> str:
    """The spans as the form reads them."""
    return ", ".join(
        f"{each.opens // 60}:{each.opens % 60:02}-{each.closes // 60}:{each.closes % 60:02}"
        for each in spans
    )


class SpansField(forms.CharField):
    """The hours of one day as people write them; empty: closed."""

    def __init__(self, label: object, help_text: object = "") -> None:
        super().__init__(label=label, required=False, max_length=80, help_text=help_text)  # type: ignore[arg-type]

    def clean(self, value: object) -> Spans:
        """The spans, in order and apart."""
        return spans_of(super().clean(value))


class WeekForm(MadeFrom):
    """The hours of each weekday, and what differs on a date."""

    all_may_be_left_out = True

    monday = SpansField(_("Monday"), _("For example 8:00-12:00, 14:00-18:00. Empty means closed."))
    tuesday = SpansField(_("Tuesday"))
    wednesday = SpansField(_("Wednesday"))
    thursday = SpansField(_("Thursday"))
    friday = SpansField(_("Friday"))
    saturday = SpansField(_("Saturday"))
    sunday = SpansField(_("Sunday"))
    exceptions = forms.CharField(
        label=_("Other days that differ"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One line a day: 2026-12-24 8:00-12:00, or 2026-12-31 closed."),
    )

    def clean_exceptions(self) -> Mapping[date, Spans]:
        """A date a line, with hours or the word that says closed."""
        lines = [each.strip() for each in self.cleaned_data["exceptions"].splitlines()]
        lines = [each for each in lines if each]
        if len(lines) > MOST_EXCEPTIONS:
            raise forms.ValidationError(
                _("Write at most %(n)s days. Leave out those that are past.")
                % {"n": MOST_EXCEPTIONS}
            )
        found: dict[date, Spans] = {}
        for line in lines:
            day, spans = _exception(line)
            if day in found:
                raise forms.ValidationError(
                    _("“%(line)s”: this day is there twice.") % {"line": line[:60]}
                )
            found[day] = spans
        return found


class HoursForm(WeekForm):
    """The clinic's week, closed holidays, and the promise of an answer."""

    holidays = forms.MultipleChoiceField(
        label=_("Closed on these holidays"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One on a weekend also closes the next weekday."),
    )
    promised_within = forms.IntegerField(
        label=_("We answer within"),
        required=False,
        min_value=1,
        max_value=MOST_PROMISED,
        help_text=_("Counted only while you are open. Left out, no day is promised."),
    )
    promised_unit = forms.ChoiceField(
        label=_("Counted in"), choices=PromiseUnit.choices, required=False
    )

    def __init__(self, data: QueryDict | None = None, *, clinic: Clinic) -> None:
        opening = opening_from(clinic.opening, clinic.zone)
        super().__init__(data, initial=_initial(clinic, opening))
        self.zone = clinic.zone
        offered = dict(holidays_in(clinic.country_pack))
        offered |= {code: HOLIDAYS[code].name for code in opening.holidays}
        holidays = self.fields["holidays"]
        assert isinstance(holidays, forms.MultipleChoiceField)  # noqa: S101  # it is, above
        holidays.choices = [(code, gettext(name)) for code, name in offered.items()]

    def clean(self) -> dict[str, Any]:
        """A promise needs hours to count in."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        if cleaned["promised_within"] and not self.opening().is_entered:
            self.add_error("promised_within", _("Write first when you are open."))
        if cleaned.get("promised_within") and not cleaned["promised_unit"]:
            self.add_error("promised_unit", _("Choose what it is counted in."))
        return cleaned

    def opening(self) -> Opening:
        """The cleaned form as the action wants it."""
        return Opening(
            zone=self.zone,
            week=tuple(self.cleaned_data[name] for name in WEEKDAYS),
            exceptions=self.cleaned_data["exceptions"],
            holidays=frozenset(self.cleaned_data["holidays"]),
        )


def _exception(line: str) -> tuple[date, Spans]:
    found = _LINE.fullmatch(line)
    refused = forms.ValidationError(
        _("“%(line)s”: write the date, then the hours or “closed”.") % {"line": line[:60]}
    )
    if found is None or not found.group(2):
        raise refused
    try:
        day = date.fromisoformat(found.group(1))
    except ValueError as problem:
        raise refused from problem
    said = found.group(2).strip().lower()
    return day, () if said in {CLOSED, gettext("closed")} else spans_of(said)


def week_as_typed(opening: Opening) -> dict[str, str]:
    """The values of a week's fields for these hours."""
    return {
        **{name: span_words(each) for name, each in zip(WEEKDAYS, opening.week, strict=True)},
        "exceptions": "\n".join(
            f"{day.isoformat()} {span_words(each) or gettext(CLOSED)}"
            for day, each in sorted(opening.exceptions.items())
        ),
    }


def _initial(clinic: Clinic, opening: Opening) -> dict[str, Any]:
    return {
        **week_as_typed(opening),
        "holidays": sorted(opening.holidays),
        "promised_within": clinic.promised_within,
        "promised_unit": clinic.promised_unit or PromiseUnit.DAYS,
        "made_from": mark_of(clinic, HOURS_FACTS),
    }


def opening_in_words(clinic: Clinic) -> tuple[str, ...]:
    """The saved hours, as lines for the owner; empty where nobody has said when it is open."""
    opening = opening_from(clinic.opening, clinic.zone)
    if not opening.is_entered:
        return ()
    named = [
        (HoursForm.base_fields[name].label, spans)
        for name, spans in zip(WEEKDAYS, opening.week, strict=True)
    ]
    return (
        *(f"{day}: {span_words(spans) or gettext(CLOSED)}" for day, spans in named),
        *(
            f"{date_format(day, 'j F Y')}: {span_words(spans) or gettext(CLOSED)}"
            for day, spans in sorted(opening.exceptions.items())
        ),
        *(
            f"{gettext(HOLIDAYS[code].name)}: {gettext(CLOSED)}"
            for code in HOLIDAYS
            if code in opening.holidays
        ),
        *_promise_words(clinic),
    )


def _promise_words(clinic: Clinic) -> tuple[str, ...]:
    if not clinic.promised_within:
        return ()
    said = {"n": clinic.promised_within}
    if clinic.promised_unit == PromiseUnit.DAYS:
        return (
            ngettext(
                "We answer within %(n)s day we are open",
                "We answer within %(n)s days we are open",
                clinic.promised_within,
            )
            % said,
        )
    return (
        ngettext(
            "We answer within %(n)s opening hour",
            "We answer within %(n)s opening hours",
            clinic.promised_within,
        )
        % said,
    )
