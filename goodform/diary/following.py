"""Doing what follows from what was told: holds and alerts, in the transaction of the telling."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from goodform.audit.actions import Actor
from goodform.diary.consequences import AlertWanted, HoldNeeded
from goodform.inbox.actions import raise_alert
from goodform.inbox.evidence import Evidence
from goodform.inbox.models import Alert, Kind, Severity
from goodform.people.models import Patient
from goodform.programmes.actions import hold
from goodform.programmes.models import Prescription, Programme


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
) -> frozenset[UUID | None]:
    """Hold and tell; answers the lines that are held by it now, None among them for everything.

    What was held or told before for the same cause is left as it is, also where it was released.
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
                cause=each.cause,
                at=each.at,
                by=by,
            )
            if row.released_at is None:
                held.add(row.line)
    for telling in tellings:
        _tell(patient, telling, by=by)
    return frozenset(held)


def _tell(patient: Patient, telling: Telling, *, by: Actor) -> None:
    needed = telling.alert.decision.alert
    if needed is None:
        return
    raise_alert(
        patient=patient,
        kind=Kind(needed.kind),
        severity=Severity(needed.severity),
        cause=telling.alert.cause,
        evidence=telling.evidence,
        happened_at=telling.alert.at,
        by=by,
        prescription=telling.prescription,
    )
