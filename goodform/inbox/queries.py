"""Cases waiting for the clinic, gravest and oldest first; who needs attention."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from operator import add, or_
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import (
    Aggregate,
    Count,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models import Case as Whether
from django.db.models.functions import Coalesce, Least, RowNumber
from django.utils import timezone

from goodform.inbox.evidence import Evidence, from_json
from goodform.inbox.headline import headline, kind_words
from goodform.inbox.held import HeldByCase, held_by
from goodform.inbox.models import Alert, AlertQuerySet, AlertStep, Severity
from goodform.inbox.told import ToldOnce, gravest_facts, told_in, with_gravest
from goodform.outbox.models import Notification
from goodform.people.access import Action, Reader, reader_of
from goodform.people.models import Patient, Staff

SHOWN_AT_ONCE = 100
"""Alerts of one group on a page; the group's count says how many there are."""
STEPS_SHOWN = 50
"""Steps of a case's history on its page, the newest."""
User = AbstractBaseUser | AnonymousUser
PEOPLE = Count(Coalesce("patient__merged_into", "patient"), distinct=True)
"""Whom cases are about; somebody with two records is one person."""


@dataclass(frozen=True)
class AlertRow:
    """One line of the inbox. `headline` says only the kind to who may not read the record."""

    id: UUID
    kind: str
    kind_label: str
    severity: Severity
    headline: str
    patient_id: UUID
    patient: str
    exercise: str
    raised_at: datetime
    happened_at: datetime
    times: int
    last_at: datetime
    owner: str
    owner_id: UUID | None
    taken_by: str
    taken_by_id: UUID | None
    taken_at: datetime | None
    escalated_at: datetime | None
    promised_by: datetime | None
    late: bool


@dataclass(frozen=True)
class Group:
    """The open alerts of one severity: how many there are, and the first of them."""

    severity: Severity
    label: str
    count: int
    rows: tuple[AlertRow, ...]

    @property
    def more(self) -> int:
        """How many are not among `rows`."""
        return self.count - len(self.rows)


@dataclass(frozen=True)
class Inbox:
    """The open cases: call now, today, this week, in this order. `people` counts patients."""

    people: int
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Delivery:
    """The outcome of one mail about an alert."""

    to: str
    kind: str
    state: str
    state_label: str
    due_at: datetime
    sent_at: datetime | None
    why: str


@dataclass(frozen=True)
class Case:
    """An alert with all that is known of it. `first` and `told` are None and empty to who may not
    read the record. `seen` is the mark of what was told last."""

    alert: Alert
    row: AlertRow
    first: Evidence | None
    told: tuple[ToldOnce, ...]
    seen: int
    steps: tuple[AlertStep, ...]
    mails: tuple[Delivery, ...]
    held: HeldByCase


def _row(alert: Alert, reader: Reader, now: datetime) -> AlertRow:
    promised_by = alert.clinic.promised_by(alert.waiting_since)
    goes_on_at = alert.waiting_since + alert.clinic.time_to_answer
    clinical = reader.may(Action.SEE_CLINICAL)
    facts = gravest_facts(alert)
    if alert.times > 1:
        # One of several that was pressed by mistake says nothing of the others.
        facts = replace(facts, undone_at="")
    return AlertRow(
        id=alert.pk,
        kind=alert.kind,
        kind_label=kind_words(alert.kind, facts),
        severity=Severity(alert.severity),
        headline=headline(alert.kind, facts) if clinical else kind_words(alert.kind, facts),
        patient_id=alert.patient.shown_as.pk,
        patient=alert.patient.shown_as.name,
        exercise=facts.exercise if clinical else "",
        raised_at=alert.raised_at,
        happened_at=alert.happened_at,
        times=alert.times,
        last_at=alert.last_at,
        owner=alert.owner.name if alert.owner else "",
        owner_id=alert.owner_id,
        taken_by=alert.acknowledged_by.name if alert.acknowledged_by else "",
        taken_by_id=alert.acknowledged_by_id,
        taken_at=alert.acknowledged_at,
        escalated_at=alert.escalated_at,
        promised_by=promised_by,
        late=alert.acknowledged_at is None and now > min(promised_by or goes_on_at, goes_on_at),
    )


def _with_people(alerts: AlertQuerySet) -> QuerySet[Alert]:
    people = ("patient__merged_into", "clinic", "owner", "acknowledged_by")
    return with_gravest(alerts).select_related(*people)


def mine_of(alerts: AlertQuerySet, reader: Reader) -> AlertQuerySet:
    """Those the reader owns, or nobody who still works here does."""
    return alerts.filter(Q(owner=reader.staff) | Q(owner=None) | Q(owner__active=False))


