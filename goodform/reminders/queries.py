"""How many patients stand at once, and what their plans say. A few queries for all of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max
from django.utils.translation import gettext as _

from goodform.diary.models import Entry, Morning, Outcome
from goodform.diary.queries import COUNTED, SLUG, TRIED
from goodform.outbox.models import Address, Notification
from goodform.outbox.registry import channels
from goodform.outbox.what_clinics_chose import switched_off
from goodform.people.models import Patient
from goodform.programmes.models import Assessment, Prescription, Programme
from goodform.programmes.queries import assessment_lock
from goodform.programmes.schedule import Done, is_finished, local_day
from goodform.reminders.due import LineNow, Situation
from goodform.reminders.kinds import AGAIN, MORNING
from goodform.reminders.models import Plan, Slot
from goodform.reminders.rhythm import Quiet, Rhythm, Snooze
from goodform.reminders.rhythm import Slot as Moment
from goodform.safety.pain_rules import DAYS_ASKED

DAY = timedelta(days=1)


def slots_of(plans: Iterable[Plan]) -> dict[UUID, list[Slot]]:
    """The slots in force of each plan; one query."""
    found: dict[UUID, list[Slot]] = defaultdict(list)
    for slot in Slot.objects.filter(plan__in=[plan.pk for plan in plans], ended_at=None):
        found[slot.plan_id].append(slot)
    return found


def quiet_of(plan: Plan) -> Quiet | None:
    """The hours in which nothing is sent; none where they begin when they end."""
    if plan.quiet_since == plan.quiet_until:
        return None
    return Quiet(plan.quiet_since, plan.quiet_until)


def rhythm_of(plan: Plan, slots: Sequence[Slot], zone: str) -> Rhythm:
    """The plan as the pure rules read it."""
    snooze = None
    if plan.snoozed_at is not None and plan.snoozed_until is not None:
        snooze = Snooze(plan.snoozed_at, plan.snoozed_until)
    hours = plan.repeat_after_hours
    return Rhythm(
        zone=zone,
        slots=tuple(Moment(slot.at, slot.line) for slot in slots),
        quiet=quiet_of(plan),
        repeat_after=timedelta(hours=hours) if hours else None,
        snooze=snooze,
        paused_until=plan.paused_until,
        stopped=plan.stopped_at is not None,
    )


@dataclass
class _Logged:
    """The log of one exercise on its line on one day."""

    sides: dict[str, int]
    last: datetime | None = None
    tried: bool = False


def situations(patients: Sequence[Patient], now: datetime) -> dict[UUID, Situation]:
    """How each of these patients stands now, on their own date; five queries for all.

    The question of the morning after waits for two days after they last exercised.
    Patients come with their clinic.
    """
    days = {patient.pk: local_day(now, patient.zone) for patient in patients}
    assessments = _last_assessments(days)
    programmes = dict(
        Programme.objects.filter(patient__in=days, version__gt=0).values_list("patient", "pk")
    )
    lines = _lines(programmes.values())
    lately = {each - n * DAY for each in days.values() for n in range(1 + DAYS_ASKED)}
    logged = _logged(programmes.values(), lately)
    tried = {(line, on) for (line, _slug, on), each in logged.items() if each.tried}
    answered = _last_answered(days)
    found = {}
    for patient in patients:
        day, programme = days[patient.pk], programmes.get(patient.pk)
        is_open = (
            programme is not None
            and patient.clinic.open_to_patients
            and patient.ended_at is None
            and assessment_lock(assessments.get(patient.pk), day) is None
        )
        mine = lines.get(programme, ()) if programme else ()
        last = _last_tried(tried, mine, day)
        waits = last is not None and answered.get(patient.pk, last) <= last
        found[patient.pk] = Situation(
            is_open,
            tuple(_line_now(line, logged.get((line.line, line.slug, day))) for line in mine),
            question=day if waits else None,
        )
    return found


def _last_tried(
    tried: Collection[tuple[UUID, date]], mine: Sequence["_Prescribed"], day: date
) -> date | None:
    """The last day, of those still asked about, on which something was tried on these lines."""
    for back in range(1, 1 + DAYS_ASKED):
        if any((line.line, day - back * DAY) in tried for line in mine):
            return day - back * DAY
    return None


def _last_answered(days: Mapping[UUID, date]) -> dict[UUID, date]:
    """The last of these mornings that each patient answered for; one query."""
    if not days:
        return {}
    since = min(days.values()) - (DAYS_ASKED - 1) * DAY
    rows = Morning.objects.filter(patient__in=list(days), date__gte=since, answered=True)
    found = rows.order_by("date").values_list("patient", "date")
    return {patient: day for patient, day in found if day <= days[patient]}


def _last_assessments(patients: Iterable[UUID]) -> dict[UUID, Assessment]:
    rows = Assessment.objects.filter(patient__in=list(patients)).order_by("made_at")
    return {row.patient_id: row for row in rows.only("patient", "cleared", "review_by")}


@dataclass(frozen=True)
class _Prescribed:
    """A prescription in force, as far as the rules ask for it."""

    line: UUID
    slug: str
    weekdays: str
    side: str
    times_a_day: int
    is_held: bool


def _lines(programmes: Iterable[UUID]) -> dict[UUID, list[_Prescribed]]:
    found: dict[UUID, list[_Prescribed]] = defaultdict(list)
    rows = (
        Prescription.objects.filter(programme__in=list(programmes))
        .given()
        .with_hold()
        .order_by("order")
        .values_list(
            *("programme", "line", "exercise__exercise__slug", "weekdays", "side", "times_a_day"),
            "has_open_hold",
        )
    )
    for programme, *facts in rows:
        found[programme].append(_Prescribed(*facts))
    return found


def _logged(
    programmes: Iterable[UUID], days: Iterable[date]
) -> Mapping[tuple[UUID, str, date], _Logged]:
    rows = (
        Entry.objects.filter(
            prescription__programme__in=list(programmes), local_date__in=set(days), undone_at=None
        )
        .order_by()
        .values_list("prescription__line", SLUG, "local_date", "side", "outcome")
        .annotate(n=Count("pk"), last=Max("recorded_at"))
    )
    found: dict[tuple[UUID, str, date], _Logged] = {}
    for line, slug, day, side, outcome, n, last in rows:
        logged = found.setdefault((line, slug, day), _Logged({}))
        if Outcome(outcome) in COUNTED:
            logged.sides[side] = logged.sides.get(side, 0) + n
        logged.tried = logged.tried or Outcome(outcome) in TRIED
        logged.last = max(filter(None, (logged.last, last)))
    return found


def _line_now(row: _Prescribed, logged: _Logged | None) -> LineNow:
    sides = logged.sides if logged else {}
    done = Done(sides.get("left", 0), sides.get("right", 0), sides.get("both", 0))
    return LineNow(
        line=row.line,
        weekdays=row.weekdays,
        held=row.is_held,
        left=not is_finished(row.side, row.times_a_day, done),
        logged_at=logged.last if logged else None,
    )


@dataclass(frozen=True)
class WayThere:
    """One way a reminder reaches somebody: a channel, and an address where it needs one."""

    channel: str
    address: Address | None = None

    @property
    def key(self) -> str:
        """The key that tells it from the same person's other ways."""
        return f"{self.channel}:{self.address.pk}" if self.address else self.channel


