"""Where a case's exercise leads when it is made easier, and with which dose."""

from dataclasses import dataclass

from goodform.inbox.models import Alert
from goodform.library.queries import rung
from goodform.programmes.drafting import Line, one_set, stepped
from goodform.programmes.models import Prescription
from goodform.programmes.queries import as_line, last_doses


@dataclass(frozen=True)
class StepBack:
    """The easier rung in place of `row`: the line that is proposed, and what it is called."""

    row: Prescription
    name: str
    line: Line


def in_force(alert: Alert) -> Prescription | None:
    """The prescription now on the line that the case is about."""
    if alert.prescription is None:
        return None
    return (
        Prescription.objects.given()
        .with_hold()
        .filter(line=alert.prescription.line)
        .select_related("exercise__exercise", "programme")
        .first()
    )


def step_back_from(row: Prescription, alert: Alert) -> StepBack | None:
    """The last dose given on the easier rung, or one set of the library's; None at the end."""
    easier = rung(row.exercise, alert.clinic, harder=False)
    if easier is None:
        return None
    slug = easier.exercise.slug
    line = stepped(
        as_line(row),
        version=easier.pk,
        slug=slug,
        sides=easier.content["sides"],
        dose=last_doses(row.programme).get(slug) or one_set(easier.content["dose"]),
        why="",
    )
    return StepBack(row=row, name=easier.name, line=line)
