"""Workers killed in the middle of sending: nothing is lost, and every message is one row."""

import pytest
from django.db import connection

from bench.crashing import crash
from bench.instance import instance
from bench.workers import step

KILLS, MESSAGES = 5, 400
AT_MOST_AGAIN = 8
"""The most one kill can send a second time: sent and not yet marked (delivery.MARK_EVERY)."""


@pytest.mark.django_db
def test_five_kills_lose_nothing_and_double_no_row() -> None:
    database = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    with instance(patients=MESSAGES, database=database) as of:
        assert step(of, "fill")["plans"] == MESSAGES
        found = crash(of, kills=KILLS, messages=MESSAGES)
    assert found.lost == 0
    assert found.not_sent == 0
    assert found.rows == found.keys == MESSAGES
    assert found.again <= KILLS * 2 * AT_MOST_AGAIN, "a worker has two mail senders"
