"""Did somebody else change this while a page about it was open?

A form carries a mark of what its page was made from. The write compares it with what is saved by
then; where they differ, nothing is written and the form asks again, with both beside each other.
"""

import hashlib
import json
from collections.abc import Sequence

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext as _

from goodform.audit.models import AuditRow


class ChangedMeanwhile(RuntimeError):
    """The page was older than what is saved; nothing was overwritten. `by` is who saved it."""

    def __init__(self, by: str) -> None:
        self.by = by
        super().__init__(
            _(
                "%(name)s saved a change while you had this open. Nothing was overwritten. "
                "Look at what is saved now. If yours is right, save it once more."
            )
            % {"name": by or _("Somebody")}
        )


def mark_of(row: Model, names: Sequence[str]) -> str:
    """A mark of these fields of a row: another value gives another mark."""
    kept = {field.name: field.attname for field in row._meta.concrete_fields}
    said = [str(getattr(row, kept[name])) for name in names]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]


def refuse_if_changed(
    row: Model, names: Sequence[str], *, made_from: str | None, subject: str, action: str
) -> None:
    """Raise `ChangedMeanwhile` where a page was made from other values than the row has now.

    None stands for no page. `subject` and `action` name the change in the record, for who did it.
    """
    if made_from is None or made_from == mark_of(row, names):
        return
    last = AuditRow.objects.filter(subject=subject, subject_id=str(row.pk), action=action)
    raise ChangedMeanwhile(last.order_by("-id").values_list("actor", flat=True).first() or "")


class MadeFrom(forms.Form):
    """A form over something that is saved: it carries the mark of what its page was made from."""

    made_from = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_made_from(self) -> str | None:
        """None where no page was made."""
        return self.cleaned_data["made_from"] or None

    def ask_again(self, changed: ChangedMeanwhile, row: Model, names: Sequence[str]) -> None:
        """Say who changed it and, beside each field that was typed otherwise, what is saved now.

        What was typed stays, and the next press puts it in place of that.
        """
        self.carry(mark_of(row, names))
        typed = dict(self.cleaned_data)
        self.add_error(None, str(changed))
        for name in names:
            saved = getattr(row, name)
            if typed[name] != saved:
                self.add_error(name, _("Saved now: %(value)s") % {"value": self._said(name, saved)})

    def carry(self, mark: str) -> None:
        """Let the page that was sent carry another mark when it is sent again."""
        assert isinstance(self.data, QueryDict)  # noqa: S101  # a page sent it
        self.data = self.data.copy()
        self.data["made_from"] = mark

    def _said(self, name: str, saved: object) -> str:
        if isinstance(saved, bool):
            return _("yes") if saved else _("no")
        field = self.fields[name]
        words = dict(field.choices) if isinstance(field, forms.ChoiceField) else {}  # type: ignore[arg-type]
        return str(words.get(saved, saved)) if saved not in ("", None) else _("nothing")
