"""Which request takes a thread next: nobody waits in a thread, and each kind keeps one of its own.

What devices send (`/api/`) may use every thread, pages all but one: a stop gets in however many
pages are asked for. One device, known by its cookie, uses one thread at a time: who sends without
end waits in its own line. Whether the house is well is asked in a thread that does nothing else.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum

THREADS = 4
"""Pages wait on the database, hardly on the processor; more threads only queue up there."""
LONGEST_LINE = 100
"""More pages than one process draws in a second wait: who comes now is told when to come back."""
LONGEST_LINE_OF_DEVICES = 1000
PATIENCE_S = 10.0


OF_HEALTH = ("/healthz", "/metrics")
"""Asked by whoever watches the house, most of all when it does not go well."""


class RequestKind(Enum):
    """A kind of request."""

    PAGE = "page"
    DEVICE = "device"
    HEALTH = "health"


class NoTurn(Exception):
    """Every thread is taken and too many wait already, or have waited for too long."""


def lane_of(path: str) -> RequestKind:
    """The lane for an address."""
    if path.startswith("/api/"):
        return RequestKind.DEVICE
    return RequestKind.HEALTH if path.startswith(OF_HEALTH) else RequestKind.PAGE


@dataclass(frozen=True, eq=False)
class _Waiting:
    whose: str
    turn: asyncio.Future[None]

    def give_up(self) -> None:
        """Whoever waits is told that it was too long."""
        if not self.turn.done():
            self.turn.set_exception(NoTurn())


@dataclass
class Lanes:
    """Who is in, and who waits. Lives in one event loop; nothing in it waits in a thread."""

    threads: int = THREADS
    longest: dict[RequestKind, int] = field(
        default_factory=lambda: {
            RequestKind.PAGE: LONGEST_LINE,
            RequestKind.DEVICE: LONGEST_LINE_OF_DEVICES,
        }
    )
    patience_s: float = PATIENCE_S
    _inside: dict[RequestKind, int] = field(
        default_factory=lambda: {RequestKind.PAGE: 0, RequestKind.DEVICE: 0}
    )
    _devices: set[str] = field(default_factory=set)
    _lines: dict[RequestKind, deque[_Waiting]] = field(
        default_factory=lambda: {RequestKind.PAGE: deque(), RequestKind.DEVICE: deque()}
    )

    @asynccontextmanager
    async def turn(self, lane: RequestKind, whose: str = "") -> AsyncIterator[None]:
        """Go in when it is this request's turn; raises NoTurn where that is not soon."""
        if lane is RequestKind.HEALTH:
            yield
            return
        await self._wait(lane, whose)
        try:
            yield
        finally:
            self._leave(lane, whose)

    def _leave(self, lane: RequestKind, whose: str) -> None:
        self._inside[lane] -= 1
        if lane is RequestKind.DEVICE:
            self._devices.discard(whose)
        self._let_in()

    def _may_go(self, lane: RequestKind, whose: str) -> bool:
        if sum(self._inside.values()) >= self.threads:
            return False
        if lane is RequestKind.PAGE:
            return self._inside[lane] < self.threads - 1
        return whose not in self._devices

    def _go(self, lane: RequestKind, whose: str) -> None:
        self._inside[lane] += 1
        if lane is RequestKind.DEVICE:
            self._devices.add(whose)

    async def _wait(self, lane: RequestKind, whose: str) -> None:
        if self._may_go(lane, whose):
            self._go(lane, whose)
            return
        line = self._lines[lane]
        if len(line) >= self.longest[lane]:
            raise NoTurn
        loop = asyncio.get_running_loop()
        mine = _Waiting(whose, loop.create_future())
        line.append(mine)
        late = loop.call_later(self.patience_s, mine.give_up)
        try:
            await mine.turn
        except BaseException:
            if mine in line:
                line.remove(mine)
            else:
                # It was let in at the very moment at which it was called off.
                self._leave(lane, whose)
            raise
        finally:
            late.cancel()

    def _let_in(self) -> None:
        """Everybody who may go now; where no page is being drawn, the first of the pages first."""
        order = [RequestKind.DEVICE, RequestKind.PAGE]
        if not self._inside[RequestKind.PAGE]:
            order.reverse()
        for lane in order:
            for each in [each for each in self._lines[lane] if not each.turn.done()]:
                if sum(self._inside.values()) >= self.threads:
                    return
                if self._may_go(lane, each.whose):
                    self._lines[lane].remove(each)
                    self._go(lane, each.whose)
                    each.turn.set_result(None)
