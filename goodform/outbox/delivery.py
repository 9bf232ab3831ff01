"""Sending what is due by one channel: claim, look, send outside any transaction, mark.

Errors of one message are that message's own. Only `ChannelDown` stops the rest, and it counts
against none of them.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from goodform.outbox import claiming
from goodform.outbox.care_ended import care_ended
from goodform.outbox.channel import (
    AddressGone,
    AddressRefused,
    Channel,
    ChannelDown,
    NeverSent,
    PerhapsSent,
    Sender,
    TryAgain,
)
from goodform.outbox.claiming import LEASE, Claim
from goodform.outbox.kinds import MessageKind, may_go_stale
from goodform.outbox.models import Address, Notification, State
from goodform.outbox.rendering import parcel_of
from goodform.outbox.what_clinics_chose import chosen_for

log = logging.getLogger(__name__)

SLOWEST_SEND = timedelta(seconds=30)
"""No send takes longer: channels give up after 20 s."""
MARK_EVERY = 8
"""How many sent messages are marked together: what a killed worker can at most send again."""

NotWanted = Callable[[Sequence[Notification], datetime], Mapping[UUID, str]]
"""Of these messages, those nobody wants any more now, and why (on hold, stopped by the patient)."""


@dataclass(frozen=True)
class SendingRules:
    """How one worker sends: by which rules, by which clock."""

    not_wanted: Mapping[MessageKind, NotWanted] = field(default_factory=dict)
    clock: Callable[[], datetime] = timezone.now
    lease: timedelta = LEASE


@dataclass
class Batch:
    """The messages of one claim, on their way."""

    channel: Channel
    desk: SendingRules
    claim: Claim
    rows: list[Notification]
    chosen: Mapping[UUID | None, Any]
    sent: list[UUID] = field(default_factory=list)
    arrived: int = 0
    began: float = field(default_factory=monotonic)

    @property
    def out_of_time(self) -> bool:
        """Whether another send might outlast the lease."""
        left = self.claim.lease - timedelta(seconds=monotonic() - self.began)
        return left < min(SLOWEST_SEND, self.claim.lease / 2)

    def mark(self) -> None:
        """Write down what was sent since the last time."""
        if self.sent:
            kept = claiming.mark_sent(self.sent, by=self.claim.by, now=self.desk.clock())
            if kept < len(self.sent):
                log.warning(
                    "%s messages were sent after their lease ran out", len(self.sent) - kept
                )
            claiming.forget_refusals(self.sent)
            self.arrived += len(self.sent)
            self.sent = []


def deliver_once(channel: Channel, sender: Sender, desk: SendingRules) -> int | None:
    """Send one batch; answers how many arrived, or None where nothing was due.

    Raises `ChannelDown` after giving back what was not tried.
    """
    claim = Claim(by=uuid4().hex, now=desk.clock(), lease=desk.lease)
    rows = claiming.claim(channel.code, most=channel.batch, claim=claim, a_minute=channel.a_minute)
    if not rows:
        return None
    chosen = chosen_for(channel.code, (row.clinic_id for row in rows))
    batch = Batch(channel, desk, claim, rows, chosen)
    _drop_what_nobody_wants(batch)
    while batch.rows:
        if batch.out_of_time:
            break
        row = batch.rows.pop(0)
        try:
            _send_one(batch, sender, row)
        except ChannelDown:
            batch.rows.insert(0, row)
            _put_back(batch)
            raise
        if len(batch.sent) >= MARK_EVERY:
            batch.mark()
    _put_back(batch)
    return batch.arrived


def _put_back(batch: Batch) -> None:
    batch.mark()
    claiming.give_back(
        [row.pk for row in batch.rows],
        by=batch.claim.by,
        channel=batch.channel.code,
        limited=batch.channel.a_minute is not None,
    )


def _drop_what_nobody_wants(batch: Batch) -> None:
    now = batch.claim.now
    reasons = {
        row.pk: _("It came too late: it was useful until %(when)s UTC.")
        % {"when": date_format(row.stale_at, "j F, H:i")}
        for row in batch.rows
        if row.stale_at is not None and row.stale_at <= now and may_go_stale(row.rank)
    }
    reasons |= care_ended(batch.rows)
    if batch.channel.needs_address:
        for row in batch.rows:
            if not _goes_to_its_own(row):
                reasons[row.pk] = _("The browser or phone it was for has been removed since.")
    for kind, ask in batch.desk.not_wanted.items():
        asked = [row for row in batch.rows if row.kind == kind.code and row.pk not in reasons]
        if asked:
            reasons.update(ask(asked, now))
    if reasons:
        log.warning("%s messages were no longer useful and were dropped", len(reasons))
        claiming.mark_dropped(reasons, by=batch.claim.by)
        batch.rows = [row for row in batch.rows if row.pk not in reasons]


def _goes_to_its_own(row: Notification) -> bool:
    """Whether the address it was written for is still there, and still that person's."""
    address = row.address
    return address is not None and (address.patient_id, address.staff_id) == (
        row.patient_id,
        row.staff_id,
    )


def _send_one(batch: Batch, sender: Sender, row: Notification) -> None:
    """Send one message and write down what became of it; only `ChannelDown` gets out."""
    by, now = batch.claim.by, batch.desk.clock()
    try:
        parcel = parcel_of(row, batch.chosen.get(row.clinic_id))
        if not batch.channel.repeatable and not claiming.about_to_send(row, by=by, now=now):
            return
        sender.send(parcel)
    except ChannelDown:
        raise
    except TryAgain as problem:
        claiming.try_again_later(row, problem.why, by=by, now=now, wished=problem.after)
    except AddressGone as problem:
        if row.address is not None:
            row.address.delete()
        claiming.mark_ended(row, State.DROPPED, problem.why, by=by)
    except PerhapsSent as problem:
        claiming.mark_ended(row, State.REVIEW, problem.why, by=by)
    except NeverSent as problem:
        log.error("a message (%s by %s) could not be sent: %s", row.kind, row.channel, problem.why)
        claiming.mark_ended(row, State.DEAD, problem.why, by=by)
        if isinstance(problem, AddressRefused):
            _remember_refusal(row, now)
    except Exception as problem:
        # A fault of ours in one message must not keep the others from leaving.
        log.exception("a message (%s by %s) broke its channel", row.kind, row.channel)
        why = _("Something went wrong in Goodform itself (%(what)s).") % {
            "what": type(problem).__name__
        }
        claiming.try_again_later(row, why, by=by, now=now)
    else:
        batch.sent.append(row.pk)


def _remember_refusal(row: Notification, now: datetime) -> None:
    """So that reminders are not sent day after day to an address that was refused."""
    if row.address is not None:
        Address.objects.filter(pk=row.address.pk).update(refused_at=now)
    elif row.patient is not None and row.patient.email:
        Address.objects.update_or_create(
            channel=row.channel,
            to=row.patient.email,
            defaults={"patient": row.patient, "refused_at": now},
        )
