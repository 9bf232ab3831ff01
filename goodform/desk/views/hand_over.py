"""A code on the desk's screen that lets the patient's phone in; and the address that waits."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from goodform.desk.band import band_of
from goodform.desk.page import desk_page
from goodform.desk.whose_page import patient_at
from goodform.people.access import Action, reader_of
from goodform.people.actions import CareEnded, ClinicNotOpen
from goodform.people.address_actions import NothingWaits, take_wish_back, vouch_for_address
from goodform.people.doors import NotAllowed, for_staff, may
from goodform.people.hand_over_actions import (
    LASTS,
    say_page_is_open,
    say_page_was_left,
    show_code,
)
from goodform.people.hand_over_models import HandOver
from goodform.people.models import Staff
from goodform.ui.scan_code import scan_code


@for_staff(Action.INVITE)
@never_cache
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, pk: UUID, *, staff: Staff) -> HttpResponse:
    """Show a code for the patient's phone: once, for two minutes, while this page is open."""
    patient = patient_at(request, pk)
    allowed = patient.user_id is None or may(staff, Action.HAND_OVER, patient.clinic_id)
    context: dict[str, object] = {
        "section": "caseload",
        "patient": patient,
        "band": band_of(patient, reader=reader_of(request.user), staff=staff),
        "allowed": allowed,
        "minutes": int(LASTS.total_seconds() // 60),
    }
    if request.method != "POST":
        return desk_page(request, "desk/hand_over.html", context)
    try:
        code, token = show_code(patient=patient, by=staff)
    except (CareEnded, ClinicNotOpen, NotAllowed) as problem:
        status = 403 if isinstance(problem, NotAllowed) else 409
        return desk_page(
            request, "desk/hand_over.html", {**context, "why_not": problem}, status=status
        )
    address = settings.ADDRESS + reverse("scanned", kwargs={"token": token})
    scan = scan_code(address, _("A code to scan with the patient’s phone"))
    return desk_page(request, "desk/hand_over.html", {**context, "code": code, "scan": scan})


@for_staff(Action.INVITE)
@never_cache
@require_POST
def hand_over_beat(request: HttpRequest, pk: UUID, code: UUID, *, staff: Staff) -> HttpResponse:
    """The page of a code says that it is open, or was left; answers what became of the code."""
    get_object_or_404(HandOver, pk=code, patient=pk, shown_by=staff)
    if request.POST.get("left"):
        say_page_was_left(code=code, by=staff)
        return HttpResponse(status=204)
    found = say_page_is_open(code=code, by=staff)
    used = found.used_at is not None
    return JsonResponse({"used": used, "over": not used and found.expires_at <= timezone.now()})


@for_staff(Action.EDIT_PATIENTS)
@never_cache
@require_POST
def address_wanted(request: HttpRequest, pk: UUID, *, staff: Staff) -> HttpResponse:
    """Vouch for the address that waits, or take it back."""
    patient, wanted = patient_at(request, pk), request.POST.get("address", "")
    try:
        if request.POST.get("do") == "vouch":
            vouch_for_address(patient=patient, by=staff, wanted=wanted)
            messages.success(request, _("Noted that you vouched for it. It is used from now on."))
        else:
            take_wish_back(patient=patient, by=staff, wanted=wanted)
            messages.success(request, _("Taken back. The address we know stays."))
    except NothingWaits:
        messages.warning(request, _("That has changed meanwhile. Please look again."))
    return redirect("record", pk=pk)
