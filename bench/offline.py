"""Nothing lost: phones with wrong clocks and a bad line, beside an oracle; and bytes on the wire.

Every telling goes out twice, in random order; one connection in ten is cut in the middle. What is
kept is compared with what really happened: every entry exactly once, on the right day, with the
right side.
"""

import random
import shutil
from collections import Counter as Tally
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from time import perf_counter

from bench.browser import CHROMIUM
from bench.devices import Phone, Telling, Truth, a_phone, a_week
from bench.figure import Figure
from bench.instance import (
    BenchFailed,
    Instance,
    Server,
    databases,
    instance,
    run_inside,
    server,
)
from bench.wire import counted, send_all, shuffled

PATIENTS = {"small": 50, "large": 500}
PHONES_A_PATIENT = 2
CONNECTIONS = 16
SEED = 20261116

WAIT = """async () => {
  const busy = async () => {
    const { pending, held } = await navigator.locks.query();
    const names = await caches.keys();
    const kept = names.some((name) => name.startsWith("goodform-pages-"));
    return !kept || [...pending, ...held].some(({ name }) => name.startsWith("goodform-"));
  };
  let calm = 0;
  for (let tries = 0; tries < 600 && calm < 10; tries += 1) {
    calm = (await busy()) ? 0 : calm + 1;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}"""


def _devices(
    of: Instance, running: Server, patients: int, dice: random.Random
) -> list[list[Phone]]:
    """Two phones for each patient, each with its own sign-in and its own clock."""
    found: list[list[Phone]] = [[] for _ in range(patients)]
    for _device in range(PHONES_A_PATIENT):
        sessions = run_inside(of, "bench.phones", "sign-in", str(patients))["sessions"]
        if not isinstance(sessions, list) or len(sessions) != patients:
            raise BenchFailed("not every patient could be signed in")
        for mine, session in zip(found, sessions, strict=True):
            mine.append(a_phone(running, session, dice))
    return found


def compared(kept: Mapping[str, object], truths: Sequence[Truth]) -> dict[str, int]:
    """How many entries are lost, doubled, invented, on a wrong day or with a wrong side."""
    rows = kept["entries"]
    if not isinstance(rows, list):
        raise BenchFailed("what was kept could not be read")
    times = Tally(row[0] for row in rows)
    by_id = {row[0]: row for row in rows}
    right = {truth.entry: truth for truth in truths}
    both = [(by_id[entry], truth) for entry, truth in right.items() if entry in by_id]
    return {
        "lost": len(right.keys() - by_id.keys()),
        "doubled": sum(number - 1 for number in times.values()),
        "invented": len(by_id.keys() - right.keys()),
        "on a wrong day": sum(row[4] != truth.day.isoformat() for row, truth in both),
        "with a wrong side": sum(row[2] != truth.side for row, truth in both),
        "with a wrong outcome": sum(row[3] != truth.outcome for row, truth in both),
        "in a wrong session": sum(row[1] != truth.session for row, truth in both),
    }


def _nothing_lost(of: Instance, running: Server, patients: int) -> Iterator[Figure]:
    dice = random.Random(SEED)  # noqa: S311  # the same week at every run, no secret
    tellings: list[Telling] = []
    truths: list[Truth] = []
    phones = _devices(of, running, patients, dice)
    for mine in phones:
        told, happened = a_week(mine, dice)
        tellings += told
        truths += happened
    sending = shuffled(tellings, dice)
    began, cpu = perf_counter(), running.cpu_s()
    send_all(running, sending, connections=CONNECTIONS)
    took, spent = perf_counter() - began, running.cpu_s() - cpu
    found = compared(run_inside(of, "bench.phones", "kept"), truths)
    label = f"{of.database}, {patients * PHONES_A_PATIENT:,} phones"
    beside = {"tellings": len(tellings), "sent": sending.sent, "cut": sending.cuts}
    yield Figure(f"entries told, {label}", len(truths), "entries", beside=beside)
    troubles = {f"answered {status}": times for status, times in sending.troubles.items()}
    number = sending.troubles.total()
    yield Figure(f"server in trouble, tried again, {label}", number, "answers", 0, troubles)
    for name, number in found.items():
        yield Figure(f"entries {name}, {label}", number, "entries", goal=0)
    furthest = max(abs(phone.clock_s) for mine in phones for phone in mine) / 3600
    yield Figure("furthest clock", round(furthest, 1), "h")
    yield Figure(
        f"tellings a second, {label}",
        round(sending.sent / took, 1),
        "1/s",
        beside={"server CPU a telling": f"{round(spent / sending.sent * 1000, 2)} ms"},
    )


def _bytes(of: Instance, running: Server) -> Iterator[Figure]:
    """Today in a real Chromium: opened, kept, opened again, opened without a network."""
    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    sessions = of.facts["sessions"]
    if path is None or find_spec("playwright") is None or not isinstance(sessions, list):
        yield Figure("first load", None, "bytes", beside={"left out": "no Chromium here"})
        return
    playwright_module = import_module("playwright.sync_api")
    with counted(running) as line, playwright_module.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 390, "height": 844})
        context.add_cookies([{"name": "sessionid", "value": sessions[0], "url": line.address}])
        page = context.new_page()
        page.goto(f"{line.address}/today", wait_until="load")
        page.evaluate("document.fonts.ready.then(() => true)")
        first, requests = line.take()
        yield Figure("first load", first, "bytes", "≤ 100000", {"requests": requests})
        page.evaluate(WAIT)
        kept, requests = line.take()
        yield Figure("kept for later, after the page", kept, "bytes", beside={"requests": requests})
        page.goto(f"{line.address}/today", wait_until="load")
        page.evaluate(WAIT)
        again, requests = line.take()
        yield Figure("repeat load", again, "bytes", beside={"requests": requests})
        line.unplug()
        page.goto(f"{line.address}/today", wait_until="load")
        shown = page.locator("[data-kept-rows] > li").count()
        page.evaluate("document.fonts.ready.then(() => true)")
        offline, requests = line.take()
        beside = {"requests": requests, "exercises shown": shown}
        yield Figure("start without a network", offline, "bytes", 0, beside)
        browser.close()


def measure(*, size: str) -> Iterator[Figure]:
    """Phones against the oracle on every database there is here, and bytes on the wire."""
    for database in databases():
        patients = PATIENTS[size]
        with instance(patients=patients, database=database) as of, server(of) as running:
            if database == "SQLite":
                yield from _bytes(of, running)
            yield from _nothing_lost(of, running, patients)
