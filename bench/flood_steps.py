"""Inside an instance: what a flood left behind, and one clinic's trouble beside another's.

`python -m bench.flood_steps counted|troubled` prints one line of JSON.
"""

import json
import logging
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from unittest.mock import patch

import django

django.setup()

from django.utils import timezone  # noqa: E402

from bench.busy_clinic import raise_until  # noqa: E402
from goodform.diary.models import Entry  # noqa: E402
from goodform.inbox.actions import escalate  # noqa: E402
from goodform.inbox.models import Alert  # noqa: E402
from goodform.outbox.models import Notification  # noqa: E402
from goodform.people.each_clinic import ClinicsFailed  # noqa: E402
from goodform.people.models import Clinic, Patient, Staff  # noqa: E402


def counted() -> dict[str, object]:
    """Entries, cases and mails that there are now."""
    return {
        "entries": Entry.objects.count(),
        "cases": Alert.objects.count(),
        "mails": Notification.objects.count(),
    }


def troubled() -> dict[str, object]:
    """Two clinics with a case that waits; for one of them its time to answer cannot be computed."""
    practitioner = Staff.objects.get(name="Colleague 0")
    raise_until(Alert.objects.filter(resolved_at=None).count() + 2, practitioner)
    other = Clinic.objects.create(name="Hillside", phone="01632 960124", country_pack="gb")
    mine, theirs = Alert.objects.filter(resolved_at=None, escalated_at=None)[:2]
    Alert.objects.filter(pk=theirs.pk).update(clinic=other)
    Alert.objects.update(waiting_since=timezone.now() - timedelta(days=30))

    def hours(self: Clinic) -> timedelta:
        if self.pk == other.pk:
            return timedelta(hours=20_000_000_000)
        return timedelta(hours=24)

    logging.disable(logging.ERROR)
    with (
        patch.object(Clinic, "time_to_answer", property(hours)),
        suppress(ClinicsFailed),
    ):
        escalate()
    sent_on = Alert.objects.filter(pk=mine.pk).exclude(escalated_at=None).count()
    return {"sent on": sent_on, "patients": Patient.objects.count()}


STEPS: dict[str, Callable[[], dict[str, object]]] = {"counted": counted, "troubled": troubled}


if __name__ == "__main__":
    print(json.dumps(STEPS[sys.argv[1]]()))
