"""Reads of the diary: all that was done on a day, and is asked of a patient today."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils import timezone

from goodform.diary.choices import Outcome, RedFlagsAsked
from goodform.diary.models import Entry, Morning, Session
from goodform.fast.prepared import Prepared
from goodform.motion.checks import WATCHED
from goodform.people.models import Patient
from goodform.programmes.causes import CauseKind, id_in, is_about
from goodform.programmes.locks import Locked
from goodform.programmes.models import Hold, Prescription, Programme
from goodform.programmes.queries import Standing, given_in, released_causes, standing_of
from goodform.programmes.schedule import Done, local_day, rounds_left
from goodform.safety.dose import dose_values
from goodform.safety.pain_rules import DAYS_ASKED
from goodform.safety.red_flag_rhythm import Questions, questions_today

TRIED = (Outcome.DONE, Outcome.PARTLY, Outcome.STOPPED)
"""Outcomes in which the body did something."""
COUNTED = (Outcome.DONE, Outcome.PARTLY)
"""Outcomes that count as a round of the day."""
WHOLE_LINE = ""
"""In place of a slug: whatever stood on a line."""
DoneAs = tuple[UUID, str]
"""A line and the slug of its exercise: `Prescription.done_as`."""
SLUG = "prescription__exercise__exercise__slug"
LISTED_WHILE_LOCKED = frozenset({Locked.HELD, Locked.REVIEW_PASSED})
"""Locks under which the patient still sees what was prescribed, all of it on hold."""


class Mark(StrEnum):
    """One exercise on one day, for the seven-part mat."""

    DONE = "done"
    HALF = "half"
    EMPTY = "empty"
    STOPPED = "stopped"
    NOT_DUE = "not_due"


def counted(entries: "QuerySet[Entry]") -> "QuerySet[Entry]":
    """Entries that count as rounds: done or in part, and not taken back."""
    return entries.filter(outcome__in=COUNTED, undone_at=None)


def _done(sides: Mapping[str, int]) -> Done:
    return Done(left=sides.get("left", 0), right=sides.get("right", 0), both=sides.get("both", 0))


DONE_ON = Prepared(
    lambda programme, day: (
        counted(Entry.objects.filter(prescription__programme=programme, local_date=day))
        .order_by()
        .values_list("prescription__line", SLUG, "side")
        .annotate(n=Count("pk"))
    ),
    programme=Programme._meta.get_field("id"),
    day=Entry._meta.get_field("local_date"),
)


def done_on(programme: Programme, day: date) -> dict[DoneAs, Done]:
    """How often each exercise of a programme was done on a day, by side; one query.

    Keyed by `prescription.done_as`, so that what was done before a change of dose still counts, and
    what was done of another exercise on the same line does not. What was not done is not in it.
    """
    found: dict[DoneAs, dict[str, int]] = defaultdict(dict)
    for line, slug, side, n in DONE_ON.tuples(programme=programme.pk, day=day):
        found[line, slug][side] = n
    return {key: _done(sides) for key, sides in found.items()}


def _by_day(
    lines: Collection[UUID], days: Collection[date]
) -> dict[tuple[UUID, str, date], dict[tuple[str, str], int]]:
    rows = (
        Entry.objects.filter(prescription__line__in=lines, local_date__in=days, undone_at=None)
        .exclude(outcome=Outcome.SKIPPED)
        .order_by()
        .values_list("prescription__line", SLUG, "local_date", "side", "outcome")
        .annotate(n=Count("pk"))
    )
    found: dict[tuple[UUID, str, date], dict[tuple[str, str], int]] = defaultdict(dict)
    for line, slug, day, side, outcome, n in rows:
        for key in (slug, WHOLE_LINE):
            of_day = found[line, key, day]
            of_day[side, outcome] = of_day.get((side, outcome), 0) + n
    return found


def _mark(row: Prescription, day: date, done: Mapping[tuple[str, str], int]) -> Mark:
    if any(outcome == Outcome.STOPPED for _, outcome in done):
        return Mark.STOPPED
    if not done:
        return Mark.EMPTY if row.due_on(day) else Mark.NOT_DUE
    whole = {side: n for (side, outcome), n in done.items() if outcome == Outcome.DONE}
    left = rounds_left(row.side, row.times_a_day, _done(whole))
    return Mark.HALF if any(left.values()) else Mark.DONE


def week_of(
    prescriptions: Iterable[Prescription], days: Sequence[date], *, whole_line: bool = False
) -> dict[UUID, tuple[Mark, ...]]:
    """For each prescription, keyed by its id, one mark a day; one query for all of them.

    Give prescriptions in force, of one programme or of many: what was done of their exercise
    counts, also before a change of dose. A stop on a day outweighs what was done on it. With
    `whole_line` what stood on the line before counts too: a week that names no exercise.
    """
    rows = list(prescriptions)
    found = _by_day({row.line for row in rows}, days)
    return {
        row.pk: tuple(
            _mark(row, day, found.get((*_counts_for(row, whole_line=whole_line), day), {}))
            for day in days
        )
        for row in rows
    }


def _counts_for(row: Prescription, *, whole_line: bool) -> DoneAs:
    return (row.line, WHOLE_LINE) if whole_line else row.done_as


def last_whole_list(patient: Patient) -> date | None:
    """When the patient last answered the whole red-flag list; one query."""
    return (
        Session.objects.filter(patient=patient, red_flags_asked=RedFlagsAsked.WHOLE_LIST)
        .order_by("-local_date")
        .values_list("local_date", flat=True)
        .first()
    )


def red_flag_questions(patient: Patient, *, day: date, pain: int | None, usual: int) -> Questions:
    """Which red-flag questions to ask today; one query."""
    return questions_today(
        today=day, last_whole_list=last_whole_list(patient), pain=pain, usual=usual
    )


def last_day_exercised(patient: Patient, before: date) -> date | None:
    """The last day before this one on which the patient did anything; one query."""
    return (
        Entry.objects.filter(
            session__patient=patient, outcome__in=TRIED, undone_at=None, local_date__lt=before
        )
        .order_by("-local_date")
        .values_list("local_date", flat=True)
        .first()
    )


def asked_about(last: date | None, day: date) -> date | None:
    """The last day exercised, while the morning after it is still asked about."""
    return last if last is not None and (day - last).days <= DAYS_ASKED else None


def morning_question(patient: Patient, day: date) -> date | None:
    """The day the next-morning question is about, or None where it was answered or has no day.

    It is asked before Start, for two days; after that it counts as unanswered. Nobody is asked
    whose care has ended. At most two queries.
    """
    last = last_day_exercised(patient, day) if patient.ended_at is None else None
    about = asked_about(last, day)
    if about is None:
        return None
    answered = Morning.objects.filter(patient=patient, date__gt=about, date__lte=day, answered=True)
    return None if answered.exists() else about


def open_holds(programme: Programme) -> dict[UUID | None, Hold]:
    """The open hold of each line, and of everything under None: the oldest of each; one query."""
    held: dict[UUID | None, Hold] = {}
    for hold in Hold.objects.filter(programme=programme, released_at=None).order_by("opened_at"):
        held.setdefault(hold.line, hold)
    return held


def holds_by_mistake(holds: Iterable[Hold]) -> frozenset[UUID]:
    """Of these, those that a stop asked for which was said since to be pressed by mistake.

    One query; none where no stop asked for any.
    """
    stops = {
        hold.pk: entry
        for hold in holds
        if is_about(hold.cause, CauseKind.STOP) and (entry := id_in(hold.cause)) is not None
    }
    if not stops:
        return frozenset()
    undone = Entry.objects.filter(
        pk__in=set(stops.values()), outcome=Outcome.STOPPED, undone_at__isnull=False
    )
    mistakes = set(undone.order_by().values_list("pk", flat=True))
    return frozenset(hold for hold, entry in stops.items() if entry in mistakes)


def lines_by_mistake(programme: Programme, stopped: Collection[UUID]) -> frozenset[UUID]:
    """Of these lines, those on hold for nothing but stops that were said to be mistakes.

    At most two queries; none where no line is asked about.
    """
    if not stopped:
        return frozenset()
    holds = list(Hold.objects.filter(programme=programme, released_at=None, line__in=stopped))
    mistakes = holds_by_mistake(holds)
    other = {hold.line for hold in holds if hold.pk not in mistakes}
    return frozenset(stopped) - other


def _camera(row: Prescription, *, allowed: bool) -> dict[str, Any] | None:
    """How the mirror watches an exercise, where clinic and practitioner allow it."""
    watched = WATCHED.get(row.exercise.content.get("picture", ""))
    if watched is None or not (allowed and row.camera):
        return None
    return {
        "movement": watched.slug,
        "spoken": [check.code for check in watched.checks if check.spoken],
        "reference": None,
    }


def _prescribed(
    row: Prescription,
    done: Done,
    held: Mapping[UUID | None, Hold],
    locked: Locked | None,
    *,
    mirror: bool,
) -> dict[str, Any]:
    hold = held.get(None) or held.get(row.line)
    reason = hold.reason if hold else locked
    return {
        "id": str(row.pk),
        "order": row.order,
        "exercise": {
            "slug": row.exercise.exercise.slug,
            "name": row.exercise.name,
            "version": str(row.exercise_id),
            "phases": row.exercise.content.get("phases"),
        },
        "side": row.side,
        **dose_values(row),
        "camera": _camera(row, allowed=mirror),
        "status": "held" if reason else "active",
        "hold_reason": str(reason) if reason else None,
        "done_today": {"left": done.left, "right": done.right, "both": done.both},
    }


def _rows_of(standing: Standing, *, every_day: bool) -> list[dict[str, Any]]:
    programme, locked = standing.programme, standing.locked
    if programme is None or not (locked is None or locked in LISTED_WHILE_LOCKED):
        return []
    held = open_holds(programme)
    done = done_on(programme, standing.day)
    mirror = standing.patient.clinic.mirror
    return [
        {
            **_prescribed(row, done.get(row.done_as, Done()), held, locked, mirror=mirror),
            **({"weekdays": row.weekdays} if every_day else {}),
        }
        for row in given_in(programme)
        if every_day or row.due_on(standing.day)
    ]


def today_of(
    patient: Patient, *, now: datetime | None = None, every_day: bool = False
) -> dict[str, Any]:
    """The answer of `GET /api/today`: programme, lock, and what is due on the patient's date.

    With `every_day` also what is due on other days, each with its `weekdays`: what a phone needs to
    tell the day by itself. `released` names what a practitioner has released, by the
    cause of its hold. Seven queries; `patient.clinic` loaded.
    """
    moment = now or timezone.now()
    standing = standing_of(patient, now=moment)
    programme = standing.programme
    return {
        "date": standing.day.isoformat(),
        "zone": patient.zone,
        "server_time": moment.isoformat(),
        "review_by": standing.assessment.review_by.isoformat() if standing.assessment else None,
        "programme": {
            "id": str(programme.pk) if programme else None,
            "version": programme.version if programme else 0,
            "locked": str(standing.locked) if standing.locked else None,
        },
        "released": released_causes(programme) if programme else [],
        "prescriptions": _rows_of(standing, every_day=every_day),
    }


def today_on(patient: Patient, now: datetime | None = None) -> date:
    """The patient's own date now."""
    return local_day(now or timezone.now(), patient.zone)
