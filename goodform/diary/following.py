"""Doing what follows from what was told: holds and alerts, in the transaction of the telling."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from goodform.audit.actions import Actor
from goodform.diary.consequences import AlertWanted, HoldNeeded
from goodform.inbox.actions import lock_cases, tell
from goodform.inbox.evidence import Evidence
from goodform.inbox.gathering import Told
from goodform.inbox.models import Kind, Severity
from goodform.people.models import Patient
from goodform.programmes.causes import nth
from goodform.programmes.hold_actions import hold_all
from goodform.programmes.models import Hold, Prescription, Programme
from goodform.programmes.queries import however_often


@dataclass(frozen=True)
class Telling:
    """An alert with the facts it rests on and the exercise it is about."""

    alert: AlertWanted
    evidence: Evidence
    prescription: Prescription | None


def _take_turns(patient: Patient, programme: Programme | None, tellings: Sequence[Telling]) -> None:
    """Lock what a practitioner may be changing now, always in the same order.

    Programme before cases before the record: so nobody waits for somebody who waits for them.
    """
    if programme is not None:
        Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    if tellings:
        lock_cases(patient, [each.alert.cause for each in tellings])


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
    held: frozenset[UUID | None] = frozenset()
    again: set[UUID | None] = set()
    if programme is not None:
        wanted = [
            replace(each, cause=_cause(programme, each)) if each.about in anew else each
            for each in holds
        ]
        again = {now.about for now, each in zip(wanted, holds, strict=True) if now != each}
        rows = hold_all(programme=programme, wanted=wanted, by=by)
        held = frozenset(row.line for row in rows if row.released_at is None)
    told = [each for telling in tellings for each in _told(telling, anew, again)]
    if told:
        tell(patient=patient, told=told, by=by)
    return held


def _cause(programme: Programme, needed: HoldNeeded) -> str:
    """The cause of a hold on everything: a further one where all of it so far were released."""
    before = Hold.objects.filter(however_often(needed.cause), programme=programme, line=None)
    released = [at is not None for at in before.values_list("released_at", flat=True)]
    return nth(needed.cause, len(released) + 1) if released and all(released) else needed.cause


def _told(
    telling: Telling, anew: Collection[UUID], again: Collection[UUID | None]
) -> Iterable[Told]:
    needed = telling.alert.decision.alert
    if needed is not None:
        yield Told(
            kind=Kind(needed.kind),
            severity=Severity(needed.severity),
            cause=telling.alert.cause,
            evidence=telling.evidence,
            happened_at=telling.alert.at,
            prescription=telling.prescription,
            anew=telling.alert.about in anew,
            held_again=telling.alert.about in again,
        )
