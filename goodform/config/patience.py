"""How long a connection is waited for: for its first line, for its body, until it has read.

A connection costs a file and a little memory, never a thread. So many may be open, and none is
turned away for where it comes from; but who says nothing, stops in the middle or does not read what
was sent is hung up on after a while, and sooner where the house runs out of files: the longest
silent first.
"""

import asyncio
import resource
from contextlib import suppress
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

HEAD_WITHIN_S = 20.0
"""From the first sign of a request, or the start of the line, to the end of its headers."""
READ_WITHIN_S = 60.0
"""For what the machine could not pass on at once; a piece of a file is 64 kB."""
LONGEST_HEAD = 32 * 1024
MOST_IN_A_ROW = 16
"""Requests sent before the first was answered."""
FILES_WANTED = 65_536
FILES_KEPT = 200
"""For the database, exercise pictures, logs: never used by a connection."""


def raise_file_limit() -> int:
    """Let this process and its children open as many files as the machine allows; the limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES_WANTED if hard == resource.RLIM_INFINITY else min(hard, FILES_WANTED)
    if soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
    return soft


def most_connections() -> int:
    """How many connections one process holds open."""
    return max(resource.getrlimit(resource.RLIMIT_NOFILE)[0] - FILES_KEPT, 64)


class Connection(HttpToolsProtocol):
    """One connection, with an end to each wait. `silent` are those that are waited for."""

    silent: dict["Connection", None] = {}
    most = 20_000

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._head_bytes = 0
        self._head: asyncio.TimerHandle | None = None
        self._reading: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as the parent
        """A new line: it has to say something soon."""
        super().connection_made(transport)
        # Whatever is not passed on at once is waited for, with an end.
        transport.set_write_buffer_limits(high=0)
        self._await_head()
        if len(self.connections) > self.most:
            next(iter(self.silent)).hang_up()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._head_is_here()
        self._was_read()
        self.silent.pop(self, None)
        self._unset_keepalive_if_required()
        super().connection_lost(exc)

    def hang_up(self) -> None:
        """End it, whatever is still in it."""
        self.transport.abort()

    def _is_waited_for(self) -> None:
        """It stands last among the silent: whoever was silent for longer is hung up on first."""
        self.silent.pop(self, None)
        self.silent[self] = None

    def _await_head(self) -> None:
        if self._head is None:
            self._head_bytes = 0
            self._head = self.loop.call_later(HEAD_WITHIN_S, self.hang_up)
            self._is_waited_for()

    def _head_is_here(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None

    def data_received(self, data: bytes) -> None:
        """Feed the parser; a head without end is no request."""
        if self._head is not None:
            self._head_bytes += len(data)
        super().data_received(data)
        too_long = self._head is not None and self._head_bytes > LONGEST_HEAD
        if too_long or len(self.pipeline) > MOST_IN_A_ROW:
            self.hang_up()

    def on_message_begin(self) -> None:
        """The first letter of a request."""
        super().on_message_begin()
        self._await_head()

    def on_headers_complete(self) -> None:
        """The head is whole; how long the body may take, `bridge` knows."""
        self._head_is_here()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """All of it is here: now it waits for us."""
        self.silent.pop(self, None)
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """It may ask for more."""
        super().on_response_complete()
        if not self.pipeline and not self.transport.is_closing():
            self._is_waited_for()

    def pause_writing(self) -> None:
        """The other end does not take what was sent: give it a while."""
        super().pause_writing()
        self._is_waited_for()
        if self._reading is None:
            self._reading = self.loop.call_later(READ_WITHIN_S, self.hang_up)

    def resume_writing(self) -> None:
        """It has read everything."""
        self._was_read()
        super().resume_writing()

    def _was_read(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
