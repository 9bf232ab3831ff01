"""The gauges of this house, read from the database: the same whichever process is asked.

Nothing in them is of a patient, and nothing names a clinic.
"""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib.metadata import version
from math import inf

import tzdata
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count, Min, Q

from goodform.audit.models import RecordCheck
from goodform.inbox.models import Alert, Kind, Message, Severity
from goodform.keeping.queries import state
from goodform.outbox.kinds import FIRST
from goodform.outbox.models import Notification, State
from goodform.outbox.queries import health

STOPS = (Kind.STOP, Kind.RED_FLAG, Kind.WROTE)
AGES = {"10m": timedelta(minutes=10), "30m": timedelta(minutes=30), "2h": timedelta(hours=2)}
"""How long a stop may have been unseen, as the label says it."""


@dataclass(frozen=True)
class Gauge:
    """One gauge: its name without `goodform_`, what it says, and its values by their labels."""

    name: str
    says: str
    values: Mapping[tuple[tuple[str, str], ...], float] = field(default_factory=dict)


def one(name: str, says: str, value: float | None, **labels: str) -> Gauge:
    """A gauge of one value; what never happened is infinitely long ago."""
    return Gauge(name, says, {tuple(labels.items()): inf if value is None else value})


def gauges(now: datetime) -> list[Gauge]:
    """All of them; where the database does not answer, those that need none."""
    found = [*_of_the_machine()]
    try:
        found += [*_of_the_outbox(now), *_of_the_inbox(now), *_of_keeping(now)]
        answers = 1.0
    except DatabaseError:
        answers = 0.0
    return [one("database_answers", "1 while the database answers.", answers), *found]


def _age(now: datetime, moment: datetime | None) -> float | None:
    return None if moment is None else max(0.0, (now - moment).total_seconds())


def _of_the_machine() -> Iterator[Gauge]:
    yield one(
        "info",
        "Which Goodform this is, on which database.",
        1,
        version=version("goodform"),
        database=connection.vendor,
    )
    yield one(
        "zone_data_info", "Which version of the world's clocks it knows.", 1,
        version=tzdata.IANA_VERSION,
    )  # fmt: skip
    disk = shutil.disk_usage(settings.DATA)
    yield one("disk_free_bytes", "Room where the data lie.", disk.free)
    yield one("disk_free_ratio", "The same as a part of the disk.", disk.free / disk.total)


def _of_the_outbox(now: datetime) -> Iterator[Gauge]:
    waiting = Notification.objects.filter(state=State.WAITING).aggregate(
        all=Count("pk"),
        oldest=Min("next_at", filter=Q(next_at__lte=now)),
        alert=Min("next_at", filter=Q(next_at__lte=now, rank=FIRST)),
    )
    yield one("outbox_waiting", "Messages that wait, also for their time.", waiting["all"])
    yield one(
        "outbox_oldest_due_seconds",
        "How late the oldest message is that could go now.",
        _age(now, waiting["oldest"]) or 0,
    )
    yield one(
        "outbox_oldest_alert_due_seconds",
        "The same of the messages that tell the clinic of a case.",
        _age(now, waiting["alert"]) or 0,
    )
    well = health(now)
    yield one("workers", "Workers that are alive.", well.workers)
    yield one("worker_beat_age_seconds", "Since when no worker has said so.", well.heartbeat_s)
    yield one("channels_down", "Channels by which nothing leaves.", len(well.down))
    yield one("chores_failing", "What comes round and failed the last time.", len(well.failing))


def _of_the_inbox(now: datetime) -> Iterator[Gauge]:
    unseen = Q(acknowledged_at=None)
    stops = unseen & Q(kind__in=STOPS)
    older = {age: Count("pk", filter=stops & Q(waiting_since__lte=now - by))
             for age, by in AGES.items()}  # fmt: skip
    found = Alert.objects.filter(resolved_at=None).aggregate(
        stops=Count("pk", filter=stops),
        oldest=Min("waiting_since", filter=stops),
        **{f"open_{each.name}": Count("pk", filter=Q(severity=each)) for each in Severity},
        **{f"older_{age}": count for age, count in older.items()},
    )
    yield one("stops_unseen", "Stops and warning signs that nobody took yet.", found["stops"])
    yield one(
        "stop_unseen_oldest_seconds",
        "Since when the oldest of them waits.",
        _age(now, found["oldest"]) or 0,
    )
    yield Gauge(
        "stops_unseen_older_than",
        "Those of them that wait for longer than this.",
        {(("age", age),): found[f"older_{age}"] for age in AGES},
    )
    yield Gauge(
        "cases_open",
        "Cases that nobody has closed, by how soon they must be looked at.",
        {(("soon", each.name.lower()),): found[f"open_{each.name}"] for each in Severity},
    )
    unread = Message.objects.filter(staff=None, read_at=None).aggregate(at=Min("received_at"))
    yield one(
        "message_unread_oldest_seconds",
        "Since when the oldest message of a patient is unread.",
        _age(now, unread["at"]) or 0,
    )


def _of_keeping(now: datetime) -> Iterator[Gauge]:
    kept = state(now)
    good = kept.last_good
    yield one(
        "backup_restored_age_seconds",
        "Age of the last backup that was opened, restored into a scratch place and counted.",
        _age(now, good.began_at if good else None),
    )
    yield one("backup_failing", "1 where the last nightly one failed.", "failed" in kept.trouble)
    yield one(
        "backup_can_be_opened", "1 where somebody has shown that they have the key.",
        kept.proven_at is not None,
    )  # fmt: skip
    checks = list(RecordCheck.objects.values_list("at", "why"))
    yield one(
        "record_whole",
        "1 where no clinic's record of who did what was found changed.",
        not any(why for _at, why in checks),
    )
    yield one(
        "record_checked_age_seconds",
        "Since when the record that was looked over longest ago was not.",
        _age(now, min((at for at, _why in checks), default=None)),
    )
