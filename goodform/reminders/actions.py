"""Keeping a patient's plan as they want it. Every write leaves its row in the record."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodform.audit.actions import SOFTWARE, Actor, record
from goodform.outbox.registry import channels
from goodform.people.models import Patient, check_zone
from goodform.programmes.models import Prescription
from goodform.programmes.schedule import local_day
from goodform.reminders.anchors import BY_CODE, anchor_in, spread
from goodform.reminders.models import Plan, Slot, Way
from goodform.reminders.queries import rhythm_of, slots_of
from goodform.reminders.rhythm import next_at

LATER = {"1h": timedelta(hours=1), "3h": timedelta(hours=3)}
"""How long "later" may be."""
LONGEST_PAUSE = timedelta(days=366)


@dataclass(frozen=True)
class Moment:
    """A time the patient chose: of a line, or with None of the whole day."""

    at: time
    line: UUID | None = None
    anchor: str = ""


@dataclass(frozen=True)
class Wishes:
    """A patient's choices about reminders."""

    way: Way
    moments: tuple[Moment, ...]
    channels: tuple[str, ...]
    quiet_since: time
    quiet_until: time
    repeat_after_hours: int | None


class NothingToPutOff(RuntimeError):
    """Reminders are stopped or paused: none is to come that could come later."""


class PauseTooLong(ValueError):
    """A pause that ends in the past, or more than a year from now."""


def _reckon(plan: Plan, zone: str, now: datetime) -> None:
    """Write down when the plan may remind next; inside the transaction of the change."""
    slots = slots_of([plan])[plan.pk]
    plan.looked_at = now
    plan.next_due_at = next_at(rhythm_of(plan, slots, zone), now)
    plan.save(update_fields=["looked_at", "next_due_at"])


def _note(plan: Plan, patient: Patient, *, action: str, by: Actor, **facts: object) -> None:
    record(
        by=by,
        clinic=patient.clinic_id,
        action=action,
        subject="reminders",
        subject_id=plan.pk,
        **facts,
    )


def usual_moments(prescribed: Sequence[Prescription]) -> tuple[Moment, ...]:
    """The moments that a practitioner named, of the whole day, and as many as a day has rounds."""
    named = {anchor.code: anchor for row in prescribed if (anchor := anchor_in(row.anchor))}
    times = max((row.times_a_day for row in prescribed), default=1)
    return tuple(Moment(each.usually, anchor=each.code) for each in spread(named.values(), times))


@transaction.atomic
def plan_for(*, patient: Patient, prescribed: Sequence[Prescription], by: Actor = SOFTWARE) -> Plan:
    """The patient's plan; where there is none, the usual one: what the practitioner had in mind."""
    plan, made = Plan.objects.get_or_create(
        patient=patient, defaults={"channels": sorted(channels())}
    )
    if made:
        _put_moments(plan, usual_moments(prescribed), timezone.now())
        _reckon(plan, patient.zone, timezone.now())
        _note(plan, patient, action="made usual reminders", by=by)
    return plan


def _put_moments(plan: Plan, moments: Sequence[Moment], now: datetime) -> None:
    """Keep slots that stay, so that a calendar keeps its events; end the others; make new ones."""
    wanted = list(moments)
    for slot in Slot.objects.filter(plan=plan, ended_at=None):
        same = next((each for each in wanted if (each.line, each.at) == (slot.line, slot.at)), None)
        if same is None:
            slot.ended_at = now
        else:
            wanted.remove(same)
            slot.anchor = same.anchor
        slot.save(update_fields=["ended_at", "anchor"])
    if plan.calendar_token is None:
        _forget_ended(plan)
    Slot.objects.bulk_create(
        Slot(plan=plan, line=each.line, anchor=each.anchor, at=each.at, made_at=now)
        for each in wanted
    )


def _forget_ended(plan: Plan) -> None:
    """No calendar knows them: there is nobody to hear that they were cancelled."""
    Slot.objects.filter(plan=plan).exclude(ended_at=None).delete()


def _locked(patient: Patient) -> Plan:
    return Plan.objects.select_for_update().get(patient=patient)


def _changed(plan: Plan, patient: Patient, now: datetime, *fields: str) -> None:
    plan.changed_at = now
    plan.save(update_fields=[*fields, "changed_at"])
    _reckon(plan, patient.zone, now)


@transaction.atomic
def set_plan(*, patient: Patient, wishes: Wishes, by: Actor) -> Plan:
    """Keep what the patient chose on the page; what was chosen already changes nothing."""
    plan, now = _locked(patient), timezone.now()
    moments = [_known(each) for each in wishes.moments]
    if _says(plan, wishes, moments):
        return plan
    plan.way = wishes.way
    plan.channels = list(wishes.channels)
    plan.quiet_since, plan.quiet_until = wishes.quiet_since, wishes.quiet_until
    plan.repeat_after_hours = wishes.repeat_after_hours
    _put_moments(plan, moments, now)
    _changed(
        plan,
        patient,
        now,
        "way",
        "channels",
        "quiet_since",
        "quiet_until",
        "repeat_after_hours",
    )
    _note(plan, patient, action="changed reminders", by=by)
    return plan


