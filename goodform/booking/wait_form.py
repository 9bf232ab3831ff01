"""The form of the waiting list, for a patient and for reception: what, with whom, and when."""

from collections.abc import Sequence
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from goodform.booking.models import VisitType
from goodform.booking.queries import Practitioner
from goodform.booking.waiting import WaitWish
from goodform.booking.when_they_can import PartOfDay

ANYBODY = ""


class WaitForm(forms.Form):
    """The kind of visit somebody waits for, with whom and when."""

    type = forms.ChoiceField(label=_("What for?"))
    practitioner = forms.ChoiceField(label=_("With whom?"), required=False)
    days = forms.TypedMultipleChoiceField(
        label=_("On which days?"),
        coerce=int,
        choices=list(WEEKDAYS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None ticked: any day."),
    )
    parts = forms.MultipleChoiceField(
        label=_("When on the day?"),
        choices=PartOfDay.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None ticked: any time."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        types: Sequence[VisitType],
        people: Sequence[Practitioner],
        chosen: str = "",
    ) -> None:
        super().__init__(data, initial={"type": chosen})
        self.known = {str(each.pk): each for each in types}
        of_type, whom = self.fields["type"], self.fields["practitioner"]
        assert isinstance(of_type, forms.ChoiceField)  # noqa: S101  # it is, above
        assert isinstance(whom, forms.ChoiceField)  # noqa: S101  # it is, above
        of_type.choices = [(str(each.pk), each.name) for each in types]
        whom.choices = [(ANYBODY, _("Anybody")), *((str(each.id), each.called) for each in people)]

    def wish(self) -> WaitWish:
        """The wish that was filled in."""
        said = self.cleaned_data
        return WaitWish(
            type=self.known[said["type"]],
            practitioner=UUID(said["practitioner"]) if said["practitioner"] else None,
            days=said["days"],
            parts=said["parts"],
        )
