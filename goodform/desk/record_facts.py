"""A patient's record for the practitioner: what was done, how it felt, against what was asked.

All of it is told by the patient, timed or ticked. A day without an entry is not "not done": it is a
day without an entry, and only days on which something was asked count as asked.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Count, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodform.desk.what_a_camera_saw import seen_of
from goodform.diary.choices import Difficulty, Outcome, Timing
from goodform.diary.documents import MOST_ENTRIES
from goodform.diary.models import Entry, Excess, Morning, Session
from goodform.diary.queries import COUNTED
from goodform.diary.what_is_prescribed import notices_in
from goodform.diary.what_is_told_back import remarks_on
from goodform.people.models import Patient
from goodform.programmes.models import Hold, Prescription
from goodform.programmes.schedule import local_day, sides_due

SESSIONS_SHOWN = 30
"""Sessions on one page of a record."""
LADDER_DAYS = 14
"""How many whole days before today the evidence beside "step up" looks back."""

User = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True)
class RecordedEntry:
    """One exercise on one side, as it was done, beside what was asked."""

    entry: Entry
    exercise: str
    side: str
    outcome: str
    reason: str
    difficulty: str
    timing: str
    notices: tuple[str, ...]
    remarks: tuple[str, ...]
    programme_version: int | None
    corrections: tuple[Mapping[str, Any], ...]
    by_camera: tuple[str, ...] = ()


@dataclass(frozen=True)
class Beyond:
    """The part of a flood that no page lists: rows, stops among them, what told of no harm.

    `full`: of the others more came than was kept.
    """

    stops: int = 0
    others: int = 0
    full: bool = False


@dataclass(frozen=True)
class RecordedSession:
    """One sitting with its entries and the answer of the next morning, if there was one."""

    session: Session
    entries: tuple[RecordedEntry, ...]
    morning: Morning | None
    entered_by: str
    beyond: Beyond = Beyond()


@dataclass(frozen=True)
class DoseChange:
    """A dose given or changed at a moment, as the record shows it between sessions."""

    at: datetime
    by: str
    exercise: str
    prescription: Prescription
    before: Prescription | None


@dataclass(frozen=True)
class Record:
    """Sessions, newest first, and the changes of dose over the same time."""

    sessions: tuple[RecordedSession, ...]
    changes: tuple[DoseChange, ...]
    more: bool


def record_of(
    user: User, patient: Patient, *, before: datetime | None = None, at_most: int = SESSIONS_SHOWN
) -> Record:
    """A page of a patient's record, for who may read it; at most six queries, eight after a flood.

    What was told under a record that leads to this one stands in it, too. `before` is the start of
    the last session of the page before this one.
    """
    sessions = Session.objects.visible_to(user).filter(patient__in=_records_of(patient))
    if before is not None:
        sessions = sessions.filter(started_at__lt=before)
    rows = list(sessions.select_related("entered_by").order_by("-started_at", "pk")[: at_most + 1])
    shown = rows[:at_most]
    entries = _entries_of(shown)
    mornings = _mornings_after(patient, shown)
    beyond = _beyond(shown)
    return Record(
        sessions=tuple(
            RecordedSession(
                session=row,
                entries=tuple(entries[row.pk]),
                morning=_first_after(mornings, row.local_date),
                entered_by=row.entered_by.name if row.entered_by else "",
                beyond=beyond.get(row.pk, Beyond()),
            )
            for row in shown
        ),
        changes=_changes(patient, shown, newest_page=before is None) if shown or not before else (),
        more=len(rows) > at_most,
    )


def _entries_of(sessions: Sequence[Session]) -> dict[UUID, list[RecordedEntry]]:
    found: dict[UUID, list[RecordedEntry]] = defaultdict(list)
    in_order = ("recorded_at", "side", "pk")
    place = Window(RowNumber(), partition_by="session", order_by=in_order)
    rows = (
        Entry.objects.filter(session__in=sessions)
        .annotate(place=place)
        .filter(place__lte=MOST_ENTRIES)
        .select_related("prescription__exercise", "camera")
        .prefetch_related("revisions")
        .order_by(*in_order)
    )
    for row in rows:
        found[row.session_id].append(_recorded(row))
    return found


def _beyond(sessions: Sequence[Session]) -> dict[UUID, Beyond]:
    """By session that overflowed, how much is not listed; two queries where any did."""
    full = [row.pk for row in sessions if "too_many" in row.flags]
    if not full:
        return {}
    rows = Entry.objects.filter(session__in=full).order_by().values_list("session")
    stops = {each: n - MOST_ENTRIES for each, n in rows.annotate(n=Count("pk"))}
    kept = Excess.objects.filter(session__in=full).values_list("session", "received", "full")
    others = {session: (len(received), more) for session, received, more in kept}
    return {
        each: Beyond(max(0, stops.get(each, 0)), *others.get(each, (0, False))) for each in full
    }


def notice_words(content: Mapping[str, Any]) -> dict[str, str]:
    """The points a patient can notice, in the words they ticked, by code."""
    return {code: each["words"] for code, each in notices_in(content).items()}


def _recorded(row: Entry) -> RecordedEntry:
    prescription = row.prescription
    content = prescription.exercise.content if prescription else {}
    notices = notice_words(content)
    return RecordedEntry(
        entry=row,
        exercise=prescription.exercise.name if prescription else _("Exercise not known"),
        side=str(row.get_side_display()),
        outcome=str(row.get_outcome_display()),
        reason=str(row.get_reason_display()),
        difficulty=str(row.get_difficulty_display()),
        timing=str(row.get_timing_display()),
        notices=tuple(notices.get(code, code) for code in row.noticed),
        remarks=remarks_on(row.flags),
        programme_version=prescription.since_version if prescription else None,
        corrections=tuple(revision.before for revision in row.revisions.all()),
        by_camera=seen_of(row),
    )


def _mornings_after(patient: Patient, sessions: Sequence[Session]) -> list[Morning]:
    if not sessions:
        return []
    first = min(row.local_date for row in sessions)
    mornings = Morning.objects.filter(patient__in=_records_of(patient), date__gt=first)
    return list(mornings.order_by("date"))


def _records_of(patient: Patient) -> "QuerySet[Patient]":
    return Patient.objects.same_person(patient.pk)


def _first_after(mornings: Iterable[Morning], day: date) -> Morning | None:
    return next((row for row in mornings if row.date > day), None)


def _changes(
    patient: Patient, sessions: Sequence[Session], *, newest_page: bool
) -> tuple[DoseChange, ...]:
    """Prescriptions given while these sessions were done; up to now on the newest page."""
    rows = (
        Prescription.objects.filter(programme__patient__in=_records_of(patient))
        .select_related("exercise__exercise", "given_by", "supersedes__exercise__exercise")
        .order_by("-given_at", "order")
    )
    if sessions:
        rows = rows.filter(given_at__gte=min(row.started_at for row in sessions))
    if not newest_page:
        rows = rows.filter(given_at__lt=max(row.started_at for row in sessions))
    return tuple(
        DoseChange(
            at=row.given_at,
            by=row.given_by.name,
            exercise=row.exercise.name,
            prescription=row,
            before=getattr(row, "supersedes", None),
        )
        for row in rows
    )


@dataclass(frozen=True)
class Adherence:
    """Rounds done of rounds asked for one line, and how we know."""

    prescription: Prescription
    done: int
    planned: int
    timed: int
    ticked: int

    @property
    def words(self) -> str:
        """ "12 of 14, 10 timed, 2 ticked"."""
        return _("%(done)s of %(planned)s, %(timed)s timed, %(ticked)s ticked") % {
            "done": self.done,
            "planned": self.planned,
            "timed": self.timed,
            "ticked": self.ticked,
        }


@dataclass(frozen=True)
class LadderEvidence:
    """The facts beside "step up": two weeks on the dose in force, no advice."""

    adherence: Adherence
    lowest_pain: int | None
    highest_pain: int | None
    too_easy: int
    too_hard: int
    stops: int
    noticed: tuple[tuple[str, int], ...]

    @property
    def words(self) -> str:
        """ "12 of 14 sessions, pain 0–1, too easy 5 times"."""
        parts = [
            ngettext(
                "%(done)s of %(planned)s session",
                "%(done)s of %(planned)s sessions",
                self.adherence.planned,
            )
            % {"done": self.adherence.done, "planned": self.adherence.planned},
            self._pain_words(),
        ]
        if n := self.too_easy:
            parts.append(ngettext("too easy once", "too easy %(n)s times", n) % {"n": n})
        if n := self.too_hard:
            parts.append(ngettext("too hard once", "too hard %(n)s times", n) % {"n": n})
        if n := self.stops:
            parts.append(ngettext("stopped once", "stopped %(n)s times", n) % {"n": n})
        parts += [f"{words} × {times}" for words, times in self.noticed]
        return ", ".join(parts)

    def _pain_words(self) -> str:
        if self.lowest_pain is None:
            return _("pain not answered")
        if self.lowest_pain == self.highest_pain:
            return _("pain %(pain)s") % {"pain": self.lowest_pain}
        return _("pain %(lowest)s–%(highest)s") % {
            "lowest": self.lowest_pain,
            "highest": self.highest_pain,
        }


@dataclass(frozen=True)
class _Span:
    """The days on which a prescription was in force, as far as they are looked at."""

    first: date
    last: date

    @property
    def days(self) -> Iterable[date]:
        return (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


def ladder_evidence(
    patient: Patient,
    prescriptions: Sequence[Prescription],
    *,
    now: datetime | None = None,
    days: int = LADDER_DAYS,
) -> dict[UUID, LadderEvidence]:
    """The evidence beside each prescription in force, by its id; two queries for all of them.

    A round counts when every side that is due was done. A day that began on hold was not asked.
    Today counts only as far as it is done. Pain and words are those of the dose in force, never of
    an earlier one, and nothing of another exercise on the line counts. `prescriptions` come with
    their exercise.
    """
    moment = now or timezone.now()
    today = local_day(moment, patient.zone)
    entries = defaultdict(list)
    since = today - timedelta(days=days)
    lines = [row.line for row in prescriptions]
    for entry in Entry.objects.filter(
        prescription__line__in=lines, local_date__gte=since, undone_at=None
    ).select_related("prescription__exercise__exercise"):
        if entry.prescription is not None:
            entries[entry.prescription.done_as].append(entry)
    holds = list(Hold.objects.filter(programme__patient=patient))
    found = {}
    for row in prescriptions:
        given = local_day(row.given_at, patient.zone)
        span = _Span(max(given, since), today)
        own = [e for e in entries[row.done_as] if e.local_date >= span.first]
        found[row.pk] = _evidence(row, own, _days_held(row, holds, patient.zone, span), span)
    return found


def _days_held(row: Prescription, holds: Iterable[Hold], zone: str, span: _Span) -> frozenset[date]:
    """The days that began on hold for this line or for everything."""
    mine = [each for each in holds if each.line in (None, row.line)]
    return frozenset(
        day
        for day in span.days
        for each in mine
        if local_day(each.opened_at, zone) < day
        and (each.released_at is None or local_day(each.released_at, zone) >= day)
    )


def _rounds(row: Prescription, entries: Iterable[Entry]) -> Counter[date]:
    """Rounds done by day: the side done least often says how many."""
    by_side: dict[str, Counter[date]] = {side: Counter() for side in sides_due(row.side)}
    for entry in entries:
        if entry.outcome in COUNTED and entry.side in by_side:
            by_side[entry.side][entry.local_date] += 1
    first, *others = by_side.values()
    return Counter(
        {
            day: min(n, *(other[day] for other in others)) if others else n
            for day, n in first.items()
        }
    )


def _adherence(
    row: Prescription, entries: Sequence[Entry], held: frozenset[date], span: _Span
) -> Adherence:
    rounds = _rounds(row, entries)
    done = planned = 0
    for day in span.days:
        if not row.due_on(day) or day in held:
            continue
        today = min(rounds[day], row.times_a_day)
        done += today
        planned += today if day == span.last else row.times_a_day
    counted = [each for each in entries if each.outcome in COUNTED]
    ticked = sum(each.timing == Timing.TICKED for each in counted)
    return Adherence(row, done, planned, timed=len(counted) - ticked, ticked=ticked)


def _evidence(
    row: Prescription, entries: Sequence[Entry], held: frozenset[date], span: _Span
) -> LadderEvidence:
    felt = [each for each in entries if each.prescription_id == row.pk]
    pains = [each.pain for each in felt if each.pain is not None]
    names = notice_words(row.exercise.content)
    noticed = Counter(code for each in felt for code in each.noticed)
    return LadderEvidence(
        adherence=_adherence(row, entries, held, span),
        lowest_pain=min(pains, default=None),
        highest_pain=max(pains, default=None),
        too_easy=sum(each.difficulty == Difficulty.EASY for each in felt),
        too_hard=sum(each.difficulty == Difficulty.HARD for each in felt),
        stops=sum(each.outcome == Outcome.STOPPED for each in felt),
        noticed=tuple((names.get(code, code), n) for code, n in noticed.most_common(3)),
    )
