"""`./test`: everything that must hold before a change lands."""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tools.set_up import BIN, ROOT, SetUpFailed, say, set_up

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
POSTGRES_FOLDERS = "/usr/lib/postgresql/*/bin"
PACKAGES = {"chromium": "chromium", "postgresql": "postgresql", "pdftoppm": "poppler-utils"}


def _postgres_bin() -> Path | None:
    found = sorted(Path("/").glob(POSTGRES_FOLDERS.lstrip("/")))
    with_initdb = [folder for folder in found if (folder / "initdb").exists()]
    if with_initdb:
        return with_initdb[-1]
    initdb = shutil.which("initdb")
    return Path(initdb).parent if initdb else None


def _chromium() -> str | None:
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


def _fetch_from_debian(*, browser: bool) -> None:
    """Install what is missing where we may; say loudly where we may not."""
    missing = [] if _postgres_bin() else [PACKAGES["postgresql"]]
    if browser and not _chromium():
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


class Steps:
    """Runs one check after another, times each, and remembers which failed."""

    def __init__(self) -> None:
        self.failed: list[str] = []

    def run(self, name: str, command: Sequence[str], **environment: str) -> None:
        """Run a check from the root; its output goes straight to whoever waits."""
        print(f"── {name}", flush=True)
        began = time.monotonic()
        result = subprocess.run(  # noqa: S603  # our own commands
            command, cwd=ROOT, env={**os.environ, **environment}, check=False
        )
        took = time.monotonic() - began
        verdict = "ok" if result.returncode == 0 else "FAILED"
        print(f"── {name}: {verdict} ({took:.0f} s)", flush=True)
        if result.returncode:
            self.failed.append(name)


def _static_checks(steps: Steps) -> None:
    steps.run("format", [str(BIN / "ruff"), "format", "--check", "-q", "."])
    steps.run("lint", [str(BIN / "ruff"), "check", "-q", "."])
    steps.run("templates", [str(BIN / "djlint"), "--quiet", "--lint", "goodform"])
    steps.run("house", [str(BIN / "lint-imports"), "--no-cache"])
    steps.run("exercises", [str(BIN / "goodform"), "check-exercises"])
    steps.run("types", [str(BIN / "mypy"), "goodform", "tests", "tools"])


def _python_called(version: str) -> str | None:
    """A Python of this version (`3.13`) that runs, on the PATH or among pyenv's; else None."""
    pyenv = sorted((Path.home() / ".pyenv" / "versions").glob(f"{version}*/bin/python{version}"))
    for candidate in (shutil.which(f"python{version}"), *map(str, pyenv)):
        if candidate is None:
            continue
        asked = [candidate, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        said = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603
        if said.stdout.strip() == version:
            return candidate
    return None


def _under(version: str, arguments: Sequence[str]) -> int:
    """The same checks once more, under another Python and in an environment of its own."""
    python = _python_called(version)
    if python is None:
        print(f"This machine has no Python {version}. Install it, or name another.")
        return 1
    environment = {**os.environ, "GOODFORM_VENV": f".venv-{version}"}
    again = [python, str(ROOT / "test"), *arguments]
    return subprocess.run(again, env=environment, check=False).returncode  # noqa: S603


def main(arguments: Sequence[str]) -> int:
    """Run the checks; answers 1 where any failed."""
    parser = argparse.ArgumentParser(prog="./test", description="Check everything.")
    parser.add_argument("--fast", action="store_true", help="no browser, SQLite only")
    parser.add_argument("-k", metavar="NAME", help="only tests with this name, on SQLite")
    parser.add_argument("--python", metavar="3.13", help="under this Python, beside .venv")
    asked = parser.parse_args(arguments)
    mine = f"{sys.version_info.major}.{sys.version_info.minor}"
    if asked.python and asked.python != mine:
        return _under(asked.python, arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    steps = Steps()
    pytest = [str(BIN / "pytest"), "-q", "-n", "2", "--dist", "worksteal"]
    with tempfile.TemporaryDirectory(prefix="goodform-test-") as data:
        os.environ.update(GOODFORM_DATA=data, GOODFORM_DEMO="yes")
        os.environ.pop("DATABASE_URL", None)
        try:
            set_up(dev=True)
            if asked.k:
                steps.run("tests", [*pytest, "-k", asked.k])
                return 1 if steps.failed else 0
            _static_checks(steps)
            if asked.fast:
                steps.run("tests on SQLite", [*pytest, "-m", "not browser"])
            else:
                _fetch_from_debian(browser=True)
                steps.run("tests on SQLite, with browser", pytest)
                with postgresql() as address:
                    steps.run(
                        "tests on PostgreSQL",
                        [*pytest, "-m", "not browser and not pure"],
                        DATABASE_URL=address,
                    )
            modules = sorted(str(file) for file in (ROOT / "tests").rglob("*.test.mjs"))
            path = os.pathsep.join([os.environ.get("PATH", ""), str(BIN)])
            steps.run("modules of the page", ["node", "--test", *modules], PATH=path)
        except SetUpFailed as problem:
            print(problem, file=sys.stderr)
            return 1
    if steps.failed:
        print(f"Failed: {', '.join(steps.failed)}.")
        return 1
    print("All is well.")
    return 0
