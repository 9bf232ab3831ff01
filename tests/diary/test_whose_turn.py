"""One sender after the other where the database has one writer, and nobody waits for ever."""

from threading import Event, Thread
from unittest.mock import patch

import pytest
from django.db import connection

from goodform.diary import whose_turn
from goodform.diary.whose_turn import in_turn

SOON_S = 10
"""An end for a test that would hang; nothing is measured by it."""


class Sender(Thread):
    """Somebody who takes a turn and keeps it until told to go on."""

    def __init__(self, vendor: str) -> None:
        super().__init__(daemon=True)
        self.vendor = vendor
        self.inside, self.may_leave = Event(), Event()

    def run(self) -> None:
        with patch.object(connection, "vendor", self.vendor), in_turn():
            self.inside.set()
            self.may_leave.wait(SOON_S)


@pytest.fixture
def pair(request: pytest.FixtureRequest) -> tuple[Sender, Sender]:
    """Two senders to a database of this kind; the first is at it."""
    first, second = Sender(request.param), Sender(request.param)
    first.start()
    assert first.inside.wait(SOON_S)
    second.start()
    return first, second


@pytest.mark.parametrize("pair", ["sqlite"], indirect=True)
def test_the_second_comes_in_when_the_first_has_left(pair: tuple[Sender, Sender]) -> None:
    first, second = pair
    assert not second.inside.wait(0.2)
    first.may_leave.set()
    assert second.inside.wait(SOON_S)
    second.may_leave.set()


@pytest.mark.parametrize("pair", ["postgresql"], indirect=True)
def test_a_database_with_its_own_queue_needs_none(pair: tuple[Sender, Sender]) -> None:
    first, second = pair
    assert second.inside.wait(SOON_S)
    first.may_leave.set()
    second.may_leave.set()


def test_who_has_waited_long_enough_asks_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whose_turn, "PATIENCE_S", 0.01)
    first, second = Sender("sqlite"), Sender("sqlite")
    first.start()
    assert first.inside.wait(SOON_S)
    second.start()
    assert second.inside.wait(SOON_S)
    second.may_leave.set()
    second.join(SOON_S)
    first.may_leave.set()
    first.join(SOON_S)
    with patch.object(connection, "vendor", "sqlite"), in_turn():
        assert whose_turn._turn.locked()
    assert not whose_turn._turn.locked()


def test_a_mistake_gives_the_turn_back() -> None:
    with (
        patch.object(connection, "vendor", "sqlite"),
        pytest.raises(ValueError, match="mistake"),
        in_turn(),
    ):
        raise ValueError("mistake")
    assert not whose_turn._turn.locked()
