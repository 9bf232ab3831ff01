"""A dose as practitioners write it: `2 × 10 each side, hold 3 s, once a day`."""

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from goodform.programmes.drafting import ALL_DAYS, Line
from goodform.programmes.how_often import holds_of, how_often
from goodform.safety.dose import Dose


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
    """One round with its side: `3 × 20 s each side`, `2 × 10, hold 3 s`, `10 min`."""
    if dose.time_s:
        return _sided(_by_time(dose), side)
    holds = holds_of(dose)
    if holds:
        return _sided(
            _("%(times)s × %(seconds)s s") % {"times": holds, "seconds": dose.hold_s}, side
        )
    counted = _sided(f"{dose.sets} × {dose.repetitions}", side)
    if dose.hold_s:
        return _("%(counted)s, hold %(seconds)s s") % {"counted": counted, "seconds": dose.hold_s}
    return counted


def _by_time(dose: Dose) -> str:
    """`3 × 10 s`, `10 min`."""
    minutes, seconds = divmod(dose.time_s, 60)
    length = (
        _("%(seconds)s s") % {"seconds": dose.time_s}
        if seconds or not minutes
        else _("%(minutes)s min") % {"minutes": minutes}
    )
    return length if dose.sets == 1 else f"{dose.sets} × {length}"


def _sided(amount: str, side: str) -> str:
    words = {"each": _("each side"), "left": _("left only"), "right": _("right only")}.get(side)
    return f"{amount} {words}" if words else amount


def which_days(weekdays: str) -> str:
    """The days of `135` (Monday is 1): `Mon, Wed, Fri`."""
    return ", ".join(str(WEEKDAYS_ABBR[int(day) - 1]) for day in weekdays if day in ALL_DAYS)
