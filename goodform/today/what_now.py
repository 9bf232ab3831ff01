"""What happens after a stop or a pain that rose: who is told, what waits, whom to turn to."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from goodform.diary.models import Entry, Outcome
from goodform.diary.queries import open_holds
from goodform.safety.decision import Advice
from goodform.safety.signs import SIGNS
from goodform.safety.stop import decide_stop
from goodform.safety.symptoms import PLACE_WORDS


@dataclass(frozen=True)
class WhatNow:
    """The page after something was told. `advice` says how soon somebody must be reached."""

    head: str
    name: str
    held: bool
    everything_held: bool
    advice: Advice
    stopped: bool
    undone: bool


def what_now(entry: Entry) -> WhatNow:
    """What follows from this entry as it stands now; two queries."""
    row = entry.prescription
    holds = open_holds(row.programme) if row else {}
    stopped = entry.outcome == Outcome.STOPPED
    return WhatNow(
        head=_("Stopped. Well done for listening to your body.")
        if stopped
        else _("Thank you for telling us."),
        name=row.exercise.name if row else "",
        held=None in holds or (row is not None and row.line in holds),
        everything_held=None in holds,
        advice=_advice(entry),
        stopped=stopped,
        undone=entry.undone_at is not None,
    )


def _advice(entry: Entry) -> Advice:
    """The gravest advice for what was said in this sitting about where it hurt and how."""
    told = list(Entry.objects.filter(session=entry.session_id).values_list("where", "symptoms"))
    symptoms = [code for _where, codes in told for code in codes]
    decision = decide_stop(symptoms, [where for where, _codes in told if where])
    return decision.advice or Advice.TELL_CLINIC


def places() -> tuple[tuple[str, str], ...]:
    """Where it may hurt: code and words."""
    return tuple((code.value, _(words)) for code, words in PLACE_WORDS.items())


def symptoms() -> tuple[tuple[str, str], ...]:
    """What always stops everything: code and words, as they are asked before Start."""
    return tuple((sign.code, _(sign.words)) for sign in SIGNS)
