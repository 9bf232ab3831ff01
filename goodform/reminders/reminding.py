"""The worker's part: find whose time has come, write their messages, and when they are due next.

Everything for a batch happens in one short transaction that calls nothing outside: it either wrote
the messages and moved the plans on, or neither. A message's key names its plan and moment, so that
not even a clock that jumps back writes it twice.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import sleep
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse

from goodform.outbox.actions import enqueue_all, notification
from goodform.outbox.kinds import EMAIL
from goodform.outbox.models import Notification, State
from goodform.people.each_clinic import for_each_clinic
from goodform.programmes.models import Assessment, Prescription, Programme
from goodform.programmes.schedule import local_day
from goodform.reminders.actions import plan_for
from goodform.reminders.due import Reminder, Situation, due
from goodform.reminders.kinds import KIND_OF, MORNING, REMINDERS, REVIEW_DUE
from goodform.reminders.models import Plan, Slot
from goodform.reminders.queries import (
    WayThere,
    quiet_of,
    rhythm_of,
    situations,
    slots_of,
    ways_to,
)
from goodform.reminders.rhythm import after_quiet, next_at
from goodform.reminders.stop_links import token_for

log = logging.getLogger(__name__)

FIRST_BATCH, AT_ONCE = 25, 400
"""Plans in one transaction: the first of a round, and later ones."""
BREATH_S = 0.05
REVIEW_WITHIN = timedelta(days=7)
REVIEWS_AT_ONCE = 250
TRIED_AGAIN = timedelta(hours=1)
"""When a plan is looked at again that could not be worked out."""
KEPT_FOR = timedelta(days=60)
"""How long a reminder that was sent or dropped is kept, for whoever asks what was sent."""


@dataclass(frozen=True)
class _Turn:
    """One plan whose time has come, with all that decides about it."""

    plan: Plan
    slots: Sequence[Slot]
    situation: Situation
    ways: Sequence[WayThere]

    def due(self, moment: datetime) -> tuple[Reminder, ...]:
        """The reminders to send, looking from where this plan was looked at last."""
        rhythm = rhythm_of(self.plan, self.slots, self.plan.patient.zone)
        return due(rhythm, self.situation, since=self.plan.looked_at, now=moment)


def remind(now: datetime) -> int:
    """Write every message that is due; answers how many plans were looked at.

    The first batch is small, so that where very many are due at once the first can leave at once.
    """
    looked_at, most = 0, FIRST_BATCH
    while True:
        batch = remind_some(now, most=most)
        looked_at += batch
        if batch < most:
            return looked_at
        most = min(2 * most, AT_ONCE)
        if connection.vendor == "sqlite":
            # One writer at a time: let a sender that waits for its turn have it.
            sleep(BREATH_S)


@transaction.atomic
def remind_some(now: datetime, *, most: int) -> int:
    """One batch, the longest due first; plans that another worker holds are left to it."""
    rows = (
        Plan.objects.filter(next_due_at__lte=now)
        .select_related("patient__clinic")
        .order_by("next_due_at")
    )
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    plans = list(rows[:most])
    if not plans:
        return 0
    slots, standing, ways = (
        slots_of(plans),
        situations([plan.patient for plan in plans], now),
        ways_to(plans),
    )
    messages: list[Notification] = []
    paths = _Paths.looked_up()
    for plan in plans:
        turn = _Turn(plan, slots.get(plan.pk, ()), standing[plan.pk], ways[plan.pk])
        try:
            messages.extend(list(_messages(turn, now, paths)))
            _move_on(turn, now)
        except Exception:
            # One plan that cannot be worked out keeps nobody else's reminders back.
            log.exception("plan %s cannot be worked out; tried again in an hour", plan.pk)
            plan.next_due_at = now + TRIED_AGAIN
    enqueue_all(messages)
    _write_down(plans)
    return len(plans)


def _write_down(plans: Sequence[Plan]) -> None:
    """Keep when each was looked at and is due next: one statement with many rows of values.

    Django's `bulk_update` writes the same as one CASE of a thousand branches, five times slower.
    """
    fields = {field.name: field for field in Plan._meta.concrete_fields}
    columns = [fields[name] for name in ("looked_at", "next_due_at", "patient")]
    rows = [
        [column.get_db_prep_save(getattr(plan, column.attname), connection) for column in columns]
        for plan in plans
    ]
    looked_at, next_due_at, key = (
        connection.ops.quote_name(str(column.column)) for column in columns
    )
    table = connection.ops.quote_name(Plan._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET {looked_at} = %s, {next_due_at} = %s WHERE {key} = %s",  # noqa: S608
            rows,
        )


def _move_on(turn: _Turn, now: datetime) -> None:
    plan = turn.plan
    plan.looked_at = now
    plan.next_due_at = next_at(rhythm_of(plan, turn.slots, plan.patient.zone), now)


@dataclass(frozen=True)
class _Paths:
    """Where the links of a reminder lead; looked up once a batch."""

    today: str
    morning: str
    stop: str

    @classmethod
    def looked_up(cls) -> "_Paths":
        return cls(reverse("today"), reverse("morning"), reverse("reminders_stop", args=["TOKEN"]))

    def stop_for(self, plan: UUID) -> str:
        return self.stop.replace("TOKEN", token_for(plan))


def _messages(turn: _Turn, now: datetime, paths: _Paths) -> Iterator[Notification]:
    plan = turn.plan
    for reminder in turn.due(now):
        for way in turn.ways:
            yield notification(
                clinic=plan.patient.clinic,
                patient=plan.patient,
                kind=MORNING if reminder.asks else KIND_OF[reminder.again],
                channel=way.channel,
                address=way.address,
                dedupe_key=f"reminder:{plan.pk.hex}:{reminder.at:%Y%m%dT%H%M}:{way.key}",
                due_at=reminder.at,
                stale_at=reminder.stale_at,
                facts={
                    "lines": [str(line) for line in reminder.lines],
                    "path": paths.morning if reminder.asks else paths.today,
                    "stop": paths.stop_for(plan.pk),
                },
            )


def make_new_plans(now: datetime) -> int:
    """The usual plan for whoever was given a programme and has none; answers how many.

    However long ago, and whether or not there is an address to tell them: the programme itself
    says that it was given. The newest first, so that what cannot be planned keeps nobody waiting.
    """
    programmes = (
        Programme.objects.filter(
            given_at__lte=now, patient__reminder_plan=None, patient__ended_at=None
        )
        .select_related("patient__clinic")
        .order_by("-given_at")[:AT_ONCE]
    )
    prescribed: dict[UUID, list[Prescription]] = {row.pk: [] for row in programmes}
    for row in Prescription.objects.filter(programme__in=list(prescribed)).given():
        prescribed[row.programme_id].append(row)
    of_clinic: dict[UUID, list[Programme]] = {}
    for programme in programmes:
        of_clinic.setdefault(programme.patient.clinic_id, []).append(programme)

    def of_one(clinic: UUID) -> int:
        for programme in of_clinic[clinic]:
            plan_for(patient=programme.patient, prescribed=prescribed[programme.pk])
        return len(of_clinic[clinic])

    return for_each_clinic(of_clinic, of_one)


def remind_of_reviews(now: datetime) -> int:
    """Ask patients whose review comes within a week to book, once an assessment; how many.

    Nobody is asked on the day of the assessment itself, nor in their quiet hours.
    """
    newer = Assessment.objects.filter(patient=OuterRef("patient"), made_at__gt=OuterRef("made_at"))
    told = Notification.objects.filter(
        patient=OuterRef("patient"), kind=REVIEW_DUE.code, made_at__gte=OuterRef("made_at")
    )
    rows = (
        Assessment.objects.filter(
            review_by__gt=now.date() - timedelta(days=1),
            review_by__lte=now.date() + REVIEW_WITHIN,
            cleared=True,
            patient__ended_at=None,
            patient__programme__version__gt=0,
        )
        .exclude(Exists(newer))
        .exclude(Exists(told))
        .exclude(patient__email="")
        .select_related("patient__clinic")
        .order_by("review_by")[:REVIEWS_AT_ONCE]
    )
    of_clinic: dict[UUID, list[Assessment]] = {}
    for row in rows:
        of_clinic.setdefault(row.patient.clinic_id, []).append(row)
    return for_each_clinic(of_clinic, lambda clinic: _ask_to_book(of_clinic[clinic], now))


def _ask_to_book(rows: Sequence[Assessment], now: datetime) -> int:
    wanted = [
        row
        for row in rows
        if row.patient.email
        and local_day(now, row.patient.zone) <= row.review_by
        and row.made_at < now - timedelta(days=1)
    ]
    plans = Plan.objects.in_bulk([row.patient_id for row in wanted])
    enqueue_all(
        notification(
            clinic=row.patient.clinic,
            patient=row.patient,
            kind=REVIEW_DUE,
            channel=EMAIL,
            dedupe_key=f"review_due:{row.pk}",
            # Without a plan of their own, the hours in which most people sleep.
            due_at=after_quiet(
                now,
                quiet_of(plans.get(row.patient_id) or Plan()),
                ZoneInfo(row.patient.zone),
            ),
        )
        for row in wanted
    )
    return len(wanted)


def forget_old(now: datetime) -> int:
    """Take away reminders that were sent or dropped long ago, so that the outbox stays small."""
    removed = 0
    for kind in REMINDERS:
        old: list[UUID] = list(
            Notification.objects.filter(
                kind=kind.code,
                made_at__lt=now - KEPT_FOR,
                state__in=[State.SENT, State.DROPPED],
            ).values_list("pk", flat=True)[:5000]
        )
        removed += Notification.objects.filter(pk__in=old).delete()[0]
    return removed
