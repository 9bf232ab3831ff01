"""Holding several lines at once, as a session or a morning asks for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from goodform.audit.actions import Actor, record
from goodform.programmes.models import Hold, Programme


class HoldWanted(Protocol):
    """One line, or with None everything, that must wait, why, and what asked for it."""

    @property
    def line(self) -> UUID | None: ...
    @property
    def cause(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def at(self) -> datetime: ...


@dataclass(frozen=True)
class OneHold:
    """A hold that is wanted."""

    line: UUID | None
    cause: str
    reason: str
    at: datetime


@transaction.atomic
def hold_all(*, programme: Programme, wanted: Sequence[HoldWanted], by: Actor) -> list[Hold]:
    """Hold each of these, once a cause; answers the row of each. One row of the record a line.

    Another sender of the same cause waits for the programme's row.
    """
    if not wanted:
        return []
    Programme.objects.select_for_update(no_key=True).values_list("pk").get(pk=programme.pk)
    causes = {each.cause for each in wanted}
    held = Hold.objects.filter(programme=programme, cause__in=causes)
    known = {(row.line, row.cause): row for row in held}
    made: list[Hold] = []
    for each in wanted:
        if (each.line, each.cause) not in known:
            row = Hold(
                programme=programme,
                line=each.line,
                cause=each.cause,
                reason=each.reason,
                opened_at=each.at,
            )
            made.append(known.setdefault((each.line, each.cause), row))
    if made:
        Hold.objects.bulk_create(made, batch_size=500)
        Programme.objects.filter(pk=programme.pk).update(changed_at=timezone.now())
    for line in dict.fromkeys(row.line for row in made):
        record(
            by=by,
            clinic=programme.patient.clinic_id,
            action="held",
            subject="programme",
            subject_id=programme.pk,
            line=str(line) if line else "everything",
            reason=next(row.reason for row in made if row.line == line),
        )
    return [known[each.line, each.cause] for each in wanted]
