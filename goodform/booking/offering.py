"""Offering time that was given up: to one person after the other, in the order they joined.

The worker makes the next offer and nothing else. Whether one has run out is the clock's matter, so
a worker that is killed leaves no time held for longer than was said. An offer, its ticks and its
mail are one transaction.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import transaction

from goodform.audit.actions import SOFTWARE, record
from goodform.booking.actions import VisitWish, lock_for, new_visit, take_anew
from goodform.booking.mailing import say_offered
from goodform.booking.models import Appointment, GivenUp, Offer, VisitState, Wait
from goodform.booking.offers import AFTERNOON, EVENING
from goodform.booking.queries import FreeQuestion, free_times, practitioners_of, settings_of
from goodform.booking.taking import TimeTaken
from goodform.booking.when_they_can import PartOfDay
from goodform.people.each_clinic import for_each_clinic
from goodform.people.models import Patient

OFFER_FOR = timedelta(minutes=30)
"""How long an offered time is held."""
AT_ONCE = 50
"""Times given up that one round of a clinic looks at."""
MOST_ASKED = 200
"""People on the list that are looked at for one time."""

MayAsk = Callable[[Patient, datetime], bool]
"""Whether somebody may be asked now: no quiet hours, and no advice that says to get help."""


def make_offers(now: datetime, may_ask: MayAsk) -> int:
    """Make the offers that are due; answers how many."""
    GivenUp.objects.filter(starts_at__lte=now - timedelta(days=1)).delete()
    due = GivenUp.objects.filter(due_at__lte=now)
    clinics = list(due.order_by().values_list("clinic", flat=True).distinct())
    return for_each_clinic(clinics, lambda clinic: _of_clinic(clinic, now, may_ask))


def _of_clinic(clinic: UUID, now: datetime, may_ask: MayAsk) -> int:
    due = GivenUp.objects.filter(clinic=clinic, due_at__lte=now).select_related("clinic")
    return sum(_offer_next(each, now, may_ask) for each in due.order_by("due_at", "pk")[:AT_ONCE])


def _offer_next(time: GivenUp, now: datetime, may_ask: MayAsk) -> bool:
    """Offer this time to the first who wants it. Where nobody may want it any more, it is gone."""
    until = time.starts_at + timedelta(minutes=time.minutes)
    if _is_offered_now(time, until, now):
        return False
    asked = Offer.objects.filter(
        practitioner=time.resource_id, starts_at__gte=time.starts_at, starts_at__lt=until
    )
    waits = (
        Wait.objects.open()
        .filter(clinic=time.clinic_id)
        .exclude(patient__in=asked.values("wait__patient"))
        .select_related("patient__clinic", "type", "clinic")
        .order_by("joined_at", "pk")[:MOST_ASKED]
    )
    later = False
    for wait in waits:
        starts_at = _fits(wait, time, until, now)
        if starts_at is None:
            continue
        if not may_ask(wait.patient, now) or _has_an_offer(wait.patient, now):
            later = True
        elif _offer(wait, time.resource_id, starts_at, now):
            return True
    if not later:
        time.delete()
    return False


def _is_offered_now(time: GivenUp, until: datetime, now: datetime) -> bool:
    return Appointment.objects.filter(
        offer__isnull=False,
        practitioner=time.resource_id,
        starts_at__gte=time.starts_at,
        starts_at__lt=until,
        state=VisitState.HELD,
        expires_at__gt=now,
    ).exists()


def _has_an_offer(patient: Patient, now: datetime) -> bool:
    return Offer.objects.filter(wait__patient=patient, answer="", expires_at__gt=now).exists()


def _fits(wait: Wait, time: GivenUp, until: datetime, now: datetime) -> datetime | None:
    """When in this time somebody could come, the earliest; None for never."""
    if wait.practitioner_id not in (None, time.resource_id):
        return None
    zone = ZoneInfo(time.clinic.zone)
    asked = FreeQuestion(
        time.clinic,
        wait.type,
        [
            each
            for each in practitioners_of(time.clinic)
            if each.id == time.resource_id and each.by_patients
        ],
        time.starts_at.astimezone(zone).date(),
        until.astimezone(zone).date(),
        now,
        settings_of(time.clinic).step,
    )
    free = (each.starts_at for each in free_times(asked))
    return next((at for at in free if time.starts_at <= at < until and _suits(wait, at)), None)


def _suits(wait: Wait, at: datetime) -> bool:
    """Whether a moment is on a day and in a part of it that somebody can come."""
    local = at.astimezone(ZoneInfo(wait.clinic.zone))
    part = (
        PartOfDay.MORNING
        if local.hour < AFTERNOON
        else PartOfDay.AFTERNOON
        if local.hour < EVENING
        else PartOfDay.EVENING
    )
    return (not wait.days or local.weekday() in wait.days) and (
        not wait.parts or part in wait.parts
    )


@transaction.atomic
def _offer(wait: Wait, practitioner: UUID, starts_at: datetime, now: datetime) -> bool:
    """Hold the time and say so. Of two workers one makes the offer; False where it went."""
    locked = Wait.objects.open().select_for_update(of=("self",), no_key=True)
    if locked.filter(pk=wait.pk).first() is None or _has_an_offer(wait.patient, now):
        return False
    wish = VisitWish(uuid4(), wait.type, practitioner, starts_at)
    visit = new_visit(wish, wait.patient, state=VisitState.HELD, by_patient=True)
    visit.expires_at = now + OFFER_FOR
    lock_for(visit)
    try:
        with transaction.atomic():
            take_anew(visit, now=now, overlap=False, strict=True)
    except TimeTaken:
        return False
    offer = Offer.objects.create(
        wait=wait,
        visit=visit,
        practitioner=visit.practitioner,
        starts_at=starts_at,
        made_at=now,
        expires_at=visit.expires_at,
    )
    record(
        by=SOFTWARE,
        clinic=wait.clinic_id,
        action="offered a time",
        subject="wait",
        subject_id=wait.pk,
        at=starts_at.isoformat(),
        practitioner=str(practitioner),
    )
    say_offered(offer, now=now)
    return True
