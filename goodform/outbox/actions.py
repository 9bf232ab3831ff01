"""Putting a message on its way: a row now, sent by whoever claims it later."""

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodform.audit.actions import record
from goodform.outbox.kinds import TEST, MessageKind
from goodform.outbox.models import Address, ChannelSetting, Notification, State
from goodform.people.access import Action
from goodform.people.doors import require
from goodform.people.models import Clinic, Patient, Staff

AT_ONCE = 1000
"""Rows written by one statement."""
MOST_ADDRESSES = 10
"""How many browsers and telephones of one person are written to."""


class NothingToSendAgain(LookupError):
    """A message that was sent meanwhile, or is on its way already."""


def notification(
    *,
    clinic: Clinic | None,
    kind: MessageKind,
    channel: str,
    dedupe_key: str,
    due_at: datetime,
    stale_at: datetime | None = None,
    patient: Patient | None = None,
    staff: Staff | None = None,
    address: Address | None = None,
    to: str = "",
    facts: dict[str, object] | None = None,
) -> Notification:
    """A message, not yet written. Facts hold no health data."""
    return Notification(
        clinic=clinic,
        kind=kind.code,
        channel=channel,
        dedupe_key=dedupe_key,
        due_at=due_at,
        next_at=due_at,
        stale_at=stale_at,
        patient=patient,
        staff=staff,
        address=address,
        to=to,
        facts=facts or {},
        rank=kind.rank,
    )


def enqueue_all(messages: Iterable[Notification]) -> None:
    """Write messages made by `notification`, leaving out those whose key was written before.

    Of two with one key the first is written. Anything else that the database refuses is raised:
    SQLite's "ignore" would swallow that too, so an earlier row is set to the key it has.
    """
    first: dict[str, Notification] = {}
    for message in messages:
        first.setdefault(message.dedupe_key, message)
    Notification.objects.bulk_create(
        # In one order for all, so that two who write the same keys never wait for each other.
        [first[key] for key in sorted(first)],
        update_conflicts=True,
        unique_fields=["dedupe_key"],
        update_fields=["dedupe_key"],
        batch_size=AT_ONCE,
    )


def enqueue(
    *,
    clinic: Clinic | None,
    kind: MessageKind,
    channel: str,
    dedupe_key: str,
    due_at: datetime,
    stale_at: datetime | None = None,
    patient: Patient | None = None,
    staff: Staff | None = None,
    address: Address | None = None,
    to: str = "",
    facts: dict[str, object] | None = None,
) -> None:
    """Write one row, or nothing where the key was written before. Facts hold no health data."""
    enqueue_all(
        [
            notification(
                clinic=clinic,
                kind=kind,
                channel=channel,
                dedupe_key=dedupe_key,
                due_at=due_at,
                stale_at=stale_at,
                patient=patient,
                staff=staff,
                address=address,
                to=to,
                facts=facts,
            )
        ]
    )


def count_waiting(keys: Iterable[str], facts: dict[str, object]) -> int:
    """Give messages that have not gone out yet new facts; answers how many there were."""
    waiting = Notification.objects.filter(dedupe_key__in=list(keys), state=State.WAITING)
    return waiting.update(facts=facts)


def drop_waiting(keys: Iterable[str], *, due_after: datetime, why: str) -> int:
    """Drop messages that are not due yet and that nobody needs any more."""
    waiting = Notification.objects.filter(
        dedupe_key__in=list(keys), state=State.WAITING, next_at__gt=due_after
    )
    return waiting.update(state=State.DROPPED, why=why)


def _owner(by: Staff) -> None:
    require(by, Action.MANAGE_CLINIC, by.clinic_id)


@transaction.atomic
def send_again(*, message: Notification, by: Staff) -> None:
    """Put a message that could not be sent, or was perhaps sent, back into the queue."""
    _owner(by)
    now = timezone.now()
    moved = (
        Notification.objects.visible_to(by.user)
        .filter(pk=message.pk, state__in=[State.DEAD, State.REVIEW])
        .update(
            state=State.WAITING,
            next_at=now,
            attempts=0,
            lease_by="",
            lease_until=None,
            sending_since=None,
            # It was asked for now, by a person: it is useful from now on.
            stale_at=None,
        )
    )
    if not moved:
        raise NothingToSendAgain(_("This message is on its way already."))
    if message.patient is not None:
        Address.objects.filter(patient=message.patient).update(refused_at=None)
    record(
        by=by,
        clinic=by.clinic_id,
        action="sent again",
        subject="message",
        subject_id=message.pk,
        kind=message.kind,
    )


