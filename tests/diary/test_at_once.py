"""Two tabs send at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections

from goodform.diary.models import Entry, Session
from goodform.inbox.models import Alert
from goodform.programmes.models import Hold
from tests.diary.sending import Phone, a_document, a_stop, an_entry
from tests.people import a_house
from tests.prescribed import a_programme


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_or_doubled_when_tabs_send_together() -> None:
    if connection.vendor != "postgresql":
        pytest.skip(
            "SQLite in memory has one connection; `goodform bench sessions` sends to a file"
        )
    house = a_house()
    given = a_programme(house.alice, house.priya)
    phone = Phone(house.alice)
    stop = a_stop(given.hinge)
    entries = [an_entry(given.clam) for _ in range(8)]

    def send(entry: dict[str, Any]) -> None:
        try:
            phone.take(a_document(stop, entry, pain_before=2))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as tabs:
        list(tabs.map(send, [*entries, *entries]))
    assert Session.objects.count() == 1
    assert Entry.objects.count() == 9
    assert Hold.objects.count() == 1
    assert Alert.objects.count() == 1
