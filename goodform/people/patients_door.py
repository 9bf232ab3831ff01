"""A patient's answers about how they come in: a code that was scanned, an address that waits."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from goodform.people.access import reader_of
from goodform.people.actions import InvitationSpent
from goodform.people.address_actions import NothingWaits, answer_address, patient_by
from goodform.people.doors import NotAllowed, for_patient
from goodform.people.hand_over_actions import hand_over_by, take_over
from goodform.people.letting_in import let_in
from goodform.people.models import Patient


@never_cache
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def scanned(request: HttpRequest, token: str) -> HttpResponse:
    """The page a phone opens that has scanned a code. Only the button lets somebody in."""
    try:
        if request.method == "POST":
            let_in(request, take_over(token=token), how="code on the screen")
            return redirect("today")
        found = hand_over_by(token)
    except (InvitationSpent, NotAllowed) as spent:
        ours = getattr(spent, "patient", None)
        if ours is not None and ours == reader_of(request.user).patient:
            return redirect("today")
        return render(request, "people/hand_over_spent.html", status=410)
    return render(
        request,
        "people/invitation.html",
        {"patient": found.patient, "at_clinic": found.patient.clinic},
    )


def _said(request: HttpRequest) -> bool | None:
    """The answer; None where there was none."""
    return {"right": True, "wrong": False}.get(request.POST.get("is", ""))


@never_cache
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def address_by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Asked from the address known: is the other one right?"""
    try:
        patient = patient_by(token)
        right = _said(request)
        if right is not None:
            answer_address(
                patient=patient, wanted=patient.email_wanted, right=right, how="old address"
            )
    except NothingWaits:
        return render(request, "people/address_nothing_waits.html", status=410)
    told = {"patient": patient, "at_clinic": patient.clinic, "answered": right}
    return render(request, "people/address_by_mail.html", told)


@for_patient()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def address_by_device(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Asked on a device that is in: is the other address right?"""
    right = _said(request)
    if right is not None:
        try:
            answer_address(
                patient=patient,
                wanted=request.POST.get("address", ""),
                right=right,
                how="known device",
            )
        except NothingWaits:
            messages.info(request, _("That has changed meanwhile. Please look again."))
        else:
            thanks = _("Thank you. We use it from now on.")
            messages.success(request, thanks if right else _("Thank you. We keep the old one."))
            return redirect("today")
    return render(request, "people/address_by_device.html", {"patient": patient})
