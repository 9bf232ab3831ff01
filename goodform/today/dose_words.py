"""How much of an exercise, in the patient's words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodform.programmes.schedule import Dose

LONG_HOLD_S = 5
"""From this many seconds people speak of holds, below it of repetitions with a pause."""


def how_much(dose: Dose, side: str) -> str:
    """One round in words, side included: `3 holds of 20 seconds, each side`."""
    return ", ".join(part for part in (_round(dose), side_words(side)) if part)


def how_often(times_a_day: int) -> str:
    """How often a day, where it is more than once."""
    if times_a_day <= 1:
        return ""
    if times_a_day == 2:
        return _("twice a day")
    return _("%(times)s times a day") % {"times": times_a_day}


def side_words(side: str) -> str:
    """The side of a prescription or of an entry, in words; nothing where there is none."""
    return {
        "each": _("each side"),
        "left": _("left side only"),
        "right": _("right side only"),
    }.get(side, "")


def this_side(side: str) -> str:
    """One side on its own, as a heading; nothing where both work together."""
    return {"left": _("Left side"), "right": _("Right side")}.get(side, "")


def _round(dose: Dose) -> str:
    one_way = dose.sets == 1 or dose.repetitions == 1
    if dose.hold_s >= LONG_HOLD_S and one_way:
        holds = dose.sets * dose.repetitions
        return ngettext(
            "%(holds)s hold of %(seconds)s seconds", "%(holds)s holds of %(seconds)s seconds", holds
        ) % {"holds": holds, "seconds": dose.hold_s}
    parts = [_times(dose)]
    if dose.hold_s:
        parts.append(
            ngettext("hold for %(seconds)s second", "hold for %(seconds)s seconds", dose.hold_s)
            % {"seconds": dose.hold_s}
        )
    return ", ".join(parts)


def _times(dose: Dose) -> str:
    if dose.sets == 1:
        return ngettext("%(times)s time", "%(times)s times", dose.repetitions) % {
            "times": dose.repetitions
        }
    return _("%(sets)s sets of %(times)s") % {"sets": dose.sets, "times": dose.repetitions}
