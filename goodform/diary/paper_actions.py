"""Paper is an equal citizen: what a patient ticked by hand, entered at the clinic."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from goodform.diary.actions import Taken, take_session
from goodform.diary.choices import Outcome, Timing
from goodform.diary.documents import SentEntry, SessionDocument
from goodform.diary.models import Entry
from goodform.diary.queries import DoneAs
from goodform.people.access import Action
from goodform.people.doors import require
from goodform.people.models import Patient, Staff
from goodform.programmes.models import Prescription
from goodform.programmes.schedule import local_day, sides_due

MOST_ROUNDS = 8
"""The most times a day that any exercise is prescribed."""


class TicksRefused(ValueError):
    """The ticks cannot be right; the sentence says what to do. Nothing was changed."""


@dataclass(frozen=True)
class Tick:
    """How many rounds of an exercise are ticked on a side; 0 takes back what was entered.

    It counts in every dose of the exercise on its line; new ticks belong to `prescription`.
    """

    prescription: UUID
    side: str
    rounds: int


def paper_session(patient: Patient, day: date) -> UUID:
    """The session that holds a patient's paper of one day: always the same."""
    return uuid5(patient.pk, f"paper:{day.isoformat()}")


@transaction.atomic
def enter_week(*, patient: Patient, ticks: Mapping[date, Collection[Tick]], by: Staff) -> None:
    """Make the patient's paper of each of these days say this: all of it, or nothing."""
    for day in sorted(ticks):
        enter_ticks(patient=patient, day=day, ticks=ticks[day], by=by)


@transaction.atomic
def enter_ticks(*, patient: Patient, day: date, ticks: Collection[Tick], by: Staff) -> Taken:
    """Make the patient's paper of a day say this. Entered twice it is entered once.

    What is ticked is kept as ticked, with who entered it. What was entered before and is not ticked
    now is taken back, and stays readable. What the patient sent from a phone is left alone.
    """
    require(by, Action.ENTER_PAPER_TICKS, patient.clinic_id)
    now = timezone.now()
    _refuse_unless_sane(patient, day, ticks, now)
    session = paper_session(patient, day)
    noon = datetime.combine(day, time(12), tzinfo=ZoneInfo(patient.zone))
    before = _entered(session)
    exercises = _exercises(ticks)
    entries = [
        entry
        for tick in ticks
        for entry in _entries_of(
            session,
            tick,
            before.get((*exercises[tick.prescription], tick.side), ()),
            recorded_at=min(noon, now),
            now=now,
        )
    ]
    return take_session(
        patient=patient,
        session=session,
        document=SessionDocument(
            started_at=min(noon, now),
            sent_at=now,
            clock_offset_s=0,
            zone=patient.zone,
            entries=tuple(entries),
        ),
        received_at=now,
        by=by,
        entered_by=by,
    )


def _refuse_unless_sane(
    patient: Patient, day: date, ticks: Collection[Tick], now: datetime
) -> None:
    if day > local_day(now, patient.zone):
        raise TicksRefused(_("This day has not come yet. Choose today or an earlier day."))
    if any(not 0 <= tick.rounds <= MOST_ROUNDS for tick in ticks):
        raise TicksRefused(
            _("Give from 0 to %(most)s rounds for each exercise.") % {"most": MOST_ROUNDS}
        )
    same = Prescription.objects.filter(
        line=OuterRef("line"), exercise__exercise__slug=OuterRef("exercise__exercise__slug")
    ).order_by("given_at")
    asked = Prescription.objects.filter(
        programme__patient=patient, pk__in={tick.prescription for tick in ticks}
    ).annotate(first_given=Subquery(same.values("given_at")[:1]))
    rows = {pk: (side, given) for pk, side, given in asked.values_list("pk", "side", "first_given")}
    for tick in ticks:
        if tick.prescription not in rows:
            raise TicksRefused(_("One of these exercises is not on this patient's list."))
        side, first_given = rows[tick.prescription]
        if tick.side not in sides_due(side):
            raise TicksRefused(_("One of these ticks is for a side that was not asked for."))
        if day < local_day(first_given, patient.zone):
            raise TicksRefused(_("This exercise was given later. Choose a day from then on."))


Side = tuple[UUID, str, str]
"""A line, the slug of its exercise, and a side: a tick counts for it under any dose."""


def _exercises(ticks: Collection[Tick]) -> dict[UUID, DoneAs]:
    """By prescription, what its ticks count for."""
    rows = Prescription.objects.filter(pk__in={tick.prescription for tick in ticks})
    return {row.pk: row.done_as for row in rows.select_related("exercise__exercise")}


def _entered(session: UUID) -> dict[Side, list[Entry]]:
    """The entries of the paper so far, taken back or not, in order."""
    found: dict[Side, list[Entry]] = defaultdict(list)
    rows = Entry.objects.filter(session=session).select_related("prescription__exercise__exercise")
    for row in rows.order_by("recorded_at", "pk"):
        if row.prescription is not None:
            found[*row.prescription.done_as, row.side].append(row)
    return found


def _entries_of(
    session: UUID, tick: Tick, before: Sequence[Entry], *, recorded_at: datetime, now: datetime
) -> list[SentEntry]:
    """The entries that make the paper say this many rounds: new ones, and ones taken back."""
    standing = [each for each in before if each.undone_at is None]
    surplus = standing[tick.rounds :]
    taken_back = [
        _ticked(
            each.pk,
            replace(tick, prescription=each.prescription_id or tick.prescription),
            recorded_at=each.recorded_at,
            undone_at=now,
        )
        for each in surplus
    ]
    added = [
        _ticked(
            uuid5(session, f"{tick.prescription}:{tick.side}:{len(before) + number}"),
            tick,
            recorded_at=recorded_at,
        )
        for number in range(tick.rounds - len(standing))
    ]
    return [*taken_back, *added]


def _ticked(
    entry: UUID, tick: Tick, *, recorded_at: datetime, undone_at: datetime | None = None
) -> SentEntry:
    return SentEntry(
        sent_id=str(entry),
        id=entry,
        prescription=tick.prescription,
        outcome=Outcome.DONE,
        side=tick.side,
        timing=Timing.TICKED,
        recorded_at=recorded_at,
        undone_at=undone_at,
    )
