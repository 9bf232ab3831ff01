"""The example files for a proxy: as they are written, but for name, port and certificate.

Only where the proxy is on the machine: it is not needed to work on Goodform.
"""

import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from bench.instance import Server, free_port
from bench.lines import KINDS, lines
from goodform.config.bridge import MOST_BYTES, Bridge
from goodform.config.proxies import HERE, Proxies
from tests.config.listening import House, Pages, listening

EXAMPLES = Path(settings.REPOSITORY) / "docs" / "how-to" / "proxy"


def _nginx(port: int, to: int, folder: Path) -> list[str]:
    text = (EXAMPLES / "nginx.conf").read_text()
    text = re.sub(r"(?m)^ +ssl_certificate.*\n", "", text)
    for written, here in {
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port};",
        "127.0.0.1:8000": f"127.0.0.1:{to}",
        "/run/nginx.pid": f"{folder}/pid",
        "/var/log/nginx/error.log": f"{folder}/error.log",
    }.items():
        assert written in text
        text = text.replace(written, here)
    (folder / "nginx.conf").write_text(text)
    return ["nginx", "-c", f"{folder}/nginx.conf", "-p", str(folder), "-g", "daemon off;"]


def _caddy(port: int, to: int, folder: Path) -> list[str]:
    text = (EXAMPLES / "Caddyfile").read_text()
    for written, here in {
        "{\n\tservers": "{\n\tadmin off\n\tauto_https off\n\tservers",
        "\nexercises.example.org {": f"\nhttp://127.0.0.1:{port} {{",
        "127.0.0.1:8000": f"127.0.0.1:{to}",
    }.items():
        assert written in text
        text = text.replace(written, here)
    (folder / "Caddyfile").write_text(text)
    return ["caddy", "run", "--config", f"{folder}/Caddyfile", "--adapter", "caddyfile"]


PROXIES = {"nginx": _nginx, "caddy": _caddy}


@contextmanager
def _proxy(name: str, house: House, folder: Path) -> Iterator[House]:
    program = shutil.which(name, path="/usr/sbin:/usr/bin:/usr/local/bin")
    if program is None:
        pytest.skip(f"{name} is not on this machine")
    port = free_port()
    command = PROXIES[name](port, house.port, folder)
    with (
        subprocess.Popen(  # noqa: S603  # the proxy of the machine
            [program, *command[1:]], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process
    ):
        try:
            _wait_until_it_listens(port, process)
            yield replace(house, port=port)
        finally:
            process.terminate()


def _wait_until_it_listens(port: int, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    pytest.fail("the proxy did not start")


@pytest.fixture(params=PROXIES)
def behind(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """A server behind this proxy, which runs from our example."""
    pages = Pages()
    with (
        listening(Bridge(pages, proxies=Proxies.read(HERE)), pages) as house,
        _proxy(request.param, house, tmp_path) as proxied,
    ):
        yield proxied


def test_it_says_whom_it_speaks_for_and_strangers_say_nothing(behind: House) -> None:
    headers = {"X-Forwarded-For": "81.2.69.142", "X-Forwarded-Proto": "https"}
    assert behind.ask("/help", headers=headers).status == 200
    asked = behind.pages.asked[0]
    assert asked["REMOTE_ADDR"] == "127.0.0.1"
    assert "81.2.69.142" not in asked["HTTP_X_FORWARDED_FOR"]
    assert asked["HTTP_X_FORWARDED_PROTO"] == "http"
    assert asked["HTTP_HOST"].startswith("127.0.0.1")


def test_what_is_too_long_is_said_by_goodform(behind: House) -> None:
    most = b"x" * MOST_BYTES
    assert behind.ask("/api/sessions/1", "PUT", body=most).status == 200
    answer = behind.ask("/api/sessions/1", "PUT", body=most + b"x")
    assert answer.status == 413
    assert "json" in answer.headers["Content-Type"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_thousand_lines_that_come_to_nothing_keep_nobody_waiting(
    behind: House, kind: str, tmp_path: Path
) -> None:
    server = Server(f"http://127.0.0.1:{behind.port}", 0, tmp_path / "log")
    with lines(server, kind, 1000):
        for path in ("/api/today", "/healthz"):
            assert behind.ask(path).status == 200
        while behind.ask("/help").status == 503:
            # The pages that nobody reads are drawn first.
            assert kind == "unread"
