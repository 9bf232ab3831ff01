"""The cost of sending a session, and the practitioner's pages beside two thousand patients.

Sessions of six entries go over the wire to the server a clinic runs, from 1, 16 and 64 phones at
once. Any answer but "taken", a lock error among them, ends the bench. Afterwards the entries in the
database are counted: each exactly once.
"""

import json
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.figure import Figure
from bench.instance import (
    BenchFailed,
    Instance,
    Server,
    databases,
    instance,
    run_inside,
    server,
)
from bench.load import Request, drive
from bench.six_entries import ENTRIES, a_session

PATIENTS = 2000
"""All of one practitioner."""
REQUESTS = {"small": 320, "large": 3200}
CONNECTIONS = (1, 16, 64)
WARM_UP = 32
OPEN_ALERTS = 400
TOKEN = "a" * 32
"""Django's check of forged requests compares cookie and header; any value that is in both."""


@dataclass(frozen=True)
class Phone:
    """A signed-in patient's phone and what is prescribed to them."""

    cookie: str
    prescriptions: Sequence[Mapping[str, Any]]

    def session(self, *, stop: bool = False) -> Request:
        """A new session of six entries."""
        path, body = a_session(self.prescriptions, stop=stop)
        headers = {
            "Cookie": f"{self.cookie}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/json",
        }
        return Request(path, "PUT", headers, body, expects=(201,))

    def today(self) -> Request:
        """The patient's page."""
        return Request("/today", headers={"Cookie": self.cookie, "Accept-Encoding": "gzip"})


def phones_of(of: Instance, running: Server) -> list[Phone]:
    """The phones of those who are signed in to an instance."""
    sessions = of.facts["sessions"]
    if not isinstance(sessions, list):
        raise BenchFailed("the instance has nobody signed in")
    return [_phone(running, f"sessionid={each}") for each in sessions]


def _phone(running: Server, cookie: str) -> Phone:
    asked = urllib.request.Request(  # noqa: S310  # our own server
        f"{running.address}/api/today", headers={"Cookie": cookie}
    )
    with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310  # our own server
        return Phone(cookie, json.load(answer)["prescriptions"])


def _sending(
    running: Server, phones: Sequence[Phone], label: str, requests: int
) -> Iterator[Figure]:
    for connections in CONNECTIONS:
        at = f"{label}, {connections} at once"
        limit = drive(
            running, lambda _: Request("/healthz"), connections=connections, requests=requests
        )
        load = drive(
            running,
            lambda n: phones[n % len(phones)].session(),
            connections=connections,
            requests=requests,
        )
        goal = "≤ 10" if connections == 1 else None
        beside = {"bare view": limit.cpu_ms}
        yield Figure(f"server CPU of six entries, {at}", load.cpu_ms, "ms", goal, beside)
        yield Figure(f"p50, {at}", load.p50_ms, "ms", beside={"bare view": limit.p50_ms})
        yield Figure(f"p99, {at}", load.p99_ms, "ms", beside={"bare view": limit.p99_ms})
        yield Figure(f"sessions a second, {at}", load.a_second, "1/s")


def _stops(running: Server, phones: Sequence[Phone], label: str) -> Iterator[Figure]:
    load = drive(
        running,
        lambda n: phones[n % len(phones)].session(stop=True),
        connections=16,
        requests=len(phones),
    )
    yield Figure(f"server CPU of six entries with a stop, {label}", load.cpu_ms, "ms")
    yield Figure(f"p99 of a stop, {label}, 16 at once", load.p99_ms, "ms")


def _today(running: Server, phones: Sequence[Phone], requests: int) -> float:
    load = drive(
        running, lambda n: phones[n % len(phones)].today(), connections=1, requests=requests
    )
    return load.cpu_ms


def _desk(of: Instance, running: Server, label: str) -> Iterator[Figure]:
    headers = {"Cookie": f"sessionid={of.facts['practitioner_session']}"}
    for page in ("inbox", "caseload"):
        request = Request(f"/{page}/", headers=headers)
        load = drive(running, lambda _, asked=request: asked, connections=4, requests=64)  # type: ignore[misc]
        at = f"{label}, 4 at once"
        yield Figure(f"server CPU of the {page}, {at}", load.cpu_ms, "ms")
        yield Figure(f"p99 of the {page}, {at}", load.p99_ms, "ms")


def _counted(of: Instance, label: str, sent: int) -> Iterator[Figure]:
    counted = run_inside(of, "bench.busy_clinic", str(OPEN_ALERTS))
    kept = counted["kept"]
    if kept != sent:
        raise BenchFailed(f"{sent} entries were sent and {kept} are kept")
    yield Figure(f"entries kept, {label}", sent, "entries", goal=sent)
    beside = {"patients": of.facts["mine"], "open alerts": counted["alerts"]}
    goals = {"session": "≤ 15", "session with a stop": None, "inbox": "≤ 12", "caseload": "≤ 12"}
    for name, goal in goals.items():
        number = counted[name]
        if not isinstance(number, int):
            raise BenchFailed(f"the queries of {name} were not counted")
        yield Figure(f"queries of the {name}, {label}", number, "queries", goal, beside)


def _measured(of: Instance, running: Server, label: str, requests: int) -> Iterator[Figure]:
    phones = phones_of(of, running)
    _today(running, phones, WARM_UP)
    before = _today(running, phones, requests)
    drive(
        running,
        lambda n: phones[n % len(phones)].session(),
        connections=8,
        requests=WARM_UP,
    )
    yield from _sending(running, phones, label, requests)
    after = _today(running, phones, requests)
    yield Figure(
        f"server CPU of Today after {requests * len(CONNECTIONS) + WARM_UP} sessions, {label}",
        after,
        "ms",
        goal="as before",
        beside={"before": before},
    )
    yield from _stops(running, phones, label)
    sent = (requests * len(CONNECTIONS) + WARM_UP + len(phones)) * ENTRIES
    yield from _counted(of, label, sent)
    yield from _desk(of, running, label)


def measure(*, size: str) -> Iterator[Figure]:
    """Sessions, Today after them, inbox and caseload, on every database there is here."""
    for database in databases():
        with instance(patients=PATIENTS, database=database) as of, server(of) as running:
            yield from _measured(of, running, database, REQUESTS[size])
