"""A Goodform of its own for measuring: own folder, own database, as many patients as asked.

The clinic's data are never touched: SQLite in a temporary folder, or, where `DATABASE_URL` names a
PostgreSQL server, a database made there for the run and dropped after it.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
from psycopg import sql

ROOT = str(Path(__file__).resolve().parents[1])
"""Where `bench` is found, from whatever folder a process of it is started in."""


class BenchFailed(RuntimeError):
    """A measurement could not be made; the message says which step and why."""


@dataclass(frozen=True)
class Instance:
    """A database with patients in it. `facts` is what filling it answered."""

    database: str
    environment: Mapping[str, str]
    facts: Mapping[str, object]


@dataclass(frozen=True)
class Server:
    """A server process over an instance."""

    address: str
    pid: int
    log: Path

    def said(self) -> str:
        """The end of its log, without what it refused: what went wrong, if anything did."""
        lines = self.log.read_text(errors="replace").splitlines()
        return "\n".join([line for line in lines if "Bad Request" not in line][-40:])

    @property
    def host(self) -> str:
        """Host and port."""
        return urlsplit(self.address).netloc

    def processes(self) -> tuple[int, ...]:
        """The first process and those it made, the worker among them (from /proc)."""
        file = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        return (self.pid, *map(int, file.read_text().split()))

    def cpu_s(self) -> float:
        """Processor seconds of all of them so far, user and system (from /proc)."""
        ticks = 0
        for each in self.processes():
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


def databases() -> tuple[str, ...]:
    """The databases to measure here: SQLite, and PostgreSQL where `DATABASE_URL` names one."""
    return ("SQLite", "PostgreSQL") if _postgresql() else ("SQLite",)


def _postgresql() -> str:
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith("postgres") else ""


@contextmanager
def _database(kind: str) -> Iterator[str]:
    if kind == "SQLite":
        yield ""
        return
    server = urlsplit(_postgresql())
    name = f"goodform_bench_{uuid4().hex[:12]}"

    def tell(statement: str) -> None:
        # A connection each time: a bench may kill the server in between.
        with psycopg.connect(urlunsplit(server), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(sql.Identifier(name)))

    tell("CREATE DATABASE {}")
    try:
        yield urlunsplit(server._replace(path=f"/{name}"))
    finally:
        tell("DROP DATABASE {} WITH (FORCE)")


def _command(arguments: list[str], environment: Mapping[str, str]) -> str:
    result = subprocess.run(  # noqa: S603  # our own commands
        [sys.executable, "-m", *arguments],
        env=dict(environment),
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise BenchFailed(f"{arguments[0]} failed: {result.stderr.strip()[-2000:]}")
    return result.stdout


@contextmanager
def instance(*, patients: int, database: str = "SQLite") -> Iterator[Instance]:
    """An instance with this many patients, gone when the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="goodform-bench-"))
    try:
        with _database(database) as url:
            environment = {
                **os.environ,
                "PYTHONPATH": ROOT,
                "GOODFORM_DATA": str(folder),
                "DATABASE_URL": url,
                "GOODFORM_DEMO": "no",
                "GOODFORM_SECRET_KEY": uuid4().hex * 2,
                "GOODFORM_ADDRESS": "http://127.0.0.1:8000",
            }
            _command(["goodform.config.cli", "migrate"], environment)
            said = _command(["bench.filling", str(patients)], environment)
            yield Instance(database, environment, json.loads(said.splitlines()[-1]))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run_inside(of: Instance, module: str, *arguments: str) -> Mapping[str, object]:
    """Run one of our modules over an instance; answers the JSON object of its last line."""
    said = _command([module, *arguments], of.environment)
    answer: dict[str, object] = json.loads(said.splitlines()[-1])
    return answer


def free_port() -> int:
    """A port on this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def server(of: Instance) -> AbstractContextManager[Server]:
    """The server a clinic runs, over this instance; stopped when the block ends."""
    return served(of, "goodform.config.cli", "serve", "--port", "{port}")


@contextmanager
def served(of: Instance, *module: str) -> Iterator[Server]:
    """A server over this instance, started as a Python module; `{port}` is where it listens."""
    port = free_port()
    # A file, not a pipe: nobody reads while it runs, and a full pipe would stop the server.
    log = Path(of.environment["GOODFORM_DATA"]) / "server.log"
    with (
        log.open("wb") as said,
        subprocess.Popen(  # noqa: S603  # our own command, or one to measure beside it
            [sys.executable, "-m", *(each.format(port=port) for each in module)],
            env=dict(of.environment),
            stdout=subprocess.DEVNULL,
            stderr=said,
        ) as process,
    ):
        started = Server(f"http://127.0.0.1:{port}", process.pid, log)
        try:
            _wait_until_well(started, process)
            yield started
        finally:
            process.terminate()


def _wait_until_well(started: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise BenchFailed(f"the server did not start: {started.said()}")
        try:
            with urllib.request.urlopen(f"{started.address}/healthz", timeout=5):  # noqa: S310
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise BenchFailed("the server did not answer within two minutes")
