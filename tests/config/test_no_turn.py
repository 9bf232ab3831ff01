"""A database that has no turn to give: who asks is told when to come back, and nothing is lost."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client
from psycopg import sql

from goodform.config.no_turn import RETRY_AFTER_S, is_busy
from goodform.diary.models import Session
from tests.diary.sending import Phone, a_document, an_entry
from tests.people import House, a_house
from tests.prescribed import a_programme


def raised(cause: Exception) -> OperationalError:
    """The error as Django passes it on."""
    error = OperationalError(str(cause))
    error.__cause__ = cause
    return error


def of_sqlite(code: int) -> sqlite3.OperationalError:
    """An error of SQLite with its code."""
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = code
    return error


SNAPSHOT = sqlite3.SQLITE_BUSY | (2 << 8)
"""SQLITE_BUSY_SNAPSHOT: a kind of busy."""


@pytest.mark.parametrize(
    "cause",
    [
        of_sqlite(sqlite3.SQLITE_BUSY),
        of_sqlite(SNAPSHOT),
        of_sqlite(sqlite3.SQLITE_LOCKED),
        psycopg.errors.DeadlockDetected("two wait for each other"),
        psycopg.errors.TooManyConnections("too many clients"),
        psycopg.OperationalError("the connection is lost"),
    ],
    ids=lambda cause: type(cause).__name__,
)
def test_no_turn_and_no_connection_is_busy(cause: Exception) -> None:
    assert is_busy(raised(cause))


def test_a_mistake_of_ours_is_not_busy() -> None:
    with (
        closing(sqlite3.connect(":memory:")) as database,
        pytest.raises(sqlite3.OperationalError) as told,
    ):
        database.execute("SELECT * FROM nowhere")
    assert not is_busy(raised(told.value))
    assert not is_busy(OperationalError("raised by nobody"))
    assert not is_busy(raised(psycopg.errors.UndefinedTable("nowhere")).__cause__ or ValueError())
    assert not is_busy(ValueError("database is locked"))


def test_a_device_is_told_in_json_when_to_come_back(house: House) -> None:
    a_programme(house.alice, house.priya)
    with patch("goodform.diary.api.take_session", side_effect=raised(of_sqlite(5))):
        answer = Phone(house.alice).put(a_document())
    assert answer.status_code == 503
    assert answer["Retry-After"] == str(RETRY_AFTER_S)
    assert answer.json()["code"] == "busy"


def test_a_person_is_told_in_words(house: House) -> None:
    client = Client()
    assert house.alice.user is not None
    client.force_login(house.alice.user)
    with patch("goodform.today.views.day.standing_of", side_effect=raised(of_sqlite(5))):
        answer = client.get("/today")
    assert answer.status_code == 503
    assert answer["Retry-After"] == str(RETRY_AFTER_S)
    assert "Very busy just now" in answer.content.decode()


def test_any_other_error_stays_loud(house: House) -> None:
    phone = Phone(house.alice)
    with (
        patch("goodform.diary.api.take_session", side_effect=OperationalError("no such table")),
        pytest.raises(OperationalError),
    ):
        phone.put(a_document())


def _waits_briefly() -> None:
    words = "PRAGMA busy_timeout = 50" if connection.vendor == "sqlite" else "SET lock_timeout = 50"
    with connection.cursor() as cursor:
        cursor.execute(words)


@contextmanager
def _somebody_writes(house: House) -> Iterator[None]:
    """Another connection in the middle of a long transaction on the same data."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        other: Any = sqlite3.connect(settings["NAME"], uri=True)
        other.execute("BEGIN IMMEDIATE")
    else:
        other = psycopg.connect(**connection.get_connection_params())
        table = sql.Identifier(type(house.alice)._meta.db_table)
        other.execute(
            sql.SQL("SELECT 1 FROM {} WHERE id = %s FOR UPDATE").format(table), [house.alice.pk]
        )
    try:
        yield
    finally:
        other.rollback()
        other.close()


@pytest.mark.django_db(transaction=True)
def test_a_session_that_got_no_turn_is_taken_when_it_is_sent_again() -> None:
    house = a_house()
    given = a_programme(house.alice, house.priya)
    phone = Phone(house.alice, session=uuid4())
    body = json.dumps(a_document(an_entry(given.clam)))
    client = Client()
    assert house.alice.user is not None
    client.force_login(house.alice.user)
    _waits_briefly()
    path = f"/api/sessions/{phone.session}"
    try:
        with _somebody_writes(house):
            answer = client.put(path, body, content_type="application/json")
        assert answer.status_code == 503
        assert not Session.objects.exists()
        assert client.put(path, body, content_type="application/json").status_code == 201
    finally:
        connection.close()
