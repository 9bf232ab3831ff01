"""Whoever says little, slowly or nothing holds a line, never a thread."""

import json
import logging
import socket
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPResponse
from threading import Semaphore, Thread

import pytest

from goodform.config import patience
from goodform.config.bridge import MOST_BYTES, SMALL, Bridge
from goodform.config.lanes import THREADS, Lanes, RequestKind
from goodform.config.no_turn import RETRY_AFTER_S
from goodform.config.patience import Connection
from goodform.config.proxies import HERE, Proxies
from tests.config.listening import LARGE, House, Pages, listening

MANY = 200
HEAD = b"POST /help HTTP/1.1\r\nHost: 127.0.0.1\r\n"
UNFINISHED = HEAD + b"Content-Length: 100\r\n\r\nlogin="


@pytest.fixture
def pages() -> Pages:
    """The pages that are served."""
    return Pages()


@pytest.fixture
def running(pages: Pages, caplog: pytest.LogCaptureFixture) -> Iterator[House]:
    """A server that lets two pages and two devices wait, in which nothing went wrong."""
    lanes = Lanes(longest={RequestKind.PAGE: 2, RequestKind.DEVICE: 2})
    with caplog.at_level(logging.ERROR), listening(Bridge(pages, lanes=lanes), pages) as house:
        yield house
    assert not caplog.records


def is_hung_up(line: socket.socket) -> bool:
    """Wait until the other end closes; whatever was sent before is read."""
    with suppress(ConnectionError):
        while line.recv(65_536):
            pass
    return True


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"GET /help HTTP/1.1\r\nHost: 127.",
        UNFINISHED,
        b"GET /help HTTP/1.1\r\nHost: h\r\n\r\n",
    ],
    ids=["silent", "half a head", "unfinished", "unread"],
)
def test_many_lines_that_come_to_nothing_keep_nobody_waiting(
    running: House, pages: Pages, said: bytes
) -> None:
    lines = [running.line(said, takes=4096) for _ in range(MANY)]
    for path in ("/help", "/healthz", "/api/today"):
        while (answer := running.ask(path)).status == 503:
            # Two hundred whole requests came before it.
            assert said.endswith(b"\r\n\r\n")
        assert answer.read() == path.encode()
    for line in lines:
        line.close()


def test_a_thread_sees_nothing_of_a_request_before_it_is_whole(
    running: House, pages: Pages
) -> None:
    line = running.line(HEAD + b"Content-Length: 8\r\n\r\none,")
    assert running.ask("/help").status == 200
    assert pages.bodies == [b""]
    line.sendall(b"two!")
    assert line.recv(100).startswith(b"HTTP/1.1 200")
    assert pages.bodies[-1] == b"one,two!"
    line.close()


def test_a_body_in_chunks_is_whole_and_says_how_long_it_is(running: House, pages: Pages) -> None:
    running.ask("/help", "POST", body=iter([b"one,", b"two"]), encode_chunked=True)
    assert pages.bodies == [b"one,two"]
    assert pages.asked[0]["CONTENT_LENGTH"] == "7"
    assert "HTTP_TRANSFER_ENCODING" not in pages.asked[0]


def test_a_stranger_cannot_say_what_only_the_proxy_says(running: House, pages: Pages) -> None:
    headers = {
        "X_Forwarded_Proto": "https",
        "Cookie": "a=1",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "81.2.69.142",
        "Forwarded": "for=81.2.69.142",
        "X-Real-IP": "81.2.69.142",
    }
    running.ask("/h%C3%A4lp?a=%20", headers=headers)
    asked = pages.asked[0]
    assert not {name for name in asked if "FORWARDED" in name or "REAL" in name}
    assert asked["REMOTE_ADDR"] == "127.0.0.1"
    assert asked["HTTP_COOKIE"] == "a=1"
    assert asked["PATH_INFO"].encode("latin-1").decode() == "/hälp"
    assert asked["QUERY_STRING"] == "a=%20"


def test_the_proxy_that_is_named_says_whom_it_speaks_for(pages: Pages) -> None:
    with listening(Bridge(pages, proxies=Proxies.read(HERE)), pages) as house:
        house.ask("/help", headers={"X-Forwarded-For": "9.9.9.9, 81.2.69.142"})
    assert pages.asked[0]["REMOTE_ADDR"] == "81.2.69.142"


@pytest.mark.parametrize(("path", "says"), [("/api/sessions/1", "json"), ("/help", "html")])
def test_what_is_too_long_is_said_so_after_it_was_heard(
    running: House, pages: Pages, path: str, says: str
) -> None:
    answer = running.ask(path, "PUT", body=b"x" * (MOST_BYTES + 1))
    assert answer.status == 413
    assert says in answer.headers["Content-Type"]
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert running.ask(path, "PUT", body=b"x" * MOST_BYTES).status == 200
    line = running.line(HEAD + b"Content-Length: 99999999999\r\n\r\n")
    assert line.recv(100).startswith(b"HTTP/1.1 413")
    line.close()
    assert len(pages.asked) == 1


def test_who_does_not_end_is_hung_up_on(pages: Pages) -> None:
    with listening(Bridge(pages, within_s=0.05), pages) as house:
        line = house.line(UNFINISHED)
        assert is_hung_up(line)
        line.close()
    assert not pages.asked