def _says(plan: Plan, wishes: Wishes, moments: Sequence[Moment]) -> bool:
    """Whether the plan is this already."""
    slots = Slot.objects.filter(plan=plan, ended_at=None).values_list("line", "at", "anchor")
    chosen = {(each.line, each.at, each.anchor) for each in moments}
    return chosen == set(slots) and (
        plan.way,
        set(plan.channels),
        plan.quiet_since,
        plan.quiet_until,
        plan.repeat_after_hours,
    ) == (
        wishes.way,
        set(wishes.channels),
        wishes.quiet_since,
        wishes.quiet_until,
        wishes.repeat_after_hours,
    )


def _known(moment: Moment) -> Moment:
    """The moment with an anchor only where it is one we know."""
    return moment if moment.anchor in BY_CODE else Moment(moment.at, moment.line)


@transaction.atomic
def stop(*, patient: Patient, by: Actor) -> Plan:
    """No more reminders, until the patient starts them again."""
    plan, now = _locked(patient), timezone.now()
    if plan.stopped_at is None:
        plan.stopped_at, plan.snoozed_at, plan.snoozed_until = now, None, None
        _changed(plan, patient, now, "stopped_at", "snoozed_at", "snoozed_until")
        _note(plan, patient, action="stopped reminders", by=by)
    return plan


@transaction.atomic
def start(*, patient: Patient, by: Actor) -> Plan:
    """Remind again, after a stop or a pause."""
    plan, now = _locked(patient), timezone.now()
    if plan.stopped_at is not None or plan.paused_until is not None:
        plan.stopped_at, plan.paused_until = None, None
        _changed(plan, patient, now, "stopped_at", "paused_until")
        _note(plan, patient, action="started reminders", by=by)
    return plan


@transaction.atomic
def pause(*, patient: Patient, until: date, by: Actor) -> Plan:
    """Remind again from this day on, by the patient's clock, and not before."""
    plan, now = _locked(patient), timezone.now()
    today = local_day(now, patient.zone)
    if not today < until <= today + LONGEST_PAUSE:
        raise PauseTooLong(_("Choose a day from tomorrow on, within a year."))
    if plan.paused_until == until:
        return plan
    plan.paused_until, plan.snoozed_at, plan.snoozed_until = until, None, None
    _changed(plan, patient, now, "paused_until", "snoozed_at", "snoozed_until")
    _note(plan, patient, action="paused reminders", by=by, until=until.isoformat())
    return plan


@transaction.atomic
def later(*, patient: Patient, how_long: timedelta, by: Actor) -> Plan:
    """Remind once more after a while, instead of the repeat. Pressed twice, the last counts."""
    plan, now = _locked(patient), timezone.now()
    if plan.stopped_at is not None or plan.paused_on(local_day(now, patient.zone)):
        raise NothingToPutOff(_("Nothing was changed: no reminders come at the moment."))
    plan.snoozed_at, plan.snoozed_until = now, now + how_long
    _changed(plan, patient, now, "snoozed_at", "snoozed_until")
    _note(plan, patient, action="put reminder off", by=by)
    return plan


@transaction.atomic
def move_to_zone(*, patient: Patient, zone: str, by: Actor) -> Patient:
    """Go by another place's clock, because the patient said so; reminders move with them."""
    check_zone(zone)
    if patient.zone != zone:
        before, patient.zone = patient.zone, zone
        patient.save(update_fields=["zone"])
        record(
            by=by,
            clinic=patient.clinic_id,
            action="moved to zone",
            subject="patient",
            subject_id=patient.pk,
            before=before,
            zone=zone,
        )
        plan = Plan.objects.select_for_update().filter(patient=patient).first()
        if plan is not None:
            _changed(plan, patient, timezone.now())
    return patient


@transaction.atomic
def open_calendar(*, patient: Patient, by: Actor) -> Plan:
    """A new private address for the calendar; the one before stops working."""
    plan = _locked(patient)
    _forget_ended(plan)
    plan.calendar_token = secrets.token_urlsafe(32)
    plan.save(update_fields=["calendar_token"])
    _note(plan, patient, action="opened calendar feed", by=by)
    return plan


@transaction.atomic
def close_calendar(*, patient: Patient, by: Actor) -> Plan:
    """The calendar's address stops working."""
    plan = _locked(patient)
    if plan.calendar_token is not None:
        plan.calendar_token = None
        plan.save(update_fields=["calendar_token"])
        _note(plan, patient, action="closed calendar feed", by=by)
    return plan
