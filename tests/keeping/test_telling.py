"""An owner hears by mail of a nightly backup that failed, and of one that is three days old."""

from datetime import UTC, datetime, timedelta

import pytest

from goodform.keeping.actions import name_recipient
from goodform.keeping.models import Backup, BackupOutcome
from goodform.keeping.sealed import new_identity
from goodform.keeping.telling import tell_owners
from goodform.outbox.models import Notification
from goodform.outbox.rendering import words_of
from tests.people import House

NOW = datetime(2026, 7, 15, 9, 0, tzinfo=UTC)


@pytest.fixture
def key(house: House) -> str:
    """A key that was named a week ago."""
    made = str(new_identity().to_public())
    name_recipient(key=made, now=NOW - timedelta(days=7))
    return made


def a_backup(key: str, ago: timedelta, outcome: BackupOutcome) -> None:
    Backup.objects.create(began_at=NOW - ago, outcome=outcome, nightly=True, file="b.age", keys=key)


def mails() -> list[str]:
    rows = Notification.objects.filter(kind="backup_trouble").order_by("made_at")
    return [f"{row.staff.called}: {words_of(row).subject}" for row in rows if row.staff]


def test_one_that_failed_is_told_to_every_owner_once_a_day(house: House, key: str) -> None:
    a_backup(key, timedelta(hours=20), BackupOutcome.GOOD)
    a_backup(key, timedelta(hours=1), BackupOutcome.FAILED)
    tell_owners(NOW)
    tell_owners(NOW + timedelta(hours=1))
    assert sorted(mails()) == [
        "Charlie: The nightly copy of the data failed",
        "Olu: The nightly copy of the data failed",
    ]
    tell_owners(NOW + timedelta(days=1))
    assert len(mails()) == 4
    text = words_of(Notification.objects.filter(kind="backup_trouble")[0]).text
    assert "/clinic/backups/" in text


def test_one_that_is_three_days_old_is_told_with_its_age(house: House, key: str) -> None:
    a_backup(key, timedelta(days=2, hours=23), BackupOutcome.GOOD)
    assert tell_owners(NOW) == 0
    tell_owners(NOW + timedelta(hours=2))
    assert "Olu: The last good copy of the data is 3 days old" in mails()


def test_a_good_night_and_a_house_without_a_key_are_told_to_nobody(house: House) -> None:
    assert tell_owners(NOW) == 0
    key = str(new_identity().to_public())
    name_recipient(key=key, now=NOW)
    a_backup(key, timedelta(days=1), BackupOutcome.FAILED)
    a_backup(key, timedelta(hours=6), BackupOutcome.GOOD)
    assert tell_owners(NOW) == 0
    assert mails() == []


def test_a_key_under_which_no_backup_was_ever_made_is_told(house: House, key: str) -> None:
    tell_owners(NOW)
    assert "Olu: The last good copy of the data is 7 days old" in mails()
