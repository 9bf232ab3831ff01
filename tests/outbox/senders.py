"""A channel for tests: it writes down what it was given, and fails as it is told."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

from django import forms
from django.utils import timezone

from goodform.outbox.actions import notification
from goodform.outbox.channel import Parcel
from goodform.outbox.delivery import SendingRules, deliver_once
from goodform.outbox.kinds import MessageKind
from goodform.outbox.models import Address, Notification
from goodform.people.models import Clinic, Patient
from goodform.programmes.kinds import GIVEN

NOW = timezone.now().replace(microsecond=0)


def fine(_parcel: Parcel) -> None:
    """Nothing goes wrong."""


@dataclass
class PigeonChannel:
    """Pigeons: what they carried is in `sent`; `trouble` may raise before they leave."""

    trouble: Callable[[Parcel], None] = fine
    repeatable: bool = True
    a_minute: int | None = None
    code: str = "pigeon"
    name: str = "Pigeons"
    senders: int = 1
    batch: int = 10
    needs_address: bool = False
    here: str = ""
    form: type[forms.Form] = forms.Form
    about: Sequence[str] = ()
    sent: list[Parcel] = field(default_factory=list)

    def reaches(self, address: Address) -> str:
        return address.to

    @contextmanager
    def open(self) -> Iterator["PigeonChannel"]:
        yield self

    def send(self, parcel: Parcel) -> None:
        self.trouble(parcel)
        self.sent.append(parcel)


def a_message(
    clinic: Clinic,
    patient: Patient | None = None,
    *,
    kind: MessageKind = GIVEN,
    due_at: datetime = NOW,
    stale_at: datetime | None = None,
    key: str = "",
    **facts: object,
) -> Notification:
    """A written message that is due."""
    row = notification(
        clinic=clinic,
        kind=kind,
        channel="pigeon",
        dedupe_key=key or uuid4().hex,
        due_at=due_at,
        stale_at=stale_at,
        patient=patient,
        facts=facts,
    )
    row.save(force_insert=True)
    return row


def at(moment: datetime) -> SendingRules:
    """A worker whose clock stands still."""
    return SendingRules(clock=lambda: moment)


def deliver(channel: PigeonChannel, *, after: timedelta = timedelta(0)) -> int | None:
    """Send one batch at a moment after NOW."""
    return deliver_once(channel, channel, at(NOW + after))


def now_is(row: Notification) -> Notification:
    """The row as the database has it."""
    return Notification.objects.get(pk=row.pk)
