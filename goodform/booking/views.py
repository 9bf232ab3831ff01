"""The owner's pages about booking: where patients book, what, with whom, and who came."""

from datetime import timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from goodform.booking.attendance import Attendance, attendance_of
from goodform.booking.forms import BookingForm, DaysForm, OwnHoursForm, VisitTypeForm
from goodform.booking.models import Bookable, VisitType
from goodform.booking.queries import settings_of
from goodform.booking.settings_actions import (
    BOOKABLE_FACTS,
    BOOKING_FACTS,
    TYPE_FACTS,
    ask_address,
    change_booking,
    save_bookable,
    save_type,
)
from goodform.people.access import Action
from goodform.people.changed_meanwhile import ChangedMeanwhile, mark_of
from goodform.people.doors import for_staff
from goodform.people.models import Staff


@for_staff(Action.MANAGE_CLINIC)
@require_http_methods(["GET", "HEAD", "POST"])
def booking_settings(request: HttpRequest, *, staff: Staff) -> HttpResponse:
    """Where patients book and when they are reminded; the types, people and rooms there are."""
    clinic = staff.clinic
    saved = settings_of(clinic)
    form = BookingForm(request.POST or None, clinic=clinic, saved=saved)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            change_booking(
                clinic=clinic,
                by=staff,
                chosen=form.chosen(),
                made_from=form.cleaned_data["made_from"],
            )
        except ChangedMeanwhile as changed:
            form.carry(mark_of(settings_of(clinic), BOOKING_FACTS))
            form.add_error(None, str(changed))
            status = 409
        else:
            messages.success(request, _("Saved. Patients see it from now on."))
            return redirect("booking_settings")
    practitioners = Staff.objects.filter(clinic=clinic, active=True, is_practitioner=True)
    return render(
        request,
        "booking/settings.html",
        {
            "section": "clinic_settings",
            "form": form,
            "types": VisitType.objects.filter(clinic=clinic).order_by("-active", "minutes", "name"),
            "practitioners": practitioners.select_related("bookable").order_by("name"),
            "rooms": Bookable.objects.filter(clinic=clinic, staff=None).order_by("-active", "name"),
            "open": bool(clinic.opening),
            "ask_at": ask_address(clinic) if saved.online and saved.newcomers else "",
        },
        status=status,
    )


@for_staff(Action.MANAGE_CLINIC)
@require_http_methods(["GET", "HEAD", "POST"])
def visit_type_new(request: HttpRequest, *, staff: Staff) -> HttpResponse:
    """A new kind of appointment."""
    return _type_page(request, staff, VisitType(clinic=staff.clinic), is_new=True)


@for_staff(Action.MANAGE_CLINIC)
@require_http_methods(["GET", "HEAD", "POST"])
def visit_type(request: HttpRequest, pk: UUID, *, staff: Staff) -> HttpResponse:
    """Change a kind of appointment. What is booked already stays as it was."""
    of_type = get_object_or_404(VisitType.objects.visible_to(request.user), pk=pk)
    return _type_page(request, staff, of_type, is_new=False)


def _type_page(
    request: HttpRequest, staff: Staff, of_type: VisitType, *, is_new: bool
) -> HttpResponse:
    form = VisitTypeForm(request.POST or None, instance=of_type)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            save_type(
                of_type=form.instance,
                by=staff,
                changed=[name for name in TYPE_FACTS if name in form.changed_data],
                made_from=form.cleaned_data["made_from"],
            )
        except ChangedMeanwhile as changed:
            form.ask_again(changed, VisitType.objects.get(pk=of_type.pk), TYPE_FACTS)
            status = 409
        else:
            messages.success(request, _("Saved."))
            return redirect("booking_settings")
    return render(
        request,
        "booking/type.html",
        {"section": "clinic_settings", "form": form, "is_new": is_new},
        status=status,
    )


@for_staff(Action.MANAGE_CLINIC)
@require_http_methods(["GET", "HEAD", "POST"])
def room_new(request: HttpRequest, *, staff: Staff) -> HttpResponse:
    """Another room."""
    return _hours_page(request, staff, Bookable(pk=uuid4(), clinic=staff.clinic), who="")


@for_staff(Action.MANAGE_CLINIC)
@require_http_methods(["GET", "HEAD", "POST"])
def own_hours(request: HttpRequest, pk: UUID, *, staff: Staff) -> HttpResponse:
    """When a practitioner, by their id among the staff, or a room can be booked."""
    found = Bookable.objects.visible_to(request.user).filter(pk=pk).first()
    colleague = Staff.objects.visible_to(request.user).filter(pk=pk, is_practitioner=True).first()
    if found is None:
        colleague = get_object_or_404(
            Staff.objects.visible_to(request.user), pk=pk, is_practitioner=True
        )
        found = Bookable(pk=colleague.pk, clinic=staff.clinic, staff=colleague)
    return _hours_page(request, staff, found, who=colleague.name if colleague else "")


def _hours_page(
    request: HttpRequest, staff: Staff, bookable: Bookable, *, who: str
) -> HttpResponse:
    is_room = not who
    form = OwnHoursForm(
        request.POST or None, clinic=staff.clinic, bookable=bookable, is_room=is_room
    )
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            save_bookable(
                clinic=staff.clinic,
                pk=bookable.pk,
                facts=form.facts(),
                by=staff,
                made_from=form.cleaned_data["made_from"],
            )
        except ChangedMeanwhile as changed:
            form.carry(mark_of(Bookable.objects.get(pk=bookable.pk), BOOKABLE_FACTS))
            form.add_error(None, str(changed))
            status = 409
        else:
            messages.success(request, _("Saved."))
            return redirect("booking_settings")
    return render(
        request,
        "booking/hours.html",
        {"section": "clinic_settings", "form": form, "who": who, "room": bookable.name},
        status=status,
    )


@for_staff(Action.MANAGE_CLINIC)
@require_safe
def attendance(request: HttpRequest, *, staff: Staff) -> HttpResponse:
    """How many of those who were booked came, between two days; the last four weeks unless said."""
    now = timezone.now()
    today = now.astimezone(ZoneInfo(staff.clinic.zone)).date()
    first, last = today - timedelta(days=28), today
    form = DaysForm(request.GET or {"first": first.isoformat(), "last": last.isoformat()})
    whole: Attendance | None = None
    each: list[Attendance] = []
    if form.is_valid():
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
        whole, each = attendance_of(staff.clinic, first, last, now=now)
    return render(
        request,
        "booking/attendance.html",
        {
            "section": "clinic_settings",
            "form": form,
            "whole": whole,
            "each": each,
            "first": first,
            "last": last,
        },
        status=422 if form.errors else 200,
    )
