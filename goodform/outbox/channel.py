"""A channel: a folder in `channels/` whose `CHANNEL` keeps this promise."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from django import forms

from goodform.outbox.models import Address
from goodform.people.models import Clinic


@dataclass(frozen=True)
class Words:
    """A message in words: a quiet subject, one quiet sentence, and the whole text."""

    subject: str
    short: str
    text: str


@dataclass(frozen=True)
class Parcel:
    """One message on its way: who it is for, what it says, how long it stays useful.

    `to` is an email address, or what the channel keeps in `Address.to`; `facts` are the keys that
    `Address` keeps beside it. `chosen` is what the clinic chose for this channel. `stop` is the
    link that ends such messages, where there is one.
    """

    id: UUID
    clinic: Clinic | None
    kind: str
    to: str
    facts: Mapping[str, Any]
    chosen: Mapping[str, Any]
    words: Words
    link: str
    stop: str = ""
    stale_at: datetime | None = None


class NotSent(Exception):
    """A message was not sent; `why` is for the clinic's owner and names no patient."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class NeverSent(NotSent):
    """It will not work next time either."""


class AddressRefused(NeverSent):
    """The other side does not know this address, and says it never will."""


class AddressGone(NotSent):
    """The person took the address away; it is forgotten and the message dropped."""


class TryAgain(NotSent):
    """It may work later; `after` is how long the other side asked to be left alone."""

    def __init__(self, why: str, after: timedelta | None = None) -> None:
        super().__init__(why)
        self.after = after


class PerhapsSent(NotSent):
    """Nobody knows whether it arrived, and a second one would do harm: somebody should look."""


class ChannelDown(NotSent):
    """The channel itself cannot be used now; no message is to blame."""


class Sender(Protocol):
    """An open way out, kept open for many messages."""

    def send(self, parcel: Parcel) -> None:
        """Send one message, or raise one of the exceptions above. Gives up within 20 s."""


class Channel(Protocol):
    """A way a message leaves the house."""

    code: str
    """The name of its folder."""
    repeatable: bool
    """Whether a second copy does no harm, because the other side tells it by its id."""
    senders: int
    """How many may be open at once in one worker."""
    batch: int
    """How many messages one of them claims at a time."""
    needs_address: bool
    """Whether it goes to what is kept in `Address`; else to the person's own email address."""
    here: str
    """A template in which somebody turns it on in this browser; empty where there is none."""
    form: type[forms.Form]
    """The clinic's choices; their cleaned values are kept in `ChannelSetting.facts`."""

    @property
    def name(self) -> str:
        """The name people call it by."""

    @property
    def about(self) -> Sequence[str]:
        """The sentence or two that an owner should know."""

    @property
    def a_minute(self) -> int | None:
        """How many may leave in a minute, all workers together; None for no limit."""

    def reaches(self, address: Address) -> str:
        """The name an owner or patient has for this address, such as "Firefox on Android"."""

    def open(self) -> AbstractContextManager[Sender]:
        """A way out for as long as the block lasts; `ChannelDown` where there is none."""
