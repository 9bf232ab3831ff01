"""Taking messages to send, and saying what became of them.

A row is claimed by one conditional update, under a lease: two workers never hold the same row, and
a worker that dies gives its rows back when the lease runs out. Nothing here waits for the outside.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from goodform.outbox.backoff import DOWN_LONGEST, MOST_ATTEMPTS, down_for, pause_after
from goodform.outbox.kinds import READY_MADE
from goodform.outbox.models import Address, Lane, Notification, State

LEASE = timedelta(seconds=120)
"""How long a claim holds. A batch is given up well before (see delivery)."""
PERSON = ("clinic", "patient", "staff__user", "address")


@dataclass(frozen=True)
class Claim:
    """Who claims, until when. `by` is new for each claim, so that an old one can mark nothing."""

    by: str
    now: datetime
    lease: timedelta = LEASE

    @property
    def until(self) -> datetime:
        return self.now + self.lease


def _minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0)


def _room(lane: Lane, a_minute: int, now: datetime) -> int:
    """How many may still leave in this minute."""
    sent = lane.sent_in_minute if lane.minute == _minute(now) else 0
    return max(0, a_minute - sent)


def is_open(channel: str, a_minute: int | None, now: datetime) -> bool:
    """Whether a channel is neither down nor past its limit for this minute. One query."""
    lane = Lane.objects.filter(channel=channel).first()
    if lane is None:
        return True
    # A channel that is down for longer than ever is meant was put down by a clock that was ahead.
    if lane.down_until is not None and now < lane.down_until <= now + DOWN_LONGEST:
        return False
    return a_minute is None or _room(lane, a_minute, now) > 0


def _allowed(channel: str, wanted: int, a_minute: int | None, now: datetime) -> int:
    """How many may leave now; counts them against the minute. Inside the claim's transaction."""
    if a_minute is None:
        return wanted
    Lane.objects.get_or_create(channel=channel)
    lane = Lane.objects.select_for_update().get(channel=channel)
    allowed = min(wanted, _room(lane, a_minute, now))
    sent = lane.sent_in_minute if lane.minute == _minute(now) else 0
    lane.minute, lane.sent_in_minute = _minute(now), sent + allowed
    lane.save(update_fields=["minute", "sent_in_minute"])
    return allowed


def _not_used(channel: str, number: int) -> None:
    """Give back room in the minute that was counted and not needed."""
    Lane.objects.filter(channel=channel, sent_in_minute__gte=number).update(
        sent_in_minute=F("sent_in_minute") - number
    )


def claim(
    channel: str, *, most: int, claim: Claim, a_minute: int | None = None
) -> list[Notification]:
    """Take up to `most` messages of a channel that are due: those somebody waits for first."""
    with transaction.atomic():
        allowed = _allowed(channel, most, a_minute, claim.now)
        if not allowed:
            return []
        due = Notification.objects.filter(
            channel=channel, state=State.WAITING, next_at__lte=claim.now
        ).order_by("rank", "next_at")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        ids = list(due.values_list("pk", flat=True)[:allowed])
        # The state is asked again: where rows cannot be locked, the update itself decides.
        taken = Notification.objects.filter(pk__in=ids, state=State.WAITING).update(
            state=State.CLAIMED, lease_by=claim.by, lease_until=claim.until
        )
        if a_minute is not None and taken < allowed:
            _not_used(channel, allowed - taken)
    if not taken:
        return []
    return list(
        Notification.objects.filter(pk__in=ids, state=State.CLAIMED, lease_by=claim.by)
        .select_related(*PERSON)
        .order_by("rank", "next_at")
    )


def _mine(by: str, ids: Collection[UUID]) -> Q:
    return Q(pk__in=ids, lease_by=by, state=State.CLAIMED)


def about_to_send(row: Notification, *, by: str, now: datetime) -> bool:
    """Write down that a send begins which must not happen twice; False where the claim is lost."""
    return bool(Notification.objects.filter(_mine(by, [row.pk])).update(sending_since=now))


def mark_sent(ids: Collection[UUID], *, by: str, now: datetime) -> int:
    """Say that these arrived; answers how many were still this claim's."""
    mine = Notification.objects.filter(_mine(by, ids))
    # What a ready-made mail said, perhaps a code to sign in, is kept no longer than needed.
    mine.filter(kind=READY_MADE.code).update(facts={})
    return mine.update(state=State.SENT, sent_at=now, lease_until=None, why="")


