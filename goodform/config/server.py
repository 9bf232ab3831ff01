"""One serving process: the event loop, its threads, and a clean end."""

import asyncio
import logging
import socket
import sys
from collections.abc import Collection
from contextlib import suppress
from typing import Any
from wsgiref.types import WSGIApplication

import uvicorn
from django.conf import settings

from goodform.config.bridge import Bridge
from goodform.config.patience import Connection, most_connections
from goodform.config.proxies import Proxies

PENDING = 4096
"""Connections that wait to be accepted."""
AT_ONCE = 64
FEW = 32
"""While a process has so few lines it takes one at a time, so that all have their share."""
TAKES_TURNS_EVERY_S = 0.0005
"""How long a thread that draws keeps the loop from its work; Python's own is ten times as long."""
KEPT_OPEN_S = 75
"""Longer than a proxy keeps an idle line to us: it must never ask on one that we just closed."""
STOPS_WITHIN_S = 5
"""Time in which pages being drawn are still sent; who only waits or sends is hung up on then."""


class SharedDoor(socket.socket):
    """The one door that all processes stand at."""

    lines: Collection[object] = ()
    _took = False

    def listen(self, backlog: int = PENDING) -> None:  # noqa: ARG002  # the loop names AT_ONCE
        """Let `PENDING` wait outside, however few are taken at a time."""
        super().listen(PENDING)

    def accept(self) -> tuple[socket.socket, Any]:
        """Take one, and then none until the loop looks again; many where many are here already."""
        if self._took and len(self.lines) < FEW:
            self._took = False
            raise BlockingIOError
        taken = super().accept()
        self._took = True
        return taken


def listen_at(host: str, port: int) -> SharedDoor:
    """Listen at an address; raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, so that the event loop sends small answers at once (TCP_NODELAY).
    listener = SharedDoor(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    listener.listen()
    return listener


def server(pages: WSGIApplication) -> uvicorn.Server:
    """A server over Django's pages."""
    Connection.most = most_connections()
    return uvicorn.Server(
        uvicorn.Config(
            Bridge(pages, proxies=Proxies.read(settings.PROXIES)),
            # Ours, by the list of the clinic: the bridge reads whom a proxy speaks for.
            proxy_headers=False,
            http=Connection,
            ws="none",
            lifespan="off",
            # A line a request for whatever a stranger sends would fill the disk.
            log_config=None,
            log_level="error",
            access_log=False,
            server_header=False,
            backlog=AT_ONCE,
            timeout_keep_alive=KEPT_OPEN_S,
            timeout_graceful_shutdown=STOPS_WITHIN_S,
        )
    )


def serve(at: SharedDoor, pages: WSGIApplication) -> None:
    """Serve until told to stop by SIGTERM or Ctrl-C."""
    logging.getLogger("asyncio").setLevel(logging.ERROR)
    sys.setswitchinterval(TAKES_TURNS_EVERY_S)
    made = server(pages)
    at.lines = made.server_state.connections
    with suppress(KeyboardInterrupt, asyncio.CancelledError):
        made.run(sockets=[at])
