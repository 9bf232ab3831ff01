"""The bench of phones that are offline: its oracle notices every mistake, its line is a bad one."""

import random
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bench.devices import FURTHEST_CLOCK_S, SIDES, Phone, Telling, Truth, a_week
from bench.instance import BenchFailed, Server
from bench.offline import compared
from bench.wire import counted, send_all, shuffled

TRUTH = Truth("e1", "s1", "left", "done", date(2026, 11, 16))
KEPT = ["e1", "s1", "left", "done", "2026-11-16"]
ROWS = [
    {"id": f"p{number}", "side": side, "sets": 2} for number, side in enumerate(("each", "none"))
]


@pytest.mark.parametrize(
    ("kept", "mistake"),
    [
        ([], "lost"),
        ([KEPT, KEPT], "doubled"),
        ([KEPT, ["e2", *KEPT[1:]]], "invented"),
        ([[*KEPT[:4], "2026-11-17"]], "on a wrong day"),
        ([["e1", "s1", "right", *KEPT[3:]]], "with a wrong side"),
        ([["e1", "s1", "left", "stopped", "2026-11-16"]], "with a wrong outcome"),
        ([["e1", "s2", *KEPT[2:]]], "in a wrong session"),
    ],
)
def test_the_oracle_notices_every_mistake(kept: list[list[str]], mistake: str) -> None:
    found = compared({"entries": kept}, [TRUTH])
    assert {name for name, number in found.items() if number} == {mistake}


def test_the_oracle_finds_nothing_where_all_is_right() -> None:
    assert not any(compared({"entries": [KEPT]}, [TRUTH]).values())


def test_what_cannot_be_read_is_no_success() -> None:
    with pytest.raises(BenchFailed):
        compared({"entries": None}, [TRUTH])


def a_phone(*, clock_s: float, zone: str = "Europe/London") -> Phone:
    """A phone with a wrong clock, which it has measured."""
    contact = {"prescriptions": ROWS, "programme": {"id": "g1", "version": 1}}
    return Phone("sessionid=s", "token", clock_s, -clock_s, zone, contact)


def test_a_wrong_clock_and_its_measure_tell_the_true_moment() -> None:
    noon = datetime(2026, 11, 16, 12, tzinfo=UTC)
    for clock_s in (-FURTHEST_CLOCK_S, 0, FURTHEST_CLOCK_S):
        phone = a_phone(clock_s=clock_s, zone="America/New_York")
        shown = datetime.fromisoformat(phone.says(noon))
        assert shown + timedelta(seconds=phone.offset_s) == noon
        assert shown.utcoffset() == ZoneInfo("America/New_York").utcoffset(noon)


def test_a_week_tells_of_both_sides_on_the_date_of_the_place() -> None:
    dice = random.Random(3)  # noqa: S311  # the same week at every run
    phones = [a_phone(clock_s=80_000), a_phone(clock_s=-80_000, zone="America/New_York")]
    tellings, truths = a_week(phones, dice)
    assert len({truth.entry for truth in truths}) == len(truths)
    assert {truth.side for truth in truths} == {*SIDES["each"], *SIDES["none"]}
    assert len({truth.day for truth in truths}) >= 7
    told = b"".join(telling.body for telling in tellings)
    assert all(truth.entry.encode() in told for truth in truths)


class Taking(BaseHTTPRequestHandler):
    """A server that is busy every third time, and remembers what it took."""

    protocol_version = "HTTP/1.1"
    asked = 0
    taken: list[str]

    def do_PUT(self) -> None:
        """Read it all; a line that breaks is no request."""
        wanted = int(self.headers["Content-Length"])
        if len(self.rfile.read(wanted)) < wanted:
            self.close_connection = True
            return
        type(self).asked += 1
        busy = type(self).asked % 3 == 0
        if not busy:
            self.taken.append(self.path)
        self.send_response(503 if busy else 201)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_words: Any) -> None:
        """Say nothing."""


@pytest.fixture
def taking() -> type[Taking]:
    """A new server's memory."""
    return type("TakingOnce", (Taking,), {"taken": [], "asked": 0})


@pytest.fixture
def running(taking: type[Taking], tmp_path: Path) -> Iterator[Server]:
    """That server, on a port of its own."""
    with ThreadingHTTPServer(("127.0.0.1", 0), taking) as server:
        server.handle_error = lambda *_about: None  # type: ignore[method-assign]  # a cut line
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Server(f"http://127.0.0.1:{server.server_port}", 0, tmp_path / "log")
        server.shutdown()


def test_what_is_cut_or_met_a_busy_server_goes_again_until_all_is_taken_twice(
    running: Server, taking: type[Taking]
) -> None:
    (Path(running.log)).write_text("")
    one = Telling("sessionid=s", "token", "/api/sessions/0", b"x" * 4000)
    tellings = [replace(one, path=f"/api/sessions/{number}") for number in range(30)]
    sending = shuffled(tellings, random.Random(3))  # noqa: S311  # the same order at every run
    send_all(running, sending, connections=4)
    assert sending.sent == 60
    assert sending.cuts > 0
    assert set(sending.troubles) == {503}
    for telling in tellings:
        assert taking.taken.count(telling.path) >= 2


def test_the_line_counts_what_goes_through_and_nothing_once_it_is_unplugged(
    running: Server,
) -> None:
    with counted(running) as line:
        host = line.address.removeprefix("http://")
        near = HTTPConnection(host, timeout=10)
        near.request("PUT", "/one", body=b"abc")
        near.getresponse().read()
        received, requests = line.take()
        assert requests == 1
        assert received > 0
        line.unplug()
        with pytest.raises(OSError, match=r".*"):
            HTTPConnection(host, timeout=1).request("PUT", "/two", body=b"abc")
        assert line.take() == (0, 0)
        near.close()
