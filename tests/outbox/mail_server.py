"""A real mail server on this machine, which keeps what it gets and refuses as it is told."""

import asyncio
import email
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from threading import Event

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Letterbox:
    """What arrived, and what to answer: to a recipient, to the next mails, or nothing."""

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


@contextmanager
def mail_server(port: int | None = None) -> Iterator[tuple[int, Letterbox]]:
    """Its port and its letterbox, for as long as the block lasts."""
    box = Letterbox()
    controller = Controller(box, hostname="127.0.0.1", port=port or free_port())
    controller.start()
    try:
        yield controller.port, box
    finally:
        controller.stop()
