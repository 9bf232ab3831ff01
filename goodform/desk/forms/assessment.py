"""The form of an assessment, as a practitioner writes it down."""

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
from goodform.safety.known_signs import weighs
from goodform.safety.pain_rules import HIGHEST_PAIN, LOWEST_PAIN, PainRule
from goodform.safety.signs import SIGNS
from goodform.ui.typed_text import is_blank

LONGEST_REVIEW = timedelta(days=365)
USUAL_REVIEW = timedelta(weeks=4)


class AssessmentForm(MadeFrom):
    """Findings, cautions, usual pain, cleared or not, and until when.

    `ceiling` is the lowest pain ceiling the patient was given: nobody starts above it.
    """

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
    known_signs = forms.MultipleChoiceField(
        label=gettext_lazy("Warning signs you know of"),
        help_text=gettext_lazy(
            "The patient reads that you know of them, and is asked only whether they got worse."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(sign.code, _(sign.words)) for sign in SIGNS],
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
    knows_no_start = forms.BooleanField(
        label=gettext_lazy("I know that this patient cannot start until the usual pain is lower"),
        required=False,
    )
    cleared_why = forms.CharField(
        label=gettext_lazy("Why may this patient exercise with a red flag?"),
        help_text=gettext_lazy("It stands in the record, beside the assessment."),
        max_length=300,
        required=False,
    )
    review_by = forms.DateField(
        label=gettext_lazy("Review by"),
        help_text=gettext_lazy("After this day the programme locks until you assess again."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(
        self, data: QueryDict | None = None, *, today: date, last: Assessment | None, ceiling: int
    ) -> None:
        self.today, self.last, self.ceiling = today, last, ceiling
        initial: dict[str, Any] = {
            "review_by": today + USUAL_REVIEW,
            "made_from": assessment_mark(last),
        }
        if last is not None:
            initial |= {
                "findings": last.findings,
                "cautions": last.cautions,
                "known_signs": last.known_signs,
            }
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

    def clean(self) -> dict[str, Any]:
        """Ask about what may be meant, and may be a slip, before anybody is cleared."""
        said = self.cleaned_data
        if said.get("cleared") is True:
            self._ask_about_pain(said.get("usual_pain"))
            flagged = weighs(said.get("cautions", ()), said.get("known_signs", ()))
            if flagged and is_blank(said.get("cleared_why", "")):
                self.fields["cleared_why"].required = True
                self.add_error("cleared_why", _("A red flag is ticked. Say why, or do not clear."))
        else:
            said["cleared_why"] = ""
        return said

    def _ask_about_pain(self, usual: int | None) -> None:
        if usual is None or self.cleaned_data.get("knows_no_start"):
            return
        if PainRule(usual, ceiling=self.ceiling).can_start:
            return
        sentence = _(
            "With a usual pain of %(limit)s or more this patient cannot start. Choose “Not for "
            "now”, or tick that you know it."
        )
        self.add_error("knows_no_start", sentence % {"limit": self.ceiling + 1})

    @property
    def knows_signs(self) -> bool:
        """Whether any sign is ticked, so that the list is open."""
        return bool(self["known_signs"].value())

    @property
    def asks_about_pain(self) -> bool:
        """Whether the box stands on the page: where it was asked, and where it was ticked."""
        return self.is_bound and ("knows_no_start" in self.errors or "knows_no_start" in self.data)

    @property
    def asks_why(self) -> bool:
        """Whether the reason stands on the page: where it was asked, and where one was written."""
        return self.is_bound and (
            "cleared_why" in self.errors or bool(self.data.get("cleared_why"))
        )

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
            and all(getattr(last, name) == value for name, value in self._kept.items())
        )

    @property
    def _kept(self) -> dict[str, Any]:
        return {name: said for name, said in self.said.items() if name != "knows_no_start"}

    @property
    def said(self) -> dict[str, Any]:
        """The answers, as `assess` takes them."""
        return {name: said for name, said in self.cleaned_data.items() if name != "made_from"}
