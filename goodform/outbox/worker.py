"""The worker: sends what is due and does what comes round. Any number may run, anywhere.

It looks four times a second. Every channel has its own senders, so that a mail server that hangs
keeps no push message waiting. What comes round is done by whichever worker is first, beside the
sending, so that the first message leaves while the rest are still being written.
"""

import logging
import os
import socket
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event
from time import monotonic
from uuid import uuid4

from django.db import DatabaseError, close_old_connections, connection
from django.db.models import Q
from django.utils import timezone

from goodform.outbox import claiming
from goodform.outbox.channel import Channel, ChannelDown
from goodform.outbox.delivery import SendingRules, deliver_once
from goodform.outbox.models import Beat, Chore, Notification, State
from goodform.outbox.registry import channels

log = logging.getLogger(__name__)

LOOKS_EVERY_S = 0.25
BEATS_EVERY_S = 5.0
FAILED_WAITS_S = 5.0
"""The shortest wait before what failed is tried, and written into the log, again."""
FORGOTTEN_AFTER = timedelta(days=1)
"""When a worker that no longer beats is no longer listed."""


@dataclass(frozen=True)
class Round:
    """Something that comes round: its name, how often, and what it does with the moment.

    With `every` nought it is done at every look, by every worker: for what finds its work by an
    index and shares it by locks of its own.
    """

    name: str
    every: timedelta
    does: Callable[[datetime], object]


def close_connection() -> None:
    """Close the connection of whichever thread runs this."""
    connection.close()


def recover(now: datetime) -> object:
    """Give back what dead workers held."""
    return claiming.recover(now)


def is_mine(each: Round, now: datetime) -> bool:
    """Whether this worker is the one to do it now: the first to move its next time on."""
    if not each.every:
        return True
    chores = Chore.objects.filter(name=each.name)
    # A next time further off than one period was set by a clock that was ahead.
    due = Q(next_at__lte=now) | Q(next_at__gt=now + each.every)
    if chores.filter(due).update(next_at=now + each.every):
        return True
    if chores.exists():
        return False
    Chore.objects.bulk_create([Chore(name=each.name, next_at=now)], ignore_conflicts=True)
    return bool(chores.filter(due).update(next_at=now + each.every))


def do_rounds(rounds: Sequence[Round], now: datetime) -> tuple[str, ...]:
    """Do what is due and nobody else does. What fails is logged and said, and comes round again.

    Answers the names of those that failed.
    """
    failed = []
    for each in rounds:
        if not is_mine(each, now):
            continue
        try:
            each.does(now)
        except Exception:
            log.exception("%s failed; it comes round again", each.name)
            failed.append(each.name)
            Chore.objects.update_or_create(
                name=each.name, defaults={"failed_at": now}, create_defaults=_failed(each, now)
            )
        else:
            _works_again(each)
    return tuple(failed)


def _failed(each: Round, now: datetime) -> dict[str, datetime]:
    return {"failed_at": now, "next_at": now + each.every}


def _works_again(each: Round) -> None:
    """Forget that it failed. Asked first: a write takes the lock of the whole of SQLite."""
    failed = Chore.objects.filter(name=each.name).exclude(failed_at=None)
    if failed.exists():
        failed.update(failed_at=None)


def is_due(channel: Channel, now: datetime) -> bool:
    """Whether this channel has anything to send and may send now."""
    waiting = Notification.objects.filter(
        channel=channel.code, state=State.WAITING, next_at__lte=now
    )
    return waiting.exists() and claiming.is_open(channel.code, channel.a_minute, now)


def empty_lane(channel: Channel, desk: SendingRules, stop: Event) -> int:
    """Send by one channel until nothing is due, the channel is down, or the worker stops."""
    arrived = 0
    try:
        with channel.open() as sender:
            while not stop.is_set():
                sent = deliver_once(channel, sender, desk)
                if sent is None:
                    break
                arrived += sent
        if arrived:
            claiming.channel_is_up(channel.code)
    except ChannelDown as problem:
        lane = claiming.channel_is_down(channel.code, problem.why, now=desk.clock())
        log.error("%s is down, again at %s: %s", channel.code, lane.down_until, problem.why)
    return arrived


