"""Telling the owners that a nightly backup failed, or that the last good one is old."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from goodform.inbox.overseen import owners_of
from goodform.keeping import nightly
from goodform.keeping.kinds import BACKUP_TROUBLE
from goodform.keeping.models import Backup, BackupOutcome, Recipient
from goodform.outbox.actions import enqueue
from goodform.people.each_clinic import for_each_clinic
from goodform.people.models import Clinic

OLD = timedelta(days=3)
"""Two nights may be missed by a machine that was off; the third is told by mail."""


def tell_owners(now: datetime) -> int:
    """Mail every owner of the house, once a day while it lasts; answers how many clinics were told.

    Without a key there is no nightly backup; the owner's page says that, loudly enough.
    """
    if not Recipient.objects.exists():
        return 0
    days = _days_old(now)
    if not days and not nightly.failed():
        return 0
    what = f"old:{days}" if days else f"failed:{now:%Y-%m-%d}"
    clinics = {clinic.pk: clinic for clinic in Clinic.objects.order_by("pk")}

    def of_one(pk: UUID) -> int:
        clinic = clinics[pk]
        with transaction.atomic():
            for person in owners_of(clinic.pk):
                enqueue(
                    clinic=clinic,
                    staff=person,
                    kind=BACKUP_TROUBLE,
                    channel="email",
                    dedupe_key=f"backup_trouble:{_last_good(now):%Y%m%d%H%M%S}:{what}:{person.pk}",
                    due_at=now,
                    facts={"path": reverse("backups"), "old_days": days},
                )
        return 1

    return for_each_clinic(clinics, of_one)


def _last_good(now: datetime) -> datetime:
    """When the last good backup was made, or since when there should have been one."""
    good = Backup.objects.filter(outcome=BackupOutcome.GOOD).aggregate(at=Max("began_at"))["at"]
    named = Recipient.objects.aggregate(at=Max("named_at"))["at"]
    return good or named or now


def _days_old(now: datetime) -> int:
    """How many days old the last good backup is, once that is too many; else 0."""
    age = now - _last_good(now)
    return age.days if age >= OLD else 0
