"""Raising an alert, and sending on what nobody took. Every write leaves its row."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from goodform.audit.actions import SOFTWARE, Actor, record
from goodform.inbox.due import Due, gone_quiet, held_unanswered, review_overdue
from goodform.inbox.evidence import Evidence
from goodform.inbox.gathering import Gathering, Growing, Told
from goodform.inbox.kinds import OVERDUE
from goodform.inbox.mailing import mail_about, mail_told
from goodform.inbox.message_actions import escalate_messages, unread_messages
from goodform.inbox.models import Alert, AlertStep, AlertTelling, Kind, Severity, StepKind
from goodform.inbox.overseen import owners_of
from goodform.people.access import Action
from goodform.people.doors import require
from goodform.people.each_clinic import for_each_clinic
from goodform.people.models import Clinic, Patient, Staff
from goodform.programmes.models import Prescription, Programme

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
        alert=alert,
        kind=kind,
        # The record names no patient; the case, which goes with them, does.
        by=by.audit_label or alert.patient.name,
        at=at,
        words=words,
        mails=list(mails),
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
    """Tell the clinic one thing, as `tell` does."""
    told = Told(kind, severity, cause, evidence, happened_at, prescription)
    (alert,) = tell(patient=patient, told=[told], by=by)
    return alert


def lock_cases(patient: Patient, causes: Iterable[str]) -> list[Alert]:
    """The open cases of a patient, and every one that was told for these causes, locked in order.

    With the patient's row first: two phones at the same moment find one case, not two.
    """
    Patient.objects.select_for_update(no_key=True).values_list("pk").get(pk=patient.pk)
    told = AlertTelling.objects.filter(alert__patient=patient, cause__in=list(causes))
    return list(
        Alert.objects.select_for_update(of=("self",), no_key=True)
        .filter(Q(resolved_at=None) | Q(pk__in=told.values("alert")), patient=patient)
        .select_related("patient__clinic", "patient__practitioner", "owner", "prescription")
        .order_by("pk")
    )


@transaction.atomic
def tell(*, patient: Patient, told: Sequence[Told], by: Actor) -> list[Alert]:
    """Tell the clinic what it must see; answers the case of each.

    There is one open case a patient, line and kind: a later stop is added to it and wakes it. The
    same cause tells it once, however often it is sent; new facts about it are added, and the first
    ones stay as they were. What grows graver is mailed at once. A closed case is not opened again.
    """
    causes = [each.cause for each in told]
    gathering = Gathering(patient, causes, lock_cases(patient, causes))
    # Only now: of two at once, the one that waited for the other comes after it.
    now = timezone.now()
    answer = [gathering.add(each, at=now) for each in told]
    for case in gathering.cases.values():
        if case.rows:
            _keep(case, by=by, at=now)
    return answer


def _keep(case: Growing, *, by: Actor, at: datetime) -> None:
    alert = case.alert
    alert.times += case.again
    alert.last_at = max(alert.last_at, *(row.happened_at for row in case.rows))
    alert.save(force_insert=case.made)
    AlertTelling.objects.bulk_create(case.rows, batch_size=500)
    if case.open and case.wakes:
        _wake(case, by=by, at=at)
        alert.save()


def _wake(case: Growing, *, by: Actor, at: datetime) -> None:
    """Mail what is new; what somebody has taken waits anew, and falls back to its owner.

    What nobody has taken goes on waiting since its oldest: more stops must not put the owner off.
    """
    alert = case.alert
    taken = alert.acknowledged_at is not None
    if taken:
        alert.waiting_since = at
        alert.acknowledged_at = alert.acknowledged_by = alert.escalated_at = None
    at_once = case.made or case.graver or case.held_again
    mails = mail_told(alert, at=at, count=max(1, case.again), at_once=at_once)
    kind = StepKind.RAISED if case.made else StepKind.GRAVER if case.graver else StepKind.AGAIN
    if mails or taken or at_once:
        note_step(alert, kind, by=by, at=at, mails=mails)


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
    mails = mail_about(alert, owners_of(alert.clinic_id), kind=OVERDUE, key=key, at=at)
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
    require(by, Action.HANDLE_ALERTS, patient.clinic_id)
    if days is not None and not SHORTEST_SILENCE <= days <= LONGEST_SILENCE:
        raise ValueError(
            _("Give a number of days from %(lowest)s to %(highest)s, or leave it empty.")
            % {"lowest": SHORTEST_SILENCE, "highest": LONGEST_SILENCE}
        )
    programme.quiet_after_days = days
    if Programme.objects.filter(pk=programme.pk, quiet_after_days=days).exists():
        return programme
    Programme.objects.filter(pk=programme.pk).update(quiet_after_days=days)
    record(
        by=by,
        clinic=patient.clinic_id,
        action="set quiet after",
        subject="programme",
        subject_id=programme.pk,
        days=days,
    )
    return programme
