"""From the event loop to Django: a request is read whole before it takes a thread.

A thread is a rare thing, and a stranger or a bad line can keep a connection open for as long as it
likes. So the loop reads the body, with a deadline and a size; only then a thread draws the page;
and the loop sends it, to whoever reads as slowly as they do (`patience` ends that, too).
"""

import asyncio
import io
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from typing import Any, BinaryIO, cast
from wsgiref.types import WSGIApplication

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, HTTPScope, Scope

from goodform.config.lanes import THREADS, Lanes, NoTurn, RequestKind, lane_of
from goodform.config.no_turn import turned_away
from goodform.config.proxies import Proxies, is_said_for_others

MOST_BYTES = 1024 * 1024
"""The most one request may carry; Django's own ceiling is the same."""
MOST_LISTENED_TO = 8 * MOST_BYTES
"""So much of a body that is too long is read to its end: the answer would be lost otherwise."""
WITHIN_S = 60.0
"""A body has to be here by then: a megabyte over a line from the year 2000."""
SMALL = 64 * 1024
"""A body of this size is always read, whatever else arrives at the same moment."""
MOST_AT_ONCE = 64 * MOST_BYTES
"""The memory that all larger bodies may take together while they arrive."""
PIECE = 64 * 1024

Headers = list[tuple[bytes, bytes]]


class Gone(Exception):
    """Whoever asked has hung up, or took too long to say what."""


class TooMuch(Exception):
    """The body is too long, or too many long ones arrive at once: the status says which."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Pieces:
    """A file that Django hands over: the loop sends it piece by piece, without a thread."""

    def __init__(self, file: BinaryIO, _size: int = PIECE) -> None:
        self.file = file

    def __iter__(self) -> "Pieces":
        return self

    def __next__(self) -> bytes:
        piece = self.file.read(PIECE)
        if not piece:
            raise StopIteration
        return piece

    def close(self) -> None:
        """Closes the file, and with it Django's answer."""
        self.file.close()


@dataclass
class Answer:
    """A thread's answer to a request."""

    status: int = 500
    headers: Headers = field(default_factory=list)
    body: bytes | Pieces = b""


def environ_of(scope: HTTPScope, body: bytes, proxies: Proxies) -> dict[str, Any]:
    """The request as WSGI tells it, and who asks, as far as a proxy of ours says so."""
    host, port = scope["server"] or ("", None)
    peer = (scope["client"] or ("", 0))[0]
    believed = proxies.trusts(peer)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or ""),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": peer,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": Pieces,
    }
    for raw, value in scope["headers"]:
        name = raw.decode("latin-1")
        # WSGI cannot tell "x_y" from "x-y": a stranger could say what only the proxy says.
        if "_" in name or name in {"content-length", "transfer-encoding"}:
            continue
        if not believed and is_said_for_others(name):
            proxies.tell_of_stranger(peer)
            environ["goodform.for_others"] = True
            continue
        key = name.upper().replace("-", "_")
        key = key if key == "CONTENT_TYPE" else f"HTTP_{key}"
        said = value.decode("latin-1")
        if key in environ:
            said = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{said}"
        environ[key] = said
    if believed:
        environ["REMOTE_ADDR"] = proxies.who_asks(peer, environ.get("HTTP_X_FORWARDED_FOR", ""))
    return environ


def whose(scope: HTTPScope) -> str:
    """The cookies of a request, which tell one device from another."""
    return ";".join(
        value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie"
    )


def _declared(scope: HTTPScope) -> int:
    said = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return int(said) if said.isdigit() else 0


