"""Taking the next-morning answer: how the back was, and the hold and alert that follow."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from goodform.audit.actions import Actor, record
from goodform.diary.actions import require_writer, take_turn
from goodform.diary.clock import clock_of
from goodform.diary.consequences import of_morning
from goodform.diary.documents import MorningDocument
from goodform.diary.evidence import about_morning
from goodform.diary.following import follow
from goodform.diary.models import Entry, Morning
from goodform.diary.queries import TRIED, asked_about, last_day_exercised
from goodform.diary.taking import Result
from goodform.diary.what_is_prescribed import HeldNow, held_now, prescribed_to
from goodform.people.models import Patient
from goodform.programmes.schedule import local_day
from goodform.safety.pain_rules import MorningAnswer as Answer

A_DAY = timedelta(days=1)
FROM_MILD_TO_GRAVE = tuple(Answer)


@dataclass(frozen=True)
class MorningTaken:
    """The outcome of a next-morning answer. `day` is the one it is kept under."""

    day: date
    made: bool
    result: Result
    held: HeldNow
    advice: str | None


@transaction.atomic
def take_morning(
    *, patient: Patient, day: date, document: MorningDocument, received_at: datetime, by: Actor
) -> MorningTaken:
    """Keep how the back was on a morning; worse, or not sure, holds what was done before.

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
        answered=document.answered,
        ache=document.ache,
        pain=document.pain,
        answered_at=_answered_at(document, received_at),
    )
    now = _together(before, said) if before else said
    now.save()
    held, advice = _follow(patient, now, said, by=by)
    if before is None or (before.answer, before.pain) != (now.answer, now.pain):
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


def _gravity(answer: Answer) -> int:
    return FROM_MILD_TO_GRAVE.index(answer)


def _together(before: Morning, said: Morning) -> Morning:
    """The later answer stands whole, pain by itself; of two at the same moment, the graver."""
    if said.answer is Answer.UNANSWERED and said.pain is None:
        return before
    earlier, later = sorted(
        (before, said), key=lambda row: (row.answered_at, _gravity(row.answer), row.pain or 0)
    )
    stands = earlier if later.answer is Answer.UNANSWERED else later
    return Morning(
        pk=before.pk,
        patient=said.patient,
        date=said.date,
        settled=stands.settled,
        answered=stands.answered,
        ache=stands.ache,
        pain=earlier.pain if later.pain is None else later.pain,
        answered_at=later.answered_at,
    )


def _follow(
    patient: Patient, now: Morning, said: Morning, *, by: Actor
) -> tuple[HeldNow, str | None]:
    """Weigh the answer that stands and the one just given: the graver counts.

    The pain is today's: it is that morning's only where the exercise was the day before.
    """
    answer = max(now.answer, said.answer, key=_gravity)
    pain = max((each for each in (now.pain, said.pain) if each is not None), default=None)
    about = asked_about(last_day_exercised(patient, now.date), now.date)
    done = _done_on(patient, about) if about else []
    if not done and answer in (Answer.UNSURE, Answer.UNANSWERED):
        # Nothing was done lately that they could have been unsure about.
        return HeldNow(), None
    is_that_morning = about is None or now.date - about == A_DAY
    prescribed = prescribed_to(patient, done)
    rules = {prescribed.line(each): prescribed.rule(each) for each in done}
    found = of_morning(
        now.date,
        rules or {None: prescribed.session_rule},
        answer=answer,
        pain=pain if is_that_morning else None,
        at=now.answered_at,
    )
    newly = follow(
        patient=patient,
        programme=prescribed.programme,
        holds=found.holds,
        tellings=[
            about_morning(alert, prescribed, about=about, settled=_settled(answer), pain=pain)
            for alert in found.alerts
        ],
        by=by,
    )
    return held_now(prescribed, newly=bool(newly)), found.advice


def _settled(answer: Answer) -> bool | None:
    return {Answer.UNSURE: None, Answer.UNANSWERED: None, Answer.WORSE: False}.get(answer, True)


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
