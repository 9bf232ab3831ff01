"""After how many days without an entry the clinic is told."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodform.inbox.actions import LONGEST_SILENCE, SHORTEST_SILENCE


class SilenceForm(forms.Form):
    """A number of days, or nothing for never."""

    days = forms.IntegerField(
        label=gettext_lazy("Days without an entry"),
        help_text=gettext_lazy("Leave it empty, and nobody is told."),
        required=False,
        widget=forms.NumberInput(
            attrs={"min": SHORTEST_SILENCE, "max": LONGEST_SILENCE, "inputmode": "numeric"}
        ),
    )

    def clean_days(self) -> int | None:
        """Within what the inbox takes."""
        days: int | None = self.cleaned_data["days"]
        if days is not None and not SHORTEST_SILENCE <= days <= LONGEST_SILENCE:
            raise forms.ValidationError(
                _("Give a number of days from %(lowest)s to %(highest)s, or leave it empty.")
                % {"lowest": SHORTEST_SILENCE, "highest": LONGEST_SILENCE}
            )
        return days
