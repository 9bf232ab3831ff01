"""The bench of floods: lines that say little, patients without measure, and a house beside them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from bench import floods
from bench.floods import Size, a_flood
from bench.instance import Server, instance, server
from bench.lines import KINDS, ask, flooding, lines, status_of
from bench.load import Request
from bench.sessions import Phone, phones_of
from goodform.config.bridge import Bridge
from tests.config.listening import House, Pages, listening
from tests.people import a_house
from tests.prescribed import a_programme

TINY = Size(lines=20, pages=16, rounds=1, stops=3, flood=250, strangers=3)


@pytest.fixture
def house() -> Iterator[House]:
    """A server over pages of a test."""
    pages = Pages()
    with listening(Bridge(pages), pages) as running:
        yield running


@pytest.fixture
def running(house: House, tmp_path: Path) -> Server:
    """The same as the bench knows it."""
    return Server(f"http://127.0.0.1:{house.port}", 0, tmp_path / "log")


@pytest.mark.parametrize("kind", KINDS)
def test_beside_lines_that_come_to_nothing_it_is_counted_who_was_answered(
    running: Server, kind: str
) -> None:
    with lines(running, kind, 20):
        asked = ask(running, [Request("/healthz")] * 5)
    assert asked.statuses == {200: 5}
    assert asked.p50_ms <= asked.p99_ms <= asked.slowest_ms


def test_a_flood_goes_on_until_it_is_over_and_counts_its_answers(
    running: Server, house: House
) -> None:
    with flooding(running, lambda: Request("/one"), lambda: Request("/two")) as statuses:
        while statuses.get(200, 0) < 10:
            assert status_of(running, Request("/healthz")) == 200
    asked = [each["PATH_INFO"] for each in house.pages.asked]
    assert {"/one", "/two"} <= set(asked)
    assert statuses == {200: len(asked) - asked.count("/healthz")}


def test_a_line_that_breaks_is_no_answer(tmp_path: Path) -> None:
    nobody = Server("http://127.0.0.1:9", 0, tmp_path / "log")
    assert ask(nobody, [Request("/healthz")]).statuses == {0: 1}


@pytest.mark.django_db
def test_a_session_of_thousands_is_one_that_a_phone_can_send() -> None:

    everybody = a_house()
    a_programme(everybody.alice, everybody.priya)
    client = Client()
    assert everybody.alice.user is not None
    client.force_login(everybody.alice.user)
    phone = Phone("", client.get("/api/today").json()["prescriptions"])
    flood = a_flood(phone, 300)
    assert len(flood.body or b"") < 300 * 250
    answer = client.put(flood.path, flood.body, content_type="application/json")
    assert answer.status_code == 201
    assert len(answer.json()["entries"]) == 300


def test_a_small_run_finds_every_stop_taken() -> None:
    with instance(patients=6) as of, server(of) as whole:
        phones = phones_of(of, whole)
        found = [
            *floods._beside_lines(whole, phones, TINY),
            *floods._of_patients(of, whole, TINY, "SQLite"),
        ]
    values = {each.name: each for each in found}
    taken = [each for name, each in values.items() if name.startswith("stops taken")]
    assert len(taken) == 1 + len(KINDS)
    assert {each.value for each in taken} == {TINY.stops}
    other = values["another patient's stop, p99, while three patients flood, SQLite"]
    assert other.beside["taken"] == TINY.stops
    answers = values["requests of the three, SQLite"].beside
    assert set(answers) <= {"201", "429", "503"}
    made, kept = values["cases made meanwhile, SQLite"], values["entries kept meanwhile, SQLite"]
    assert isinstance(made.value, int)
    assert isinstance(kept.value, int)
    assert 0 < made.value < kept.value
