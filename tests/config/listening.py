"""A real server over pages of a test, and lines to it that say as much as they are told to."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from io import BytesIO
from threading import Event, Thread
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import uvicorn

from goodform.config.bridge import Bridge
from goodform.config.patience import Connection
from goodform.config.server import listen_at

SOON_S = 20
"""An end for a test that would hang; nothing is measured by it."""
LARGE = b"x" * 8_000_000
"""More than a machine holds for somebody who does not read."""


@dataclass
class Pages:
    """Pages that remember what they were asked, and can be held in the middle of it."""

    asked: list[WSGIEnvironment] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    entered: dict[str, Event] = field(default_factory=dict)
    goes_on: Event = field(default_factory=Event)
    closed: Event = field(default_factory=Event)

    def held(self, path: str) -> Event:
        """From now on this address is not answered until `goes_on`; set once it was asked for."""
        return self.entered.setdefault(path, Event())

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Any:
        self.asked.append(environ)
        self.bodies.append(environ["wsgi.input"].read())
        path = environ["PATH_INFO"]
        if path in self.entered:
            self.entered[path].set()
            assert self.goes_on.wait(SOON_S)
        said = LARGE if path in {"/large", "/file"} else path.encode()
        start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(said)))])
        if path == "/file":
            file = BytesIO(said)
            file.close = self.closed.set  # type: ignore[method-assign]
            return environ["wsgi.file_wrapper"](file, 4096)
        return [said]


@dataclass
class House:
    """A running server, and what it serves."""

    host: str
    port: int
    pages: Pages
    bridge: Bridge

    def line(self, said: bytes = b"", *, takes: int | None = None) -> socket.socket:
        """A connection on which this was said; `takes` is how little its machine keeps for it."""
        made = socket.socket()
        if takes:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, takes)
        made.settimeout(SOON_S)
        made.connect((self.host, self.port))
        made.sendall(said)
        return made

    def ask(self, path: str, method: str = "GET", **more: Any) -> HTTPResponse:
        """The answer to a whole request; the words are read already."""
        connection = HTTPConnection(self.host, self.port, timeout=SOON_S)
        connection.request(method, path, **more)
        answer = connection.getresponse()
        words = answer.read()
        connection.close()
        answer.read = lambda *_: words  # type: ignore[method-assign]
        return answer


@contextmanager
def listening(bridge: Bridge, pages: Pages) -> Iterator[House]:
    """Serve as a serving process does, in a thread, for as long as the block lasts."""
    at = listen_at("127.0.0.1", 0)
    host, port = at.getsockname()
    running = uvicorn.Server(
        uvicorn.Config(
            bridge,  # typed by asgiref
            proxy_headers=False,
            http=Connection,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            backlog=1,
            timeout_graceful_shutdown=1,
        )
    )
    thread = Thread(target=running.run, kwargs={"sockets": [at]}, daemon=True)
    thread.start()
    try:
        yield House(host, port, pages, bridge)
    finally:
        pages.goes_on.set()
        running.should_exit = True
        thread.join(SOON_S)
        bridge.close()
