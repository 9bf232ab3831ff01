"""A real mail server on this machine, which keeps what it gets and refuses as it is told."""

import asyncio
import email
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import Message
from ipaddress import ip_address
from pathlib import Path
from threading import Event
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Letterbox:
    """Mails that arrived, and the answers: to a recipient, to the next mails, or nothing."""

    arrived: list[Message] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)
    answers: list[str] = field(default_factory=list)
    goes_on: Event = field(default_factory=Event)
    callers: set[object] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.goes_on.set()

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """A mail is taken and not answered while the block lasts; other callers are served."""
        self.goes_on.clear()
        try:
            yield
        finally:
            self.goes_on.set()

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self,
        server: SMTP,  # noqa: ARG002
        session: Session,  # noqa: ARG002
        envelope: Envelope,
        address: str,
        options: list[str],  # noqa: ARG002
    ) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  # aiosmtpd's name
        self,
        server: SMTP,  # noqa: ARG002
        session: Session,
        envelope: Envelope,
    ) -> str:
        self.callers.add(session.peer)
        while not self.goes_on.is_set():
            await asyncio.sleep(0.01)
        if self.answers:
            return self.answers.pop(0)
        assert isinstance(envelope.content, bytes)
        self.arrived.append(email.message_from_bytes(envelope.content))
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _certificate(folder: Path) -> ssl.SSLContext:
    """The certificate of a server at 127.0.0.1, signed by itself: `authority.pem` in the folder."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a mail server")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    (folder / "authority.pem").write_bytes(made.public_bytes(pem))
    (folder / "server.key").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "authority.pem", folder / "server.key")
    return context


@contextmanager
def encrypted_mail_server(folder: Path, *, from_the_start: bool) -> Iterator[tuple[int, Letterbox]]:
    """One that takes a mail only over an encrypted line: by STARTTLS, or from its first byte.

    Who trusts it is told by `SSL_CERT_FILE`: `authority.pem` in the folder.
    """
    context = _certificate(folder)
    if from_the_start:
        with mail_server(ssl_context=context) as served:
            yield served
    else:
        with mail_server(tls_context=context, require_starttls=True) as served:
            yield served


@contextmanager
def mail_server(port: int | None = None, **more: Any) -> Iterator[tuple[int, Letterbox]]:
    """Its port and its letterbox, for as long as the block lasts."""
    box = Letterbox()
    controller = Controller(box, hostname="127.0.0.1", port=port or free_port(), **more)
    controller.start()
    try:
        yield controller.port, box
    finally:
        controller.stop()
