"""A PostgreSQL of the bench's own, so that it can be killed and started again.

It keeps to what it promises: every commit is on the disk before it is answered.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench.instance import BenchFailed, free_port

FOLDERS = "/usr/lib/postgresql/*/bin"


def binaries() -> Path | None:
    """Where PostgreSQL's own programs are, the newest of them; None where there are none."""
    found = sorted(Path("/").glob(FOLDERS.lstrip("/")))
    if found:
        return found[-1]
    path = shutil.which("pg_ctl")
    return Path(path).resolve().parent if path else None


@dataclass(frozen=True)
class Cluster:
    """A running cluster: its address, and its programs run as the user it belongs to."""

    home: Path
    port: int
    folder: Path

    @property
    def url(self) -> str:
        return f"postgres://goodform@127.0.0.1:{self.port}/postgres"

    def run(self, program: str, *arguments: str) -> None:
        """Run one of its programs; root lends its rights to the user postgres."""
        as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        result = subprocess.run(  # noqa: S603  # PostgreSQL's own programs
            [*as_user, str(self.folder / program), *arguments],
            cwd=self.home,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if result.returncode:
            raise BenchFailed(f"{program} failed: {result.stderr.strip()[-500:]}")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-k {self.home} -h 127.0.0.1 -p {self.port}"
        log = str(self.home / "log")
        self.run("pg_ctl", "-D", str(self.home / "data"), "-w", "-l", log, "-o", options, "start")
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                psycopg.connect(self.url).close()
            except psycopg.OperationalError:
                time.sleep(0.1)
            else:
                return
        raise BenchFailed("PostgreSQL did not answer within a minute")

    def kill(self) -> None:
        """`kill -9` the server, wait until nothing of it is left, and start it again."""
        number = int((self.home / "data" / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{number}/task/{number}/children").read_text().split()
        for each in (number, *map(int, children)):
            try:
                os.kill(each, signal.SIGKILL)
            except ProcessLookupError:
                continue
        while any(Path(f"/proc/{each}").exists() for each in (number, *children)):
            time.sleep(0.05)
        (self.home / "data" / "postmaster.pid").unlink(missing_ok=True)
        self.start()


@contextmanager
def in_use(own: Cluster) -> Iterator[None]:
    """Let instances be made in this cluster for as long as the block lasts."""
    before = os.environ.get("DATABASE_URL")
    os.environ["DATABASE_URL"] = own.url
    try:
        yield
    finally:
        os.environ.pop("DATABASE_URL")
        if before is not None:
            os.environ["DATABASE_URL"] = before


@contextmanager
def cluster() -> Iterator[Cluster | None]:
    """A cluster for as long as the block lasts; None where PostgreSQL is not installed."""
    folder = binaries()
    if folder is None:
        yield None
        return
    home = Path(tempfile.mkdtemp(prefix="goodform-pg-"))
    if os.geteuid() == 0:
        shutil.chown(home, "postgres")
    made = Cluster(home, free_port(), folder)
    try:
        made.run("initdb", "-D", str(home / "data"), "-U", "goodform", "-A", "trust")
        made.start()
        yield made
    finally:
        subprocess.run(  # noqa: S603  # PostgreSQL's own program
            [
                *(["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []),
                str(folder / "pg_ctl"),
                "-D",
                str(home / "data"),
                "-m",
                "immediate",
                "stop",
            ],
            cwd=home,
            capture_output=True,
            check=False,
        )
        shutil.rmtree(home, ignore_errors=True)
