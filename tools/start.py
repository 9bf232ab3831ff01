"""`./run`: set up, then serve the demo clinic."""

import argparse
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.mirror import fetch_mirror
from tools.set_up import BIN, ROOT, SetUpFailed, say, set_up


def _data_folder() -> Path:
    folder = Path(os.environ.get("GOODFORM_DATA") or ROOT / "var").expanduser().resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as problem:
        raise SetUpFailed(
            f"Cannot write to {folder} ({problem.strerror}). "
            "Set GOODFORM_DATA to a folder you may write to."
        ) from None
    return folder


def _free(port: int) -> None:
    if port < 1:
        raise SetUpFailed(f"Port {port} does not exist. Choose one from 1024 to 65535.")
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OverflowError:
            raise SetUpFailed(
                f"Port {port} does not exist. Choose one from 1024 to 65535."
            ) from None
        except PermissionError:
            raise SetUpFailed(
                f"Port {port} is kept for the system. Choose one above 1023, such as "
                "./run --port 8000"
            ) from None
        except OSError:
            raise SetUpFailed(
                f"Port {port} is in use. Stop what uses it, or choose another: "
                f"./run --port {port + 1}"
            ) from None


def main(arguments: Sequence[str]) -> int:
    """Set up what is missing, then serve until Ctrl-C."""
    parser = argparse.ArgumentParser(
        prog="./run", description="Goodform with a demo clinic on this machine."
    )
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument(
        "--set-up", action="store_true", help="install what is needed, and serve nothing"
    )
    parser.add_argument(
        "--with-mirror", action="store_true", help="fetch what the mirror needs, too"
    )
    asked = parser.parse_args(arguments)
    port: int = asked.port
    try:
        if asked.set_up:
            set_up(dev=False)
            if asked.with_mirror:
                fetch_mirror(_data_folder())
            return 0
        data = _data_folder()
        _free(port)
        set_up(dev=False)
        if asked.with_mirror:
            fetch_mirror(data)
    except SetUpFailed as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    say("Starting Goodform …")
    environment = {"GOODFORM_DEMO": "yes", **os.environ, "GOODFORM_DATA": str(data)}
    environment.setdefault("GOODFORM_ADDRESS", f"http://127.0.0.1:{port}")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with subprocess.Popen(  # noqa: S603  # our own command
        [str(BIN / "goodform"), "serve", "--port", str(port)],
        env=environment,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    ) as server:
        signal.signal(signal.SIGTERM, lambda *_: server.terminate())
        return server.wait()
