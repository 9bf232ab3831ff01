"""Ending somebody's care here, taking that back, and who is no longer here."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from goodform.desk.forms.ending import EndingForm
from goodform.desk.page import desk_page
from goodform.desk.still_booked import MOST, give_back, still_booked
from goodform.desk.whose_page import note_list, note_sight
from goodform.desk.why_ended import ended_words
from goodform.inbox.queries import open_cases
from goodform.people.access import Action, PatientAccess, reader_of
from goodform.people.changed_meanwhile import ChangedMeanwhile, mark_of
from goodform.people.doors import NotAllowed, for_staff, require
from goodform.people.ending_actions import (
    ENDING_FACTS,
    CannotBeMerged,
    end_care,
    take_back_the_end,
)
from goodform.people.models import Ended, Patient, Staff

PER_PAGE = 50
LONGEST_SEARCH = 100


def _words(request: HttpRequest) -> str:
    """The words searched for."""
    return request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]


@for_staff(Action.END_CARE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ending(request: HttpRequest, pk: UUID, *, staff: Staff) -> HttpResponse:
    """Say why the care ends, which record is kept of two, or take an end back."""
    patient = get_object_or_404(
        Patient.objects.endable_by(request.user).select_related(
            "clinic", "practitioner", "ended_by", "merged_into"
        ),
        pk=pk,
    )
    note_sight(request, patient.clinic, subject="patient", subject_id=pk)
    if request.method == "POST" and request.POST.get("do") == "cancel":
        _give_back(request, patient, staff)
        return redirect("ending", pk)
    said = request.POST if request.method == "POST" else None
    form = EndingForm(said, patient=patient, find=_words(request))
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if _done(request, form, patient, staff):
                return redirect(_where_to(request, patient))
        except ChangedMeanwhile as changed:
            patient.refresh_from_db()
            form = EndingForm(patient=patient, find=_words(request))
            messages.warning(request, str(changed))
            status = 409
    return desk_page(
        request,
        "desk/ending.html",
        {
            "section": "caseload",
            "patient": patient,
            "form": form,
            "find": _words(request),
            "ended": ended_words(patient),
            "merged_here": patient.merged.all(),
            "open_cases": open_cases(patient),
            "mark": mark_of(patient, ENDING_FACTS),
            "may_see": reader_of(request.user).may(Action.SEE_PATIENTS),
            "booked": still_booked(patient),
            "may_book": reader_of(request.user).may(Action.BOOK),
        },
        status=status,
    )


def _done(request: HttpRequest, form: EndingForm, patient: Patient, staff: Staff) -> bool:
    """Whether the page's wish was done; where not, the form says why."""
    if request.POST.get("do") == "back":
        mark = request.POST.get("made_from")
        take_back_the_end(patient=patient, by=staff, made_from=mark)
        messages.success(request, _("The care of %(name)s goes on here.") % {"name": patient.name})
        return True
    if not form.is_valid():
        return False
    said = form.cleaned_data
    try:
        saved = end_care(
            patient=patient,
            by=staff,
            why=Ended(said["why"]),
            into=said["into"],
            made_from=said["made_from"],
        )
    except CannotBeMerged as problem:
        form.add_error("into", str(problem))
        return False
    messages.success(request, " ".join(ended_words(saved)[:1]) + " " + _("Saved."))
    return True


def _give_back(request: HttpRequest, patient: Patient, staff: Staff) -> None:
    """Cancel the visits that the page named, and say what became of them."""
    require(staff, Action.BOOK, patient.clinic_id)
    if not give_back(patient, request.POST.getlist("visit")[:MOST], by=staff):
        messages.warning(request, _("Somebody changed a visit meanwhile. Look once more."))
    elif patient.ended_at is None:
        messages.success(request, _("Cancelled. Who was told of a visit gets a mail."))
    else:
        messages.success(request, _("Cancelled. No mail goes out about it."))


def _where_to(request: HttpRequest, patient: Patient) -> str:
    """The record, for who may open it; this page again where visits are still booked."""
    may_see = reader_of(request.user).may(Action.SEE_PATIENTS)
    ended = Patient.objects.filter(pk=patient.pk).exclude(ended_at=None).exists()
    page = "ending" if not may_see or (ended and still_booked(patient)) else "record"
    return reverse(page, args=[patient.pk])


def _everybody(request: HttpRequest) -> "PatientAccess[Patient]":
    """Everybody of the clinic whose care the reader may see, or may end."""
    reader = reader_of(request.user)
    if reader.may(Action.SEE_PATIENTS):
        return Patient.objects.visible_to(request.user)
    if reader.may(Action.END_CARE):
        return Patient.objects.endable_by(request.user)
    raise NotAllowed(_("Only who may see or end the care of patients may open this."))


@for_staff()
@never_cache
@require_safe
def gone(request: HttpRequest, *, staff: Staff) -> HttpResponse:
    """Who is no longer here, the last first; an owner finds here, too, whose care may be ended."""
    find = _words(request)
    rows = _everybody(request)
    note_list(request, staff.clinic)
    rows = rows.found_by(find) if find else rows
    reader = reader_of(request.user)
    page = request.GET.get("page", "")
    ended = rows.exclude(ended_at=None).select_related("clinic", "ended_by", "merged_into")
    shown = Paginator(ended.order_by("-ended_at", "pk"), PER_PAGE).get_page(page[:8])
    still_here = rows.filter(ended_at=None).order_by("name", "pk")
    only_owner = not reader.may(Action.SEE_PATIENTS)
    return desk_page(
        request,
        "desk/gone.html",
        {
            "section": "caseload",
            "find": find,
            "page": shown,
            "rows": [(patient, ended_words(patient)) for patient in shown.object_list],
            "still_here": still_here[:PER_PAGE] if find and only_owner else (),
            "may_end": reader.may(Action.END_CARE),
            "may_see": not only_owner,
        },
    )
