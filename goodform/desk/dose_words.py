"""A dose as practitioners write it: `2 × 10 each side, hold 3 s, once a day`."""

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from goodform.programmes.drafting import ALL_DAYS, Line
from goodform.programmes.schedule import Dose

LONG_HOLD_S = 5
"""From this many seconds one repetition a set is spoken of as a hold."""


def dose_words(line: Line) -> str:
    """How much, how often, on which days and after what, in one line."""
    parts = [how_much(line.dose, line.side)]
    if line.times_a_day > 1 or not line.anchor:
        parts.append(how_often(line.times_a_day))
    if line.weekdays != ALL_DAYS:
        parts.append(which_days(line.weekdays))
    if line.anchor:
        parts.append(line.anchor)
    return ", ".join(parts)


def how_much(dose: Dose, side: str) -> str:
    """One round with its side: `3 × 20 s each side`, `2 × 10, hold 3 s`."""
    is_hold = dose.hold_s >= LONG_HOLD_S and 1 in (dose.sets, dose.repetitions)
    if is_hold:
        times = dose.sets * dose.repetitions
        return _sided(
            _("%(times)s × %(seconds)s s") % {"times": times, "seconds": dose.hold_s}, side
        )
    counted = _sided(f"{dose.sets} × {dose.repetitions}", side)
    if dose.hold_s:
        return _("%(counted)s, hold %(seconds)s s") % {"counted": counted, "seconds": dose.hold_s}
    return counted


def _sided(amount: str, side: str) -> str:
    words = {"each": _("each side"), "left": _("left only"), "right": _("right only")}.get(side)
    return f"{amount} {words}" if words else amount


def how_often(times_a_day: int) -> str:
    """How often a day."""
    if times_a_day == 1:
        return _("once a day")
    if times_a_day == 2:
        return _("twice a day")
    return _("%(times)s times a day") % {"times": times_a_day}


def which_days(weekdays: str) -> str:
    """The days of `135` (Monday is 1): `Mon, Wed, Fri`."""
    return ", ".join(str(WEEKDAYS_ABBR[int(day) - 1]) for day in weekdays if day in ALL_DAYS)
