"""Why something is on hold, in the practitioner's words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from goodform.inbox.held import HeldThing, names_of, open_holds
from goodform.people.models import Patient
from goodform.programmes.models import Hold
from goodform.programmes.schedule import local_day
from goodform.safety.decision import ReasonCode


def hold_words(reason: str, since: date, *, of: str = "", by_mistake: bool = False) -> str:
    """`Stopped, it hurt. On hold since 14 November.` `of` names what it was about, if not this.

    `by_mistake`: the patient said since that what asked for it was pressed by mistake. Both are so.
    """
    why = _why(reason)
    if by_mistake:
        why = _("Stopped, later said to be pressed by mistake")
    return _("%(why)s. On hold since %(day)s.") % {
        "why": _("%(exercise)s: %(why)s") % {"exercise": of, "why": why} if of else why,
        "day": date_format(since, "j F"),
    }


@dataclass(frozen=True)
class OnHold:
    """The part of a programme that waits: `Clam, since 29 November`. Is it everything?"""

    words: str = ""
    everything: bool = False


def on_hold_now(patient: Patient) -> OnHold:
    """The whole programme, or the exercises that wait. No reason: reception reads it too.

    One query, two where something is on hold.
    """
    holds = list(open_holds(Hold.objects.filter(programme__patient=patient)))
    whole = [hold for hold in holds if hold.line is None]
    shown = whole or holds
    if not shown:
        return OnHold()
    names = names_of(holds)
    since: dict[str, date] = {}
    for hold in shown:
        what = names.get(hold.pk, "") if hold.line else _("The whole programme")
        since.setdefault(what, local_day(hold.opened_at, patient.zone))
    said = _("%(what)s, since %(day)s")
    words = "; ".join(
        said % {"what": what, "day": date_format(day, "j F")} for what, day in since.items()
    )
    return OnHold(words, everything=bool(whole))


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
