"""Booking: is a time ever given away twice, and how fast are free times and a full week?"""

from collections.abc import Iterator
from typing import Any

from bench.cluster import cluster, in_use
from bench.figure import Figure
from bench.instance import Instance, instance, run_inside

CLIENTS = 64
TRIES = {"small": 20, "large": 1_000}
STARTS = {"small": 400, "large": 2_000}
"""Fewer than there are tries: 1,280 and 64,000."""
PRACTITIONERS, WEEKS = 20, 6
APPOINTMENTS = 10_000


def _of(found: dict[str, Any], name: str, label: str, unit: str, goal: str | None) -> Figure:
    return Figure(f"{label}: {name}", found[name], unit, goal=goal)


def _race(of: Instance, label: str, size: str) -> Iterator[Figure]:
    found: dict[str, Any] = dict(
        run_inside(
            of, "bench.booking_steps", "race", str(CLIENTS), str(TRIES[size]), str(STARTS[size])
        )
    )
    beside = {"clients": CLIENTS, "tries": found["tries"], **found["done"]}
    yield Figure(f"{label}: overlaps", found["overlaps"], "", goal="0", beside=beside)
    yield _of(found, "lost", label, "", "0")
    yield _of(found, "deadlocks", label, "", "0")
    yield _of(found, "tries that waited 20 s in vain", label, "", "0")
    yield _of(found, "lanes above a free one", label, "", "0")
    yield _of(found, "booked", label, "", None)
    yield _of(found, "p99", label, "ms", None)


def _free(of: Instance, label: str) -> Iterator[Figure]:
    found: dict[str, Any] = dict(
        run_inside(of, "bench.booking_steps", "free", str(PRACTITIONERS), str(WEEKS))
    )
    yield Figure(
        f"{label}: free times over {WEEKS} weeks for {PRACTITIONERS} practitioners",
        found["cpu_ms"],
        "ms of processor",
        goal="< 100",
        beside={"queries": found["queries"], "appointments": found["appointments"]},
    )


def _week(of: Instance, label: str) -> Iterator[Figure]:
    found: dict[str, Any] = dict(run_inside(of, "bench.booking_steps", "week", str(APPOINTMENTS)))
    yield Figure(
        f"{label}: queries of the week page, {APPOINTMENTS:,} appointments",
        found["queries"],
        "",
        goal="≤ 12",
        beside={name: found[name] for name in ("cpu_ms", "kB")},
    )


def _on(database: str, label: str, size: str) -> Iterator[Figure]:
    with instance(patients=CLIENTS, database=database) as of:
        yield from _race(of, label, size)
        yield from _free(of, label)
        yield from _week(of, label)


def measure(*, size: str) -> Iterator[Figure]:
    """The same race on both databases; PostgreSQL is one of the bench's own."""
    yield from _on("SQLite", "sqlite", size)
    with cluster() as own:
        if own is None:
            left_out = {"left out": "no PostgreSQL here"}
            yield Figure("postgresql: overlaps", None, "", goal="0", beside=left_out)
            return
        with in_use(own):
            yield from _on("PostgreSQL", "postgresql", size)
