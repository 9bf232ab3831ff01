"""The worker begins the backup of the night, and says so for as long as the last one failed."""

from datetime import UTC, datetime, timedelta

import pytest

from goodform.config.working import BackupFailed, Nightly
from goodform.keeping.actions import name_recipient
from goodform.keeping.models import Backup, BackupOutcome
from goodform.keeping.sealed import new_identity
from tests.people import House

NIGHT = datetime(2026, 11, 29, 2, 31, tzinfo=UTC)


class Process:
    """A backup by a process of its own, as the worker sees it."""

    begun: list["Process"] = []

    def __init__(self, command: list[str], **_asked: object) -> None:
        assert command[-2:] == ["backup", "--nightly"]
        self.returncode: int | None = None
        self.begun.append(self)

    def poll(self) -> int | None:
        return self.returncode


@pytest.fixture(autouse=True)
def _no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Process, "begun", [])
    monkeypatch.setattr("goodform.config.working.subprocess.Popen", Process)


@pytest.fixture
def _with_a_key(house: House) -> None:
    name_recipient(key=str(new_identity().to_public()), now=NIGHT)


def an_attempt(outcome: BackupOutcome, at: datetime = NIGHT) -> None:
    Backup.objects.create(began_at=at, outcome=outcome, nightly=True, file="x", keys="")


@pytest.mark.usefixtures("_with_a_key")
def test_it_begins_once_and_is_left_to_its_work() -> None:
    does = Nightly()
    does(NIGHT)
    does(NIGHT + timedelta(hours=2))
    assert len(Process.begun) == 1


@pytest.mark.usefixtures("_with_a_key")
def test_after_a_good_one_nothing_is_begun_until_the_next_night() -> None:
    does = Nightly()
    does(NIGHT)
    an_attempt(BackupOutcome.GOOD)
    Process.begun[0].returncode = 0
    does(NIGHT + timedelta(hours=12))
    assert len(Process.begun) == 1
    does(NIGHT + timedelta(hours=24))
    assert len(Process.begun) == 2


@pytest.mark.usefixtures("_with_a_key")
def test_one_that_failed_is_said_to_whoever_watches_until_one_succeeds() -> None:
    does = Nightly()
    an_attempt(BackupOutcome.FAILED)
    for minutes in (10, 20):
        with pytest.raises(BackupFailed):
            does(NIGHT + timedelta(minutes=minutes))
    does(NIGHT + timedelta(minutes=61))
    assert len(Process.begun) == 1


@pytest.mark.usefixtures("_with_a_key")
def test_one_that_died_without_a_word_is_said_too() -> None:
    does = Nightly()
    does(NIGHT)
    an_attempt(BackupOutcome.BEGUN)
    Process.begun[0].returncode = -9
    with pytest.raises(BackupFailed):
        does(NIGHT + timedelta(minutes=10))


def test_without_a_key_nothing_is_begun(house: House) -> None:
    assert Nightly()(NIGHT) is None
    assert Process.begun == []
