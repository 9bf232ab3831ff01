"""The list of devices: everybody's own, and for the clinic a patient's or a colleague's."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from goodform.people.access import Action
from goodform.people.device_model import Device
from goodform.people.devices import device_here, note_looked
from goodform.people.doors import for_anybody, for_staff
from goodform.people.models import Patient, Staff
from goodform.people.signing_out import sign_out_device, sign_out_everywhere


def _devices_of(person: Staff | Patient) -> list[Device]:
    """Whoever came in by them last comes first."""
    return list(Device.objects.filter(user=person.user_id).order_by("-last_at", "pk"))


@for_anybody
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def devices(request: HttpRequest, *, person: Staff | Patient) -> HttpResponse:
    """One's own devices; one of them, or all, signed out."""
    if request.method == "POST":
        return _signed_out(request, person)
    note_looked(request)
    return render(
        request,
        "people/devices.html",
        {
            "devices": _devices_of(person),
            "here": device_here(request),
            "shell": "ui/patient.html" if isinstance(person, Patient) else "ui/desk.html",
        },
    )


def _signed_out(request: HttpRequest, person: Staff | Patient) -> HttpResponse:
    chosen = request.POST.get("device", "")
    if not chosen:
        sign_out_everywhere(person=person, by=person)
        logout(request)
        messages.success(request, _("You are signed out on all devices."))
        return redirect("account_login")
    device = next((each for each in _devices_of(person) if str(each.pk) == chosen), None)
    if device is not None:
        sign_out_device(device=device, by=person)
        # The page says the same of one that was signed out a moment ago.
    messages.success(request, _("That device is signed out."))
    return redirect("devices")


@for_staff(Action.INVITE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def patient_devices(request: HttpRequest, pk: UUID, *, staff: Staff) -> HttpResponse:
    """By what a patient comes in; all of it signed out where a phone is lost."""
    patient = get_object_or_404(Patient.objects.visible_to(request.user), pk=pk)
    return _of_somebody(request, patient, by=staff)


@for_staff(Action.MANAGE_CLINIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def staff_devices(request: HttpRequest, pk: UUID, *, staff: Staff) -> HttpResponse:
    """By what a colleague comes in; all of it signed out."""
    colleague = get_object_or_404(Staff.objects.visible_to(request.user), pk=pk)
    return _of_somebody(request, colleague, by=staff)


def _of_somebody(request: HttpRequest, person: Staff | Patient, *, by: Staff) -> HttpResponse:
    if request.method == "POST":
        sign_out_everywhere(person=person, by=by)
        messages.success(
            request,
            _("%(name)s is signed out everywhere. A new code or link lets them in again.")
            % {"name": person.called},
        )
        return redirect(request.path)
    return render(
        request,
        "people/devices_of.html",
        {"person": person, "devices": _devices_of(person), "patient": isinstance(person, Patient)},
    )
