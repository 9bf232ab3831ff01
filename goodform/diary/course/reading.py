"""Reads a patient's course by six queries at most, however much was told."""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Count, Max, QuerySet

from goodform.diary.choices import Outcome, Timing
from goodform.diary.course.days import (
    Course,
    CourseMark,
    DayOfPain,
    DoseSpan,
    FeltOn,
    Happened,
    HeldSpan,
    RoundsDone,
    changes_in,
    shown_alone,
    weeks_done,
)
from goodform.diary.course.finding import highest
from goodform.diary.models import Entry, Morning, Session
from goodform.diary.queries import SLUG
from goodform.people.access import PatientAccess
from goodform.people.models import Patient
from goodform.programmes.models import Assessment, Hold, Prescription
from goodform.programmes.schedule import local_day
from goodform.safety.dose import dose_in

NAME = "prescription__exercise__name"
User = AbstractBaseUser | AnonymousUser
People = PatientAccess[Patient]


def course_of(
    user: User,
    patient: Patient,
    *,
    first: date,
    last: date,
    today: date,
    assessed: Iterable[Assessment],
) -> Course:
    """The course from `first` to `last`, both included, for who may read it.

    What was told under a record that leads to this one stands in it, too. `today` is the patient's;
    `assessed` are all their assessments, which every page that shows a course has read.
    """
    people = Patient.objects.same_person(patient.pk)
    told = Session.objects.visible_to(user).filter(patient__in=people)
    mornings = Morning.objects.visible_to(user).filter(patient__in=people)
    doses = _doses(user, people, patient.zone)
    holds = _holds(people, patient.zone) if doses else []
    changes = changes_in(doses)
    felt, rounds = _felt(user, people, first, last)
    stops = [each for each in felt if each.stopped]
    sat = list(
        told.filter(local_date__range=(first, last)).values_list(
            "local_date", "pain_before", "pain_after"
        )
    )
    marks = [
        *(CourseMark(each.day, Happened.STOP, each.line, each.exercise) for each in stops),
        *(CourseMark(each.assessed_on, Happened.ASSESSED) for each in assessed),
        *(CourseMark(each.since, Happened.HELD, each.line) for each in holds),
        *(CourseMark(each.day, Happened.CHANGED) for each in changes),
    ]
    return Course(
        first=first,
        last=last,
        pain=_pain(sat, felt, mornings.filter(date__range=(first, last))),
        doses=tuple(each for each in doses if each.since <= last and (each.until or last) >= first),
        holds=tuple(each for each in holds if each.since <= last and (each.until or last) >= first),
        marks=shown_alone(mark for mark in marks if first <= mark.day <= last),
        changes=tuple(each for each in changes if first <= each.day <= last),
        weeks=weeks_done(doses, holds, rounds, first=first, last=last, today=today),
        felt=tuple(felt),
        last_entry=max((day for day, *_ in sat), default=None) or _last_day(told),
    )


def _doses(user: User, people: People, zone: str) -> list[DoseSpan]:
    rows = (
        Prescription.objects.visible_to(user)
        .filter(programme__patient__in=people)
        .select_related("exercise__exercise")
        .order_by("given_at", "order")
    )
    return [_span(row, zone) for row in rows]


def _span(row: Prescription, zone: str) -> DoseSpan:
    return DoseSpan(
        row=row,
        exercise=row.exercise.name,
        dose=dose_in(row),
        since=local_day(row.given_at, zone),
        until=local_day(row.ended_at, zone) if row.ended_at else None,
    )


def _holds(people: People, zone: str) -> list[HeldSpan]:
    rows = Hold.objects.filter(programme__patient__in=people).order_by("opened_at")
    return [
        HeldSpan(
            line,
            local_day(opened, zone),
            local_day(released, zone) if released else None,
        )
        for line, opened, released in rows.values_list("line", "opened_at", "released_at")
    ]


def _felt(
    user: User, people: People, first: date, last: date
) -> tuple[list[FeltOn], list[RoundsDone]]:
    """How it felt, and the rounds that count; one query."""
    entries = (
        Entry.objects.visible_to(user)
        .filter(session__patient__in=people, local_date__range=(first, last), undone_at=None)
        .exclude(outcome=Outcome.SKIPPED)
        .order_by()
        .values_list(
            "prescription__line",
            SLUG,
            NAME,
            "local_date",
            "side",
            "timing",
            "outcome",
            "difficulty",
        )
        .annotate(times=Count("pk"), pain=Max("pain"))
    )
    felt, rounds = [], []
    for line, slug, name, day, side, timing, outcome, difficulty, times, pain in entries:
        stopped = outcome == Outcome.STOPPED
        felt.append(FeltOn(line, name or "", day, pain, times, stopped, difficulty))
        if line is not None and not stopped:
            rounds.append(RoundsDone((line, slug), day, side, timing != Timing.TICKED, times))
    return felt, rounds


def _last_day(told: "QuerySet[Session]") -> date | None:
    last: date | None = told.aggregate(day=Max("local_date"))["day"]
    return last


def _pain(
    sat: Iterable[tuple[date, int | None, int | None]],
    felt: Iterable[FeltOn],
    mornings: "QuerySet[Morning]",
) -> tuple[DayOfPain, ...]:
    """Days with any answer, oldest first; one query."""
    before: dict[date, int | None] = {}
    during: dict[date, int | None] = {}
    after: dict[date, int | None] = {}
    for each in felt:
        during[each.day] = highest([during.get(each.day), each.pain])
    for day, at_start, at_end in sat:
        before[day] = highest([before.get(day), at_start])
        after[day] = highest([after.get(day), at_end])
    morning = dict(mornings.values_list("date", "pain"))
    days = sorted({*before, *during, *morning})
    return tuple(
        DayOfPain(day, before.get(day), during.get(day), after.get(day), morning.get(day))
        for day in days
    )