def open_alerts(
    user: User,
    *,
    mine: bool = False,
    patient: Patient | None = None,
    at_most: int = SHOWN_AT_ONCE,
    now: datetime | None = None,
) -> Inbox:
    """The reader's open alerts in their three groups, gravest and oldest first.

    `mine` keeps those the reader owns, or nobody who still works here does. Two queries, however
    many alerts; one where there are none.
    """
    reader = reader_of(user)
    moment = now or timezone.now()
    alerts = Alert.objects.visible_to(user).open()
    if mine:
        alerts = mine_of(alerts, reader)
    if patient is not None:
        alerts = alerts.filter(patient__in=Patient.objects.same_person(patient.pk))
    counted = alerts.order_by().aggregate(
        people=PEOPLE,
        **{severity.name: Count("pk", filter=Q(severity=severity)) for severity in Severity},
    )
    shown = _first_of_each(alerts, at_most) if counted["people"] else ()
    rows = [_row(alert, reader, moment) for alert in shown]
    return Inbox(
        people=counted["people"],
        groups=tuple(
            Group(
                severity=severity,
                label=str(severity.label),
                count=counted[severity.name],
                rows=tuple(row for row in rows if row.severity == severity),
            )
            for severity in Severity
        ),
    )


def _first_of_each(alerts: AlertQuerySet, at_most: int) -> QuerySet[Alert]:
    """The first so many of each severity, in their order, by one query."""
    place = Window(
        RowNumber(),
        partition_by="severity",
        order_by=[F("is_emergency").desc(), "raised_at", "pk"],
    )
    first = alerts.order_by().alias(of_severity=place).filter(of_severity__lte=at_most)
    return _with_people(Alert.objects.filter(pk__in=first.values("pk")).open())


def open_cases(patient: Patient) -> int:
    """How many cases of this person nobody has closed; one query."""
    both = Patient.objects.same_person(patient.pk)
    return Alert.objects.filter(patient__in=both, resolved_at=None).count()


def case_of(user: User, alert: UUID) -> Case:
    """One alert with its evidence, its history and its mails; raises `Alert.DoesNotExist`."""
    reader = reader_of(user)
    row = (
        with_gravest(Alert.objects.visible_to(user))
        .select_related(
            "patient__practitioner",
            "patient__ended_by",
            "patient__merged_into",
            "clinic",
            "owner",
            "acknowledged_by",
            "resolved_by",
            "prescription__exercise__exercise",
        )
        .get(pk=alert)
    )
    clinical = reader.may(Action.SEE_CLINICAL)
    told, seen = told_in(row)
    steps = tuple(row.steps.order_by("-at", "-pk")[:STEPS_SHOWN])[::-1]
    return Case(
        alert=row,
        row=_row(row, reader, timezone.now()),
        first=from_json(row.evidence) if clinical else None,
        told=told if clinical else (),
        seen=seen,
        steps=steps,
        mails=_mails_of(steps),
        held=held_by(row),
    )


def _mails_of(steps: Iterable[AlertStep]) -> tuple[Delivery, ...]:
    keys = [key for step in steps for key in step.mails]
    rows = (
        Notification.objects.filter(dedupe_key__in=keys)
        .select_related("staff")
        .order_by("made_at", "pk")
    )
    return tuple(
        Delivery(
            to=row.staff.name if row.staff else "",
            kind=row.kind,
            state=row.state,
            state_label=str(row.get_state_display()),
            due_at=row.due_at,
            sent_at=row.sent_at,
            why=row.why,
        )
        for row in rows
    )


def by_attention(patients: "QuerySet[Patient]") -> "QuerySet[Patient]":
    """Patients, those who need somebody first: call now, today, this week, then by name.

    Adds `worst` (the severity of their gravest open alert, else None), `emergency` (whether one of
    them is one, which stands above all of its severity), `waiting` (since when the oldest of their
    open alerts waits) and `open_alerts` (how many).
    """
    own = Alert.objects.filter(patient=OuterRef("pk"), resolved_at=None).order_by()
    led_here = Alert.objects.filter(patient__merged_into=OuterRef("pk"), resolved_at=None)
    both = own, led_here.order_by()
    return patients.annotate(
        worst=_of_both([_one(each, Min("severity")) for each in both], _least),
        emergency=_of_both([Exists(each.filter(is_emergency=True)) for each in both], or_),
        waiting=_of_both([_one(each, Min("raised_at")) for each in both], _least),
        open_alerts=_of_both([Coalesce(_one(each, Count("pk")), 0) for each in both], add),
    ).order_by(
        F("worst").asc(nulls_last=True),
        F("emergency").desc(),
        F("waiting").asc(nulls_last=True),
        "name",
        "pk",
    )


def _one(alerts: QuerySet[Alert], what: Aggregate) -> Subquery:
    """One number of all of them together."""
    return Subquery(alerts.annotate(all=Value(1)).values("all").annotate(x=what).values("x"))


def _least(own: Subquery, led_here: Subquery) -> Least:
    return Least(Coalesce(own, led_here), Coalesce(led_here, own))


def _of_both(both: list[Any], how: Callable[..., Any]) -> Whether:
    """Of a record and those that lead to it: asked only where any does, being slow on SQLite."""
    kept = Patient.objects.exclude(merged_into=None).values("merged_into")
    return Whether(When(pk__in=kept, then=how(*both)), default=both[0])


def handlers_in(user: User) -> tuple[Staff, ...]:
    """The colleagues an alert can be handed to; one query."""
    return tuple(
        Staff.objects.filter(pk__in=Staff.objects.visible_to(user).values("pk"))
        .filter(active=True, is_practitioner=True)
        .order_by("name")
    )
