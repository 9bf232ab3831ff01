"""The private calendar feed: whoever holds its address sees when, and nothing of what."""

from dataclasses import replace
from datetime import date, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import conditional_page, require_safe

from goodform.booking.calendar_entry import visit_event
from goodform.booking.models import Appointment, VisitState
from goodform.people.models import Patient
from goodform.programmes.models import Prescription
from goodform.programmes.queries import Standing, given_in, standing_of
from goodform.programmes.schedule import local_day, minutes_a_day, sides_due
from goodform.reminders.calendar_feed import FeedWords, Series, calendar_of
from goodform.reminders.models import Plan, Slot
from goodform.safety.dose import Dose, dose_in

CANCELLED_FOR = timedelta(days=60)
"""How long a time that was taken away stays in the feed, as cancelled."""
SHORTEST = 5
"""Minutes; a shorter event cannot be pressed in a calendar."""


@conditional_page
@sensitive_variables("token")
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001
    """`/calendar/<token>.ics`; 404 for an address that was closed or never was.

    A calendar that has this very feed is told so (304) and gets nothing again.
    """
    if "\0" in token:  # which PostgreSQL compares with nothing
        raise Http404
    plan = (
        Plan.objects.select_related("patient__clinic")
        .filter(calendar_token=token, patient__ended_at=None)
        .first()
    )
    if plan is None:
        raise Http404
    patient = plan.patient
    standing = standing_of(patient)
    rows = given_in(standing.programme) if standing.programme and standing.open else []
    words = FeedWords(
        name=_("My reminders"),
        summary=_("Your reminder"),
        description=_("You asked to be reminded now. Your page: %(link)s")
        % {"link": settings.ADDRESS + reverse("today")},
    )
    body = calendar_of(
        [_series(slot, plan, standing, rows) for slot in _slots(plan)],
        zone=patient.zone,
        words=words,
        link=settings.ADDRESS + reverse("today"),
        today=standing.day,
        others=[visit_event(each) for each in _visits(patient)],
    )
    return HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Cache-Control": "private, no-cache",
            "Content-Disposition": 'inline; filename="reminders.ics"',
            "X-Robots-Tag": "noindex",
        },
    )


def _visits(patient: Patient) -> list[Appointment]:
    """The appointments to come and of lately, cancelled ones as cancelled."""
    lately = timezone.now() - CANCELLED_FOR
    return list(
        Appointment.objects.filter(patient=patient, starts_at__gt=lately)
        .exclude(state=VisitState.HELD)
        .select_related("clinic", "type")
        .order_by("starts_at")
    )


def _slots(plan: Plan) -> list[Slot]:
    lately = timezone.now() - CANCELLED_FOR
    slots = Slot.objects.filter(plan=plan).order_by("made_at", "pk")
    return [slot for slot in slots if slot.ended_at is None or slot.ended_at > lately]


def _series(slot: Slot, plan: Plan, standing: Standing, rows: list[Prescription]) -> Series:
    """One slot as the calendar shows it: the days on which any of its exercises is due."""
    mine = [row for row in rows if not row.is_held and slot.line in {None, row.line}]
    gone = slot.ended_at is not None or plan.stopped_at is not None
    weekdays = "" if gone else "".join(sorted({day for row in mine for day in row.weekdays}))
    zone = standing.patient.zone
    programme = standing.programme
    changes = [plan.changed_at, slot.ended_at, programme.changed_at if programme else None]
    return Series(
        uid=f"{slot.pk}@{settings.ADDRESS.rpartition('/')[2].partition(':')[0]}",
        at=slot.at,
        since=max(local_day(slot.made_at, zone), plan.paused_until or date.min),
        until=standing.assessment.review_by if standing.assessment else None,
        weekdays=weekdays,
        minutes=max(SHORTEST, minutes_a_day(_once(row) for row in mine)),
        made_at=slot.made_at,
        changed_at=max(each for each in (slot.made_at, *changes) if each is not None),
    )


def _once(row: Prescription) -> tuple[Dose, int, str]:
    """One round of an exercise on the sides it is due for."""
    dose = replace(dose_in(row), times_a_day=1)
    return dose, len(sides_due(row.side)), row.note
