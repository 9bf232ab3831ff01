"""A whole number as somebody typed it."""

import re

from django.utils.translation import gettext as _

from goodform.outcomes.actions import CannotBeAnswered

_WHOLE = re.compile(r"[-−]?[0-9]{1,3}", re.ASCII)


def whole_number(said: str) -> int:
    """The number; `CannotBeAnswered` for anything else."""
    if not _WHOLE.fullmatch(said.strip()):
        raise CannotBeAnswered(_("Choose one of the answers that are offered."))
    return int(said.strip().replace("−", "-"))
