"""Which time was given up and may go to who waits; inside the write that gives it up."""

from datetime import datetime, timedelta

from goodform.booking.models import Bookable, GivenUp, Wait

NOBODY_ASKED_FOR = timedelta(minutes=2)
"""How long a change at the desk can be taken back before anybody hears of the time."""


def free_for_who_waits(
    resource: Bookable, starts_at: datetime, minutes: int, *, now: datetime
) -> None:
    """Note it where anybody waits; a room alone is nobody's time."""
    if resource.staff_id is None or starts_at + timedelta(minutes=minutes) <= now:
        return
    if Wait.objects.open().filter(clinic=resource.clinic_id).exists():
        GivenUp.objects.create(
            clinic_id=resource.clinic_id,
            resource=resource,
            starts_at=starts_at,
            minutes=minutes,
            due_at=now + NOBODY_ASKED_FOR,
        )