def ways_to(plans: Sequence[Plan]) -> dict[UUID, list[WayThere]]:
    """How each plan's patient wants to be reached and can be; two queries for all."""
    addresses: dict[UUID, list[Address]] = defaultdict(list)
    refused: set[tuple[UUID, str]] = set()
    for address in Address.objects.filter(patient__in=[plan.pk for plan in plans]):
        if address.patient_id is None:
            continue
        if address.refused_at is not None:
            refused.add((address.patient_id, address.to))
        else:
            addresses[address.patient_id].append(address)
    personal = {code for code, channel in channels().items() if not channel.needs_address}
    off = switched_off({plan.patient.clinic_id for plan in plans})
    found = {}
    for plan in plans:
        patient = plan.patient
        wanted = {each for each in plan.channels if (patient.clinic_id, each) not in off}
        by_mail = patient.email and (plan.pk, patient.email) not in refused
        found[plan.pk] = [WayThere(each) for each in sorted(wanted & personal) if by_mail] + [
            WayThere(each.channel, each) for each in addresses[plan.pk] if each.channel in wanted
        ]
    return found


def not_wanted(messages: Sequence[Notification], now: datetime) -> dict[UUID, str]:
    """Of these reminders, those not to send after all: stopped, paused, held, locked or done.

    For the outbox, which asks just before it sends: a mail server may have been away meanwhile.
    """
    from_patients = [row for row in messages if row.patient is not None]
    plans = {
        plan.pk: plan
        for plan in Plan.objects.filter(
            patient__in={row.patient_id for row in from_patients}
        ).select_related("patient__clinic")
    }
    standing = situations([plan.patient for plan in plans.values()], now)
    found = {}
    for row in from_patients:
        plan = plans.get(row.patient_id) if row.patient_id else None
        if plan is None or plan.stopped_at is not None:
            found[row.pk] = _("The patient stopped reminders meanwhile.")
        elif plan.paused_on(local_day(now, plan.patient.zone)):
            found[row.pk] = _("The patient paused reminders meanwhile.")
        elif row.channel not in plan.channels:
            found[row.pk] = _("The patient chose another way meanwhile.")
        elif not _still_to_do(row, standing[plan.pk]):
            found[row.pk] = _("What it was to remind of is done, on hold or locked.")
    return found


def _still_to_do(row: Notification, situation: Situation) -> bool:
    """Whether any line it was written for waits to be done, or its question to be answered.

    A repeat is not sent either once something was logged.
    """
    if not situation.open:
        return False
    if row.kind == MORNING.code and situation.question is not None:
        return True
    of = set(row.facts.get("lines", ()))
    mine = [line for line in situation.lines if str(line.line) in of]
    if row.kind == AGAIN.code and any(
        line.logged_at is not None and line.logged_at >= row.made_at for line in mine
    ):
        return False
    return any(line.left and not line.held for line in mine)
