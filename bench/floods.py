"""Floods: how strangers, bad lines and one patient without measure bear on everybody else.

The server a clinic runs stands beside gunicorn with as many processes and threads; beside lines
that come to nothing; beside three patients who send without a pause; and beside strangers who ask
for sign-in mails while the mail server takes ten a minute.
"""

import dataclasses
import importlib.util
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from time import monotonic
from uuid import uuid4

from bench.figure import Figure
from bench.instance import (
    BenchFailed,
    Instance,
    Server,
    databases,
    instance,
    run_inside,
    served,
    server,
)
from bench.lines import KINDS, ask, flooding, lines
from bench.load import Load, Request, drive
from bench.sessions import TOKEN, Phone, phones_of
from bench.sinks import sink

PATIENTS = 100
THREADS = 4
"""Of each process, as in ours."""
HEALTHZ = Request("/healthz")


@dataclasses.dataclass(frozen=True)
class Size:
    """How much of everything."""

    lines: int
    pages: int
    rounds: int
    stops: int
    flood: int
    strangers: int


SIZES = {
    "small": Size(lines=200, pages=160, rounds=1, stops=20, flood=1000, strangers=20),
    "large": Size(lines=1000, pages=640, rounds=3, stops=100, flood=4000, strangers=76),
}


def a_flood(phone: Phone, stops: int) -> Request:
    """A session of so many stops, as short as they can be written."""
    now = datetime.now(UTC)
    rows = phone.prescriptions
    entries = [
        {
            "id": str(uuid4()),
            "prescription": rows[number % len(rows)]["id"],
            "side": "both",
            "outcome": "stopped",
            "pain": 6,
            "recorded_at": (now - timedelta(seconds=number)).isoformat(),
        }
        for number in range(stops)
    ]
    made = phone.session()
    document = {"sent_at": now.isoformat(), "clock_offset_s": 0, "entries": entries}
    body = json.dumps(document, separators=(",", ":")).encode()
    return dataclasses.replace(made, body=body, expects=(200, 201))


def _beside_gunicorn(of: Instance, size: Size) -> Iterator[Figure]:
    """Pages a second at sixteen connections, ours and gunicorn's by turns."""
    if importlib.util.find_spec("gunicorn") is None:
        yield Figure("Today beside gunicorn", None, "×", beside={"left out": "no gunicorn here"})
        return
    theirs, ours = [], []
    with server(of) as mine:
        # Without the first process and the worker.
        processes = len(mine.processes()) - 2
        with served(of, *_gunicorn(processes)) as other:
            phones = phones_of(of, mine)
            for running in (mine, other):
                _pages(running, phones, size.pages)
            for _ in range(size.rounds):
                theirs.append(_pages(other, phones, size.pages))
                ours.append(_pages(mine, phones, size.pages))
    best, beside = max(each.a_second for each in ours), max(each.a_second for each in theirs)
    facts = {"gunicorn": beside, "processes": processes, "threads": THREADS}
    yield Figure("Today, pages a second at 16 at once", best, "1/s", beside=facts)
    yield Figure("Today beside gunicorn", round(best / beside, 2), "×", goal="≥ 0.9")


def _gunicorn(processes: int) -> tuple[str, ...]:
    numbers = ("--workers", str(processes), "--threads", str(THREADS))
    return ("gunicorn", "goodform.config.wsgi:application", "--bind", "127.0.0.1:{port}", *numbers)


def _pages(running: Server, phones: Sequence[Phone], requests: int) -> Load:
    return drive(
        running, lambda n: phones[n % len(phones)].today(), connections=16, requests=requests
    )


def _beside_lines(running: Server, phones: Sequence[Phone], size: Size) -> Iterator[Figure]:
    for kind in (None, *KINDS):
        if kind is None:
            yield from _asked(running, phones, size, "alone")
            continue
        with lines(running, kind, size.lines):
            yield from _asked(running, phones, size, f"beside {size.lines:,} {kind}")


def _asked(running: Server, phones: Sequence[Phone], size: Size, at: str) -> Iterator[Figure]:
    well = ask(running, [HEALTHZ] * size.stops)
    stops = [phones[number % len(phones)].session(stop=True) for number in range(size.stops)]
    told = ask(running, stops)
    pages = ask(running, [Request("/help")] * size.stops)
    taken = told.statuses.get(201, 0)
    goal = None if at == "alone" else "< 100"
    yield Figure(f"/healthz, slowest, {at}", well.slowest_ms, "ms", goal, {"p50": well.p50_ms})
    beside = {"p50": told.p50_ms, "slowest": told.slowest_ms}
    yield Figure(f"stops taken, {at}", taken, "stops", size.stops, beside)
    beside = {"slowest": pages.slowest_ms, "drawn": pages.statuses.get(200, 0)}
    yield Figure(f"/help, p50, {at}", pages.p50_ms, "ms", None, beside)


