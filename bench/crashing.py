"""Is anything lost when workers, or the database, are killed in the middle of sending?"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bench.instance import BenchFailed, Instance
from bench.sinks import Sink, sink
from bench.workers import Workers, step, workers

LEASE_S = 4.0
"""Short, so that what a killed worker held comes back while the bench runs."""
PATIENCE_S = 180.0


@dataclass(frozen=True)
class Crash:
    """The findings of a crash test. `again` came more than once: killed before the mark."""

    kills: int
    messages: int
    arrived: int
    lost: int
    again: int
    rows: int
    keys: int
    not_sent: int


def next_minute(*, ahead_s: float) -> datetime:
    """The first whole minute that is at least so many seconds ahead."""
    wanted = datetime.now(UTC) + timedelta(seconds=ahead_s, minutes=1)
    return wanted.replace(second=0, microsecond=0)


def crash(
    of: Instance,
    *,
    kills: int,
    messages: int,
    number: int = 3,
    kill: Callable[[Workers], None] = Workers.kill_one,
) -> Crash:
    """Send so many real reminders while something is killed, evenly spread over the sending."""
    moment = next_minute(ahead_s=-120)
    step(of, "due_at", messages, moment.isoformat(), "email")
    step(of, "write", moment.isoformat())
    with sink("smtp") as to, workers(of, to, number=number, lease_s=LEASE_S) as running:
        for each in range(kills):
            _wait_for_progress(to, messages * (each + 1) // (kills + 2))
            kill(running)
        to.wait_for(messages, within_s=PATIENCE_S)
        found = _settled(of)
        report = to.report()
    return Crash(
        kills=kills,
        messages=messages,
        arrived=report.arrived,
        lost=messages - report.different,
        again=report.arrived - report.different,
        rows=int(found["rows"]),
        keys=int(found["keys"]),
        not_sent=messages - int(found.get("sent", 0)),
    )


def _wait_for_progress(to: Sink, different: int) -> None:
    report = to.wait_for(different, within_s=PATIENCE_S)
    if report.different < different:
        raise BenchFailed(f"sending stood still at {report.different} messages")


def _settled(of: Instance) -> dict[str, int]:
    """The states once every lease has run out and every message was marked."""
    until = time.monotonic() + PATIENCE_S
    while True:
        found = step(of, "states")
        if not found.get("waiting") and not found.get("claimed"):
            return found
        if time.monotonic() > until:
            return found
        time.sleep(0.5)
