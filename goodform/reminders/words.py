"""How a patient's reminders are at the moment, in a sentence or two."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from goodform.people.models import Patient
from goodform.programmes.queries import Standing
from goodform.programmes.schedule import local_day
from goodform.reminders.models import Plan, Slot


@dataclass(frozen=True)
class State:
    """Whether reminders come, and in words when, or why not."""

    on: bool
    words: str
    note: str = ""


def _times(slots: Sequence[Slot]) -> str:
    times = [time_format(at, "H:i") for at in sorted({slot.at for slot in slots})]
    if len(times) < 2:
        return "".join(times)
    return _("%(first)s and %(last)s") % {"first": ", ".join(times[:-1]), "last": times[-1]}


def how_it_is(plan: Plan, slots: Sequence[Slot], patient: Patient, standing: Standing) -> State:
    """What the top of the page says."""
    if plan.stopped_at is not None:
        return State(False, _("Reminders are stopped. Nothing comes."))
    if plan.paused_until is not None and local_day(timezone.now(), patient.zone) < (
        plan.paused_until
    ):
        return State(
            False,
            _("Paused. Reminders come again on %(day)s.")
            % {"day": date_format(plan.paused_until, "l, j F")},
        )
    words = _("You are reminded at %(times)s, on days with exercises.") % {"times": _times(slots)}
    if not standing.open:
        return State(True, words, _("While your programme waits for us, nothing comes."))
    return State(True, words, _("What waits for us, or is done, is left out."))
