"""Requests by many connections at once, and how long each took."""

import http.client
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bench.instance import BenchFailed, Server


@dataclass(frozen=True)
class Request:
    """One request as it goes over the wire, and the status that counts as an answer."""

    path: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    expects: tuple[int, ...] = (200,)


@dataclass(frozen=True)
class Load:
    """The findings of a load: milliseconds at two percentiles, requests a second, server cost."""

    p50_ms: float
    p99_ms: float
    a_second: float
    cpu_ms: float


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of the sorted values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _worker(
    host: str, make: Callable[[int], Request], numbers: Sequence[int], times: list[float]
) -> None:
    connection = http.client.HTTPConnection(host, timeout=60)
    for number in numbers:
        request = make(number)
        began = time.perf_counter()
        connection.request(
            request.method, request.path, body=request.body, headers=dict(request.headers)
        )
        answer = connection.getresponse()
        answer.read()
        times.append(time.perf_counter() - began)
        if answer.status not in request.expects:
            raise BenchFailed(f"{request.method} {request.path} answered {answer.status}")
    connection.close()


def drive(
    server: Server, make: Callable[[int], Request], *, connections: int, requests: int
) -> Load:
    """Send `requests` requests, made by number, over so many connections at once."""
    times: list[list[float]] = [[] for _ in range(connections)]
    failures: list[BaseException] = []

    def run(mine: int) -> None:
        try:
            _worker(server.host, make, range(mine, requests, connections), times[mine])
        except (BenchFailed, OSError, http.client.HTTPException) as problem:
            failures.append(problem)

    threads = [threading.Thread(target=run, args=(mine,)) for mine in range(connections)]
    cpu, began = server.cpu_s(), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took, spent = time.perf_counter() - began, server.cpu_s() - cpu
    if failures:
        raise BenchFailed(f"{len(failures)} connections failed, the first: {failures[0]!r}")
    every = [each for mine in times for each in mine]
    return Load(
        p50_ms=round(percentile(every, 0.50) * 1000, 2),
        p99_ms=round(percentile(every, 0.99) * 1000, 2),
        a_second=round(len(every) / took, 1),
        cpu_ms=round(spent / len(every) * 1000, 3),
    )
