"""One exercise of a programme as the practitioner edits it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodform.desk.forms.dose import DoseForm
from goodform.library.models import ExerciseVersion
from goodform.motion.checks import WATCHED
from goodform.programmes.checking import SIDES_OF, LineProblem
from goodform.programmes.drafting import Line
from goodform.programmes.models import PainPolicyChoice, Side
from goodform.safety.dose import DOSE
from goodform.safety.pain_rules import HIGHEST_CEILING


class LineForm(DoseForm):
    """The dose, side, days, pain rule, note and care of one line; its prefix is the line's id."""

    side = forms.ChoiceField(label=gettext_lazy("Side"))
    weekdays = forms.MultipleChoiceField(
        label=gettext_lazy("Days"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(str(day + 1), name) for day, name in WEEKDAYS.items()],
        error_messages={"required": gettext_lazy("Choose at least one day.")},
    )
    anchor = forms.CharField(
        label=gettext_lazy("When"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"list": "anchors", "autocomplete": "off"}),
    )
    pain_policy = forms.ChoiceField(
        label=gettext_lazy("Pain rule"),
        choices=PainPolicyChoice.choices,
        initial=PainPolicyChoice.PAIN_FREE,
    )
    pain_ceiling = forms.TypedChoiceField(
        label=gettext_lazy("Ceiling"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[
            ("", gettext_lazy("5, the usual one")),
            *((pain, str(pain)) for pain in range(HIGHEST_CEILING - 1, -1, -1)),
        ],
    )
    note = forms.CharField(max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    why_changed = forms.CharField(
        label=gettext_lazy("Why you changed it"), max_length=300, required=False
    )
    caution_reason = forms.CharField(
        label=gettext_lazy("Why it is right here"), max_length=300, required=False
    )
    form_checked = forms.BooleanField(required=False)
    watched = forms.BooleanField(required=False)
    form_reason = forms.CharField(
        label=gettext_lazy("If you did not: why"), max_length=300, required=False
    )
    bad_day = forms.BooleanField(required=False, label=gettext_lazy("Part of the short version"))
    camera = forms.BooleanField(required=False, label=gettext_lazy("May use the mirror"))

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        line: Line,
        version: ExerciseVersion,
        before: Line | None,
        called: str,
        mirror: bool,
    ) -> None:
        """``mirror``: whether the clinic has switched it on; it knows not every exercise."""
        self.of, self.version, self.before = line, version, before
        self.kept: Line | None = None
        super().__init__(data, prefix=line.line, initial=_initial(line))
        self._offer_sides(version.content["sides"])
        self._say_names(called)
        self._say_what_was()
        if not mirror or version.content.get("picture") not in WATCHED:
            del self.fields["camera"]
        self._ask_what_it_asks_for(version.content)

    def _offer_sides(self, sides: str) -> None:
        chooser = self.fields["side"]
        assert isinstance(chooser, forms.ChoiceField)  # noqa: S101
        chooser.choices = [(side, Side(side).label) for side in SIDES_OF[sides]]
        sentence = (
            _("This exercise works both sides at once. Choose “Both together”.")
            if sides == "none"
            else _("Choose each side, left only or right only.")
        )
        chooser.error_messages |= {"required": sentence, "invalid_choice": sentence}

    def _say_names(self, called: str) -> None:
        self.fields["note"].label = _("Your note to %(name)s") % {"name": called}
        self.fields["why_changed"].help_text = _("%(name)s reads this.") % {"name": called}
        self.fields["form_checked"].label = _("I showed this and checked %(name)s’s form") % {
            "name": called
        }
        self.fields["camera"].help_text = _(
            "The phone’s camera counts, where %(name)s agrees each time. Not validated on patients."
        ) % {"name": called}
        self.fields["watched"].label = _("I watched %(name)s do it") % {"name": called}
        self.fields["watched"].help_text = _("This exercise is not given without that.")
        self.fields["bad_day"].help_text = _("For a tired day. A sore back still asks you first.")

    def _ask_what_it_asks_for(self, content: Mapping[str, Any]) -> None:
        self.watch_first = bool(content.get("watch_first"))
        if not self.watch_first:
            del self.fields["watched"]
        side_is = content.get("side_is")
        if side_is:
            self.fields["side"].help_text = _("Side means %(what)s.") % {"what": side_is}

    def _say_what_was(self) -> None:
        if self.before is None or self.before.version != self.of.version:
            return
        for name in DOSE:
            was = getattr(self.before, name)
            if was != getattr(self.of, name):
                self.fields[name].label = _("%(label)s (was %(was)s)") % {
                    "label": self.fields[name].label,
                    "was": was,
                }

    def clean_weekdays(self) -> str:
        """The days as they are kept: `135`."""
        return "".join(sorted(self.cleaned_data["weekdays"]))

    def clean_note(self) -> str:
        """With the line ends that are kept, whatever the browser sends."""
        note: str = self.cleaned_data["note"]
        return note.replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        """The dose by its limits; a ceiling only where the rule has one."""
        cleaned = super().clean()
        if cleaned.get("pain_policy") == PainPolicyChoice.PAIN_FREE:
            cleaned["pain_ceiling"] = None
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            self.kept = replace(self.of, **self.cleaned_data)

    @property
    def line(self) -> Line:
        """The line as it was edited; as it was before where it cannot be kept like that."""
        return self.kept or self.of

    def mend(self, problem: LineProblem) -> None:
        """Say beside its field what stands between this line and Give."""
        field = problem.field if problem.field in self.fields else None
        if not self.has_error(field or "__all__"):
            self.add_error(field, problem.sentence)


def _initial(line: Line) -> dict[str, Any]:
    return {**line.as_json(), "weekdays": list(line.weekdays)}
