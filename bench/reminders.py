"""Reminders: finding what is due, sending it, and losing nothing; beside a bare smtplib loop.

Everything is the real thing: plans in all time zones, the `goodform worker` processes a clinic
runs, rendered mails, encrypted push messages. The sinks count what arrives.
"""

import smtplib
import statistics
import time
from collections.abc import Iterator
from email.message import EmailMessage
from uuid import uuid4

from bench.cluster import cluster, in_use
from bench.crashing import Crash, crash, next_minute
from bench.figure import Figure
from bench.instance import Instance, databases, instance
from bench.sinks import sink
from bench.workers import step, workers

PATIENTS = {"small": 20_000, "large": 1_000_000}
MINUTES = 5
AT_ONCE = {"small": 2_000, "large": 10_000}
MAILS = {"small": 2_000, "large": 5_000}
PUSHES = {"small": 500, "large": 2_000}
KILLS = {"small": 10, "large": 100}
CRASH_MAILS = {"small": 2_000, "large": 20_000}
DATABASE_KILLS = {"small": 2, "large": 5}
DATABASE_MAILS = 3_000
HEALTHCHECKS = {"healthchecks, mails a second": 28}
"""The model of its kind, measured on this size of machine."""
PATIENCE_S = 300.0


def _bare_loop(mails: int) -> float:
    """Mails a second of nothing but smtplib: one connection, one mail made beforehand."""
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "Your reminder", "a@example.org", "b@example.org"
    mail.set_content("You asked to be reminded now.\n" * 12)
    mail["Message-ID"] = f"<{uuid4()}@example.org>"
    body = mail.as_bytes()
    with sink("smtp") as to:
        with smtplib.SMTP("127.0.0.1", to.port) as connection:
            for _each in range(mails):
                connection.sendmail("a@example.org", ["b@example.org"], body)
        return to.report().a_second


def _finding(of: Instance, label: str, size: str) -> Iterator[Figure]:
    """The cost of a minute, and of a minute in which very many are due."""
    minutes = step(of, "due_minutes", MINUTES)
    seconds, plans = minutes["seconds"], minutes["plans"]
    yield Figure(
        f"find and write what is due in a minute, {label}",
        round(statistics.median(seconds), 3),
        "s",
        goal="< 1",
        beside={
            "due in it": round(statistics.median(plans)),
            "slowest": round(max(seconds), 3),
            "ms each": round(1000 * sum(seconds) / max(1, sum(plans)), 2),
        },
    )
    step(of, "quieten")
    moment = next_minute(ahead_s=-120)
    step(of, "due_at", AT_ONCE[size], moment.isoformat(), "email")
    busy = step(of, "write", moment.isoformat())
    yield Figure(
        f"find and write {busy['plans']:,} that are due at once, {label}",
        round(busy["seconds"], 2),
        "s",
        beside={"ms each": round(1000 * busy["seconds"] / max(1, busy["plans"]), 2)},
    )
    step(of, "forget")


def _first_out(of: Instance, label: str, size: str) -> Iterator[Figure]:
    """How long after its time the first of very many arrives, from plan to mail server."""
    with sink("smtp") as to, workers(of, to, number=1) as running:
        running.wait_until_at_work()
        moment = next_minute(ahead_s=15)
        step(of, "due_at", AT_ONCE[size], moment.isoformat(), "email")
        # What the machine's clock says now ties its monotonic clock, the sink's, to the moment.
        offset = time.monotonic() - time.time()
        report = to.wait_for(AT_ONCE[size], within_s=PATIENCE_S)
        due = moment.timestamp() + offset
        yield Figure(
            f"first one out of {AT_ONCE[size]:,} due at once, {label}",
            round(report.first - due, 2) if report.first else None,
            "s",
            goal="< 1",
            beside={
                "last one out, s": round(report.last - due, 1) if report.last else None,
                "arrived": report.different,
                "healthchecks, first out, s": 55,
            },
        )
    step(of, "forget")


def _mails(of: Instance, label: str, size: str, number: int) -> Figure:
    """Real rendered mails a second with so many workers."""
    moment = next_minute(ahead_s=-120)
    step(of, "due_at", MAILS[size], moment.isoformat(), "email")
    step(of, "write", moment.isoformat())
    step(of, "hold")
    with sink("smtp") as to, workers(of, to, number=number) as running:
        running.wait_until_at_work()
        step(of, "release")
        report = to.wait_for(MAILS[size], within_s=PATIENCE_S)
        memory = running.memory_mb()
    step(of, "forget")
    many = f"{number} workers" if number > 1 else "1 worker"
    return Figure(
        f"mails a second, {many}, {label}",
        report.a_second,
        "1/s",
        goal="≥ 300",
        beside={
            "bare smtplib loop": _bare_loop(MAILS[size]),
            "arrived": report.different,
            "of": MAILS[size],
            "memory of a worker, MB": memory,
            **HEALTHCHECKS,
        },
    )


def _pushes(of: Instance, label: str, size: str) -> Figure:
    """Encrypted push messages a second with one worker."""
    moment = next_minute(ahead_s=-120)
    with sink("push") as service, sink("smtp") as unused:
        step(of, "browsers", PUSHES[size], f"http://127.0.0.1:{service.port}")
        step(of, "due_at", PUSHES[size], moment.isoformat(), "webpush")
        step(of, "write", moment.isoformat())
        step(of, "hold")
        with workers(of, unused, number=1) as running:
            running.wait_until_at_work()
            step(of, "release")
            report = service.wait_for(PUSHES[size], within_s=PATIENCE_S)
    step(of, "forget")
    return Figure(
        f"push messages a second, 1 worker, {label}",
        report.a_second,
        "1/s",
        beside={"arrived": report.different, "of": PUSHES[size]},
    )


def _figure_of(found: Crash, what: str, label: str) -> Figure:
    return Figure(
        f"messages lost under {found.kills} × kill -9 of {what}, {label}",
        found.lost,
        f"of {found.messages:,}",
        goal="0",
        beside={
            "arrived again": found.again,
            "rows": found.rows,
            "different keys": found.keys,
            "not marked as sent": found.not_sent,
            "healthchecks, one kill": "7 of 1,000 lost",
        },
    )


def _database_kills(size: str) -> Iterator[Figure]:
    """PostgreSQL itself killed and started again while workers send."""
    with cluster() as own:
        if own is None:
            yield Figure(
                "messages lost when PostgreSQL is killed",
                None,
                "",
                beside={"left out": "no PostgreSQL here"},
            )
            return
        with (
            in_use(own),
            instance(patients=DATABASE_MAILS, database="PostgreSQL") as of,
        ):
            step(of, "fill")
            found = crash(
                of,
                kills=DATABASE_KILLS[size],
                messages=DATABASE_MAILS,
                kill=lambda _workers: own.kill(),
            )
            yield _figure_of(found, "PostgreSQL itself", "its commits on the disk")


def measure(*, size: str) -> Iterator[Figure]:
    """Finding, sending and losing nothing, on every database there is here."""
    for database in databases():
        label = f"{database}, {PATIENTS[size]:,} patients"
        with instance(patients=PATIENTS[size], database=database) as of:
            step(of, "fill")
            step(of, "tidy")
            yield from _finding(of, label, size)
            yield from _first_out(of, label, size)
            yield from (_mails(of, label, size, number) for number in (1, 4))
            yield _pushes(of, label, size)
        with instance(patients=CRASH_MAILS[size], database=database) as of:
            step(of, "fill")
            found = crash(of, kills=KILLS[size], messages=CRASH_MAILS[size], number=4)
            yield _figure_of(found, "workers", database)
    yield from _database_kills(size)
