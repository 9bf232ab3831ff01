"""The tellings of a case: each stop with what was added to it, the newest on top."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, OuterRef, Subquery

from goodform.inbox.evidence import Evidence, from_json
from goodform.inbox.models import Alert, AlertQuerySet, AlertTelling

SHOWN_AT_ONCE = 50
"""Tellings on a page; the case's count says how many there were."""
ROWS_READ = 400
"""Rows read for them: each may have answers and corrections of its own."""


@dataclass(frozen=True)
class Addition:
    """Facts that came in after something was told."""

    at: datetime
    facts: Evidence


@dataclass(frozen=True)
class ToldOnce:
    """One thing that was told, as it was told first, and what was added to it, in order.

    `exercise` is the text of the exercise that it is about, empty where it is about none.
    """

    happened_at: datetime
    at: datetime
    facts: Evidence
    later: tuple[Addition, ...]
    exercise: Mapping[str, Any]


def newest_telling(alert: Alert) -> int:
    """The mark of what was told last: a page carries it to say what it showed. 0 for nothing."""
    found = AlertTelling.objects.filter(alert=alert).aggregate(newest=Max("pk"))
    return found["newest"] or 0


def told_in(alert: Alert) -> tuple[tuple[ToldOnce, ...], int]:
    """The tellings of a case, the newest first, and the mark of the newest; one query."""
    newest_first = (
        AlertTelling.objects.filter(alert=alert)
        .select_related("prescription__exercise")
        .order_by("-pk")
    )
    rows = list(newest_first[:ROWS_READ])
    by_cause: dict[str, list[AlertTelling]] = {}
    for row in rows:
        by_cause.setdefault(row.cause, []).insert(0, row)
    told = tuple(_once(each) for each in list(by_cause.values())[:SHOWN_AT_ONCE])
    return told, rows[0].pk if rows else 0


def _once(rows: Sequence[AlertTelling]) -> ToldOnce:
    first, *later = rows
    return ToldOnce(
        happened_at=first.happened_at,
        at=first.at,
        facts=from_json(first.facts),
        later=tuple(Addition(row.at, from_json(row.facts)) for row in later),
        exercise=first.prescription.exercise.content if first.prescription else {},
    )


def with_gravest(alerts: AlertQuerySet) -> AlertQuerySet:
    """Adds `gravest`: the facts of the gravest thing that was told, of equals the newest."""
    told = AlertTelling.objects.filter(alert=OuterRef("pk")).order_by("severity", "-pk")
    return alerts.annotate(gravest=Subquery(told.values("facts")[:1]))


def gravest_facts(alert: Alert) -> Evidence:
    """The facts an alert says in one line; only for rows that were read `with_gravest`."""
    return from_json(vars(alert)["gravest"] or alert.evidence)
