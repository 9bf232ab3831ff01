"""Warnings about the backups that an owner must hear without looking for them."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from goodform.keeping.queries import state


def _said() -> str:
    trouble = state(timezone.now()).trouble
    words = {
        "no key": _("No backup is made: nobody has named a key."),
        "nobody can open": _(
            "Nobody can open the backups: no one has shown that they have the key."
        ),
        "none": _("There is no backup yet."),
        "old": _("The last good backup is older than two days."),
        "failed": _("The last backup failed."),
    }
    return words[trouble[0]] if trouble else ""


def backups(_request: HttpRequest) -> dict[str, object]:
    """`backup_trouble` for templates: a sentence, or nothing; asked for only by owners' pages."""
    return {"backup_trouble": SimpleLazyObject(_said)}
