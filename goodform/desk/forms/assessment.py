"""What a practitioner writes down at an assessment."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodform.people.changed_meanwhile import MadeFrom
from goodform.programmes.models import Assessment
from goodform.programmes.queries import assessment_mark
from goodform.safety.cautions import CAUTION_WORDS
from goodform.safety.pain_rules import HIGHEST_PAIN, LOWEST_PAIN

LONGEST_REVIEW = timedelta(days=365)
USUAL_REVIEW = timedelta(weeks=4)


class AssessmentForm(MadeFrom):
    """Findings, cautions, usual pain, cleared or not, and until when."""

    findings = forms.CharField(
        label=gettext_lazy("What you found"),
        help_text=gettext_lazy("The first line stands beside the patient’s name on every page."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    cautions = forms.MultipleChoiceField(
        label=gettext_lazy("Cautions"),
        help_text=gettext_lazy("An exercise that meets one of these asks you for a reason."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(code.value, _(words)) for code, words in CAUTION_WORDS.items()],
    )
    usual_pain = forms.TypedChoiceField(
        label=gettext_lazy("Usual pain now"),
        coerce=int,
        choices=[(pain, pain) for pain in range(LOWEST_PAIN, HIGHEST_PAIN + 1)],
        error_messages={"required": gettext_lazy("Choose the usual pain, from 0 to 10.")},
    )
    cleared = forms.TypedChoiceField(
        label=gettext_lazy("May this patient exercise?"),
        coerce=lambda said: said == "yes",
        choices=[
            ("yes", gettext_lazy("Yes, cleared to exercise")),
            ("no", gettext_lazy("Not for now")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose yes or not for now.")},
    )
    review_by = forms.DateField(
        label=gettext_lazy("Review by"),
        help_text=gettext_lazy("After this day the programme locks until you assess again."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(
        self, data: QueryDict | None = None, *, today: date, last: Assessment | None
    ) -> None:
        self.today, self.last = today, last
        initial: dict[str, Any] = {
            "review_by": today + USUAL_REVIEW,
            "made_from": assessment_mark(last),
        }
        if last is not None:
            initial |= {"findings": last.findings, "cautions": last.cautions}
        super().__init__(data, initial=initial)
        self.fields["review_by"].widget.attrs |= {
            "min": today.isoformat(),
            "max": (today + LONGEST_REVIEW).isoformat(),
        }

    def clean_review_by(self) -> date:
        """From today to a year from today."""
        day: date = self.cleaned_data["review_by"]
        latest = self.today + LONGEST_REVIEW
        if not self.today <= day <= latest:
            raise forms.ValidationError(
                _("Choose a day from today to %(latest)s.")
                % {"latest": date_format(latest, "j F Y")}
            )
        return day

    @property
    def chosen_pain(self) -> int | None:
        """The pain that was chosen, if it is on the scale."""
        said = self.data.get("usual_pain", "") if self.is_bound else ""
        return int(said) if said in {str(pain) for pain in range(11)} else None

    def says_the_same(self, practitioner: object) -> bool:
        """Whether the last assessment says all this already: then the form was sent twice."""
        last = self.last
        return last is not None and (
            last.practitioner_id == practitioner
            and last.assessed_on == self.today
            and all(getattr(last, name) == value for name, value in self.said.items())
        )

    @property
    def said(self) -> dict[str, Any]:
        """What was written down, by the names of an assessment."""
        return {name: said for name, said in self.cleaned_data.items() if name != "made_from"}
