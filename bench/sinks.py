"""Where measured messages go: a mail server and a push service that only count.

`python -m bench.sinks smtp|push` listens on a free port and prints it. Each line it reads
from its standard input is answered by one line of JSON: how many arrived, how many of them were
different, and when the first and the last came (seconds of the monotonic clock, which all
processes of a machine share).
"""

import asyncio
import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bench.instance import ROOT

_ID = re.compile(rb"^message-id:\s*<([^@>]+)", re.IGNORECASE | re.MULTILINE)


@dataclass
class Count:
    """The messages that arrived, by id."""

    ids: Counter[str] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)

    def add(self, name: str) -> None:
        """One more."""
        self.ids[name] += 1
        self.times.append(time.monotonic())

    def report(self) -> str:
        """One line of JSON."""
        return json.dumps(
            {
                "arrived": len(self.times),
                "different": len(self.ids),
                "first": self.times[0] if self.times else None,
                "last": self.times[-1] if self.times else None,
                "twice": [name for name, n in self.ids.items() if n > 1],
            }
        )


class MailSink(asyncio.Protocol):
    """The least of SMTP (RFC 5321) that a mailer needs."""

    def __init__(self, count: Count) -> None:
        self.count = count
        self.buffer = b""
        self.in_data = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  # a TCP connection
        self.transport = transport
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while self._step():
            pass

    def _step(self) -> bool:
        """Take one command, or one whole mail, from what arrived; False where more must come."""
        if self.in_data:
            mail, found, rest = self.buffer.partition(b"\r\n.\r\n")
            if not found:
                return False
            self.buffer, self.in_data = rest, False
            name = _ID.search(mail)
            self.count.add(name[1].decode() if name else "without id")
            self.transport.write(b"250 OK\r\n")
            return True
        line, found, rest = self.buffer.partition(b"\r\n")
        if not found:
            return False
        self.buffer = rest
        self._answer(line[:4].upper())
        return True

    def _answer(self, command: bytes) -> None:
        if command == b"DATA":
            self.in_data = True
            self.transport.write(b"354 go on\r\n")
        elif command == b"QUIT":
            self.transport.write(b"221 bye\r\n")
            self.transport.close()
        else:
            self.transport.write(b"250 OK\r\n")


class PushSink(asyncio.Protocol):
    """The least of HTTP/1.1 that a push service's caller needs: every POST is 201."""

    def __init__(self, count: Count) -> None:
        self.count = count
        self.buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  # a TCP connection
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while True:
            head, found, rest = self.buffer.partition(b"\r\n\r\n")
            if not found:
                return
            fields = dict(
                line.split(b":", 1) for line in head.lower().split(b"\r\n")[1:] if b":" in line
            )
            length = int(fields.get(b"content-length", b"0"))
            if len(rest) < length:
                return
            self.buffer = rest[length:]
            self.count.add(fields.get(b"topic", b"without topic").decode().strip())
            self.transport.write(b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")


async def _serve(kind: str) -> None:
    loop, count = asyncio.get_running_loop(), Count()
    protocol = {"smtp": MailSink, "push": PushSink}[kind]
    server = await loop.create_server(lambda: protocol(count), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    asked = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(asked), sys.stdin)
    while await asked.readline():
        print(count.report(), flush=True)


@dataclass(frozen=True)
class Report:
    """The counts of a sink; times by the machine's monotonic clock."""

    arrived: int
    different: int
    first: float | None
    last: float | None
    twice: tuple[str, ...]

    @property
    def a_second(self) -> float:
        """Messages a second between the first and the last."""
        if self.first is None or self.last is None or self.last <= self.first:
            return 0.0
        return round((self.arrived - 1) / (self.last - self.first), 1)


@dataclass(frozen=True)
class Sink:
    """A sink in a process of its own."""

    port: int
    process: subprocess.Popen[str]

    def report(self) -> Report:
        """The counts up to now."""
        assert self.process.stdin is not None  # noqa: S101  # opened as a pipe below
        assert self.process.stdout is not None  # noqa: S101
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        said = json.loads(self.process.stdout.readline())
        return Report(**{**said, "twice": tuple(said["twice"])})

    def wait_for(self, different: int, *, within_s: float) -> Report:
        """The report once so many different ones arrived, or the time is over."""
        until = time.monotonic() + within_s
        while True:
            report = self.report()
            if report.different >= different or time.monotonic() > until:
                return report
            time.sleep(0.1)


@contextmanager
def sink(kind: str) -> Iterator[Sink]:
    """A sink (`smtp` or `push`) for as long as the block lasts."""
    with subprocess.Popen(  # noqa: S603  # our own module
        [sys.executable, "-m", "bench.sinks", kind],
        env={**os.environ, "PYTHONPATH": ROOT},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None  # noqa: S101  # opened as a pipe above
        try:
            yield Sink(int(process.stdout.readline()), process)
        finally:
            process.kill()


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1]))
