"""Taking the next-morning answer: settled or not, and the hold and alert that follow."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from goodform.audit.actions import Actor, record
from goodform.diary.actions import require_writer, take_turn
from goodform.diary.clock import clock_of
from goodform.diary.consequences import of_morning
from goodform.diary.documents import MorningDocument
from goodform.diary.evidence import about_morning
from goodform.diary.following import follow
from goodform.diary.known import Held, held_now, known_of
from goodform.diary.models import Entry, Morning
from goodform.diary.queries import TRIED, last_day_exercised
from goodform.diary.taking import Result
from goodform.people.models import Patient
from goodform.programmes.schedule import local_day


@dataclass(frozen=True)
class MorningTaken:
    """What became of a next-morning answer. `day` is the one it is kept under."""

    day: date
    made: bool
    result: Result
    held: Held
    advice: str | None


@transaction.atomic
def take_morning(
    *, patient: Patient, day: date, document: MorningDocument, received_at: datetime, by: Actor
) -> MorningTaken:
    """Keep how the back was on a morning; not settled, or not answered, holds what was done before.

    The later answer stands, no answer takes none away, and no later answer releases anything. A
    morning that has not come yet by our clock is kept as today's.
    """
    require_writer(patient, by=by)
    take_turn(patient)
    today = local_day(received_at, patient.zone)
    flags = document.flags if day <= today else (*document.flags, "time_clamped")
    kept_day = min(day, today)
    before = Morning.objects.filter(patient=patient, date=kept_day).first()
    said = Morning(
        patient=patient,
        date=kept_day,
        settled=document.settled,
        pain=document.pain,
        answered_at=_answered_at(document, received_at),
    )
    now = _together(before, said) if before else said
    now.save()
    held, advice = _follow(patient, now, said, by=by)
    if before is None or (before.settled, before.pain) != (now.settled, now.pain):
        record(
            by=by,
            clinic=patient.clinic_id,
            action="answered the morning question",
            subject="morning",
            subject_id=now.pk,
            day=kept_day.isoformat(),
        )
    result = Result.of(day.isoformat(), flags)
    return MorningTaken(kept_day, before is None, result, held, advice)


def _answered_at(document: MorningDocument, received_at: datetime) -> datetime:
    clock = clock_of(
        sent_at=document.sent_at, offset_s=document.clock_offset_s, received_at=received_at
    )
    moment = document.answered_at or document.sent_at
    return clock.corrected(moment) if moment else received_at


def _together(before: Morning, said: Morning) -> Morning:
    """The later answer field by field; of two at the same moment, the graver."""
    if said.settled is None and said.pain is None:
        return before
    earlier, later = sorted(
        (before, said), key=lambda row: (row.answered_at, row.settled is False, row.pain or 0)
    )
    return Morning(
        pk=before.pk,
        patient=said.patient,
        date=said.date,
        settled=earlier.settled if later.settled is None else later.settled,
        pain=earlier.pain if later.pain is None else later.pain,
        answered_at=later.answered_at,
    )


def _follow(patient: Patient, now: Morning, said: Morning, *, by: Actor) -> tuple[Held, str | None]:
    """Weigh the answer that stands and the one just given: the graver counts."""
    settled = False if said.settled is False else now.settled
    pain = max((each for each in (now.pain, said.pain) if each is not None), default=None)
    about = last_day_exercised(patient, now.date)
    done = _done_on(patient, about) if about else []
    if settled is None and not done:
        # Nothing was done that an unanswered question could be about.
        return Held(), None
    known = known_of(patient, done)
    rules = {known.line(each): known.rule(each) for each in done}
    found = of_morning(
        now.date,
        rules or {None: known.session_rule},
        settled=settled,
        pain=pain,
        at=now.answered_at,
    )
    newly = follow(
        patient=patient,
        programme=known.programme,
        holds=found.holds,
        tellings=[
            about_morning(alert, known, about=about, settled=settled, pain=pain)
            for alert in found.alerts
        ],
        by=by,
    )
    return held_now(known, newly=bool(newly)), found.advice


def _done_on(patient: Patient, day: date) -> list[UUID]:
    """The exercises in which the body did something on a day; one query."""
    rows = Entry.objects.filter(
        session__patient=patient,
        prescription__isnull=False,
        local_date=day,
        outcome__in=TRIED,
        undone_at=None,
    )
    return list(rows.values_list("prescription__pk", flat=True).order_by().distinct())
