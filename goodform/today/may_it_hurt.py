"""How much an exercise may hurt, in the patient's words: by the pain rule it was given with."""

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _

from goodform.programmes.models import PainPolicyChoice, Prescription
from goodform.safety.pain_rules import HIGHEST_CEILING


def may_hurt(rows: Sequence[Prescription]) -> str:
    """How much these may hurt, and what to do when it is more: said once where all are alike."""
    by_ceiling: dict[int, list[str]] = defaultdict(list)
    free = [row for row in rows if row.pain_policy != PainPolicyChoice.MONITORED]
    for row in rows:
        if row not in free:
            ceiling = HIGHEST_CEILING if row.pain_ceiling is None else row.pain_ceiling
            by_ceiling[ceiling].append(row.exercise.name)
    if not by_ceiling:
        said = [_("Move only as far as it does not hurt more than before you began.")]
    elif not free and len(by_ceiling) == 1:
        said = [_up_to(ceiling) for ceiling in by_ceiling]
    else:
        said = [f"{', '.join(names)}: {_up_to(each)}" for each, names in sorted(by_ceiling.items())]
        if free:
            said.append(
                _("All others: only as far as it does not hurt more than before you began.")
            )
    return " ".join((*said, _("If it hurts more, stop and tell us.")))


def _up_to(ceiling: int) -> str:
    if not ceiling:
        return _("Move only as far as it does not hurt at all.")
    return _("Pain up to %(ceiling)s out of 10 is all right, if it settles by tomorrow.") % {
        "ceiling": ceiling
    }
