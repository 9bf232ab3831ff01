"""Answering a case: what one tap does in several rooms happens in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from goodform.desk.step_back import in_force, step_back_from
from goodform.desk.why_on_hold import released_in_words
from goodform.inbox.answer_actions import note_release, require_shown, resolve
from goodform.inbox.held import HeldThing, held_by
from goodform.inbox.models import Alert, Closing
from goodform.people.models import Staff
from goodform.programmes.actions import StaleEdit, change_one, release_holds
from goodform.programmes.models import Prescription, Programme


class NoEasierRung(LookupError):
    """The ladder ends here, or the exercise is not prescribed any more."""


@dataclass(frozen=True)
class SteppedBack:
    """A practitioner's words with a step back. `why` is what the patient reads."""

    made_from: str
    """The prescription that the page showed."""
    dose: Mapping[str, Any]
    why: str
    form_checked: bool
    form_reason: str
    caution_reason: str


@dataclass(frozen=True)
class ReleaseDone:
    """The holds a release let go, those that stay all the same, and whether the case was closed."""

    things: tuple[HeldThing, ...]
    stays: tuple[HeldThing, ...]
    closed: bool


class NothingHeld(LookupError):
    """Nothing of what should be released is on hold here any more."""


@transaction.atomic
def release_from_case(
    *, alert: Alert, what: str, reason: str, close: bool, by: Staff, seen: int | None = None
) -> ReleaseDone:
    """Release what this case holds and what has no case, or of these only `what`.

    What has an open case of its own stays, and is named. `close` ends the case with it, unless
    something that it caused is still on hold. Raises `NothingHeld`, and `NotShown` where the page
    with this mark had not shown what was told last.
    """
    programme = Programme.objects.select_for_update(no_key=True).get(patient=alert.patient_id)
    require_shown(alert, seen)
    things = held_by(alert).named(what)
    if not things:
        raise NothingHeld
    holds = [hold for each in things for hold in each.holds]
    release_holds(programme=programme, holds=holds, reason=reason, by=by)
    left = held_by(alert)
    stays = (*left.releasable, *left.stays)
    note_release(alert=alert, words=released_in_words(things, stays), by=by)
    closed = close and not left.here
    if closed:
        resolve(alert=alert, outcome=Closing.RELEASED, what_was_done=reason, by=by)
    return ReleaseDone(things, stays, closed)


@transaction.atomic
def step_back_from_case(
    *,
    alert: Alert,
    said: SteppedBack,
    let_go_on: bool,
    close: bool,
    by: Staff,
    seen: int | None = None,
) -> Prescription:
    """Put the easier rung in place of the case's exercise; answers what the patient has now.

    `let_go_on` releases the hold that the new prescription inherits, where no other open case
    caused it. Raises `NoEasierRung` at the
    end of the ladder, and `StaleEdit` where the page was made from an older prescription: two taps
    must not be two steps.
    """
    Programme.objects.select_for_update(no_key=True).get(patient=alert.patient_id)
    require_shown(alert, seen)
    row = in_force(alert)
    step = step_back_from(row, alert) if row else None
    if row is None or step is None:
        raise NoEasierRung
    if str(row.pk) != said.made_from:
        raise StaleEdit(row.given_by.name)
    line = replace(
        step.line,
        **said.dose,
        form_checked=said.form_checked,
        form_reason=said.form_reason,
        caution_reason=said.caution_reason,
    )
    change_one(programme=row.programme, line=line, by=by, why=said.why)
    if let_go_on:
        _let_go_on(alert, row, said.why, by=by)
    if close:
        resolve(alert=alert, outcome=Closing.CHANGED, what_was_done=said.why, by=by)
    return Prescription.objects.given().get(line=row.line)


def _let_go_on(alert: Alert, row: Prescription, reason: str, *, by: Staff) -> None:
    thing = held_by(alert).on(row.line)
    if thing is None:
        return
    release_holds(programme=row.programme, holds=thing.holds, reason=reason, by=by)
    left = held_by(alert)
    words = released_in_words((thing,), (*left.releasable, *left.stays))
    note_release(alert=alert, words=words, by=by)