class Bridge:
    """The ASGI application around a WSGI one."""

    def __init__(
        self,
        pages: WSGIApplication,
        *,
        lanes: Lanes | None = None,
        proxies: Proxies | None = None,
        within_s: float = WITHIN_S,
        most_at_once: int = MOST_AT_ONCE,
    ) -> None:
        self.pages = pages
        self.lanes = lanes or Lanes()
        self.proxies = proxies or Proxies()
        self.within_s, self.most_at_once = within_s, most_at_once
        self.arriving = 0
        self.threads = ThreadPoolExecutor(THREADS, thread_name_prefix="pages")
        self.for_health = ThreadPoolExecutor(1, thread_name_prefix="health")

    async def __call__(
        self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        if scope["type"] != "http":
            raise NotImplementedError(scope["type"])
        lane = lane_of(scope["path"])
        try:
            body = await self._body(scope, receive)
            async with self.lanes.turn(lane, whose(scope)):
                answer = await self._answered(lane, environ_of(scope, body, self.proxies))
        except Gone:
            return
        except NoTurn:
            answer = _refusal(503, scope["path"])
        except TooMuch as problem:
            answer = _refusal(problem.status, scope["path"])
        await _send(answer, send)

    def close(self) -> None:
        """Let the threads go."""
        self.threads.shutdown(wait=False)
        self.for_health.shutdown(wait=False)

    async def _body(self, scope: HTTPScope, receive: ASGIReceiveCallable) -> bytes:
        if _declared(scope) > MOST_LISTENED_TO:
            raise TooMuch(413)
        body, held, length = bytearray(), 0, 0
        try:
            async with asyncio.timeout(self.within_s):
                while True:
                    message = await receive()
                    if message["type"] != "http.request":
                        raise Gone
                    piece = message.get("body", b"")
                    length += len(piece)
                    if length > MOST_BYTES:
                        body.clear()
                    else:
                        body += piece
                    if not message.get("more_body", False):
                        break
                    self.arriving += len(body) - held
                    held = len(body)
                    if length > MOST_LISTENED_TO:
                        raise TooMuch(413)
                    if held > SMALL and self.arriving > self.most_at_once:
                        raise TooMuch(503)
        except TimeoutError as late:
            raise Gone from late
        finally:
            self.arriving -= held
        if length > MOST_BYTES:
            raise TooMuch(413)
        return bytes(body)

    async def _answered(self, lane: RequestKind, environ: dict[str, Any]) -> Answer:
        threads = self.for_health if lane is RequestKind.HEALTH else self.threads
        return await asyncio.get_running_loop().run_in_executor(threads, self._draw, environ)

    def _draw(self, environ: dict[str, Any]) -> Answer:
        """In a thread: all of Django's work, to the last byte of a page."""
        answer = Answer()

        def start(
            status: str, headers: list[tuple[str, str]], _problem: object = None
        ) -> Callable[[bytes], object]:
            answer.status = int(status.split(" ", 1)[0])
            answer.headers = [(n.encode("latin-1"), v.encode("latin-1")) for n, v in headers]
            return lambda _words: None

        drawn = self.pages(environ, cast("Any", start))
        if isinstance(drawn, Pieces):
            answer.body = drawn
            return answer
        try:
            answer.body = b"".join(drawn)
        finally:
            close = getattr(drawn, "close", None)
            if close is not None:
                close()
        return answer


def _refusal(status: int, path: str) -> Answer:
    """Said without a thread, and the line is closed after it: more of the body may be coming."""
    return _said("/api/" if path.startswith("/api/") else "/", status)


@cache
def _said(path: str, status: int) -> Answer:
    said = turned_away(path, status)
    headers = [(n.encode("latin-1"), v.encode("latin-1")) for n, v in said.headers.items()]
    return Answer(status, [*headers, (b"connection", b"close")], said.content)


async def _send(answer: Answer, send: ASGISendCallable) -> None:
    pieces = answer.body if isinstance(answer.body, Pieces) else None
    try:
        await send(
            {
                "type": "http.response.start",
                "status": answer.status,
                "headers": answer.headers,
                "trailers": False,
            }
        )
        for piece in pieces or ():
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        last = b"" if pieces else cast("bytes", answer.body)
        await send({"type": "http.response.body", "body": last, "more_body": False})
    finally:
        if pieces:
            pieces.close()
