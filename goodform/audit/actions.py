"""Writing down what was done, in the same transaction as the doing."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, time
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from goodform.audit.models import AuditRow
from goodform.audit.sealing import key_in_use


class Actor(Protocol):
    """Whoever acts: a member of staff, a patient, or the software on its own account."""

    @property
    def audit_id(self) -> str: ...
    @property
    def audit_label(self) -> str: ...


class SoftwareActor:
    """Goodform itself, acting by a rule."""

    audit_id = "goodform"
    audit_label = "Goodform"


class UnknownActor:
    """Somebody who was not let in, whoever it was."""

    audit_id = "unknown"
    audit_label = "Somebody"


class OperatorActor:
    """Whoever has a command line on the machine; nobody else needs a name there."""

    audit_id = "operator"
    audit_label = "Whoever runs this machine"


SOFTWARE = SoftwareActor()
OPERATOR = OperatorActor()
UNKNOWN = UnknownActor()
HOUSE = UUID(int=0)
"""Whose record keeps what belongs to no one clinic: tries to come in by an address of nobody."""
SAW = "saw "
"""How the action of a row begins that only says who opened a page."""
TURNED_AWAY = "was turned away from "
"""How the action of a row begins that says who wanted to open a page they may not."""

SIGNED_IN, SIGNED_OUT, NOT_LET_IN = "signed in", "signed out", "was not let in"
TOOK_OUT = "took out the record"
NEW_PASSWORD = "chose a new password"  # noqa: S105  # what somebody did


def only_looked() -> Q:
    """The rows of who came, looked and went, and changed nothing here."""
    begins = Q(action__startswith=SAW) | Q(action__startswith=TURNED_AWAY)
    return begins | Q(action__in=(SIGNED_IN, SIGNED_OUT, NOT_LET_IN, TOOK_OUT))


class ActorMissing(ValueError):
    """A write without a name behind it. Nothing is changed anonymously."""


_PLAYED_AT: ContextVar[datetime | None] = ContextVar("played_at", default=None)


@contextmanager
def played_at(moment: datetime) -> Iterator[None]:
    """Rows recorded inside say this moment: for the demo, which plays days that have passed.

    Whoever plays several begins with the oldest: the record is read in the order it was written.
    """
    before = _PLAYED_AT.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _PLAYED_AT.reset(before)


def _wait_for_turn(clinic: UUID) -> None:
    """Let one writer a clinic at a time take the next seal (SQLite has one writer anyway)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [clinic.int % 2**63])


def record(
    *, by: Actor, clinic: UUID, action: str, subject: str, subject_id: object, **facts: object
) -> AuditRow:
    """Add one row; must run inside the transaction of the write it describes.

    A row that cannot be added takes that whole transaction with it: nothing is done unrecorded.
    """
    if not by.audit_id:
        raise ActorMissing(f"{action} on {subject} has nobody behind it.")
    with transaction.atomic(savepoint=False):
        _wait_for_turn(clinic)
        last = AuditRow.objects.filter(clinic_id=clinic).order_by("-id").values("seal").first()
        row = AuditRow(
            clinic_id=clinic,
            at=_PLAYED_AT.get() or timezone.now(),
            actor_id=by.audit_id,
            actor=by.audit_label,
            action=action,
            subject=subject,
            subject_id=str(subject_id),
            facts=facts,
            before=last["seal"] if last else "",
            key=key_in_use().id,
        )
        row.seal = row.sealed()
        row.save(force_insert=True)
    return row


def record_once_a_day(
    *,
    by: Actor,
    clinic: UUID,
    zone: str,
    action: str,
    subject: str,
    subject_id: object,
    **facts: object,
) -> None:
    """Add a row the first time somebody does this on a day of the clinic's `zone`.

    One query where it was done today already. Two first times at the very same moment may leave
    two rows; none leaves none.
    """
    local = ZoneInfo(zone)
    midnight = datetime.combine(timezone.now().astimezone(local), time(), tzinfo=local)
    done = AuditRow.objects.filter(
        actor_id=by.audit_id,
        action=action,
        at__gte=midnight,
        subject=subject,
        subject_id=str(subject_id),
    )
    if not done.exists():
        record(by=by, clinic=clinic, action=action, subject=subject, subject_id=subject_id, **facts)


def record_sight(
    *,
    by: Actor,
    clinic: UUID,
    zone: str,
    page: str,
    subject: str,
    subject_id: object,
    **facts: object,
) -> None:
    """Add a row for somebody's opening a page, the first time on a day of the clinic's `zone`."""
    record_once_a_day(
        by=by,
        clinic=clinic,
        zone=zone,
        action=f"{SAW}{page}",
        subject=subject,
        subject_id=subject_id,
        **facts,
    )