@dataclass
class Worker:
    """One worker: `run` until told to stop, or `run_once` until nothing is due."""

    rounds: Sequence[Round] = ()
    desk: SendingRules = field(default_factory=SendingRules)
    name: str = field(
        default_factory=lambda: f"{socket.gethostname()[:24]}:{os.getpid()}:{uuid4().hex[:6]}"
    )
    stop: Event = field(default_factory=Event)
    recovers_every: timedelta = timedelta(seconds=15)
    _tried: dict[str, float] = field(default_factory=dict)
    _going_round: Future[None] | None = None
    _busy: dict[str, list[Future[int]]] = field(default_factory=dict)
    _beat_at: float = field(default=-BEATS_EVERY_S)
    _started_at: datetime = field(default_factory=timezone.now)

    @property
    def all_rounds(self) -> tuple[Round, ...]:
        """The rounds the rooms gave it, after giving back what dead workers held."""
        return (Round("recover", self.recovers_every, recover), *self.rounds)

    def _worth_trying(self) -> list[Round]:
        """Rounds not asked about for a tenth of their time: asking takes the database's lock."""
        worth = []
        for each in self.all_rounds:
            pause = each.every.total_seconds() / 10
            if monotonic() - self._tried.get(each.name, -pause) >= pause:
                self._tried[each.name] = monotonic()
                worth.append(each)
        return worth

    def beat(self) -> None:
        """Say that this worker is alive, and forget those that have not said so for a day."""
        if monotonic() - self._beat_at < BEATS_EVERY_S:
            return
        now = self.desk.clock()
        Beat.objects.update_or_create(
            worker=self.name, defaults={"started_at": self._started_at, "beat_at": now}
        )
        Beat.objects.filter(beat_at__lt=now - FORGOTTEN_AFTER).delete()
        self._beat_at = monotonic()

    def run_once(self) -> int:
        """Do every round that is due and send what is due; answers how many messages arrived."""
        do_rounds(self.all_rounds, self.desk.clock())
        return sum(
            empty_lane(channel, self.desk, self.stop)
            for channel in channels().values()
            if is_due(channel, self.desk.clock())
        )

    def run(self) -> None:
        """Look four times a second until told to stop; a database that is away is waited for."""
        with (
            ThreadPoolExecutor(1, thread_name_prefix="rounds") as rounder,
            ThreadPoolExecutor(thread_name_prefix="sender") as senders,
        ):
            while not self.stop.is_set():
                try:
                    self._look(rounder, senders)
                except Exception:
                    # Most likely a database that is away; whatever it is, somebody must send.
                    log.exception("looking for work failed; trying again")
                    connection.close()
                    self.stop.wait(FAILED_WAITS_S)
                self.stop.wait(LOOKS_EVERY_S)
            rounder.submit(close_connection)
        self._leave()

    def _look(self, rounder: ThreadPoolExecutor, senders: ThreadPoolExecutor) -> None:
        close_old_connections()
        self.beat()
        if self._going_round is None or self._going_round.done():
            self._going_round = rounder.submit(self._go_round, self._worth_trying())
        for channel in channels().values():
            busy = [each for each in self._busy.get(channel.code, []) if not each.done()]
            may_try = monotonic() >= self._tried.get(channel.code, 0.0)
            if may_try and len(busy) < channel.senders and is_due(channel, self.desk.clock()):
                busy.append(senders.submit(self._send, channel))
            self._busy[channel.code] = busy

    def _go_round(self, rounds: Sequence[Round]) -> None:
        """In a thread of its own, so that sending does not wait for it."""
        close_old_connections()
        try:
            failed = do_rounds(rounds, self.desk.clock())
        except Exception:
            log.exception("going round failed; trying again")
            failed = tuple(each.name for each in rounds)
            connection.close()
        for name in failed:
            self._tried[name] = monotonic() + FAILED_WAITS_S

    def _send(self, channel: Channel) -> int:
        """In a sender's thread, with that thread's own connection to the database."""
        close_old_connections()
        try:
            return empty_lane(channel, self.desk, self.stop)
        except Exception:
            log.exception("sending by %s stopped; it starts again", channel.code)
            self._tried[channel.code] = monotonic() + FAILED_WAITS_S
            return 0
        finally:
            connection.close()

    def _leave(self) -> None:
        try:
            Beat.objects.filter(worker=self.name).delete()
        except DatabaseError:
            log.warning("the database was away when the worker left")
        finally:
            connection.close()
