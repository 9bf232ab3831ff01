"""Needs of `./test` on the machine beside Python: PostgreSQL, and Debian's Chromium."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.set_up import SetUpFailed, say

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
POSTGRES_FOLDERS = "/usr/lib/postgresql/*/bin"
PACKAGES = {"chromium": "chromium", "postgresql": "postgresql"}


def _postgres_bin() -> Path | None:
    found = sorted(Path("/").glob(POSTGRES_FOLDERS.lstrip("/")))
    with_initdb = [folder for folder in found if (folder / "initdb").exists()]
    if with_initdb:
        return with_initdb[-1]
    initdb = shutil.which("initdb")
    return Path(initdb).parent if initdb else None


def chromium() -> str | None:
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


def fetch_from_debian(*, browser: bool) -> None:
    """Install what is missing where we may; say loudly where we may not."""
    missing = [] if _postgres_bin() else [PACKAGES["postgresql"]]
    if browser and not chromium():
        missing.append(PACKAGES["chromium"])
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        say(f"!! Missing: {', '.join(missing)}. Install them; until then their tests FAIL.")
        return
    say(f"Installing {', '.join(missing)} from Debian …")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", *missing]):
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)  # noqa: S603
    subprocess.run(  # the cluster that the package starts would sit on the usual port  # noqa: S602
        "pg_lsclusters -h | while read v c _; do pg_ctlcluster $v $c stop; done",  # noqa: S607
        shell=True,
        stderr=subprocess.DEVNULL,
        check=False,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def postgresql() -> Iterator[str]:
    """A PostgreSQL of our own for as long as the block lasts; yields its address."""
    folder = _postgres_bin()
    if folder is None:
        raise SetUpFailed(
            "PostgreSQL is missing: install Debian's postgresql, or use ./test --fast."
        )
    home = Path(tempfile.mkdtemp(prefix="goodform-pg-"))
    as_user: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(home, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    port = _free_port()
    data = home / "data"
    # Nothing of value lives here, so it need not survive a power cut.
    quick = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    options = f"-k {home} -h 127.0.0.1 -p {port} {quick}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT}
    initdb = [*as_user, str(folder / "initdb"), "-D", str(data), "-U", "goodform", "-A", "trust"]
    control = [*as_user, str(folder / "pg_ctl"), "-D", str(data), "-w"]
    try:
        subprocess.run(initdb, cwd=home, check=True, **quiet)  # type: ignore[call-overload]  # noqa: S603
        subprocess.run(  # type: ignore[call-overload]  # noqa: S603
            [*control, "-l", str(home / "log"), "-o", options, "start"],
            cwd=home,
            check=True,
            **quiet,
        )
        yield f"postgres://goodform@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], cwd=home, check=False, **quiet)  # type: ignore[call-overload]  # noqa: S603
        shutil.rmtree(home, ignore_errors=True)
