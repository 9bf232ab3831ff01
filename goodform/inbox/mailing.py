"""Who is mailed about a case, and when: at once, or ten minutes after the last, with a count."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, Q
from django.utils.translation import gettext as _

from goodform.inbox.kinds import ALERT
from goodform.inbox.models import Alert, Severity
from goodform.outbox.actions import count_waiting, drop_waiting, enqueue
from goodform.outbox.kinds import EMAIL, MessageKind
from goodform.people.models import Staff

APART = timedelta(minutes=10)
"""Between two mails about one case of one gravity. Our own choice: soon enough, and no flood."""


def mail_about(
    alert: Alert,
    people: Iterable[Staff],
    *,
    kind: MessageKind,
    key: str,
    at: datetime,
    count: int = 1,
) -> list[str]:
    """Put a quiet mail on its way to each: which alert, never what it says. Answers their keys."""
    keys = []
    for staff in people:
        keys.append(f"{kind.code}:{alert.pk}:{key}:{staff.pk}")
        enqueue(
            clinic=alert.patient.clinic,
            staff=staff,
            kind=kind,
            channel=EMAIL,
            dedupe_key=keys[-1],
            due_at=at,
            facts=_facts(alert, count),
        )
    return keys


def _facts(alert: Alert, count: int) -> dict[str, object]:
    facts: dict[str, object] = {"alert": str(alert.pk), "severity": int(alert.severity)}
    return facts | ({"count": count} if count > 1 else {})


def told_of(alert: Alert, at: datetime) -> list[Staff]:
    """Who gets mail: the practitioner; for "call now" the front desk; the owners, if it is theirs.

    A practitioner who has left gets none: then every practitioner does.
    """
    owners = Alert.objects.filter(pk=alert.pk).for_owners(alert.patient.clinic, at)
    works = alert.owner is not None and alert.owner.active
    wanted = Q(pk=alert.owner_id) if works else Q(is_practitioner=True)
    wanted |= Q(Exists(owners), is_owner=True)
    if alert.severity == Severity.CALL_NOW:
        wanted |= Q(is_reception=True)
    return list(Staff.objects.filter(wanted, clinic=alert.clinic_id, active=True))


def mail_told(alert: Alert, *, at: datetime, count: int, at_once: bool) -> list[str]:
    """Mail that a case was told, `count` times; answers the keys of the new mails.

    Within ten minutes of the last one they wait for the end of those, and further tellings are
    counted in them. Changes `mailed_at` and `unmailed` of the alert, which the caller saves.
    """
    last = alert.mailed_at
    due = at
    if not at_once and last is not None and last + APART > at:
        if last > at and count_waiting(_keys(alert), _facts(alert, alert.unmailed + count)):
            alert.unmailed += count
            return []
        due = last + APART
    alert.mailed_at, alert.unmailed = due, count
    key = f"{alert.severity}{'e' if alert.is_emergency else ''}:{due.timestamp():.6f}:{alert.times}"
    return mail_about(alert, told_of(alert, at), kind=ALERT, key=key, at=due, count=count)


def forget_waiting(alert: Alert, *, at: datetime) -> None:
    """Drop a mail that waits for the end of its ten minutes: somebody has seen what it says.

    Changes `mailed_at` and `unmailed` of the alert, which the caller saves.
    """
    if alert.mailed_at is None or alert.mailed_at <= at:
        return
    if drop_waiting(_keys(alert), due_after=at, why=_("Somebody has this by now.")):
        alert.mailed_at, alert.unmailed = alert.mailed_at - APART, 0


def _keys(alert: Alert) -> list[str]:
    """The keys of the last mails about a case."""
    last = alert.steps.exclude(mails=[]).last()
    return list(last.mails) if last else []
