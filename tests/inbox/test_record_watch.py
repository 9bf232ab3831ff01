"""Every night each clinic's record is looked over, and a broken one is told to its owner once."""

import logging
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from goodform.audit.actions import HOUSE, UNKNOWN, record
from goodform.audit.checking import check_and_keep
from goodform.audit.models import AuditRow, RecordCheck
from goodform.inbox import record_watch
from goodform.inbox.record_watch import check_records
from goodform.outbox.models import Notification
from goodform.outbox.rendering import words_of
from goodform.people.models import Clinic
from tests.people import House

NIGHT = datetime(2026, 7, 15, 2, 10, tzinfo=UTC)
"""Ten past three on a summer's night in London."""


def entry(house: House) -> AuditRow:
    return record(
        by=house.priya, clinic=house.clinic.pk, action="edited", subject="patient", subject_id=1
    )


def forged(house: House) -> None:
    """A row that somebody wrote who has no key."""
    row = entry(house)
    row.pk, row.seal, row.before = None, f"{row.pk:064}", row.seal
    row.save(force_insert=True)


def mails() -> list[tuple[str, str]]:
    rows = Notification.objects.filter(kind="record_broken").order_by("id")
    return [(row.staff.name, row.clinic.name) for row in rows if row.staff and row.clinic]


def test_a_record_is_looked_over_once_a_night_of_its_clinic(house: House) -> None:
    Clinic.objects.filter(pk=house.elsewhere.pk).update(zone="Pacific/Auckland")
    entry(house)
    assert check_records(NIGHT) == 3, "who was never looked over is, at once"
    assert check_records(NIGHT + timedelta(minutes=30)) == 0
    assert check_records(NIGHT + timedelta(hours=24)) == 1
    assert check_records(NIGHT + timedelta(hours=37)) == 2, "Auckland's night, and the house's"
    assert RecordCheck.objects.get(clinic_id=house.clinic.pk).whole


def test_a_night_that_was_missed_is_made_up_for(house: House) -> None:
    check_records(NIGHT)
    assert check_records(NIGHT + timedelta(hours=30)) == 3


def test_a_clock_that_was_ahead_keeps_no_check_away(house: House) -> None:
    check_records(NIGHT + timedelta(days=400))
    assert check_records(NIGHT) == 3


def test_a_broken_record_is_told_to_its_owner_once_and_to_nobody_else(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    forged(house)
    with caplog.at_level(logging.CRITICAL):
        check_records(NIGHT)
        check_records(NIGHT + timedelta(hours=24))
    assert mails() == [("Olu Adeyemi", "Riverside Back Clinic")]
    words = words_of(Notification.objects.get(kind="record_broken"))
    assert "/clinic/who-did-what/" in words.text
    assert house.priya.name not in words.text
    entry(house)
    forged(house)
    with caplog.at_level(logging.CRITICAL):
        check_records(NIGHT + timedelta(hours=48))
    assert len(mails()) == 2, "what is found anew is told anew"


def test_one_clinics_broken_record_keeps_no_others_from_being_checked(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails_here(clinic: UUID, *, now: datetime) -> RecordCheck:
        if clinic == house.clinic.pk:
            raise RuntimeError
        assert clinic in (house.elsewhere.pk, HOUSE)
        return check_and_keep(clinic, now=now)

    monkeypatch.setattr(record_watch, "check_and_keep", fails_here)
    with caplog.at_level(logging.CRITICAL), pytest.raises(RuntimeError, match="failed for 1"):
        check_records(NIGHT)
    assert RecordCheck.objects.filter(clinic_id=house.elsewhere.pk).exists()


def test_what_belongs_to_no_clinic_is_looked_over_too(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    row = record(by=UNKNOWN, clinic=HOUSE, action="was not let in", subject="address", subject_id=1)
    row.pk, row.seal, row.before = None, "0" * 64, row.seal
    row.save(force_insert=True)
    with caplog.at_level(logging.ERROR):
        check_records(NIGHT)
    assert "goodform check-record" in caplog.text
    assert mails() == []
