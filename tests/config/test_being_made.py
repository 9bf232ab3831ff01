"""A database whose tables are not there yet: who asks is told when to come back."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch
from uuid import uuid4

import psycopg
import pytest
from django.db import DatabaseError, connection
from django.test import Client

from goodform.config import being_made
from goodform.config.being_made import RETRY_AFTER_S, WORDS, is_being_made, misses_a_table
from tests.config.test_no_turn import raised
from tests.people import House


@contextmanager
def half_made(*tables: str) -> Iterator[None]:
    """These tables are not there yet, nor is a step of one room written down."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET app = 'later' WHERE app = 'people'")
        for table in tables:
            cursor.execute(f'ALTER TABLE "{table}" RENAME TO "{table}_later"')
        try:
            yield
        finally:
            for table in tables:
                cursor.execute(f'ALTER TABLE "{table}_later" RENAME TO "{table}"')
            cursor.execute("UPDATE django_migrations SET app = 'people' WHERE app = 'later'")


pytestmark = pytest.mark.django_db


@pytest.fixture
def loud(house: House) -> Client:
    """Charlie's browser, which is told of a mistake as in earnest."""
    client = Client(raise_request_exception=False)
    client.force_login(house.charlie.user)
    return client


def test_a_database_that_is_whole_is_not_being_made(house: House) -> None:
    assert not is_being_made()


def test_health_says_that_it_is_being_made(house: House, client: Client) -> None:
    with half_made():
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": WORDS})


@pytest.mark.django_db(transaction=True)
def test_without_any_table_it_is_being_made_too(house: House, client: Client) -> None:
    with half_made("django_migrations"):
        assert client.get("/healthz").json() == {"status": WORDS}


@pytest.mark.django_db(transaction=True)  # PostgreSQL answers nothing more in one that has failed
def test_a_page_is_told_to_come_back(house: House, loud: Client) -> None:
    with half_made("inbox_alert", "people_patient"):
        page = loud.get("/inbox/")
    assert page.status_code == 503
    assert page["Retry-After"] == str(RETRY_AFTER_S)
    assert "We are making this ready" in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_phone_keeps_what_it_wanted_to_send(house: House) -> None:
    phone = Client(raise_request_exception=False)
    phone.force_login(house.alice.user)  # type: ignore[arg-type]
    with half_made("diary_session"):
        answer = phone.put(
            f"/api/sessions/{uuid4()}", json.dumps({"entries": []}), content_type="application/json"
        )
    assert answer.status_code == 503
    assert json.loads(answer.content)["code"] == "being_made"


def test_the_worker_s_health_says_it_as_well(house: House, client: Client) -> None:
    with (
        half_made(),
        patch("goodform.config.health.health", side_effect=DatabaseError),
    ):
        assert client.get("/healthz/worker").json() == {"status": WORDS}


@pytest.mark.django_db(transaction=True)
def test_a_table_that_is_missing_in_a_finished_house_is_a_mistake_and_loud(loud: Client) -> None:
    with (
        half_made("inbox_alert"),
        patch.object(being_made, "_last_steps", return_value=frozenset()),
    ):
        assert loud.get("/inbox/").status_code == 500


@pytest.mark.parametrize(
    ("cause", "is_so"),
    [
        (sqlite3.OperationalError("no such table: people_clinic"), True),
        (sqlite3.OperationalError("no such column: called"), True),
        (sqlite3.OperationalError("database is locked"), False),
        (psycopg.errors.UndefinedTable("relation does not exist"), True),
        (psycopg.errors.UndefinedColumn("column does not exist"), True),
        (psycopg.errors.SyntaxError("at or near"), False),
    ],
    ids=str,
)
def test_only_what_is_missing_counts(cause: Exception, is_so: bool) -> None:
    assert misses_a_table(raised(cause)) is is_so
    assert not misses_a_table(cause)


def test_the_files_are_read_once(house: House) -> None:
    is_being_made()
    with patch.object(being_made, "MigrationLoader", side_effect=AssertionError):
        assert not is_being_made()
