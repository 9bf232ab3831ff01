"""Several workers look at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.db.models import F

from goodform.outbox.models import Notification
from goodform.reminders.models import Plan
from goodform.reminders.reminding import remind
from tests.people import a_house, a_patient
from tests.reminders.plans import a_plan, today_at, two_exercises


@pytest.mark.django_db(transaction=True)
def test_many_workers_reminding_at_once_write_each_reminder_once() -> None:
    house = a_house()
    for number in range(8):
        patient = a_patient(house.clinic, house.priya, f"Patient{number} Smith")
        two_exercises(patient, house.priya)
        a_plan(patient)
    Plan.objects.update(next_due_at=F("looked_at"))

    def worker(_number: int) -> int:
        try:
            return remind(today_at(8))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(worker, range(4))) == 8
    keys = Notification.objects.filter(kind="reminder").values_list("patient", flat=True)
    assert len(keys) == len(set(keys)) == 8
