"""The waiting list for its patient: joining, leaving, and the page of an offer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from goodform.booking.actions import NotOffered
from goodform.booking.models import Offer, Wait
from goodform.booking.queries import practitioners_of, settings_of
from goodform.booking.wait_form import WaitForm
from goodform.booking.waiting import OfferOver, accept, decline, join, leave
from goodform.booking.who_waits import OfferStands, offer_when, places, stands
from goodform.people.ceilings import Ceiling, count
from goodform.people.doors import for_patient
from goodform.people.models import Patient
from goodform.programmes.queries import standing_of
from goodform.today.booking_page import may_not_book, types_for

TRIES = Ceiling("changes to the waiting list by a patient", 30, 600)


@for_patient()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def visit_waiting(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """The patient’s places on the list; a form to wait, and a button to stop."""
    grave = may_not_book(standing_of(patient))
    types = types_for(patient.clinic)
    if grave or not types or not settings_of(patient.clinic).online:
        return render(request, "today/visit_phone.html", {"section": "today", "grave": grave})
    form = WaitForm(
        request.POST if request.method == "POST" and "off" not in request.POST else None,
        types=types,
        people=[each for each in practitioners_of(patient.clinic) if each.by_patients],
        chosen=request.GET.get("type", ""),
    )
    status = 200
    if request.method == "POST":
        status = _change(request, patient, form)
        if status == 302:
            return redirect("visit_waiting")
    now = timezone.now()
    mine = Wait.objects.visible_to(request.user).open()
    rows = mine.select_related("type", "practitioner", "patient", "clinic").order_by("joined_at")
    context = {"section": "today", "form": form, "places": places(rows, now)}
    return render(request, "today/visit_waiting.html", context, status=status)


def _change(request: HttpRequest, patient: Patient, form: WaitForm) -> int:
    """Join, or leave; answers the status of the page."""
    if not count((TRIES, str(patient.pk))):
        messages.info(request, _("That was often. Please phone us."))
        return 429
    if "off" in request.POST:
        off = request.POST["off"]
        for wait in Wait.objects.visible_to(request.user).open():
            if str(wait.pk) == off:
                leave(wait=wait, by=patient)
                messages.success(request, _("You are off the list."))
        return 302
    if not form.is_valid():
        return 422
    try:
        join(wish=form.wish(), patient=patient, by=patient)
    except NotOffered as problem:
        form.add_error(None, str(problem))
        return 422
    messages.success(request, _("You are on the list. We mail you when a time is free."))
    return 302


@for_patient()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def visit_offer(request: HttpRequest, pk: UUID, *, patient: Patient) -> HttpResponse:
    """An offered time as it stands now. POST takes it or leaves it; GET changes nothing."""
    rows = Offer.objects.filter(wait__in=Wait.objects.visible_to(request.user)).select_related(
        "visit", "wait__type", "wait__clinic", "wait__patient", "practitioner__staff"
    )
    offer = get_object_or_404(rows, pk=pk)
    if may_not_book(standing_of(patient)):
        return render(request, "today/visit_phone.html", {"section": "today", "grave": True})
    status = 200
    if request.method == "POST":
        try:
            if request.POST.get("do") == "no":
                decline(offer=offer, by=patient)
                return redirect("visit_offer", pk=pk)
            if request.POST.get("do") == "yes":
                return redirect("visit", pk=accept(offer=offer, by=patient).pk)
            status = 422
        except OfferOver:
            status = 409
            offer = rows.get(pk=pk)
    now = timezone.now()
    how = stands(offer, now)
    context = {
        "section": "today",
        "offer": offer,
        "stands": how.value,
        "when": offer_when(offer),
        "open": how == OfferStands.OPEN,
        "too_late": status == 409,
    }
    return render(request, "today/visit_offer.html", context, status=status)
