"""Answering a case: what one tap does in several rooms happens in one transaction."""

from dataclasses import replace
from uuid import UUID

from django.db import transaction

from goodform.inbox.actions import resolve
from goodform.inbox.models import Alert, Closing
from goodform.library.queries import rung
from goodform.people.models import Staff
from goodform.programmes.actions import change_one, release
from goodform.programmes.drafting import stepped
from goodform.programmes.models import Prescription, Programme
from goodform.programmes.queries import as_line


class NoEasierRung(LookupError):
    """The ladder ends here, or the exercise is not prescribed any more."""


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
    *, alert: Alert, why: str, let_go_on: bool, close: bool, by: Staff
) -> Prescription:
    """Put the easier rung in place of the case's exercise; answers what the patient has now.

    `why` is what the patient reads, and the reason for not having shown it. `let_go_on` releases
    the hold that the new prescription inherits.
    """
    row = in_force(alert)
    easier = rung(row.exercise, alert.patient.clinic, harder=False) if row else None
    if row is None or easier is None:
        raise NoEasierRung
    line = stepped(
        as_line(row),
        version=easier.pk,
        slug=easier.exercise.slug,
        sides=easier.content["sides"],
        dose=easier.content["dose"],
        why=why,
    )
    change_one(programme=row.programme, line=replace(line, form_reason=why), by=by, why=why)
    if let_go_on:
        release(programme=row.programme, line=row.line, reason=why, by=by)
    if close:
        resolve(alert=alert, outcome=Closing.CHANGED, what_was_done=why, by=by)
    return Prescription.objects.given().get(line=row.line)


def in_force(alert: Alert) -> Prescription | None:
    """What the patient has now on the line that the case is about."""
    if alert.prescription is None:
        return None
    return (
        Prescription.objects.given()
        .with_hold()
        .filter(line=alert.prescription.line)
        .select_related("exercise__exercise", "programme")
        .first()
    )
