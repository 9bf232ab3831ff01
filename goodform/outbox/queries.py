"""How the outbox is doing: for whoever watches the server, and for the owner."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Count, QuerySet
from django.utils import timezone

from goodform.outbox.models import Beat, Chore, Lane, Notification, State

QUIET_AFTER = timedelta(seconds=60)
"""A worker that has not beaten for so long is taken for dead."""
LATE_AFTER = timedelta(minutes=5)
"""How long a message may wait past its time before the worker is called late."""


@dataclass(frozen=True)
class Health:
    """The workers' heartbeat, how late the oldest message is that could go now, what fails.

    `down` are channels; `failing` is what comes round and failed the last time it did.
    """

    workers: int
    heartbeat_s: float | None
    lag_s: float
    down: tuple[str, ...]
    failing: tuple[str, ...] = ()

    @property
    def status(self) -> str:
        """`ok`, or what is wrong in a few words."""
        if self.workers == 0:
            return "no worker is running"
        if self.down:
            return f"down: {', '.join(self.down)}"
        if self.failing:
            return f"failing: {', '.join(self.failing)}"
        return "the worker is late" if self.lag_s > LATE_AFTER.total_seconds() else "ok"


def health(now: datetime | None = None) -> Health:
    """Five queries, whatever waits."""
    moment = now or timezone.now()
    beats = Beat.objects.filter(beat_at__gt=moment - QUIET_AFTER).order_by("-beat_at")
    last = Beat.objects.order_by("-beat_at").values_list("beat_at", flat=True).first()
    oldest = (
        Notification.objects.filter(state=State.WAITING, next_at__lte=moment)
        .order_by("next_at")
        .values_list("next_at", flat=True)
        .first()
    )
    return Health(
        workers=beats.count(),
        heartbeat_s=round((moment - last).total_seconds(), 1) if last else None,
        lag_s=round((moment - oldest).total_seconds(), 1) if oldest else 0.0,
        down=tuple(
            Lane.objects.exclude(down_since=None)
            .order_by("channel")
            .values_list("channel", flat=True)
        ),
        failing=tuple(
            Chore.objects.exclude(failed_at=None).order_by("name").values_list("name", flat=True)
        ),
    )


def stuck(user: AbstractBaseUser | AnonymousUser) -> "QuerySet[Notification]":
    """The messages an owner should look at: not sent, or perhaps sent. Newest first."""
    return (
        Notification.objects.visible_to(user)
        .filter(state__in=[State.DEAD, State.REVIEW])
        .select_related("clinic", "staff", "patient__practitioner")
        .order_by("-made_at")
    )


def tried_again(user: AbstractBaseUser | AnonymousUser) -> "QuerySet[Notification]":
    """The messages that failed and wait for their next attempt."""
    return (
        Notification.objects.visible_to(user)
        .filter(state=State.WAITING, attempts__gt=0)
        .select_related("clinic", "staff", "patient__practitioner")
        .order_by("next_at")
    )


def counts(user: AbstractBaseUser | AnonymousUser, *, since: datetime) -> dict[str, dict[str, int]]:
    """How many messages of each channel are in each state, of those made since; one query."""
    rows = (
        Notification.objects.visible_to(user)
        .filter(made_at__gte=since)
        .order_by()
        .values_list("channel", "state")
        .annotate(n=Count("pk"))
    )
    found: dict[str, dict[str, int]] = {}
    for channel, state, n in rows:
        found.setdefault(channel, {})[state] = n
    return found
