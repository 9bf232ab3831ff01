"""A clinic that books here, with a type, a room and a Monday that is still to come."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from django.utils import timezone

from goodform.booking.actions import VisitWish
from goodform.booking.models import Appointment, Bookable, BookingSettings, VisitType
from goodform.booking.ticks import moment_at
from goodform.people.models import Clinic, Staff

OPEN = {"week": [[[480, 1080]]] * 5 + [[], []], "exceptions": {}, "holidays": []}


def opens(clinic: Clinic) -> Clinic:
    """Patients book here, Monday to Friday from 8 to 18."""
    clinic.opening = OPEN
    clinic.save()
    BookingSettings.objects.update_or_create(clinic=clinic, defaults={"online": True})
    return clinic


def a_type(clinic: Clinic, name: str = "Follow-up", **more: object) -> VisitType:
    """Half an hour, which patients may book."""
    return VisitType.objects.create(clinic=clinic, name=name, **{"minutes": 30, **more})


def a_room(clinic: Clinic, name: str = "Room 1") -> Bookable:
    """Open whenever the clinic is."""
    return Bookable.objects.create(clinic=clinic, name=name)


def monday() -> date:
    """A Monday at least a week away."""
    today = timezone.localdate()
    return today + timedelta(days=14 - today.weekday())


def on_monday(hour: int, minute: int = 0) -> datetime:
    """That Monday by the clock of London."""
    return moment_at(monday(), time(hour, minute), "Europe/London")


def on_the_friday_before(hour: int) -> datetime:
    """Three days earlier: always less than two weeks away, the longest that a type may ask for."""
    return moment_at(monday() - timedelta(days=3), time(hour), "Europe/London")


def a_wish(of_type: VisitType, staff: Staff, at: datetime, pk: UUID | None = None) -> VisitWish:
    """A wish as a form has it."""
    return VisitWish(pk or uuid4(), of_type, staff.pk, at)


def over(wish: VisitWish, reason: str = "She is in pain") -> VisitWish:
    """The same on purpose over what is there."""
    return replace(wish, overlap_reason=reason)


def lanes(visit: Appointment) -> list[int]:
    """The lanes its ticks stand in, in order."""
    return list(visit.occupied.order_by("resource", "tick").values_list("lane", flat=True))
