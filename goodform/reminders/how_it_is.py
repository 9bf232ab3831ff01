"""How a patient's reminders are at the moment, in a sentence or two."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from goodform.programmes.models import Prescription
from goodform.programmes.queries import Standing
from goodform.reminders.models import Plan, Slot


@dataclass(frozen=True)
class ReminderState:
    """Whether reminders come, and in words when, or why not."""

    on: bool
    words: str
    note: str = ""


def _listed(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def _times(slots: Iterable[Slot]) -> str:
    return _listed([time_format(at, "H:i") for at in sorted({slot.at for slot in slots})])


def _without_time(slots: Sequence[Slot], prescribed: Sequence[Prescription]) -> str:
    """The exercises the plan never reminds of: each without a time, where each has its own."""
    timed = {slot.line for slot in slots}
    left = [row.exercise.name for row in prescribed if not timed & {None, row.line}]
    return _("Without a time: %(names)s.") % {"names": _listed(left)} if left else ""


def how_it_is(
    plan: Plan,
    slots: Sequence[Slot],
    standing: Standing,
    prescribed: Sequence[Prescription],
    *,
    reached: bool,
) -> ReminderState:
    """The top of the page in words. `reached`: whether any channel reaches the patient now."""
    if plan.stopped_at is not None:
        return ReminderState(False, _("Reminders are stopped. Nothing comes."))
    until = plan.paused_on(standing.day)
    if until is not None:
        return ReminderState(False, paused_words(until))
    lines = {None, *(row.line for row in prescribed)}
    times = _times(slot for slot in slots if slot.line in lines)
    if not times:
        return ReminderState(True, _("No time is chosen. Nothing comes."))
    if not reached:
        return ReminderState(True, *_out_of_reach(plan))
    words = _("You are reminded at %(times)s, on days with exercises.") % {"times": times}
    if not standing.open:
        return ReminderState(True, words, _("While your programme waits for us, nothing comes."))
    note = _("What waits for us, or is done, is left out.")
    return ReminderState(True, words, f"{note} {_without_time(slots, prescribed)}".strip())


def _out_of_reach(plan: Plan) -> tuple[str, str]:
    if plan.calendar_token is not None:
        return _("Only your calendar reminds you."), _("We send you no messages.")
    return (
        _("No message can reach you now. Nothing comes."),
        _("Choose a way under “How”, or tell the clinic your email address again."),
    )


def paused_words(until: date) -> str:
    """Until when nothing comes."""
    return _("Paused. Reminders come again on %(day)s.") % {"day": date_format(until, "l, j F")}
