"""The backup of every night."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from goodform.keeping import nightly, refusals
from goodform.keeping.actions import name_recipient
from goodform.keeping.models import Backup, BackupOutcome
from tests.keeping.houses import KeyPair
from tests.people import House

NIGHT = datetime(2026, 11, 29, 2, 31, tzinfo=UTC)


def test_it_is_made_counted_and_not_due_again_till_the_next_night(
    busy: House, key: KeyPair, data: Path
) -> None:
    name_recipient(key=key.public, now=NIGHT)
    assert nightly.due(NIGHT)
    made = nightly.make(NIGHT)
    assert made.file == data / "backups" / "goodform-2026-11-29T023100Z.age"
    assert list(nightly.of_every_night(data / "backups")) == [NIGHT]
    assert not nightly.due(NIGHT + timedelta(hours=3))
    assert nightly.due(NIGHT + timedelta(hours=24))


def test_without_a_key_none_is_due_and_none_is_made(house: House, data: Path) -> None:
    assert not nightly.due(NIGHT)
    with pytest.raises(refusals.NoRecipient):
        nightly.make(NIGHT)


def test_one_that_failed_or_broke_off_is_tried_again_after_an_hour(
    house: House, key: KeyPair
) -> None:
    name_recipient(key=key.public, now=NIGHT)
    for outcome in (BackupOutcome.FAILED, BackupOutcome.BEGUN):
        Backup.objects.all().delete()
        Backup.objects.create(began_at=NIGHT, outcome=outcome, nightly=True, file="x", keys="")
        assert not nightly.due(NIGHT + timedelta(minutes=59))
        assert nightly.due(NIGHT + timedelta(minutes=61))


def test_one_made_by_hand_takes_no_nights_place(house: House, key: KeyPair) -> None:
    name_recipient(key=key.public, now=NIGHT)
    Backup.objects.create(began_at=NIGHT, outcome=BackupOutcome.GOOD, file="usb", keys=key.public)
    assert nightly.due(NIGHT + timedelta(hours=1))


def test_only_nightly_backups_are_ever_taken_away(tmp_path: Path) -> None:
    others = ["before-the-upgrade.age", "goodform-2020-01-01.age", "notes.txt"]
    for name in others:
        (tmp_path / name).write_text("mine")
    for night in range(40):
        moment = NIGHT - timedelta(days=night)
        (tmp_path / f"goodform-{moment:%Y-%m-%dT%H%M%SZ}.age").write_text("x")
    nightly.thin_out(tmp_path)
    assert {each.name for each in tmp_path.iterdir()} >= set(others)
    assert 7 <= len(nightly.of_every_night(tmp_path)) <= 23
    assert NIGHT in nightly.of_every_night(tmp_path)


def test_a_folder_that_is_not_there_holds_none(tmp_path: Path) -> None:
    assert nightly.of_every_night(tmp_path / "nothing") == {}
