"""How often this clinic's rules put something on hold: a rule that cries wolf is a hazard too."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Min

from goodform.people.models import Patient
from goodform.programmes.models import Hold

A_WEEK = timedelta(days=7)
WEEKS_BEFORE = 4


@dataclass(frozen=True)
class HoldCount:
    """Holds of the last seven days, each cause once, and how many patients exercised in them.

    `before` are the holds of the four weeks before, all together.
    """

    holds: int
    held: int
    exercised: int
    before: int

    @property
    def a_patient(self) -> float | None:
        """Holds a patient and week; None where nobody exercised."""
        return round(self.holds / self.exercised, 1) if self.exercised else None

    @property
    def a_week_before(self) -> float:
        """Holds a week in the four weeks before."""
        return round(self.before / WEEKS_BEFORE, 1)


def hold_count(clinic: UUID, now: datetime) -> HoldCount:
    """The count for one clinic; two queries."""
    since = now - A_WEEK
    found = (
        Hold.objects.filter(
            programme__patient__clinic=clinic,
            opened_at__gt=since - WEEKS_BEFORE * A_WEEK,
            opened_at__lte=now,
        )
        .order_by()
        .values_list("programme", "cause")
        .annotate(at=Min("opened_at"))
    )
    lately = [programme for programme, _cause, at in found if at > since]
    exercised = Patient.objects.filter(clinic=clinic, last_active_at__gt=since).count()
    return HoldCount(
        holds=len(lately),
        held=len(set(lately)),
        exercised=max(exercised, len(set(lately))),
        before=len(found) - len(lately),
    )
