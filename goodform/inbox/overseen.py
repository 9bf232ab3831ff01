"""Cases an owner is told of: one question, asked by the mail that goes out and by their page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Exists, Q, QuerySet
from django.utils import timezone

from goodform.inbox.models import Alert, Message, Severity
from goodform.inbox.queries import PEOPLE, mine_of
from goodform.people.access import Reader, Role, reader_of
from goodform.people.models import Clinic, Staff

ANSWERED_FOR = timedelta(hours=24)
"""How long a page says who took or closed what an owner was told of. Our own choice."""


@dataclass(frozen=True)
class OverseenCase:
    """Whose a case is, since when it waits, who took it: nothing of health, and no patient."""

    id: UUID
    severity: Severity
    severity_label: str
    owner: str
    owner_id: UUID | None
    waiting_since: datetime
    late: bool
    taken_by: str
    taken_at: datetime | None
    closed_by: str
    closed_at: datetime | None


@dataclass(frozen=True)
class Overseen:
    """A case an owner was mailed about: nobody took it, somebody did; and messages nobody read."""

    waiting: tuple[OverseenCase, ...] = ()
    answered: tuple[OverseenCase, ...] = ()
    unread: int = 0

    @property
    def count(self) -> int:
        """How much of it waits."""
        return len(self.waiting) + self.unread

    def beside(self, staff: UUID) -> "Overseen":
        """The cases that are not on this person's own list anyway."""
        others = (each for each in self.waiting if each.owner_id not in (staff, None))
        return Overseen(tuple(others), (), self.unread)


def owners_of(clinic: UUID) -> list[Staff]:
    """Who is told of what nobody took: the owners, or where there is none every practitioner."""
    staff = Staff.objects.filter(clinic=clinic, active=True)
    return list(staff.filter(is_owner=True)) or list(staff.filter(is_practitioner=True))


def _owners(clinic: UUID | None) -> QuerySet[Staff]:
    return Staff.objects.filter(clinic=clinic, active=True, is_owner=True)


def _oversees(reader: Reader) -> bool:
    if Role.OWNER in reader.roles:
        return True
    return Role.PRACTITIONER in reader.roles and not _owners(reader.clinic).exists()


def overseen_by(user: AbstractBaseUser | AnonymousUser, *, now: datetime | None = None) -> Overseen:
    """The cases this reader was told of as an owner, gravest and oldest first; three queries.

    What is late is there also while no worker runs to send the mail.
    """
    reader, moment = reader_of(user), now or timezone.now()
    if reader.clinic is None or not _oversees(reader):
        return Overseen()
    clinic = Clinic.objects.get(pk=reader.clinic)
    lately = Q(resolved_at=None) | Q(resolved_at__gte=moment - ANSWERED_FOR)
    rows = (
        Alert.objects.filter(lately, clinic=clinic)
        .for_owners(clinic, moment)
        .select_related("owner", "acknowledged_by", "resolved_by")
        .order_by("severity", "-is_emergency", "raised_at", "pk")
    )
    cases = [_case(row, late_from=moment - clinic.time_to_answer) for row in rows]
    late = Q(received_at__lte=moment - clinic.time_to_answer) | ~Q(escalated_at=None)
    return Overseen(
        waiting=tuple(each for each in cases if each.taken_at is None and each.closed_at is None),
        answered=tuple(each for each in cases if each.taken_at or each.closed_at),
        unread=Message.objects.filter(late, clinic=clinic, staff=None, read_at=None).count(),
    )


def people_waiting(
    user: AbstractBaseUser | AnonymousUser, *, mine: bool, now: datetime | None = None
) -> int:
    """How many people need this reader: the number on the bar, and of the inbox's heading.

    `mine`: with a case that is theirs, or nobody's, or of which they were told as an owner, since
    nobody took it; otherwise with any case they may see. At most two queries.
    """
    reader, moment = reader_of(user), now or timezone.now()
    alerts = Alert.objects.visible_to(user).open()
    found = mine_of(alerts, reader) if mine else alerts
    if mine and reader.clinic is not None and {Role.OWNER, Role.PRACTITIONER} & reader.roles:
        told = alerts.filter(acknowledged_at=None).for_owners(
            _clinic_of(user, reader.clinic), moment
        )
        if Role.OWNER not in reader.roles:
            told = told.exclude(Exists(_owners(reader.clinic)))
        found = found | told
    people: int = found.order_by().aggregate(people=PEOPLE)["people"]
    return people


def _clinic_of(user: AbstractBaseUser | AnonymousUser, clinic: UUID) -> Clinic:
    """The reader's clinic, which came with who is signed in."""
    staff: Staff | None = getattr(user, "staff", None)
    return staff.clinic if staff is not None else Clinic.objects.get(pk=clinic)


def _case(row: Alert, *, late_from: datetime) -> OverseenCase:
    severity = Severity(row.severity)
    return OverseenCase(
        id=row.pk,
        severity=severity,
        severity_label=str(severity.label),
        owner=row.owner.name if row.owner else "",
        owner_id=row.owner_id,
        waiting_since=row.waiting_since,
        late=row.waiting_since <= late_from,
        taken_by=row.acknowledged_by.name if row.acknowledged_by else "",
        taken_at=row.acknowledged_at,
        closed_by=row.resolved_by.name if row.resolved_by else "",
        closed_at=row.resolved_at,
    )