@transaction.atomic
def leave_as_it_is(*, message: Notification, by: Staff) -> None:
    """Tick a message off: it arrived after all, or it is no longer needed."""
    _owner(by)
    moved = (
        Notification.objects.visible_to(by.user)
        .filter(pk=message.pk, state__in=[State.DEAD, State.REVIEW])
        .update(state=State.DROPPED)
    )
    if not moved:
        raise NothingToSendAgain(_("Somebody dealt with this message meanwhile."))
    record(
        by=by,
        clinic=by.clinic_id,
        action="ticked off",
        subject="message",
        subject_id=message.pk,
        kind=message.kind,
    )


@transaction.atomic
def set_channel(*, channel: str, on: bool, facts: dict[str, object], by: Staff) -> ChannelSetting:
    """Keep what a clinic chose for a channel; what was chosen already changes nothing."""
    _owner(by)
    same = ChannelSetting.objects.filter(clinic=by.clinic, channel=channel, on=on, facts=facts)
    if (kept := same.first()) is not None:
        return kept
    setting, _made = ChannelSetting.objects.update_or_create(
        clinic=by.clinic, channel=channel, defaults={"on": on, "facts": facts}
    )
    record(
        by=by,
        clinic=by.clinic_id,
        action="set channel",
        subject="channel",
        subject_id=channel,
        on=on,
    )
    return setting


@transaction.atomic
def send_test(*, channel: str, by: Staff, address: Address | None = None) -> Notification:
    """Send the owner a message that says only that the channel works."""
    _owner(by)
    test = notification(
        clinic=by.clinic,
        kind=TEST,
        channel=channel,
        staff=by,
        address=address,
        dedupe_key=f"{TEST.code}:{uuid4()}",
        due_at=timezone.now(),
    )
    test.save(force_insert=True)
    record(
        by=by,
        clinic=by.clinic_id,
        action="sent test message",
        subject="channel",
        subject_id=channel,
    )
    return test


def _owner_of_address(by: Patient | Staff) -> dict[str, Patient | Staff | None]:
    patient = isinstance(by, Patient)
    return {"patient": by if patient else None, "staff": None if patient else by}


@transaction.atomic
def add_address(*, channel: str, to: str, facts: dict[str, object], by: Patient | Staff) -> Address:
    """Let a channel reach this person here. Whoever had this browser before is reached no more.

    The newest `MOST_ADDRESSES` of a person are kept: what was thrown away needs no message.
    """
    # One at a time for a person, so that two browsers at once do not both find room.
    type(by)._default_manager.select_for_update(no_key=True).get(pk=by.pk)
    address, _made = Address.objects.update_or_create(
        channel=channel,
        to=to,
        defaults={
            **_owner_of_address(by),
            "facts": facts,
            "refused_at": None,
            "made_at": timezone.now(),
        },
    )
    theirs = Address.objects.filter(**_owner_of_address(by)).exclude(pk=address.pk)
    newest = theirs.order_by("-made_at", "pk").values_list("pk", flat=True)[: MOST_ADDRESSES - 1]
    theirs.exclude(pk__in=list(newest)).delete()
    _record_address(by, "added an address", channel)
    return address


@transaction.atomic
def remove_address(*, channel: str, to: str, by: Patient | Staff) -> bool:
    """Reach this person here no longer; answers whether there was anything to remove."""
    removed, _each = Address.objects.filter(
        channel=channel, to=to, **_owner_of_address(by)
    ).delete()
    if removed:
        _record_address(by, "removed an address", channel)
    return bool(removed)


def _record_address(by: Patient | Staff, action: str, channel: str) -> None:
    record(
        by=by,
        clinic=by.clinic_id,
        action=action,
        subject="patient" if isinstance(by, Patient) else "staff",
        subject_id=by.pk,
        channel=channel,
    )
