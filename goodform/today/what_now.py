"""The page after a stop or a pain that rose: who is told, what waits, whom to turn to."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from goodform.diary.models import Entry, Outcome
from goodform.diary.queries import open_holds
from goodform.safety.decision import Advice
from goodform.safety.signs import SIGNS
from goodform.safety.symptoms import PLACE_WORDS
from goodform.today.what_stands import GRAVE, advice_of, released


@dataclass(frozen=True)
class WhatNow:
    """The page after something was told. `advice` says how soon somebody must be reached.

    `looked_at`: a practitioner has released what it held since, and the advice is history.
    """

    head: str
    name: str
    held: bool
    everything_held: bool
    advice: Advice
    stopped: bool
    undone: bool
    looked_at: bool

    @property
    def grave(self) -> bool:
        """Whether the advice stands alone: nothing else is offered beside it."""
        return self.advice in GRAVE


def what_now(entry: Entry) -> WhatNow:
    """The consequences of this entry as it stands now; three queries."""
    row = entry.prescription
    holds = open_holds(row.programme) if row else {}
    stopped = entry.outcome == Outcome.STOPPED
    looked_at = released(entry.session)
    return WhatNow(
        head=_("Stopped. Well done for listening to your body.")
        if stopped
        else _("Thank you for telling us."),
        name=row.exercise.name if row else "",
        held=None in holds or (row is not None and row.line in holds),
        everything_held=None in holds,
        advice=Advice.TELL_CLINIC if looked_at else advice_of(entry.session),
        stopped=stopped,
        undone=entry.undone_at is not None,
        looked_at=looked_at,
    )


def places() -> tuple[tuple[str, str], ...]:
    """Where it may hurt: code and words."""
    return tuple((code.value, _(words)) for code, words in PLACE_WORDS.items())


def symptoms() -> tuple[tuple[str, str], ...]:
    """The symptoms that always stop everything: code and words, as they are asked before Start."""
    return tuple((sign.code, _(sign.words)) for sign in SIGNS)
