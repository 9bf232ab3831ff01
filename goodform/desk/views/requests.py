"""Requests of new people at the desk: read it, accept it, decline it."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from goodform.booking.actions import MovedMeanwhile, NotOffered
from goodform.booking.answering import accept, decline, still_open
from goodform.booking.asking import when_asked
from goodform.booking.request_model import VisitRequest
from goodform.booking.taking import TimeTaken
from goodform.desk.forms.request import NEW, AcceptForm
from goodform.desk.page import desk_page
from goodform.desk.whose_page import note_list
from goodform.people.access import Action
from goodform.people.actions import PatientFacts, add_patient
from goodform.people.doors import for_staff
from goodform.people.models import Patient, Staff

FOUND_AT_MOST = 20


@for_staff(Action.SEE_APPOINTMENTS, Action.BOOK, Action.EDIT_PATIENTS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def day_request(request: HttpRequest, pk: UUID, *, staff: Staff) -> HttpResponse:
    """One request: who asks for what. POST accepts it for somebody new or known, or declines."""
    note_list(request, staff.clinic)
    rows = VisitRequest.objects.visible_to(request.user)
    asked = get_object_or_404(rows.select_related("clinic", "type", "practitioner__staff"), pk=pk)
    form = AcceptForm(
        request.POST if request.POST.get("do") == "accept" else None,
        asked=asked,
        known=_known(request, asked),
    )
    status, wrong = 200, ""
    if request.method == "POST":
        try:
            done = _answer(request.POST.get("do", ""), form, asked, staff)
        except TimeTaken:
            status, wrong = 409, _("This time is taken. Decline, and offer another one by phone.")
        except MovedMeanwhile:
            status, wrong = 409, _("This was answered, or is over. Look at it once more.")
        except NotOffered as problem:
            status, wrong = 409, str(problem)
        else:
            if done:
                messages.success(request, done)
                on = asked.starts_at.astimezone(ZoneInfo(asked.zone)).date().isoformat()
                return redirect(f"{reverse('day')}?on={on}")
            status = 422
    context = {
        "section": "day",
        "asked": asked,
        "when": when_asked(asked),
        "until": asked.expires_at and asked.expires_at.astimezone(ZoneInfo(asked.zone)),
        "open": still_open(asked, timezone.now()),
        "form": form,
        "wrong": wrong,
    }
    return desk_page(request, "desk/day_request.html", context, status=status)


def _known(request: HttpRequest, asked: VisitRequest) -> list[Patient]:
    """Patients of this clinic with the same address, phone or name."""
    same = Q(name__iexact=asked.name)
    if asked.email:
        same |= Q(email=asked.email)
    if asked.phone:
        same |= Q(phone=asked.phone)
    rows = Patient.objects.visible_to(request.user).filter(same, ended_at=None)
    return list(rows.order_by("name")[:FOUND_AT_MOST])


def _answer(do: str, form: AcceptForm, asked: VisitRequest, staff: Staff) -> str:
    """A sentence on what was done; empty where the form is not filled in."""
    if do == "decline":
        decline(asked=asked, by=staff)
        return _("Declined. They get a mail.")
    if do != "accept" or not form.is_valid():
        return ""
    with transaction.atomic():
        patient = form.known.get(form.cleaned_data["who"]) or _new(form, asked, staff)
        accept(asked=asked, patient=patient, by=staff)
    return _("Booked for %(name)s.") % {"name": patient.name}


def _new(form: AcceptForm, asked: VisitRequest, staff: Staff) -> Patient:
    assert form.cleaned_data["who"] == NEW  # noqa: S101
    practitioner = asked.practitioner.staff
    assert practitioner is not None  # noqa: S101
    return add_patient(
        by=staff,
        facts=PatientFacts(
            name=form.cleaned_data["name"],
            born=form.cleaned_data["born"],
            email=asked.email,
            phone=asked.phone,
            zone=asked.clinic.zone,
            practitioner=practitioner,
        ),
    )