@pytest.mark.parametrize("said", [b"", b"GET /help HTTP/1.1\r\nHost: 127."])
def test_who_does_not_begin_is_hung_up_on(
    running: House, pages: Pages, said: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "HEAD_WITHIN_S", 0.05)
    line = running.line(said)
    assert is_hung_up(line)
    line.close()
    assert not pages.asked


@pytest.mark.parametrize("path", ["/large", "/file"])
def test_who_does_not_read_is_hung_up_on(
    running: House, pages: Pages, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "READ_WITHIN_S", 0.05)
    lost = _lines_lost(monkeypatch)
    line = running.line(f"GET {path} HTTP/1.1\r\nHost: h\r\n\r\n".encode(), takes=4096)
    assert lost.acquire(timeout=20)
    line.close()
    assert running.ask("/help").status == 200
    assert path == "/large" or pages.closed.wait(20)


def _lines_lost(monkeypatch: pytest.MonkeyPatch) -> Semaphore:
    """Counts the lines that are lost from here on."""
    lost = Semaphore(0)
    before = Connection.connection_lost

    def connection_lost(self: Connection, exc: Exception | None) -> None:
        before(self, exc)
        lost.release()

    monkeypatch.setattr(Connection, "connection_lost", connection_lost)
    return lost


@pytest.mark.parametrize("path", ["/large", "/file"])
def test_all_of_it_arrives_for_whoever_reads(running: House, pages: Pages, path: str) -> None:
    assert running.ask(path).read() == LARGE
    assert path == "/large" or pages.closed.wait(20)


def test_a_head_without_end_is_no_request(running: House) -> None:
    line = running.line(b"GET /help HTTP/1.1\r\n")
    with suppress(ConnectionError):
        for number in range(2000):
            line.sendall(b"X-%d: %s\r\n" % (number, b"y" * 100))
    assert is_hung_up(line)
    line.close()


def test_the_longest_silent_makes_room_when_files_run_out(
    running: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Connection, "most", 3)
    first, second = running.line(), running.line()
    for path in ("/help", "/healthz", "/api/today"):
        assert running.ask(path).status == 200
    third, fourth = running.line(), running.line()
    assert is_hung_up(first)
    assert running.ask("/help").status == 200
    for line in (first, second, third, fourth):
        line.close()


def test_long_bodies_that_arrive_together_have_a_ceiling_and_short_ones_none(pages: Pages) -> None:
    with listening(Bridge(pages, most_at_once=2 * SMALL), pages) as house:
        long = HEAD + b"Content-Length: 900000\r\n\r\n" + b"x" * (SMALL + 1)
        lines = [house.line(long) for _ in range(8)]
        refused = [line for line in lines if _is_refused(line)]
        assert refused
        assert house.ask("/api/sessions/1", "PUT", body=b"a stop").status == 200
        for line in lines:
            line.close()


def _is_refused(line: socket.socket) -> bool:
    line.settimeout(0.3)
    try:
        return line.recv(100).startswith(b"HTTP/1.1 503")
    except TimeoutError:
        return False


class Asker(Thread):
    """Somebody who asks and waits for the answer."""

    def __init__(self, house: House, path: str, cookie: str = "") -> None:
        super().__init__(daemon=True)
        self.house, self.path, self.cookie = house, path, cookie
        self.answer: HTTPResponse | None = None
        self.start()

    def run(self) -> None:
        self.answer = self.house.ask(self.path, headers={"Cookie": self.cookie})

    @property
    def status(self) -> int:
        self.join(20)
        assert self.answer
        return self.answer.status


def test_while_pages_are_slow_devices_and_health_are_served_and_others_told_to_come_back(
    running: House, pages: Pages
) -> None:
    drawn = [pages.held(f"/page/{number}") for number in range(THREADS - 1)]
    slow = [Asker(running, f"/page/{number}") for number in range(THREADS - 1)]
    assert all(each.wait(20) for each in drawn)
    assert running.ask("/api/today").status == 200
    assert running.ask("/healthz").status == 200
    more = [Asker(running, "/more") for _ in range(6)]
    while sum(each.answer is not None for each in more) < 4:
        assert running.ask("/healthz").status == 200
    told = [each.answer for each in more if each.answer is not None]
    assert {each.status for each in told} == {503}
    assert {each.headers["Retry-After"] for each in told} == {str(RETRY_AFTER_S)}
    assert "Very busy just now" in told[0].read().decode()
    pages.goes_on.set()
    assert {each.status for each in slow} == {200}
    assert sorted(each.status for each in more) == [200, 200, 503, 503, 503, 503]


def test_one_device_uses_one_thread_however_much_it_sends(running: House, pages: Pages) -> None:
    drawn = pages.held("/api/slow")
    slow = Asker(running, "/api/slow", "sessionid=one")
    assert drawn.wait(20)
    more = [Asker(running, "/api/more", "sessionid=one") for _ in range(5)]
    while sum(each.answer is not None for each in more) < 3:
        assert running.ask("/api/other", headers={"Cookie": "sessionid=two"}).status == 200
    told = [each.answer for each in more if each.answer is not None]
    assert {json.loads(each.read())["code"] for each in told} == {"busy"}
    assert "/api/more" not in {each["PATH_INFO"] for each in pages.asked}
    pages.goes_on.set()
    assert slow.status == 200
    assert sorted(each.status for each in more) == [200, 200, 503, 503, 503]
