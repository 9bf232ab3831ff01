"""What a patient's pages need to know, in few queries."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from goodform.people.models import Patient
from goodform.programmes.models import Hold, Prescription, Programme


@dataclass(frozen=True)
class Held:
    """Why a prescription waits, as a code, and since when."""

    reason: str
    since: datetime


@dataclass(frozen=True)
class Prescribed:
    """A prescription with the exercise it was given with, and the hold on it, if there is one."""

    row: Prescription
    held: Held | None


def _open_holds(field: str) -> Subquery:
    """A field of the oldest open hold on the line, or on the whole programme."""
    return Subquery(
        Hold.objects.filter(
            Q(line=OuterRef("line")) | Q(line=None),
            programme=OuterRef("programme"),
            released_at=None,
        )
        .order_by("opened_at")
        .values(field)[:1]
    )


HELD_REASON, HELD_SINCE = _open_holds("reason"), _open_holds("opened_at")
"""Made once: a query is read from them, never written to them."""


def _held(row: Prescription) -> Held | None:
    """What the two annotations say; they are not fields, so they are read by name."""
    found = vars(row)
    return Held(found["held_reason"], found["held_since"]) if found["held_since"] else None


def prescribed_in(programme: Programme) -> list[Prescribed]:
    """What is in force, in order; one query."""
    rows = (
        Prescription.objects.filter(programme=programme)
        .given()
        .select_related("exercise", "given_by")
        .annotate(held_reason=HELD_REASON, held_since=HELD_SINCE)
        .order_by("order")
    )
    return [Prescribed(row, _held(row)) for row in rows]


def prescribed_to(patient: Patient, pk: UUID) -> Prescribed | None:
    """One of the patient's own prescriptions, in force or earlier, as it was prescribed."""
    row = (
        Prescription.objects.filter(programme__patient=patient, pk=pk)
        .select_related("exercise__exercise", "given_by", "programme")
        .annotate(held_reason=HELD_REASON, held_since=HELD_SINCE)
        .first()
    )
    return Prescribed(row, _held(row)) if row else None
