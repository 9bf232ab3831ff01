"""How often something is put on hold, for the owner."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from goodform.inbox.hold_count import HoldCount, hold_count
from goodform.people.models import Patient
from goodform.programmes.actions import hold
from tests.people import House
from tests.prescribed import Given, a_programme


@pytest.fixture
def given(house: House) -> Given:
    """Alice's programme."""
    return a_programme(house.alice, house.priya)


def held(given: Given, cause: str, at: datetime, *lines: object) -> None:
    """One cause that holds these lines."""
    for line in lines:
        hold(
            programme=given.programme,
            line=line,  # type: ignore[arg-type]
            reason="stopped",
            cause=cause,
            at=at,
            by=given.programme.patient,
        )


def test_each_cause_counts_once_and_weeks_are_kept_apart(house: House, given: Given) -> None:
    now = timezone.now()
    Patient.objects.filter(pk=house.alice.pk).update(last_active_at=now)
    held(given, "morning:1", now - timedelta(days=1), given.clam.line, given.hinge.line)
    held(given, "stop:2", now - timedelta(days=2), None)
    held(given, "stop:3", now - timedelta(days=9), given.clam.line)
    held(given, "stop:4", now - timedelta(days=60), given.clam.line)
    count = hold_count(house.clinic.pk, now)
    assert count == HoldCount(holds=2, held=1, exercised=1, before=1)
    assert (count.a_patient, count.a_week_before) == (2.0, 0.2)


def test_a_clinic_where_nobody_exercised_has_no_rate(house: House) -> None:
    assert hold_count(house.clinic.pk, timezone.now()).a_patient is None


def test_the_owner_reads_it_without_a_name_and_another_clinic_nothing(
    house: House, given: Given
) -> None:
    held(given, "stop:1", timezone.now(), given.clam.line)
    for who, sees in ((house.olu, True), (house.priya, False), (house.charlie, False)):
        client = Client()
        assert who.user is not None
        client.force_login(who.user)
        page = client.get("/inbox/").content.decode()
        assert ("1 time, for 1 of 1 patients who exercised: 1.0 a patient." in page) is sees
        if who is house.olu:
            assert "Alice" not in page
