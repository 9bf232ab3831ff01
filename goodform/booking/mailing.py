"""Mail to a patient about an appointment: the time that holds, three minutes after it was set last.

So a change of mind within the three minutes sends one mail, and a booking that is cancelled within
them sends none. The mail says when, with whom and where: nothing about health.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from goodform.booking.kinds import VISIT_BOOKED, VISIT_CANCELLED, VISIT_OFFER, VISIT_REMINDER
from goodform.booking.models import Appointment, Offer, VisitState
from goodform.booking.request_model import RequestState, VisitRequest
from goodform.booking.when_it_is import clock_words, visit_when
from goodform.outbox.actions import drop_waiting, enqueue, notification
from goodform.outbox.kinds import EMAIL, MessageKind
from goodform.outbox.models import Notification, State

GRACE = timedelta(minutes=3)


def _facts(visit: Appointment, page: str) -> dict[str, object]:
    staff = visit.practitioner.staff
    return {
        "visit": str(visit.pk),
        "at": visit.starts_at.isoformat(),
        "when": visit_when(visit),
        "who": staff.called if staff is not None else "",
        "where": visit.type.where,
        "path": page,
    }


def _page(visit: Appointment) -> str:
    """The page on which the patient sees it: who has none of their own yet, that of the request."""
    if visit.patient.user_id is None:
        asked = VisitRequest.objects.filter(patient=visit.patient, state=RequestState.ACCEPTED)
        page = asked.filter(Q(visit=visit) | Q(visit=None)).values_list("pk", flat=True).first()
        if page is not None:
            return reverse("asked", args=[page])
    return reverse("visit", args=[visit.pk])


def _keys(visit: Appointment) -> list[str]:
    """The keys of everything that was to be said of it before."""
    return [f"visit:{visit.pk}:{number}" for number in range(visit.sequence)]


def _say(visit: Appointment, kind: MessageKind, page: str, now: datetime, **more: object) -> None:
    if not visit.patient.email:
        return
    enqueue(
        clinic=visit.clinic,
        patient=visit.patient,
        kind=kind,
        channel=EMAIL,
        dedupe_key=f"visit:{visit.pk}:{visit.sequence}",
        due_at=now + GRACE,
        stale_at=visit.starts_at,
        facts={**_facts(visit, page), **more},
    )


def _heard_before(visit: Appointment, now: datetime) -> bool:
    """Drop what was not sent yet; whether anything had been sent."""
    keys = _keys(visit)
    drop_waiting(keys, due_after=now, why=_("It was changed meanwhile."))
    return Notification.objects.filter(dedupe_key__in=keys).exclude(state=State.DROPPED).exists()


def say_booked(visit: Appointment, *, now: datetime) -> None:
    """Say the time that holds now, unless it is past."""
    again = _heard_before(visit, now)
    if visit.starts_at > now:
        _say(visit, VISIT_BOOKED, _page(visit), now, again=again)


def say_cancelled(visit: Appointment, *, now: datetime) -> None:
    """Say that it is cancelled, to who was told of it."""
    if _heard_before(visit, now) and visit.starts_at > now:
        _say(visit, VISIT_CANCELLED, reverse("visits"), now)


def reminder_of(visit: Appointment, *, number: int, now: datetime) -> Notification:
    """One of its reminders, not yet written."""
    return notification(
        clinic=visit.clinic,
        patient=visit.patient,
        kind=VISIT_REMINDER,
        channel=EMAIL,
        dedupe_key=f"visit-reminder:{visit.pk}:{visit.sequence}:{number}",
        due_at=now,
        stale_at=visit.starts_at,
        facts=_facts(visit, _page(visit)),
    )


def visit_not_wanted(messages: Sequence[Notification], now: datetime) -> dict[UUID, str]:  # noqa: ARG001
    """Of these messages, those whose appointment is not what they say any more."""
    ids = {row.pk: str(row.facts.get("visit", "")) for row in messages}
    stands = {
        str(pk): at.isoformat()
        for pk, at in Appointment.objects.filter(
            pk__in=[each for each in ids.values() if each], state=VisitState.BOOKED
        ).values_list("pk", "starts_at")
    }
    return {
        row.pk: _("The appointment is not at this time any more.")
        for row in messages
        if stands.get(ids[row.pk]) != row.facts.get("at")
    }


def say_offered(offer: Offer, *, now: datetime) -> None:
    """Offer a time, until when it is held."""
    visit = offer.visit
    if visit is None or not visit.patient.email:
        return
    page = reverse("visit_offer", args=[offer.pk])
    enqueue(
        clinic=visit.clinic,
        patient=visit.patient,
        kind=VISIT_OFFER,
        channel=EMAIL,
        dedupe_key=f"visit-offer:{offer.pk}",
        due_at=now,
        stale_at=offer.expires_at,
        facts={
            **_facts(visit, page),
            "offer": str(offer.pk),
            "until": clock_words(offer.expires_at, visit.patient.zone),
        },
    )


def offer_not_wanted(messages: Sequence[Notification], now: datetime) -> dict[UUID, str]:
    """Of these messages, those whose offer was answered or has run out."""
    ids = {row.pk: str(row.facts.get("offer", "")) for row in messages}
    offers = Offer.objects.filter(pk__in=ids.values(), answer="", expires_at__gt=now)
    stands = {str(pk) for pk in offers.values_list("pk", flat=True)}
    return {pk: _("The offer is over.") for pk, offer in ids.items() if offer not in stands}
