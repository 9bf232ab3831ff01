"""One process: pages by HTTP, a clean start and stop, sockets turned away."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest

from goodform.config import server


class Worker:
    """Works until it is told to stop, and remembers that it did."""

    def __init__(self) -> None:
        self.stop = Event()
        self.worked = False

    def run(self) -> None:
        self.worked = True
        self.stop.wait()


@pytest.fixture(autouse=True)
def worker(monkeypatch: pytest.MonkeyPatch) -> Worker:
    made = Worker()
    monkeypatch.setattr(server, "worker", lambda: made)
    return made


def talk(scope: dict[str, Any], *events: dict[str, Any]) -> list[dict[str, Any]]:
    """What the router sends when it is told these events."""
    coming = list(events)
    sent: list[dict[str, Any]] = []

    async def receive() -> Any:
        return coming.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    async def conversation() -> None:
        await server.Router()(scope, receive, send)  # type: ignore[arg-type]

    # A thread of its own: a browser test before this one leaves its event loop in ours.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(conversation())).result()
    return sent


def test_it_starts_and_stops_when_told_and_its_worker_with_it(worker: Worker) -> None:
    said = talk({"type": "lifespan"}, {"type": "lifespan.startup"}, {"type": "lifespan.shutdown"})
    assert [message["type"] for message in said] == [
        "lifespan.startup.complete",
        "lifespan.shutdown.complete",
    ]
    assert worker.worked
    assert worker.stop.is_set()


def test_a_socket_nobody_listens_on_is_closed() -> None:
    said = talk({"type": "websocket", "path": "/ws/nowhere"})
    assert said[0]["type"] == "websocket.close"
    assert said[0]["code"] == 4404
