"""Doing what follows from what was told: holds and alerts, in the transaction of the telling."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from goodform.audit.actions import Actor
from goodform.diary.consequences import AlertWanted, HoldNeeded
from goodform.inbox.actions import raise_alert
from goodform.inbox.evidence import Evidence
from goodform.inbox.models import Alert, Kind, Severity
from goodform.people.models import Patient
from goodform.programmes.actions import hold
from goodform.programmes.models import Hold, Prescription, Programme


@dataclass(frozen=True)
class Telling:
    """An alert with the facts it rests on and the exercise it is about."""

    alert: AlertWanted
    evidence: Evidence
    prescription: Prescription | None


def _take_turns(patient: Patient, programme: Programme | None, tellings: Sequence[Telling]) -> None:
    """Lock what a practitioner may be changing now, always in the same order.

    Programme before alerts before the record: so nobody waits for somebody who waits for them.
    """
    if programme is not None:
        Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    causes = [each.alert.cause for each in tellings]
    list(
        Alert.objects.select_for_update(no_key=True)
        .filter(patient=patient, cause__in=causes)
        .order_by("pk")
    )


def follow(
    *,
    patient: Patient,
    programme: Programme | None,
    holds: Sequence[HoldNeeded],
    tellings: Sequence[Telling],
    by: Actor,
    anew: frozenset[UUID] = frozenset(),
) -> frozenset[UUID | None]:
    """Hold and tell; answers the lines that are held by it now, None among them for everything.

    What was held or told before for the same cause is left as it is, also where it was released;
    but what is told `anew`, after that, holds everything again, in a case of its own.
    """
    if not (holds or tellings):
        return frozenset()
    _take_turns(patient, programme, tellings)
    held = set()
    if programme is not None:
        for each in holds:
            row = hold(
                programme=programme,
                line=each.line,
                reason=each.reason,
                cause=_cause(programme, each) if each.about in anew else each.cause,
                at=each.at,
                by=by,
            )
            if row.released_at is None:
                held.add(row.line)
    for telling in tellings:
        _tell(patient, telling, anew=telling.alert.about in anew, by=by)
    return frozenset(held)


def _cause(programme: Programme, needed: HoldNeeded) -> str:
    """The cause of a hold on everything: a further one where all of it so far were released."""
    of_this = Q(cause=needed.cause) | Q(cause__startswith=f"{needed.cause}+")
    before = Hold.objects.filter(of_this, programme=programme, line=None)
    released = [at is not None for at in before.values_list("released_at", flat=True)]
    return f"{needed.cause}+{len(released) + 1}" if released and all(released) else needed.cause


def _case(patient: Patient, cause: str) -> str:
    """The cause of a case: a further one beside those that were closed."""
    of_this = Q(cause=cause) | Q(cause__startswith=f"{cause}+")
    before = Alert.objects.filter(of_this, patient=patient)
    closed = [at is not None for at in before.values_list("resolved_at", flat=True)]
    return f"{cause}+again{len(closed)}" if closed and all(closed) else cause


def _tell(patient: Patient, telling: Telling, *, anew: bool, by: Actor) -> None:
    needed = telling.alert.decision.alert
    if needed is None:
        return
    raise_alert(
        patient=patient,
        kind=Kind(needed.kind),
        severity=Severity(needed.severity),
        cause=_case(patient, telling.alert.cause) if anew else telling.alert.cause,
        evidence=telling.evidence,
        happened_at=telling.alert.at,
        by=by,
        prescription=telling.prescription,
    )
