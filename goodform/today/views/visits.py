"""The patient's appointments: booking one, and the page of each that always says how it stands."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from goodform.booking.actions import (
    HaveThisAlready,
    MovedMeanwhile,
    NotOffered,
    SomebodyElsesVisit,
    TooLateToChange,
    VisitWish,
    cancel,
    confirm,
    hold_time,
    may_be_changed_online,
    move,
)
from goodform.booking.calendar_entry import visit_calendar
from goodform.booking.models import Appointment, Offer, VisitState
from goodform.booking.offers import offer_value
from goodform.booking.queries import next_free, practitioners_of, settings_of
from goodform.booking.taking import TimeTaken
from goodform.booking.when_it_is import visit_when, when_words
from goodform.people.ceilings import Ceiling, count
from goodform.people.doors import for_patient
from goodform.people.models import Patient
from goodform.programmes.queries import standing_of
from goodform.today.booking_page import BookingPage, booking_page, case_of, may_not_book, types_for

TRIES = Ceiling("times chosen by a patient", 60, 600)
SHOWN_PAST = timedelta(days=90)


class _NoTime(ValueError):
    """The form names no time."""


@for_patient()
@never_cache
@require_safe
def visits(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """The appointments to come, and those of lately."""
    now = timezone.now()
    rows = list(
        Appointment.objects.visible_to(request.user)
        .exclude(state=VisitState.HELD)
        .filter(starts_at__gt=now - SHOWN_PAST)
        .select_related("type", "practitioner__staff", "patient", "clinic")
        .order_by("starts_at")
    )
    to_come = [each for each in rows if each.starts_at > now and each.state == VisitState.BOOKED]
    return render(
        request,
        "today/visits.html",
        {
            "section": "today",
            "online": settings_of(patient.clinic).online,
            "to_come": [(each, visit_when(each)) for each in to_come],
            "others": [(each, visit_when(each)) for each in reversed(rows) if each not in to_come],
        },
    )


@for_patient()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def visit_book(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Choose a type and a time. POST keeps the time for ten minutes; the next page wants a yes."""
    if may_not_book(standing_of(patient)):
        return _phone(request, grave=True)
    if request.method == "POST":
        return _hold(request, patient)
    return _times(request, patient, uuid4())


def _times(
    request: HttpRequest,
    patient: Patient,
    pk: UUID,
    *,
    moved: Appointment | None = None,
    wrong: str = "",
    instead: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    page: BookingPage | None = booking_page(
        patient,
        of_type=_id(asked.get("type", "")),
        with_whom=asked.get("with", "") or (str(moved.practitioner_id) if moved else ""),
        since=_day(asked.get("from", "")),
        now=timezone.now(),
        moved=moved,
    )
    if page is None:
        return _phone(request, grave=False)
    return render(
        request,
        "today/visit_book.html",
        {
            "section": "today",
            "page": page,
            "id": pk,
            "moved": moved,
            "moved_when": visit_when(moved) if moved else "",
            "wrong": wrong,
            "instead": instead or [],
        },
        status=status,
    )


def _phone(request: HttpRequest, *, grave: bool) -> HttpResponse:
    """Nothing can be booked here now: how to reach the clinic."""
    return render(request, "today/visit_phone.html", {"section": "today", "grave": grave})


def _hold(request: HttpRequest, patient: Patient) -> HttpResponse:
    pk = _id(request.POST.get("id", "")) or uuid4()
    if not count((TRIES, str(patient.pk))):
        return _times(request, patient, pk, wrong=_("That was often. Please phone us."), status=429)
    try:
        wish = _wish(request, patient, pk)
        held = hold_time(wish=wish, by=patient)
    except _NoTime:
        return _times(request, patient, pk, wrong=_("Please choose a time first."), status=422)
    except HaveThisAlready as already:
        messages.info(request, str(already))
        return redirect("visit", pk=already.visit.pk)
    except SomebodyElsesVisit:
        raise Http404 from None
    except NotOffered as problem:
        return _times(request, patient, uuid4(), wrong=str(problem), status=422)
    except TimeTaken:
        return _gone(request, patient, wish)
    return redirect("visit", pk=held.pk)


def _wish(request: HttpRequest, patient: Patient, pk: UUID) -> VisitWish:
    """The wish of the form, with the open case that it is about; raises `NotOffered`."""
    practitioner, starts_at = _chosen(request)
    kinds = {each.pk: each for each in types_for(patient.clinic)}
    kind = kinds.get(_id(request.POST.get("type", "")) or pk)
    if kind is None:
        raise NotOffered(_("This cannot be booked online. Please phone us."))
    case = case_of(patient)
    return VisitWish(pk, kind, practitioner, starts_at, soon=case is not None, case=case)


def _gone(
    request: HttpRequest,
    patient: Patient,
    wish: VisitWish,
    *,
    moved: Appointment | None = None,
) -> HttpResponse:
    """The time went meanwhile: the next three that are free, and all the others below."""
    now = timezone.now()
    known = [each for each in practitioners_of(patient.clinic) if each.id == wish.practitioner]
    since = max(wish.starts_at, now)
    found = next_free(patient.clinic, wish.type, known, since=since, now=now, online=True)
    instead = [
        (
            offer_value(each.practitioner, each.starts_at),
            when_words(each.starts_at, zone=patient.clinic.zone, readers=patient.zone),
        )
        for each in found
    ]
    wrong = _("Somebody else has just taken this time. Nothing was booked.")
    return _times(request, patient, wish.id, moved=moved, wrong=wrong, instead=instead, status=409)


@for_patient()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: HttpRequest, pk: UUID, *, patient: Patient) -> HttpResponse:
    """One appointment as it stands now. POST says yes to a time that is held, or cancels."""
    row = _mine(request, pk)
    offer = Offer.objects.filter(visit=row).first() if row.state == VisitState.HELD else None
    if offer is not None:
        return redirect("visit_offer", pk=offer.pk)
    status, wrong = 200, ""
    if request.method == "POST":
        try:
            if request.POST.get("do") == "cancel":
                cancel(visit=row, by=patient)
                messages.success(request, _("Cancelled. Nobody expects you."))
            elif may_not_book(standing_of(patient)):
                return _phone(request, grave=True)
            else:
                confirm(visit=row, by=patient)
        except Appointment.DoesNotExist:
            raise Http404 from None
        except TimeTaken:
            wish = VisitWish(uuid4(), row.type, row.practitioner_id, row.starts_at)
            return _gone(request, patient, wish)
        except (TooLateToChange, MovedMeanwhile, NotOffered) as problem:
            status, wrong = 409, str(problem)
        else:
            return redirect("visit", pk=pk)
    now = timezone.now()
    return render(
        request,
        "today/visit.html",
        {
            "section": "today",
            "visit": row,
            "when": visit_when(row),
            "changeable": may_be_changed_online(row, now),
            "past": row.starts_at <= now,
            "ran_out": row.expires_at is not None and row.expires_at <= now,
            "wrong": wrong,
        },
        status=status,
    )