def _of_patients(of: Instance, running: Server, size: Size, label: str) -> Iterator[Figure]:
    """Three patients flood, each in a way of their own; a fourth one stops."""
    long, quick, hurt, fourth, *_rest = phones_of(of, running)
    began = monotonic()
    once = ask(running, [a_flood(long, size.flood)])
    took = round(monotonic() - began, 2)
    if set(once.statuses) != {201}:
        raise BenchFailed(f"{size.flood} stops were answered {once.statuses}")
    yield Figure(f"one session of {size.flood:,} stops, {label}", took, "s", beside={"before": 24})
    before = run_inside(of, "bench.flood_steps", "counted")
    floods = [
        *[lambda: a_flood(long, size.flood)] * 2,
        *[quick.session] * 4,
        *[lambda: hurt.session(stop=True)] * 4,
    ]
    with flooding(running, *floods) as statuses:
        stops = [fourth.session(stop=True) for _ in range(size.stops)]
        told = ask(running, stops, pause_s=0.1)
        well = ask(running, [HEALTHZ] * size.stops)
    after = run_inside(of, "bench.flood_steps", "counted")
    beside = {"p50": told.p50_ms, "slowest": told.slowest_ms, "taken": told.statuses.get(201, 0)}
    at = f"while three patients flood, {label}"
    yield Figure(f"another patient's stop, p99, {at}", told.p99_ms, "ms", "< 300", beside)
    yield Figure(f"/healthz, slowest, {at}", well.slowest_ms, "ms", None, {"p50": well.p50_ms})
    answers = {str(status): number for status, number in sorted(statuses.items())}
    yield Figure(
        f"requests of the three, {label}", sum(statuses.values()), "requests", None, answers
    )
    for name, words in (("entries", "kept"), ("cases", "made"), ("mails", "written")):
        number = int(str(after[name])) - int(str(before[name]))
        yield Figure(f"{name} {words} meanwhile, {label}", number, name)


def _strangers(of: Instance, size: Size) -> Iterator[Figure]:
    """Strangers ask for codes; then somebody stops. The mail server takes ten mails a minute."""
    with sink("smtp") as to:
        limited = {
            **of.environment,
            "GOODFORM_SMTP_HOST": "127.0.0.1",
            "GOODFORM_SMTP_PORT": str(to.port),
            "GOODFORM_MAIL_A_MINUTE": "10",
        }
        mine = dataclasses.replace(of, environment=limited)
        before = run_inside(mine, "bench.flood_steps", "counted")
        with server(mine) as running:
            phone = phones_of(mine, running)[-1]
            asked = ask(running, [_a_code(number) for number in range(size.strangers)])
            queued = run_inside(mine, "bench.flood_steps", "counted")
            arrived = to.report().different
            began = monotonic()
            ask(running, [phone.session(stop=True)])
            report = to.wait_for(arrived + 1, within_s=120)
    lag = round(report.last - began, 2) if report.different > arrived and report.last else None
    mails = int(str(queued["mails"])) - int(str(before["mails"]))
    answers = {str(status): number for status, number in asked.statuses.items()}
    yield Figure(f"mails to {size.strangers} strangers", mails, "mails", 0, answers)
    yield Figure(
        "an alert's mail after them, at ten mails a minute", lag, "s", None, {"before": 385}
    )


def _a_code(number: int) -> Request:
    headers = {
        "Cookie": f"csrftoken={TOKEN}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    body = f"email=stranger-{number}%40example.org&csrfmiddlewaretoken={TOKEN}"
    return Request("/account/login/code/", "POST", headers, body.encode(), expects=(200, 302))


def measure(*, size: str) -> Iterator[Figure]:
    """All floods on SQLite; those of patients on every database there is here."""
    much = SIZES[size]
    with instance(patients=PATIENTS) as of:
        yield from _beside_gunicorn(of, much)
        with server(of) as running:
            yield from _beside_lines(running, phones_of(of, running), much)
        found = run_inside(of, "bench.flood_steps", "troubled")
        sent_on = int(str(found["sent on"]))
        yield Figure("cases sent on beside a clinic whose numbers fail", sent_on, "cases", 1)
    # A house of their own: whoever has stopped a moment ago has the next mail ten minutes later.
    with instance(patients=PATIENTS) as of:
        yield from _strangers(of, much)
    for database in databases():
        with instance(patients=PATIENTS, database=database) as of, server(of) as running:
            yield from _of_patients(of, running, much, database)
