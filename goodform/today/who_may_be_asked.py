"""Whether a patient may be offered a time just now."""

from datetime import datetime
from zoneinfo import ZoneInfo

from goodform.people.models import Patient
from goodform.programmes.queries import standing_of
from goodform.reminders.models import Plan
from goodform.reminders.queries import quiet_of
from goodform.today.booking_page import may_not_book


def may_be_asked(patient: Patient, now: datetime) -> bool:
    """Not in their quiet hours, nor while advice stands that says to get help."""
    plan = Plan.objects.filter(patient=patient).first() or Plan(patient=patient)
    quiet = quiet_of(plan)
    if quiet is not None and quiet.covers(now.astimezone(ZoneInfo(patient.zone)).time()):
        return False
    return bool(patient.email) and not may_not_book(standing_of(patient))
