"""Reading the record: what somebody did, what was done about somebody, on which days."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from goodform.audit.models import AuditRow

AT_A_TIME = 500


@dataclass(frozen=True)
class RecordQuery:
    """The part of a clinic's record that is asked for.

    `actor` is whose acts. `concerning` are acts of one of these actors, or about one of these
    subjects: the ids by their kind. `since` is within the days, `until` the first moment after.
    """

    clinic: UUID
    actor: str = ""
    concerning: Mapping[str, Sequence[str]] | None = None
    since: datetime | None = None
    until: datetime | None = None


def rows_asked_for(asked: RecordQuery) -> QuerySet[AuditRow]:
    """The rows, the newest first."""
    rows = AuditRow.objects.filter(clinic_id=asked.clinic)
    if asked.actor:
        rows = rows.filter(actor_id=asked.actor)
    if asked.concerning is not None:
        about = Q(pk=None)
        for subject, ids in asked.concerning.items():
            about |= Q(subject=subject, subject_id__in=ids)
            if subject == "patient":
                about |= Q(actor_id__in=[f"patient:{pk}" for pk in ids])
        rows = rows.filter(about)
    if asked.since is not None:
        rows = rows.filter(at__gte=asked.since)
    if asked.until is not None:
        rows = rows.filter(at__lt=asked.until)
    return rows.order_by("-id")


def page_of(asked: RecordQuery, *, before: int | None, size: int) -> tuple[list[AuditRow], bool]:
    """So many rows, from before this id or the newest on, and whether there are older ones."""
    rows = rows_asked_for(asked)
    if before is not None:
        rows = rows.filter(id__lt=before)
    found = list(rows[: size + 1])
    return found[:size], len(found) > size


def pages_of(asked: RecordQuery) -> Iterator[list[AuditRow]]:
    """All rows, some at a time: no cursor is kept open, which a pool of connections would lose."""
    before: int | None = None
    more = True
    while more:
        rows, more = page_of(asked, before=before, size=AT_A_TIME)
        if rows:
            yield rows
            before = rows[-1].pk