def forget_refusals(ids: Collection[UUID]) -> None:
    """An address that a message reached is right, whatever was said of it before."""
    refused = Address.objects.exclude(refused_at=None)
    if not refused.exists():
        return
    sent = Notification.objects.filter(pk__in=ids)
    by_address = Q(pk__in=sent.exclude(address=None).values("address"))
    by_email = Q(patient__in=sent.filter(address=None).values("patient")) & Q(
        channel__in=sent.values("channel"), to=F("patient__email")
    )
    refused.filter(by_address | by_email).update(refused_at=None)


def mark_ended(row: Notification, state: State, why: str, *, by: str) -> int:
    """Say that this one goes no further: dropped, dead, or for somebody to look at."""
    return Notification.objects.filter(_mine(by, [row.pk])).update(
        state=state, why=why[:300], lease_until=None, attempts=F("attempts") + 1
    )


def mark_dropped(reasons: dict[UUID, str], *, by: str) -> None:
    """Drop those that are no longer wanted, each with why."""
    for why in set(reasons.values()):
        ids = [pk for pk, reason in reasons.items() if reason == why]
        Notification.objects.filter(_mine(by, ids)).update(
            state=State.DROPPED, why=why[:300], lease_until=None
        )


def try_again_later(
    row: Notification, why: str, *, by: str, now: datetime, wished: timedelta | None = None
) -> State:
    """Wait before the next attempt, or give up after so many; answers which."""
    attempts = row.attempts + 1
    if attempts >= MOST_ATTEMPTS:
        mark_ended(row, State.DEAD, why, by=by)
        return State.DEAD
    pause = pause_after(attempts, key=row.pk.int, wished=wished)
    Notification.objects.filter(_mine(by, [row.pk])).update(
        state=State.WAITING,
        next_at=now + pause,
        attempts=attempts,
        why=why[:300],
        lease_until=None,
        lease_by="",
        sending_since=None,
    )
    return State.WAITING


def give_back(ids: Collection[UUID], *, by: str, channel: str, limited: bool) -> int:
    """Put back what was claimed and not tried; nothing is counted against it."""
    returned = Notification.objects.filter(_mine(by, ids)).update(
        state=State.WAITING, lease_until=None, lease_by=""
    )
    if limited and returned:
        _not_used(channel, returned)
    return returned


def recover(now: datetime) -> int:
    """Give back what a worker held and never finished; answers how many.

    A send that had begun and must not happen twice goes to somebody who looks. A lease that reaches
    further than any claim was made by a clock that was ahead: it counts as run out.
    """
    lost = Notification.objects.filter(state=State.CLAIMED).filter(
        Q(lease_until__lte=now) | Q(lease_until__gt=now + 2 * LEASE)
    )
    looked_at = lost.exclude(sending_since=None).update(
        state=State.REVIEW,
        lease_until=None,
        why=_("The worker ended while this was being sent. It may or may not have arrived."),
    )
    # What ends every worker that takes it must not end all of them for ever.
    dead = lost.filter(sending_since=None, attempts__gte=MOST_ATTEMPTS - 1).update(
        state=State.DEAD,
        lease_until=None,
        why=_("Every worker that tried to send this ended while it had it."),
    )
    return (
        looked_at
        + dead
        + lost.filter(sending_since=None).update(
            state=State.WAITING, lease_until=None, lease_by="", attempts=F("attempts") + 1
        )
    )


def channel_is_down(channel: str, why: str, *, now: datetime) -> Lane:
    """Leave a channel alone for a while, longer each time; its messages wait and lose nothing."""
    with transaction.atomic():
        Lane.objects.get_or_create(channel=channel)
        lane = Lane.objects.select_for_update().get(channel=channel)
        lane.failures += 1
        lane.down_since = lane.down_since or now
        lane.down_until = now + down_for(lane.failures)
        lane.why = why[:300]
        lane.save()
    return lane


def channel_is_up(channel: str) -> None:
    """A channel worked: forget that it was down."""
    Lane.objects.filter(channel=channel, failures__gt=0).update(
        failures=0, down_since=None, down_until=None, why=""
    )
