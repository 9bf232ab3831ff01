"""Worker processes over an instance: started, watched, and killed on purpose."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bench.instance import BenchFailed, Instance
from bench.sinks import Sink


def step(of: Instance, name: str, *arguments: object, **environment: str) -> dict[str, Any]:
    """Run one step of `reminder_steps` inside an instance; what it answered."""
    result = subprocess.run(  # noqa: S603  # our own module
        [sys.executable, "-m", "bench.reminder_steps", name, *map(str, arguments)],
        env={**of.environment, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise BenchFailed(f"{name} failed: {result.stderr.strip()[-2000:]}")
    said: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    return said


@dataclass
class Workers:
    """Some `goodform worker` processes that send to a sink; as many as asked, whoever dies."""

    of: Instance
    to: Sink
    lease_s: float | None = None
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    killed: int = 0

    def start(self) -> None:
        """One more."""
        lease = ["--lease", str(self.lease_s)] if self.lease_s else []
        self.processes.append(
            subprocess.Popen(  # noqa: S603  # our own command
                [sys.executable, "-m", "goodform.config.cli", "worker", *lease],
                env={
                    **self.of.environment,
                    "GOODFORM_SMTP_HOST": "127.0.0.1",
                    "GOODFORM_SMTP_PORT": str(self.to.port),
                    "GOODFORM_LOG": "ERROR",
                },
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )

    def kill_one(self) -> None:
        """`kill -9` a worker at random, and start another in its place."""
        victim = random.choice(self.processes)  # noqa: S311  # no secret
        victim.send_signal(signal.SIGKILL)
        victim.wait()
        self.processes.remove(victim)
        self.killed += 1
        self.start()

    def memory_mb(self) -> float:
        """The largest resident memory of one of them, in MB (from /proc)."""
        size = os.sysconf("SC_PAGE_SIZE")
        pages = []
        for process in self.processes:
            with open(f"/proc/{process.pid}/statm") as file:  # noqa: PTH123  # not a file on disk
                pages.append(int(file.read().split()[1]))
        return round(max(pages) * size / 1e6, 1)

    def wait_until_at_work(self, *, within_s: float = 60.0) -> None:
        """Until each beats, which is after it has loaded everything."""
        until = time.monotonic() + within_s
        while time.monotonic() < until:
            if step(self.of, "beats")["workers"] >= len(self.processes):
                return
            time.sleep(0.2)
        raise BenchFailed("the workers did not start within a minute")


@contextmanager
def workers(
    of: Instance, to: Sink, *, number: int, lease_s: float | None = None
) -> Iterator[Workers]:
    """So many workers for as long as the block lasts."""
    running = Workers(of, to, lease_s)
    try:
        for _each in range(number):
            running.start()
        yield running
    finally:
        for process in running.processes:
            process.kill()
            process.wait()
