"""The cost of the patient's Today, as the house grows, beside a bare view on the same server.

`/healthz` is the limit: Django, the same middleware and threads, one query, no page.
"""

from collections.abc import Iterator
from dataclasses import replace

from bench.browser import Bytes, bytes_of
from bench.figure import Figure
from bench.instance import Instance, Server, databases, instance, server
from bench.load import Load, Request, drive

PATIENTS = {"small": (100, 10_000), "large": (100, 10_000, 1_000_000)}
CONNECTIONS = (1, 16, 64)
REQUESTS = 640
WARM_UP = 64


def _today(of: Instance, number: int) -> Request:
    sessions = of.facts["sessions"]
    assert isinstance(sessions, list)  # noqa: S101  # filling answers a list
    cookie = f"sessionid={sessions[number % len(sessions)]}"
    return Request("/today", headers={"Cookie": cookie, "Accept-Encoding": "gzip"})


def _bare(_number: int) -> Request:
    return Request("/healthz")


def _loads(of: Instance, running: Server) -> Iterator[tuple[int, Load, Load]]:
    drive(running, lambda n: _today(of, n), connections=8, requests=WARM_UP)
    for connections in CONNECTIONS:
        limit = drive(running, _bare, connections=connections, requests=REQUESTS)
        page = drive(running, lambda n: _today(of, n), connections=connections, requests=REQUESTS)
        yield connections, page, limit


def _figures_of(of: Instance, running: Server, label: str) -> Iterator[Figure]:
    for connections, page, limit in _loads(of, running):
        beside = {"bare view": limit.cpu_ms, "patients": of.facts["patients"]}
        at = f"{label}, {connections} at once"
        yield Figure(f"server CPU a request, {at}", page.cpu_ms, "ms", beside=beside)
        if connections == 1:
            ratio = round(page.cpu_ms / limit.cpu_ms, 2)
            yield Figure(f"CPU beside the bare view, {label}", ratio, "×", goal="≤ 3")
        yield Figure(f"p50, {at}", page.p50_ms, "ms", beside={"bare view": limit.p50_ms})
        yield Figure(f"p99, {at}", page.p99_ms, "ms", beside={"bare view": limit.p99_ms})
        yield Figure(f"pages a second, {at}", page.a_second, "1/s")


def _weight(of: Instance, running: Server) -> Iterator[Figure]:
    sessions = of.facts["sessions"]
    assert isinstance(sessions, list)  # noqa: S101  # filling answers a list
    weight: Bytes | None = bytes_of(f"{running.address}/today", session=sessions[0])
    first, again = (weight.first, weight.again) if weight else (None, None)
    beside = {"requests": weight.requests} if weight else {"left out": "no Chromium here"}
    yield Figure("first load", first, "bytes", goal="≤ 100000", beside=beside)
    yield Figure("repeat load", again, "bytes")


def short_cuts(of: Instance) -> Figure:
    """The cost of Today without the two short cuts of `goodform/fast/`, beside what it costs."""

    def cost(**environment: str) -> float:
        with server(replace(of, environment={**of.environment, **environment})) as running:
            drive(running, lambda n: _today(of, n), connections=1, requests=WARM_UP)
            return drive(running, lambda n: _today(of, n), connections=1, requests=REQUESTS).cpu_ms

    with_them, without = cost(), cost(GOODFORM_PLAIN="yes")
    beside = {"with, ms": with_them, "without, ms": without}
    return Figure(
        "CPU without the two short cuts", round(without / with_them, 2), "×", beside=beside
    )


def measure(*, size: str) -> Iterator[Figure]:
    """Today on instances that grow, on every database there is here.

    Queries a page are not here: a test asserts them.
    """
    for database in databases():
        for patients in PATIENTS[size]:
            with instance(patients=patients, database=database) as of, server(of) as running:
                label = f"{database}, {patients:,} patients"
                yield from _figures_of(of, running, label)
                if patients == PATIENTS[size][0] and database == "SQLite":
                    yield from _weight(of, running)
            if database == "SQLite" and patients == PATIENTS[size][0]:
                with instance(patients=patients) as of:
                    yield short_cuts(of)
