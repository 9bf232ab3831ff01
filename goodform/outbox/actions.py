"""Putting a message on its way: a row now, sent by whoever claims it later."""

from datetime import datetime

from goodform.outbox.models import Notification
from goodform.people.models import Clinic, Patient, Staff


def enqueue(
    *,
    clinic: Clinic,
    kind: str,
    channel: str,
    dedupe_key: str,
    due_at: datetime,
    stale_at: datetime | None = None,
    patient: Patient | None = None,
    staff: Staff | None = None,
    facts: dict[str, object] | None = None,
) -> None:
    """Write one row, or nothing where the key was written before. Facts hold no health data."""
    Notification.objects.bulk_create(
        [
            Notification(
                clinic=clinic,
                kind=kind,
                channel=channel,
                dedupe_key=dedupe_key,
                due_at=due_at,
                stale_at=stale_at,
                patient=patient,
                staff=staff,
                facts=facts or {},
            )
        ],
        ignore_conflicts=True,
    )
