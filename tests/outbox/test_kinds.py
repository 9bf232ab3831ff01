"""Kinds of message: each declared once, by the room that sends it, beside its words."""

from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings

from goodform.inbox import kinds as of_inbox
from goodform.outbox.kinds import FIRST, READY_MADE, TEST, MessageKind, may_go_stale
from goodform.reminders.kinds import REMINDERS


def declared() -> list[tuple[str, MessageKind]]:
    """(room, kind) of every kind that a room's `kinds.py` declares."""
    return [
        (file.parent.name, kind)
        for file in sorted(settings.PACKAGE.glob("*/kinds.py"))
        for kind in vars(import_module(f"goodform.{file.parent.name}.kinds")).values()
        if isinstance(kind, MessageKind)
    ]


def test_every_kind_is_declared_once() -> None:
    codes = [kind.code for _room, kind in declared()]
    assert len(codes) > 10
    assert sorted(codes) == sorted(set(codes))


@pytest.mark.parametrize(
    ("room", "kind"), declared(), ids=lambda value: getattr(value, "code", str(value))
)
def test_every_kind_has_its_words_in_the_room_that_sends_it(room: str, kind: MessageKind) -> None:
    assert apps.is_installed(f"goodform.{room}"), f"no template of {room} is ever found"
    file = settings.PACKAGE / room / "templates/messages" / f"{kind.code}.txt"
    assert file.exists() is (kind is not READY_MADE)


def test_no_words_are_left_without_a_kind() -> None:
    codes = {kind.code for _room, kind in declared()} | {"frame"}
    files = settings.PACKAGE.glob("*/templates/messages/*.txt")
    assert not [file.name for file in files if file.stem not in codes]


def test_what_the_clinic_must_see_goes_first_and_is_never_too_late() -> None:
    first = {kind for _room, kind in declared() if kind.rank == FIRST}
    assert first == {
        of_inbox.ALERT,
        of_inbox.HANDED,
        of_inbox.OVERDUE,
        of_inbox.MESSAGE_OVERDUE,
    }
    assert not any(may_go_stale(kind.rank) for kind in first)


def test_what_somebody_waits_for_goes_before_reminders() -> None:
    assert READY_MADE.rank == TEST.rank < min(kind.rank for kind in REMINDERS)
