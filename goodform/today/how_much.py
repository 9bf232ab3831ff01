"""How much of an exercise, in the patient's words.

Nothing but the dose and the language says how these read, so what was put together is kept.
"""

from functools import lru_cache

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from goodform.programmes import how_often as often
from goodform.programmes.how_often import holds_of
from goodform.safety.dose import Dose

KEPT = 1024


def how_much(dose: Dose, side: str) -> str:
    """One round in words, side included: `3 holds of 20 seconds, each side`."""
    return _how_much(dose, side, get_language() or "")


@lru_cache(maxsize=KEPT)
def _how_much(dose: Dose, side: str, language: str) -> str:  # noqa: ARG001  # it is in the key
    return ", ".join(part for part in (_round(dose), side_words(side)) if part)


def how_often(times_a_day: int) -> str:
    """How often a day, where it is more than once."""
    return often.how_often(times_a_day) if times_a_day > 1 else ""


def side_words(side: str) -> str:
    """The side of a prescription or of an entry, in words; nothing where there is none."""
    return {
        "each": _("each side"),
        "left": _("left side only"),
        "right": _("right side only"),
    }.get(side, "")


def this_side(side: str) -> str:
    """One side on its own, as a heading; nothing where both work together."""
    return _this_side(side, get_language() or "")


@lru_cache(maxsize=KEPT)
def _this_side(side: str, language: str) -> str:  # noqa: ARG001  # it is in the key
    return {"left": _("Left side"), "right": _("Right side")}.get(side, "")


def _by_time(dose: Dose) -> str:
    """`10 minutes`, `3 times 10 seconds`."""
    minutes, seconds = divmod(dose.time_s, 60)
    if minutes and not seconds:
        length = ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    else:
        length = ngettext("%(n)s second", "%(n)s seconds", dose.time_s) % {"n": dose.time_s}
    if dose.sets == 1:
        return length
    return _("%(sets)s times %(length)s") % {"sets": dose.sets, "length": length}


def _round(dose: Dose) -> str:
    if dose.time_s:
        return _by_time(dose)
    holds = holds_of(dose)
    if holds:
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
