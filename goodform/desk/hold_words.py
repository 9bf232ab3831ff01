"""Why something is on hold, in the practitioner's words."""

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from goodform.inbox.held import HeldThing
from goodform.safety.decision import ReasonCode


def hold_words(reason: str, since: date, *, of: str = "") -> str:
    """`Stopped, it hurt. On hold since 14 November.` `of` names what it was about, if not this."""
    why = _why(reason)
    return _("%(why)s. On hold since %(day)s.") % {
        "why": _("%(exercise)s: %(why)s") % {"exercise": of, "why": why} if of else why,
        "day": date_format(since, "j F"),
    }


def names_in_words(things: Iterable[HeldThing]) -> str:
    """`the whole programme, Clam`."""
    return ", ".join(dict.fromkeys(each.name for each in things))


def released_in_words(things: Iterable[HeldThing], stays: Iterable[HeldThing]) -> str:
    """`Hip hinge. Stays on hold: Clam`."""
    names, left = names_in_words(things), names_in_words(stays)
    return (
        _("%(names)s. Stays on hold: %(left)s") % {"names": names, "left": left} if left else names
    )


def _why(reason: str) -> str:
    said: dict[str, str] = {
        ReasonCode.STOPPED: _("Stopped, it hurt"),
        ReasonCode.NOTICED: _("Something the patient noticed"),
        ReasonCode.ALWAYS_STOP: _("A symptom that stops everything"),
        ReasonCode.RED_FLAG: _("Red flag"),
        ReasonCode.ABOVE_CEILING: _("Pain above the ceiling"),
        ReasonCode.ROSE: _("Pain went up"),
        ReasonCode.ROSE_TOO_FAR: _("Pain went up"),
        ReasonCode.ABOVE_USUAL: _("Pain above the usual"),
        ReasonCode.NOT_SETTLED: _("Not settled the next morning"),
        ReasonCode.NOT_SURE: _("Was not sure how the back was the next morning"),
        ReasonCode.MORNING_UNANSWERED: _("Was not sure how the back was the next morning"),
    }
    return said.get(reason, _("Waits for you"))
