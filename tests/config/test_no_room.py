"""A full disk: people are told, health says so, and what was entered is sent again and kept."""

import errno
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch
from uuid import uuid4

import psycopg
import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from goodform.config import no_room
from goodform.config.no_room import RETRY_AFTER_S, has_no_room
from goodform.diary.models import Entry, Session
from goodform.inbox.models import Alert
from tests.config.test_no_turn import of_sqlite, raised
from tests.diary.sending import Phone, a_document, a_stop
from tests.people import House, a_house
from tests.prescribed import a_programme


@pytest.fixture(autouse=True)
def _nothing_was_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(no_room, "_refused", [])


@pytest.mark.parametrize(
    "error",
    [
        raised(of_sqlite(sqlite3.SQLITE_FULL)),
        raised(of_sqlite(sqlite3.SQLITE_READONLY | (1 << 8))),
        raised(of_sqlite(sqlite3.SQLITE_IOERR | (3 << 8))),
        raised(psycopg.errors.DiskFull("no space left")),
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EROFS, "Read-only file system"),
    ],
    ids=str,
)
def test_what_says_that_nothing_can_be_kept(error: Exception) -> None:
    assert has_no_room(error)


@pytest.mark.parametrize(
    "error",
    [
        raised(of_sqlite(sqlite3.SQLITE_BUSY)),
        raised(psycopg.OperationalError("the connection is lost")),
        OSError(errno.ENOENT, "No such file"),
        ValueError("database or disk is full"),
    ],
    ids=str,
)
def test_what_does_not(error: Exception) -> None:
    assert not has_no_room(error)


@contextmanager
def _a_full_disk() -> Iterator[None]:
    """The database may not grow by a page, nor use one that others left."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")


@pytest.mark.django_db(transaction=True)
def test_a_stop_on_a_full_disk_is_kept_once_there_is_room() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's disk is not ours to fill; its error is in the table above")
    house = a_house()
    given = a_programme(house.alice, house.priya)
    phone = Phone(house.alice, session=uuid4())
    note = "It caught. " * 400
    body = json.dumps(a_document(*(a_stop(given.clam) for _each in range(40)), note=note))
    client = Client()
    assert house.alice.user is not None
    client.force_login(house.alice.user)
    with _a_full_disk():
        address = f"/api/sessions/{phone.session}"
        answer = client.put(address, body, content_type="application/json")
        assert answer.status_code == 503
        assert answer["Retry-After"] == str(RETRY_AFTER_S)
        assert answer.json()["code"] == "no_room"
        assert client.get("/healthz").status_code == 503
        assert not Session.objects.exists()
    assert phone.put(body).status_code == 201
    assert Entry.objects.count() == 40
    assert Alert.objects.exists()


def test_a_person_is_told_in_words(house: House) -> None:
    client = Client()
    assert house.alice.user is not None
    client.force_login(house.alice.user)
    with patch("goodform.today.views.day.standing_of", side_effect=raised(of_sqlite(13))):
        answer = client.get("/today")
    assert answer.status_code == 503
    assert answer["Retry-After"] == str(RETRY_AFTER_S)
    assert "We cannot keep anything just now" in answer.content.decode()
    assert "Stop the exercise. Phone your clinic" in answer.content.decode()


def test_also_where_it_is_not_a_view_that_cannot_write(house: House) -> None:
    client = Client(raise_request_exception=False)
    with patch(
        "django.contrib.sessions.backends.db.SessionStore.save",
        side_effect=raised(of_sqlite(sqlite3.SQLITE_FULL)),
    ):
        answer = client.post(
            "/account/login/", {"login": "priya@example.org", "password": "correct horse 9!"}
        )
    assert answer.status_code == 503
    assert "We cannot keep anything just now" in answer.content.decode()


def test_any_other_error_is_still_our_fault(house: House) -> None:
    client = Client(raise_request_exception=False)
    with patch("goodform.people.views.reader_of", side_effect=ValueError("ours")):
        client.force_login(house.priya.user)
        answer = client.get("/")
    assert answer.status_code == 500
    assert "It is our fault" in answer.content.decode()


def test_health_says_when_the_disk_is_nearly_full(
    db: None, client: Client, settings: Settings
) -> None:
    with patch.object(no_room, "_free", return_value=no_room.LEAST_FREE - 1):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "the disk is full"})
    settings.DATA = settings.DATA / "was-taken-away"
    assert client.get("/healthz").status_code == 503