@for_patient()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def visit_move(request: HttpRequest, pk: UUID, *, patient: Patient) -> HttpResponse:
    """Another time for an appointment. The old one stands until the new one is taken."""
    row = _mine(request, pk)
    if may_not_book(standing_of(patient)):
        return _phone(request, grave=True)
    if not may_be_changed_online(row, timezone.now()):
        return redirect("visit", pk=pk)
    if request.method != "POST":
        return _times(request, patient, pk, moved=row)
    if not count((TRIES, str(patient.pk))):
        said = _("That was often. Please phone us.")
        return _times(request, patient, pk, moved=row, wrong=said, status=429)
    try:
        practitioner, starts_at = _chosen(request)
        move(visit=row, practitioner=practitioner, starts_at=starts_at, by=patient)
    except _NoTime:
        said = _("Please choose a time first.")
        return _times(request, patient, pk, moved=row, wrong=said, status=422)
    except TimeTaken:
        return _gone(request, patient, VisitWish(pk, row.type, practitioner, starts_at), moved=row)
    except (NotOffered, TooLateToChange, MovedMeanwhile) as problem:
        messages.info(request, str(problem))
    else:
        messages.success(request, _("Moved. This is your new time."))
    return redirect("visit", pk=pk)


@for_patient()
@never_cache
@require_safe
def visit_ics(request: HttpRequest, pk: UUID, *, patient: Patient) -> HttpResponse:  # noqa: ARG001
    """The appointment for a calendar."""
    row = _mine(request, pk)
    if row.state == VisitState.HELD:
        raise Http404
    return HttpResponse(
        visit_calendar([row]),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="appointment.ics"'},
    )


def _mine(request: HttpRequest, pk: UUID) -> Appointment:
    rows = Appointment.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("type", "practitioner__staff", "patient", "clinic", "room"), pk=pk
    )


def _chosen(request: HttpRequest) -> tuple[UUID, datetime]:
    """With whom, and when; raises `_NoTime` for what is none."""
    whom, _bar, moment = request.POST.get("at", "").partition("|")
    practitioner = _id(whom)
    try:
        starts_at = datetime.fromisoformat(moment)
    except ValueError:
        starts_at = None
    if practitioner is None or starts_at is None or starts_at.tzinfo is None:
        raise _NoTime
    if not timedelta(0) < starts_at - timezone.now() < timedelta(days=400):
        raise _NoTime
    return practitioner, starts_at


def _id(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


def _day(said: str) -> date | None:
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return None
    return day if abs(day - timezone.localdate()) < timedelta(days=400) else None
