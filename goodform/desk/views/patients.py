"""Adding, editing and inviting a patient."""

import logging
from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from goodform.desk.band import band_of
from goodform.desk.forms.patient import PatientForm
from goodform.desk.page import desk_page
from goodform.desk.whose_page import patient_at
from goodform.people.access import Action, reader_of
from goodform.people.actions import (
    INVITATION_DAYS,
    PATIENT_FACTS,
    AddressInUse,
    CareEnded,
    ClinicNotOpen,
    OnlyByMail,
    add_patient,
    edit_patient,
    invite,
    mail_invitation,
)
from goodform.people.changed_meanwhile import ChangedMeanwhile
from goodform.people.doors import for_staff
from goodform.people.models import Patient, Staff

log = logging.getLogger(__name__)


@for_staff(Action.EDIT_PATIENTS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def patient_new(request: HttpRequest, *, staff: Staff) -> HttpResponse:
    """Add a patient. The same person twice is told, and nothing is added."""
    form = PatientForm(request.POST or None, clinic=staff.clinic, by=staff)
    here = None
    if request.method == "POST" and form.is_valid():
        here = form.already_here()
        patient = None if here else _saved(form, staff, None)
        if patient is not None:
            messages.success(request, _("%(name)s is in.") % {"name": patient.name})
            return redirect("patient_invite", pk=patient.pk)
    return desk_page(
        request,
        "desk/patient_form.html",
        {"section": "caseload", "form": form, "here": here},
        status=422 if form.errors or here else 200,
    )


@for_staff(Action.EDIT_PATIENTS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def patient_edit(request: HttpRequest, pk: UUID, *, staff: Staff) -> HttpResponse:
    """Change what is written about a patient."""
    patient = patient_at(request, pk)
    band = band_of(patient, reader=reader_of(request.user), staff=staff)
    form = PatientForm(request.POST or None, clinic=staff.clinic, patient=patient, by=staff)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            saved = _saved(form, staff, patient)
        except ChangedMeanwhile as changed:
            form.ask_again(changed, patient_at(request, pk), PATIENT_FACTS)
            saved, status = None, 409
        if saved is not None:
            messages.success(request, _("Saved."))
            return redirect("record", pk=pk)
    return desk_page(
        request,
        "desk/patient_form.html",
        {"section": "caseload", "form": form, "patient": patient, "band": band},
        status=status,
    )


def _saved(form: PatientForm, staff: Staff, patient: Patient | None) -> Patient | None:
    """The patient as saved; None where the address was taken, which the form then says."""
    try:
        with transaction.atomic():
            if patient is None:
                return add_patient(by=staff, facts=form.facts())
            return edit_patient(
                patient=patient,
                by=staff,
                facts=form.facts(),
                made_from=form.cleaned_data["made_from"],
            )
    except AddressInUse as problem:
        form.add_error("email", str(problem))
    return None


@for_staff(Action.INVITE)
@never_cache
@sensitive_variables("link")
@require_http_methods(["GET", "HEAD", "POST"])
def patient_invite(request: HttpRequest, pk: UUID, *, staff: Staff) -> HttpResponse:
    """Make a link that lets the patient in once: mailed, copied or read out, never printed."""
    patient = patient_at(request, pk)
    context: dict[str, object] = {
        "section": "caseload",
        "patient": patient,
        "band": band_of(patient, reader=reader_of(request.user), staff=staff),
        "days": INVITATION_DAYS,
    }
    if request.method != "POST":
        return desk_page(request, "desk/invite.html", context)
    to_be_mailed = request.POST.get("how") == "mail" and bool(patient.email)
    try:
        token = invite(patient=patient, by=staff, to_be_shown=not to_be_mailed)
    except (CareEnded, ClinicNotOpen, OnlyByMail) as problem:
        return desk_page(request, "desk/invite.html", {**context, "why_not": problem}, status=409)
    link = settings.ADDRESS + reverse("invitation", kwargs={"token": token})
    mailed = to_be_mailed and _mailed(patient, link)
    if patient.user_id is not None:
        return _after_mailing(request, context, mailed=mailed)
    return desk_page(
        request,
        "desk/invite.html",
        {**context, "link": link, "mailed": mailed, "mail_failed": to_be_mailed and not mailed},
    )


def _after_mailing(
    request: HttpRequest, context: dict[str, object], *, mailed: bool
) -> HttpResponse:
    """Who was in before has the link in their mail, and nobody sees it here."""
    failed = _("The mail could not be sent. Try again a little later.")
    told = {"sent": True} if mailed else {"why_not": failed}
    status = 200 if mailed else 503
    return desk_page(request, "desk/invite.html", {**context, **told}, status=status)


@sensitive_variables("link")
def _mailed(patient: Patient, link: str) -> bool:
    """Whether the mail left; where not, the page still shows the link."""
    try:
        mail_invitation(patient=patient, link=link)
    except (OSError, SMTPException):
        log.exception("the invitation of patient %s could not be mailed", patient.pk)
        return False
    return True
