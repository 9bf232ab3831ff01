"""A push service on this machine: it answers as it is told, and reads what it gets as a browser."""

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from unittest.mock import patch

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@dataclass
class Browser:
    """A browser that subscribed: its keys, and what it reads with them."""

    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    auth: bytes = b"sixteen bytes ok"

    @property
    def keys(self) -> dict[str, object]:
        """The value of `PushSubscription.toJSON().keys`."""
        point = self.private.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )
        return {"p256dh": _text(point), "auth": _text(self.auth)}

    def reads(self, body: bytes) -> dict[str, Any]:
        """The note inside an encrypted message."""
        plain = http_ece.decrypt(
            body, private_key=self.private, auth_secret=self.auth, version="aes128gcm"
        )
        note: dict[str, Any] = json.loads(plain)
        return note


@dataclass
class Got:
    """One message as it arrived."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class PushService:
    """Where it listens, what it got, and what it answers by path."""

    address: str = ""
    got: list[Got] = field(default_factory=list)
    answers: dict[str, tuple[int, dict[str, str]]] = field(default_factory=dict)
    hangs_s: dict[str, float] = field(default_factory=dict)


@contextmanager
def push_service() -> Iterator[PushService]:
    """A push service for as long as the block lasts."""
    service = PushService()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the library’s name
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.got.append(
                Got(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
            )
            time.sleep(service.hangs_s.get(self.path, 0.0))
            status, headers = service.answers.get(self.path, (201, {}))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    service.address = f"http://127.0.0.1:{server.server_port}"
    try:
        # It stands on this machine and has a port, so it is none of those that may be called.
        with patch("goodform.outbox.channels.webpush.transport.endpoint_of", str):
            yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
