"""An alert in one line, as a practitioner would say it."""

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from goodform.inbox.evidence import Evidence
from goodform.inbox.models import Kind
from goodform.safety.decision import ReasonCode
from goodform.safety.red_flags import RED_FLAGS, RedFlag
from goodform.safety.symptoms import ALWAYS_STOP, PLACE_WORDS, Place, Symptom


def code_words(code: str) -> str:
    """A symptom or red flag in the words the patient ticked."""
    if code in ALWAYS_STOP:
        return _(ALWAYS_STOP[Symptom(code)].words)
    if code in RED_FLAGS:
        return _(RED_FLAGS[RedFlag(code)].words)
    return _("Something this Goodform does not know")


def place_words(place: str) -> str:
    """Where it hurt: the words of the list, or the patient's own."""
    return _(PLACE_WORDS[Place(place)]) if place in set(Place) else place


def _codes(codes: Iterable[str]) -> str:
    # Their words have commas of their own.
    return "; ".join(code_words(code) for code in codes)


def _day(iso: str) -> str:
    return date_format(date.fromisoformat(iso), "j F") if iso else ""


def _pain(facts: Evidence) -> str:
    pain = facts.pain if facts.pain is not None else facts.pain_after
    if pain is None:
        pain = facts.numbers.get("pain")
    if pain is None:
        return _("pain not answered")
    before = facts.pain_before
    if before is None or facts.because == ReasonCode.TOO_SORE_TO_START:
        return _("pain of %(pain)s") % {"pain": pain}
    return _("pain went from %(before)s to %(pain)s") % {"before": before, "pain": pain}


def _stop(facts: Evidence) -> str:
    exercise = facts.exercise or _("an exercise")
    if facts.undone_at:
        return _("Stopped %(exercise)s, later said to be pressed by mistake") % {
            "exercise": exercise
        }
    told = _codes(facts.symptoms) or _pain(facts)
    return _("Stopped %(exercise)s: %(told)s") % {"exercise": exercise, "told": told}


def _pain_line(facts: Evidence) -> str:
    if facts.because == ReasonCode.TOO_SORE_TO_START:
        return _("Too sore to start: %(pain)s") % {"pain": _pain(facts)}
    if facts.because == ReasonCode.ENDED_AGAIN:
        return _("%(exercise)s: ended early %(times)s times in a row, %(pain)s") % {
            "exercise": facts.exercise,
            "times": facts.numbers.get("limit"),
            "pain": _pain(facts),
        }
    if facts.exercise:
        return _("%(exercise)s: %(pain)s") % {"exercise": facts.exercise, "pain": _pain(facts)}
    return _("After the session: %(pain)s") % {"pain": _pain(facts)}


def _was_not_sure(facts: Evidence) -> bool:
    return facts.settled is None and facts.because != ReasonCode.NOT_SETTLED


def kind_words(kind: str, facts: Evidence) -> str:
    """The kind of a case; of a morning, what was really answered."""
    if kind == Kind.MORNING and _was_not_sure(facts):
        return _("Was not sure, next morning")
    return str(Kind(kind).label)


def held_words(facts: Evidence) -> str:
    """The things that were on hold: `the whole programme, Clam`."""
    whole = (_("the whole programme"),) if facts.everything_held else ()
    return ", ".join((*whole, *facts.held))


def headline(kind: str, facts: Evidence) -> str:
    """The event in one line; the kind alone where the facts do not say more."""
    if kind == Kind.RED_FLAG:
        codes = _codes((*facts.red_flags, *facts.symptoms))
        return _("Red flag: %(codes)s") % {"codes": codes} if codes else str(Kind.RED_FLAG.label)
    if kind == Kind.WROTE:
        return _("Wrote of what may be a warning sign: %(codes)s") % {
            "codes": _codes(facts.written)
        }
    if kind == Kind.STOP:
        return _stop(facts)
    if kind == Kind.NOTICED:
        return _("%(exercise)s: %(told)s") % {
            "exercise": facts.exercise or _("An exercise"),
            "told": ", ".join(facts.noticed_words),
        }
    if kind == Kind.PAIN:
        return _pain_line(facts)
    if kind == Kind.MORNING:
        if _was_not_sure(facts):
            return _("Was not sure how the back was, the morning after %(day)s") % {
                "day": _day(facts.local_date)
            }
        return _("Not settled the morning after %(day)s") % {"day": _day(facts.local_date)}
    if kind == Kind.REVIEW_OVERDUE:
        return _("Review was due %(day)s. Programme is locked.") % {"day": _day(facts.due_on)}
    if kind == Kind.QUIET:
        return _("No entry for %(days)s days") % {"days": facts.days}
    if kind == Kind.HELD:
        return _("On hold since %(day)s, and nobody is on it: %(what)s") % {
            "day": _day(facts.held_since),
            "what": held_words(facts),
        }
    return str(kind)
