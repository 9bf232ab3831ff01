"""The cost of a backup, how long a write waits meanwhile, and how long the way back takes.

A phone sends sessions of six entries through the server, one after the other, first alone and then
while the backup is made and proven. Then the file is restored onto an empty folder, where it is
counted row for row; any difference ends the bench.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import pyrage

from bench.figure import Figure
from bench.instance import (
    BenchFailed,
    Instance,
    Server,
    databases,
    instance,
    server,
)
from bench.load import drive, percentile
from bench.sessions import Phone, phones_of

PATIENTS = {"small": 20_000, "large": 275_000}
ALONE_S = 20.0
PAUSE_S = 0.05


@dataclass
class Writing:
    """A phone that sends sessions until told to stop, and how long each took."""

    times_s: list[float] = field(default_factory=list)
    failed: list[BaseException] = field(default_factory=list)

    @contextmanager
    def meanwhile(self, running: Server, phones: list[Phone]) -> Iterator[None]:
        """Send for as long as the block lasts."""
        enough = Event()

        def send() -> None:
            number = 0
            try:
                while not enough.is_set():
                    one = phones[number % len(phones)].session()
                    took = drive(running, lambda _, asked=one: asked, connections=1, requests=1)  # type: ignore[misc]
                    self.times_s.append(took.p50_ms / 1000)
                    number += 1
                    enough.wait(PAUSE_S)
            except BenchFailed as problem:
                self.failed.append(problem)

        thread = Thread(target=send)
        thread.start()
        try:
            yield
        finally:
            enough.set()
            thread.join()
        if self.failed:
            raise BenchFailed(f"a session was not taken: {self.failed[0]}")

    def figures(self, name: str) -> Mapping[str, object]:
        """Milliseconds: half of them were faster, the longest, how many there were."""
        return {
            f"{name}, p50 ms": round(percentile(self.times_s, 0.5) * 1000),
            f"{name}, longest ms": round(max(self.times_s) * 1000),
            f"{name}, sent": len(self.times_s),
        }


def _goodform(environment: Mapping[str, str], *arguments: str) -> float:
    began = time.monotonic()
    done = subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-m", "goodform.config.cli", *arguments],
        env=dict(environment),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BenchFailed(f"{arguments[0]} failed: {done.stderr.strip()[-500:]}")
    return time.monotonic() - began


def _there_and_back(of: Instance, running: Server, label: str, patients: int) -> Iterator[Figure]:
    phones = phones_of(of, running)
    alone, during = Writing(), Writing()
    with alone.meanwhile(running, phones):
        time.sleep(ALONE_S)
    identity = pyrage.x25519.Identity.generate()
    with tempfile.TemporaryDirectory(prefix="goodform-bench-") as place:
        file, key, empty = Path(place, "b.age"), Path(place, "key"), Path(place, "empty")
        key.write_text(str(identity))
        with during.meanwhile(running, phones):
            took = _goodform(of.environment, "backup", str(file), "--to", str(identity.to_public()))
        back = _goodform(
            {**of.environment, "GOODFORM_DATA": str(empty), "DATABASE_URL": ""},
            "restore",
            str(file),
            "--identity",
            str(key),
        )
        size = (empty / "goodform.sqlite3").stat().st_size
        megabytes = round(size / 1e6)
        yield Figure(
            f"backup made and proven, {label}",
            round(took, 1),
            "s",
            goal="60 for 1 GB",
            beside={
                "patients": patients,
                "database MB": megabytes,
                "file MB": round(file.stat().st_size / 1e6),
                "s for 1 GB": round(took / size * 1e9, 1),
            },
        )
    yield Figure(
        f"longest session of six entries meanwhile, {label}",
        round(max(during.times_s) * 1000),
        "ms",
        goal=300,
        beside={**during.figures("meanwhile"), **alone.figures("alone")},
    )
    yield Figure(
        f"restored onto an empty SQLite, every row there, {label}",
        round(back, 1),
        "s",
        beside={"database MB": megabytes},
    )


def measure(*, size: str) -> Iterator[Figure]:
    """Backup under a writer and restore, on every database there is here."""
    patients = PATIENTS[size]
    for database in databases():
        with instance(patients=patients, database=database) as of, server(of) as running:
            yield from _there_and_back(of, running, database, patients)
