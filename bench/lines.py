"""Lines to a server that come to nothing, and how others fare beside them."""

import http.client
import resource
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from bench.instance import Server
from bench.load import Request, percentile

HEAD = "GET /help HTTP/1.1\r\nHost: 127.0.0.1\r\n"
KINDS: Mapping[str, str] = {
    "silent": "",
    "with half a head": HEAD[:-6],
    "unfinished": "POST /account/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\nlogin=",
    "unread": f"{HEAD}\r\n" * 4,
}
"""The words of each before it says nothing more; the unread ask for pages and take none."""
LITTLE = 4096
PATIENCE_S = 60


@contextmanager
def lines(server: Server, kind: str, number: int) -> Iterator[None]:
    """So many lines of one kind, open for as long as the block lasts."""
    _let_files_be_opened(number)
    host, port = server.host.split(":")
    opened = []
    try:
        for _ in range(number):
            line = socket.socket()
            opened.append(line)
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, LITTLE)
            line.settimeout(PATIENCE_S)
            line.connect((host, int(port)))
            line.sendall(KINDS[kind].encode())
        yield
    finally:
        for line in opened:
            line.close()


def _let_files_be_opened(number: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < number + 200:
        with suppress(ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(number + 200, hard), hard))


@dataclass(frozen=True)
class Asked:
    """How asking went, one after the other: milliseconds, and how often each status was said."""

    p50_ms: float
    p99_ms: float
    slowest_ms: float
    statuses: Mapping[int, int]


def ask(server: Server, requests: Sequence[Request], *, pause_s: float = 0.0) -> Asked:
    """Ask each on a line of its own and wait for it; 0 stands for no answer at all."""
    took: list[float] = []
    statuses: dict[int, int] = {}
    for request in requests:
        began = time.perf_counter()
        status = status_of(server, request)
        took.append((time.perf_counter() - began) * 1000)
        statuses[status] = statuses.get(status, 0) + 1
        time.sleep(pause_s)
    return Asked(
        round(percentile(took, 0.5), 1),
        round(percentile(took, 0.99), 1),
        round(max(took), 1),
        statuses,
    )


def status_of(server: Server, request: Request) -> int:
    """The status a request is answered; 0 where the line broke or nothing came."""
    connection = http.client.HTTPConnection(server.host, timeout=PATIENCE_S)
    try:
        connection.request(
            request.method, request.path, body=request.body, headers=dict(request.headers)
        )
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()
    return answer.status


@contextmanager
def flooding(server: Server, *floods: Callable[[], Request]) -> Iterator[dict[int, int]]:
    """Each of these sends without a pause while the block lasts; the statuses are counted."""
    over, counting = threading.Event(), threading.Lock()
    statuses: dict[int, int] = {}

    def flood(make: Callable[[], Request]) -> None:
        while not over.is_set():
            status = status_of(server, make())
            with counting:
                statuses[status] = statuses.get(status, 0) + 1

    threads = [threading.Thread(target=flood, args=(make,)) for make in floods]
    for thread in threads:
        thread.start()
    try:
        yield statuses
    finally:
        over.set()
        for thread in threads:
            thread.join()
