"""The session that the bench sends is one that a phone could have sent."""

import pytest
from django.test import Client

from bench.six_entries import ENTRIES, a_session
from tests.people import House
from tests.prescribed import a_programme, an_exercise, line_of, usual_lines


@pytest.mark.parametrize("stop", [False, True], ids=["done", "with a stop"])
def test_six_entries_are_taken_as_they_are(house: House, stop: bool) -> None:
    stretches = [
        line_of(an_exercise(f"piriformis-stretch-{n}", f"Stretch {n}"), tempo="2-2") for n in (1, 2)
    ]
    a_programme(house.alice, house.priya, usual_pain=2, lines=[*usual_lines(), *stretches])
    client = Client()
    assert house.alice.user is not None
    client.force_login(house.alice.user)
    prescriptions = client.get("/api/today").json()["prescriptions"]
    path, body = a_session(prescriptions, stop=stop)
    answer = client.put(path, body, content_type="application/json")
    assert answer.status_code == 201
    results = [each["result"] for each in answer.json()["entries"]]
    assert results == ["accepted"] * ENTRIES
    assert len(answer.json()["held"]) == (1 if stop else 0)
