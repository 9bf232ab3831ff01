"""Changing the day at the desk: book, move, mark, cancel, block."""

from datetime import date, datetime, time
from urllib.parse import urlencode
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from goodform.booking.actions import (
    HaveThisAlready,
    MovedMeanwhile,
    NotOffered,
    SomebodyElsesVisit,
    VisitWish,
    book,
    cancel,
    move,
)
from goodform.booking.day_actions import block_time, book_again, mark, unblock
from goodform.booking.models import Appointment, Blocked, VisitState, VisitType
from goodform.booking.queries import next_free, practitioners_of, rooms_of
from goodform.booking.taking import TimeTaken
from goodform.booking.ticks import NoSuchTime, NotOnATick, moment_at
from goodform.booking.when_it_is import clock_words
from goodform.desk.forms.visit import BlockForm, BookForm
from goodform.desk.page import desk_page
from goodform.desk.views.day import day_asked, visit_at, visit_page, who_was_asked_for
from goodform.desk.who_is_it import PeopleFound
from goodform.desk.whose_page import note_list
from goodform.people.access import Action
from goodform.people.doors import for_staff
from goodform.people.models import Staff


@for_staff(Action.SEE_APPOINTMENTS, Action.BOOK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def day_book(request: HttpRequest, *, staff: Staff) -> HttpResponse:
    """Book for somebody who phoned or walked in: find them, then say what, with whom and when."""
    note_list(request, staff.clinic)
    who = who_was_asked_for(request)
    form = _book_form(request, staff, who)
    status, instead = 200, []
    if request.method == "POST":
        status = 422
        if form.is_valid():
            patient = form.patients[form.cleaned_data["patient"]]
            wish = VisitWish(
                id=form.cleaned_data["id"],
                type=form.types[form.cleaned_data["type"]],
                practitioner=form.with_whom,
                starts_at=form.starts_at,
                overlap_reason=form.cleaned_data["reason"],
            )
            try:
                visit = book(wish=wish, patient=patient, by=staff)
            except TimeTaken:
                form.add_error("clock", _("This time is taken."))
                status, instead = 409, _next(staff, wish)
            except HaveThisAlready as already:
                messages.info(request, str(already))
                return redirect("day_visit", pk=already.visit.pk)
            except (NotOffered, SomebodyElsesVisit) as problem:
                form.add_error(None, str(problem))
            else:
                messages.success(request, _("Booked for %(name)s.") % {"name": patient.name})
                return _to_day(visit)
    context = {"section": "day", "form": form, "who": who, "instead": instead}
    return desk_page(request, "desk/day_book.html", context, status=status)


def _book_form(request: HttpRequest, staff: Staff, who: PeopleFound) -> BookForm:
    clinic = staff.clinic
    whom, day, clock = (*request.GET.get("at", "").split("|"), "", "", "")[:3]
    initial = {
        "id": uuid4(),
        "patient": str(who.patients[0].pk) if len(who.patients) == 1 else "",
        "practitioner": whom or str(staff.pk),
        "day": day_asked(day, staff),
        "clock": clock[:5],
    }
    return BookForm(
        request.POST if request.method == "POST" else None,
        clinic=clinic,
        initial=initial,
        patients=who.patients,
        types=list(VisitType.objects.filter(clinic=clinic, active=True).order_by("minutes")),
        people=practitioners_of(clinic),
    )


def _next(staff: Staff, wish: VisitWish) -> list[str]:
    """The next three free times with the same practitioner, in words."""
    now = timezone.now()
    known = [each for each in practitioners_of(staff.clinic) if each.id == wish.practitioner]
    found = next_free(
        staff.clinic, wish.type, known, since=max(wish.starts_at, now), now=now, online=False
    )
    return [clock_words(each.starts_at, staff.clinic.zone) for each in found]


@for_staff(Action.SEE_APPOINTMENTS, Action.BOOK)
@never_cache
@require_http_methods(["POST"])
def day_visit_move(request: HttpRequest, pk: UUID, *, staff: Staff) -> HttpResponse:
    """Put an appointment down at `to`: practitioner, day and clock. The page then offers Undo."""
    visit = visit_at(request, pk)
    back = _place_of(visit)
    try:
        practitioner, starts_at = _place(request.POST.get("to", ""), visit.zone)
        seen = request.POST.get("seen", "")
        visit = move(
            visit=visit,
            practitioner=practitioner,
            starts_at=starts_at,
            by=staff,
            seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else None,
            overlap_reason=request.POST.get("reason", "").replace("\0", "").strip()[:120],
        )
    except (NoSuchTime, NotOnATick, ValueError, LookupError):
        return visit_page(request, visit, wrong=_("That is no time to book."), status=422)
    except TimeTaken:
        kind = VisitWish(visit.pk, visit.type, practitioner, starts_at)
        said = _("That time is taken. Nothing was moved.") + _also(_next(staff, kind))
        return visit_page(request, visit, wrong=said, status=409)
    except (MovedMeanwhile, NotOffered) as problem:
        return visit_page(request, visit, wrong=str(problem), status=409)
    undone = {"moved": visit.pk, "back": back} if "undo" not in request.POST else {}
    return _to_day(visit, **undone)


def _also(free: list[str]) -> str:
    return " " + _("Free next: %(times)s.") % {"times": "; ".join(free)} if free else ""


def _place_of(visit: Appointment) -> str:
    local = visit.starts_at.astimezone(ZoneInfo(visit.zone))
    return f"{visit.practitioner_id}|{local.date().isoformat()}|{local:%H:%M}"


def _place(said: str, zone: str) -> tuple[UUID, datetime]:
    """Practitioner and moment; raises ValueError for what names none."""
    whom, day, clock = said.split("|")
    asked = date.fromisoformat(day)
    if not 2000 <= asked.year <= 2100:
        raise NoSuchTime
    return UUID(whom), moment_at(asked, time.fromisoformat(clock), zone)


def _to_day(visit: Appointment, **more: object) -> HttpResponse:
    on = visit.starts_at.astimezone(ZoneInfo(visit.zone)).date().isoformat()
    return redirect(f"{reverse('day')}?{urlencode({'on': on, **more})}#v-{visit.pk}")


@for_staff(Action.SEE_APPOINTMENTS, Action.BOOK)
@never_cache
@require_POST
def day_visit_mark(request: HttpRequest, pk: UUID, *, staff: Staff) -> HttpResponse:
    """Arrived, did not attend, neither; cancelled, or booked again."""
    visit = visit_at(request, pk)
    do = request.POST.get("do", "")
    try:
        if do == "cancel":
            cancel(visit=visit, by=staff)
            messages.success(request, _("Cancelled. The time is free."))
        elif do == "again":
            book_again(visit=visit, by=staff)
            messages.success(request, _("Booked again."))
        elif do in {VisitState.ARRIVED, VisitState.MISSED, VisitState.BOOKED}:
            mark(visit=visit, state=VisitState(do), by=staff)
        else:
            raise Http404
    except TimeTaken:
        said = _("Somebody else has this time by now. Choose another one.")
        return visit_page(request, visit, wrong=said, status=409)
    except MovedMeanwhile as problem:
        return visit_page(request, visit_at(request, pk), wrong=str(problem), status=409)
    return redirect("day_visit", pk=pk)


@for_staff(Action.SEE_APPOINTMENTS, Action.BOOK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def day_block(request: HttpRequest, *, staff: Staff) -> HttpResponse:
    """Keep time free of appointments."""
    clinic = staff.clinic
    form = BlockForm(
        request.POST if request.method == "POST" else None,
        clinic=clinic,
        initial={"resource": str(staff.pk), "day": day_asked(request.GET.get("on", ""), staff)},
        people=practitioners_of(clinic),
        rooms=rooms_of(clinic),
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                block_time(
                    resource=UUID(form.cleaned_data["resource"]),
                    starts_at=form.starts_at,
                    minutes=form.cleaned_data["minutes"],
                    why=form.cleaned_data["why"],
                    by=staff,
                )
            except TimeTaken:
                form.add_error("clock", _("An appointment stands there. Move it first."))
                status = 409
            except NotOffered as problem:
                form.add_error("minutes", str(problem))
            else:
                messages.success(request, _("Blocked."))
                on = form.cleaned_data["day"].isoformat()
                return redirect(f"{reverse('day')}?on={on}")
    context = {"section": "day", "form": form}
    return desk_page(request, "desk/day_block.html", context, status=status)


@for_staff(Action.SEE_APPOINTMENTS, Action.BOOK)
@never_cache
@require_POST
def day_unblock(request: HttpRequest, pk: UUID, *, staff: Staff) -> HttpResponse:
    """Let blocked time be booked again."""
    block = get_object_or_404(
        Blocked.objects.visible_to(request.user).select_related("clinic"), pk=pk
    )
    if block.request_id is not None:
        return redirect("day_request", pk=block.request_id)
    on = block.starts_at.astimezone(ZoneInfo(block.clinic.zone)).date().isoformat()
    unblock(block=block, by=staff)
    messages.success(request, _("Free again."))
    return redirect(f"{reverse('day')}?on={on}")
