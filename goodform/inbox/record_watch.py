"""The nightly look over each record of who did what; the owner hears where it is broken.

Each is looked over in its clinic's night, and as soon as a worker runs where that was missed.
"""

import logging
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from goodform.audit.actions import HOUSE
from goodform.audit.checking import check_and_keep
from goodform.audit.models import RecordCheck
from goodform.inbox.kinds import RECORD_BROKEN
from goodform.inbox.overseen import owners_of
from goodform.outbox.actions import enqueue
from goodform.people.each_clinic import for_each_clinic
from goodform.people.models import Clinic

log = logging.getLogger(__name__)

AT_HOUR = 3
APART = timedelta(hours=20)
LATEST = timedelta(hours=26)
"""A clinic's night comes once a day, or an hour later where the clocks change."""


def check_records(now: datetime) -> int:
    """Look over the records whose night it is, and those that are late; answers how many."""
    clinics = {clinic.pk: clinic for clinic in Clinic.objects.order_by("pk")}
    checked = dict(RecordCheck.objects.values_list("clinic_id", "at"))
    zones = {pk: clinic.zone for pk, clinic in clinics.items()} | {HOUSE: "UTC"}
    due = [pk for pk, zone in zones.items() if _is_due(checked.get(pk), zone, now)]

    def of_one(pk: UUID) -> int:
        check = check_and_keep(pk, now=now)
        if not check.whole:
            log.error("the record of clinic %s is broken: run goodform check-record", pk)
            if pk in clinics:
                _tell_owners(clinics[pk], check, now)
        return 1

    return for_each_clinic(due, of_one)


def _is_due(last: datetime | None, zone: str, now: datetime) -> bool:
    if last is None or last > now or now - last > LATEST:
        return True
    return now.astimezone(ZoneInfo(zone)).hour == AT_HOUR and now - last > APART


@transaction.atomic
def _tell_owners(clinic: Clinic, check: RecordCheck, now: datetime) -> None:
    """Once for each state the record is found in."""
    state = f"{check.why}:{check.broken_row}:{check.breaks}"
    for person in owners_of(clinic.pk):
        enqueue(
            clinic=clinic,
            staff=person,
            kind=RECORD_BROKEN,
            channel="email",
            dedupe_key=f"record_broken:{clinic.pk}:{state}:{person.pk}",
            due_at=now,
            facts={"path": "/clinic/who-did-what/"},
        )
