"""Raising an alert, and sending on what nobody took. Every write leaves its row."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from goodform.audit.actions import SOFTWARE, Actor, record
from goodform.inbox.due import Due, gone_quiet, held_unanswered, review_overdue
from goodform.inbox.evidence import Evidence
from goodform.inbox.handling import require_handler
from goodform.inbox.message_actions import escalate_messages, unread_messages
from goodform.inbox.models import Alert, AlertStep, Kind, Severity, StepKind
from goodform.inbox.overseen import owners_of
from goodform.outbox.actions import enqueue
from goodform.people.each_clinic import for_each_clinic
from goodform.people.models import Clinic, Patient, Staff
from goodform.programmes.models import Prescription, Programme
from goodform.safety.decision import Advice

ESCALATED_AT_ONCE = 200
"""How many alerts one pass sends to owners, so that a pass stays short."""
SHORTEST_SILENCE, LONGEST_SILENCE = 1, 90
"""Between how many days of silence a practitioner may choose."""


def note_step(
    alert: Alert,
    kind: StepKind,
    *,
    by: Actor,
    at: datetime,
    words: str = "",
    mails: Sequence[str] = (),
) -> None:
    """Write down one thing that was done with a case: in its history, and in the record."""
    AlertStep.objects.create(
        alert=alert, kind=kind, by=by.audit_label, at=at, words=words, mails=list(mails)
    )
    record(
        by=by,
        clinic=alert.clinic_id,
        action=f"alert {kind.value}",
        subject="alert",
        subject_id=alert.pk,
        patient=str(alert.patient_id),
        severity=int(alert.severity),
    )


def mail_about(
    alert: Alert, people: Iterable[Staff], *, kind: str, key: str, at: datetime
) -> list[str]:
    """Put a quiet mail on its way to each: which alert, never what it says. Answers their keys."""
    keys = []
    for staff in people:
        keys.append(f"{kind}:{alert.pk}:{key}:{staff.pk}")
        enqueue(
            clinic=alert.patient.clinic,
            staff=staff,
            kind=kind,
            channel="email",
            dedupe_key=keys[-1],
            due_at=at,
            facts={"alert": str(alert.pk), "severity": int(alert.severity)},
        )
    return keys


def _told(alert: Alert, at: datetime) -> list[Staff]:
    """Who gets mail: the practitioner; for "call now" the front desk; the owners, if it is theirs.

    A practitioner who has left gets none: then every practitioner does.
    """
    owners = Alert.objects.filter(pk=alert.pk).for_owners(alert.patient.clinic, at)
    wanted = Q(pk=alert.owner_id) if _works(alert.owner) else Q(is_practitioner=True)
    wanted |= Q(Exists(owners), is_owner=True)
    if alert.severity == Severity.CALL_NOW:
        wanted |= Q(is_reception=True)
    return list(Staff.objects.filter(wanted, clinic=alert.clinic_id, active=True))


def _works(owner: Staff | None) -> bool:
    return owner is not None and owner.active


def _raised(alert: Alert, *, by: Actor, at: datetime, kind: StepKind) -> None:
    mails = mail_about(alert, _told(alert, at), kind="alert", key=str(int(alert.severity)), at=at)
    note_step(alert, kind, by=by, at=at, mails=mails)


@transaction.atomic
def raise_alert(
    *,
    patient: Patient,
    kind: Kind,
    severity: Severity,
    cause: str,
    evidence: Evidence,
    happened_at: datetime,
    by: Actor,
    prescription: Prescription | None = None,
) -> Alert:
    """Tell the clinic. The same cause tells it once, however often it is sent.

    New facts about the same cause are added to the case; the first ones stay as they were. When
    they make an open case graver it waits anew and mail goes out again; a case that was closed is
    not opened again: a graver one beside it is. `patient.practitioner` owns it.
    """
    now = timezone.now()
    facts = evidence.as_json()
    owner = patient.practitioner if patient.practitioner.active else None
    alert, made = (
        Alert.objects.select_for_update(of=("self",))
        .select_related("patient__clinic", "owner")
        .get_or_create(
            patient=patient,
            cause=cause,
            defaults={
                "clinic_id": patient.clinic_id,
                "prescription": prescription,
                "kind": kind,
                "severity": severity,
                "is_emergency": evidence.advice == Advice.EMERGENCY,
                "evidence": facts,
                "raised_at": now,
                "happened_at": happened_at,
                "waiting_since": now,
                "owner": owner,
            },
        )
    )
    if made:
        _raised(alert, by=by, at=now, kind=StepKind.RAISED)
        return alert
    if severity < alert.severity and alert.resolved_at is not None:
        return raise_alert(
            patient=patient,
            kind=kind,
            severity=severity,
            cause=f"{cause}+{int(severity)}",
            evidence=evidence,
            happened_at=happened_at,
            by=by,
            prescription=prescription,
        )
    _add_facts(alert, facts, at=now)
    if severity < alert.severity:
        _grow_graver(alert, kind, severity, by=by, at=now)
    return alert


def _add_facts(alert: Alert, facts: dict[str, object], *, at: datetime) -> None:
    known = [alert.evidence, *(each["facts"] for each in alert.later)]
    if facts in known:
        return
    alert.later = [*alert.later, {"at": at.isoformat(), "facts": facts}]
    alert.is_emergency |= facts.get("advice") == Advice.EMERGENCY
    alert.save(update_fields=["later", "is_emergency"])


def _grow_graver(alert: Alert, kind: Kind, severity: Severity, *, by: Actor, at: datetime) -> None:
    alert.kind, alert.severity, alert.waiting_since = kind, severity, at
    alert.acknowledged_at = alert.acknowledged_by = alert.escalated_at = None
    alert.save(
        update_fields=[
            "kind",
            "severity",
            "waiting_since",
            "acknowledged_at",
            "acknowledged_by",
            "escalated_at",
        ]
    )
    _raised(alert, by=by, at=at, kind=StepKind.GRAVER)


def escalate(*, now: datetime | None = None, by: Actor = SOFTWARE) -> int:
    """Send to the owners what nobody took within the clinic's time, once; answers how many.

    Alerts that nobody took, and messages of patients that nobody read.
    """
    moment = now or timezone.now()
    waiting = Alert.objects.untaken().filter(escalated_at=None)

    def of_one(pk: UUID) -> int:
        clinic = Clinic.objects.get(pk=pk)
        late = waiting.filter(clinic=clinic, waiting_since__lte=moment - clinic.time_to_answer)
        few = list(late.select_related("patient__clinic")[:ESCALATED_AT_ONCE])
        alerts = sum(_escalate(alert, at=moment, by=by) for alert in few)
        return alerts + escalate_messages(clinic=clinic, now=moment, by=by)

    of_alerts = waiting.order_by().values_list("clinic", flat=True)
    of_messages = unread_messages().order_by().values_list("clinic", flat=True)
    return for_each_clinic(set(of_alerts.union(of_messages)), of_one)


@transaction.atomic
def _escalate(alert: Alert, *, at: datetime, by: Actor) -> bool:
    waiting = Alert.objects.untaken().filter(pk=alert.pk, escalated_at=None)
    mine = waiting.update(escalated_at=at)
    if not mine:
        return False
    key = f"{alert.waiting_since.timestamp():.0f}"
    mails = mail_about(alert, owners_of(alert.clinic_id), kind="alert_overdue", key=key, at=at)
    note_step(alert, StepKind.ESCALATED, by=by, at=at, mails=mails)
    return True


def raise_due(*, now: datetime | None = None, by: Actor = SOFTWARE) -> int:
    """Raise what nobody sends: a review past its date, a patient gone quiet, a hold left standing.

    Once a cause, clinic by clinic. For the worker; answers how many were raised.
    """
    moment = now or timezone.now()

    def of_one(pk: UUID) -> int:
        due = [each for find in DUE for each in find(pk, moment)]
        for each in due:
            _raise_one(each, at=moment, by=by)
        return len(due)

    return for_each_clinic(Clinic.objects.order_by("pk").values_list("pk", flat=True), of_one)


DUE = (review_overdue, gone_quiet, held_unanswered)
"""Who is asked, clinic by clinic, what nobody sends."""


def _raise_one(due: Due, *, at: datetime, by: Actor) -> None:
    raise_alert(
        patient=due.patient,
        kind=due.kind,
        severity=due.severity,
        cause=due.cause,
        evidence=due.evidence,
        happened_at=at,
        by=by,
    )


@transaction.atomic
def set_quiet_after(*, programme: Programme, days: int | None, by: Staff) -> Programme:
    """Choose after how many days without an entry the clinic is told; None for never."""
    patient = Patient.objects.get(programme=programme)
    require_handler(by, patient.clinic_id)
    if days is not None and not SHORTEST_SILENCE <= days <= LONGEST_SILENCE:
        raise ValueError(
            _("Give a number of days from %(lowest)s to %(highest)s, or leave it empty.")
            % {"lowest": SHORTEST_SILENCE, "highest": LONGEST_SILENCE}
        )
    Programme.objects.filter(pk=programme.pk).update(quiet_after_days=days)
    programme.quiet_after_days = days
    record(
        by=by,
        clinic=patient.clinic_id,
        action="set quiet after",
        subject="programme",
        subject_id=programme.pk,
        days=days,
    )
    return programme
