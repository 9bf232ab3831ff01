"""How a dose is spoken of, to patients and among practitioners alike."""

from django.utils.translation import gettext as _

from goodform.safety.dose import Dose

LONG_HOLD_S = 5
"""From this many seconds people speak of holds, below it of repetitions with a pause."""


def holds_of(dose: Dose) -> int:
    """How many holds a round is; 0 where it is counted in repetitions."""
    is_hold = not dose.time_s and dose.hold_s >= LONG_HOLD_S and 1 in (dose.sets, dose.repetitions)
    return dose.sets * dose.repetitions if is_hold else 0


def how_often(times_a_day: int) -> str:
    """How often a day."""
    if times_a_day == 1:
        return _("once a day")
    if times_a_day == 2:
        return _("twice a day")
    return _("%(times)s times a day") % {"times": times_a_day}
