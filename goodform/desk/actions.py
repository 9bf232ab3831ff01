"""Answering a case: what one tap does in several rooms happens in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction

from goodform.desk.step_back import in_force, step_back_from
from goodform.inbox.actions import resolve
from goodform.inbox.models import Alert, Closing
from goodform.people.models import Staff
from goodform.programmes.actions import StaleEdit, change_one, release
from goodform.programmes.models import Prescription, Programme


class NoEasierRung(LookupError):
    """The ladder ends here, or the exercise is not prescribed any more."""


@dataclass(frozen=True)
class SteppedBack:
    """What a practitioner says with a step back. `why` is what the patient reads."""

    made_from: str
    """The prescription that the page showed."""
    dose: Mapping[str, Any]
    why: str
    form_checked: bool
    form_reason: str
    caution_reason: str


@transaction.atomic
def release_from_case(
    *, alert: Alert, line: UUID | None, reason: str, close: bool, by: Staff
) -> int:
    """Release the hold of a line, or with None of everything; `close` ends the case with it."""
    programme = Programme.objects.get(patient=alert.patient_id)
    released = release(programme=programme, line=line, reason=reason, by=by)
    if close:
        resolve(alert=alert, outcome=Closing.RELEASED, what_was_done=reason, by=by)
    return released


@transaction.atomic
def step_back_from_case(
    *, alert: Alert, said: SteppedBack, let_go_on: bool, close: bool, by: Staff
) -> Prescription:
    """Put the easier rung in place of the case's exercise; answers what the patient has now.

    `let_go_on` releases the hold that the new prescription inherits. Raises `NoEasierRung` at the
    end of the ladder, and `StaleEdit` where the page was made from an older prescription: two taps
    must not be two steps.
    """
    Programme.objects.select_for_update(no_key=True).get(patient=alert.patient_id)
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
        release(programme=row.programme, line=row.line, reason=said.why, by=by)
    if close:
        resolve(alert=alert, outcome=Closing.CHANGED, what_was_done=said.why, by=by)
    return Prescription.objects.given().get(line=row.line)
