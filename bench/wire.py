"""A bad line and a counting one: connections cut in the middle, and bytes between two ends."""

import http.client
import random
import socket
import threading
from collections import Counter as Tally
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bench.devices import Telling
from bench.instance import BenchFailed, Server, free_port

CUT = 0.1
"""Of the connections, half while sending and half while the answer is on its way."""
TAKEN = (200, 201)
MOST_TROUBLES = 50
"""A server in trouble is tried again, as a phone does, and counted; beyond this the bench ends."""


def _headers(telling: Telling) -> dict[str, str]:
    return {
        "Cookie": telling.cookie,
        "X-CSRFToken": telling.token,
        "Content-Type": "application/json",
    }


def _cut(server: Server, telling: Telling, *, halfway: bool) -> None:
    """Send half of it, or all of it, and hang up."""
    host, port = server.host.split(":")
    lines = [f"PUT {telling.path} HTTP/1.1", f"Host: {server.host}"]
    lines += [f"{name}: {value}" for name, value in _headers(telling).items()]
    lines += [f"Content-Length: {len(telling.body)}", "", ""]
    body = telling.body[: len(telling.body) // 2] if halfway else telling.body
    with socket.create_connection((host, int(port)), timeout=60) as line:
        line.sendall("\r\n".join(lines).encode() + body)


@dataclass
class Sending:
    """Tellings in random order, each as often as it is there; what was cut goes again later.

    `troubles` counts answers of a server in trouble, by status.
    """

    waiting: list[Telling]
    dice: random.Random
    cuts: int = 0
    troubles: Tally[int] = field(default_factory=Tally)
    sent: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next(self) -> tuple[Telling, float] | None:
        """A telling, and a number that decides what happens to it."""
        with self.lock:
            return (self.waiting.pop(), self.dice.random()) if self.waiting else None

    def again(self, telling: Telling, *, status: int | None = None) -> None:
        """Back into the heap, somewhere: it was cut, or the server was in trouble."""
        with self.lock:
            if status is None:
                self.cuts += 1
            else:
                self.troubles[status] += 1
            self.waiting.insert(self.dice.randrange(len(self.waiting) + 1), telling)


def _work(server: Server, sending: Sending) -> None:
    connection = http.client.HTTPConnection(server.host, timeout=120)
    while (found := sending.next()) is not None:
        telling, chance = found
        if chance < CUT:
            _cut(server, telling, halfway=chance < CUT / 2)
            sending.again(telling)
            continue
        connection.request("PUT", telling.path, body=telling.body, headers=_headers(telling))
        answer = connection.getresponse()
        said = answer.read()
        if answer.status >= 500 and sending.troubles.total() < MOST_TROUBLES:
            sending.again(telling, status=answer.status)
            continue
        if answer.status not in TAKEN or b'"refused"' in said:
            heard = said[:300].decode(errors="replace")
            raise BenchFailed(
                f"PUT {telling.path} answered {answer.status}: {heard}\n{server.said()}"
            )
        with sending.lock:
            sending.sent += 1
    connection.close()


def send_all(server: Server, sending: Sending, *, connections: int) -> None:
    """Until nothing waits. Raises BenchFailed where anything is not taken."""
    failures: list[BaseException] = []

    def run() -> None:
        try:
            _work(server, sending)
        except (BenchFailed, OSError, http.client.HTTPException) as problem:
            failures.append(problem)

    threads = [threading.Thread(target=run) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise BenchFailed(f"{len(failures)} connections failed, the first: {failures[0]}")


def _hang_up(line: socket.socket) -> None:
    """Close both ways; a line that the other end has closed is closed already."""
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


@dataclass
class Counter:
    """Bytes that went through a line, from the server's end."""

    address: str
    listener: socket.socket
    received: int = 0
    requests: int = 0
    ends: list[socket.socket] = field(default_factory=list)

    def unplug(self) -> None:
        """No network from here on: what is open is closed, and nothing more is let in."""
        for end in (self.listener, *self.ends):
            _hang_up(end)
        self.listener.close()

    def take(self) -> tuple[int, int]:
        """Bytes and requests since the last time."""
        found = (self.received, self.requests)
        self.received = self.requests = 0
        return found


def _pump(source: socket.socket, target: socket.socket, counter: Counter, *, counts: bool) -> None:
    try:
        while chunk := source.recv(65_536):
            if counts:
                counter.received += len(chunk)
            else:
                counter.requests += chunk.count(b" HTTP/1.1\r\n")
            target.sendall(chunk)
    except OSError:
        pass
    for end in (source, target):
        _hang_up(end)


def _accept(server: Server, counter: Counter) -> None:
    while True:
        try:
            near, _ = counter.listener.accept()
        except OSError:
            return
        parts = urlsplit(server.address)
        far = socket.create_connection((parts.hostname, parts.port or 80))
        counter.ends += [near, far]
        for source, target, counts in ((near, far, False), (far, near, True)):
            threading.Thread(
                target=_pump, args=(source, target, counter), kwargs={"counts": counts}, daemon=True
            ).start()


@contextmanager
def counted(server: Server) -> Iterator[Counter]:
    """A line to the server that counts: all there is, of page and service worker alike."""
    port = free_port()
    counter = Counter(f"http://127.0.0.1:{port}", socket.create_server(("127.0.0.1", port)))
    threading.Thread(target=_accept, args=(server, counter), daemon=True).start()
    try:
        yield counter
    finally:
        counter.unplug()
        for end in counter.ends:
            end.close()


def shuffled(tellings: Sequence[Telling], dice: random.Random) -> Sending:
    """Each twice, in random order."""
    twice = [*tellings, *tellings]
    dice.shuffle(twice)
    return Sending(twice, dice)
