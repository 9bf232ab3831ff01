"""Who came of those who were booked: counts for the owner, of how many each. Names nobody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count

from goodform.booking.models import Appointment, VisitState
from goodform.people.models import Clinic

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Attendance:
    """Of appointments that are over: how many came, did not, were cancelled, or nobody marked."""

    name: str
    came: int
    missed: int
    cancelled: int
    unmarked: int

    @property
    def marked(self) -> int:
        """Of how many it is known."""
        return self.came + self.missed

    @property
    def percent(self) -> int | None:
        """How many of a hundred came; None where nothing is known."""
        return round(100 * self.came / self.marked) if self.marked else None


def attendance_of(
    clinic: Clinic, first: date, last: date, *, now: datetime
) -> tuple[Attendance, list[Attendance]]:
    """Everybody together, and each practitioner by name, from one day to another; one query."""
    place = ZoneInfo(clinic.zone)
    since = datetime.combine(first, time(0), place)
    until = min(datetime.combine(last + DAY, time(0), place), now)
    rows = (
        Appointment.objects.filter(clinic=clinic, starts_at__gte=since, starts_at__lt=until)
        .exclude(state=VisitState.HELD)
        .order_by("practitioner__staff__name")
        .values_list("practitioner__staff__name", "state")
        .annotate(number=Count("pk"))
    )
    counts: dict[str, dict[str, int]] = {}
    for name, state, number in rows:
        counts.setdefault(name, {})[state] = number
    each = [_counted(name, found) for name, found in counts.items()]
    return _together(each), each


def _counted(name: str, found: dict[str, int]) -> Attendance:
    return Attendance(
        name=name,
        came=found.get(VisitState.ARRIVED, 0),
        missed=found.get(VisitState.MISSED, 0),
        cancelled=found.get(VisitState.CANCELLED, 0),
        unmarked=found.get(VisitState.BOOKED, 0),
    )


def _together(rows: Iterable[Attendance]) -> Attendance:
    found = list(rows)
    return Attendance(
        name="",
        came=sum(row.came for row in found),
        missed=sum(row.missed for row in found),
        cancelled=sum(row.cancelled for row in found),
        unmarked=sum(row.unmarked for row in found),
    )
