"""The sheet for the fridge door, for the patient and for the clinic's printer."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from goodform.audit.actions import record_sight
from goodform.people.access import Action, reader_of
from goodform.people.doors import for_patient, for_staff
from goodform.people.models import Patient, Staff
from goodform.programmes.queries import Standing, standing_of
from goodform.today.may_it_hurt import may_hurt
from goodform.today.queries import prescribed_in
from goodform.today.sheet import address, layout_of, qr_code, sheet_lines, weekdays
from goodform.today.warning_signs import warning_signs
from goodform.today.why_locked import why_locked


@for_patient()
@never_cache
@require_safe
def my_sheet(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """The patient's own sheet; Today where there is nothing to print."""
    standing = standing_of(patient)
    if not standing.open:
        return redirect("today")
    return _sheet(request, standing)


@for_staff(Action.SEE_PROGRAMME)
@never_cache
@require_safe
def sheet(request: HttpRequest, pk: UUID, *, staff: Staff) -> HttpResponse:
    """A patient's sheet for the clinic's staff; a locked programme says why it is not printed."""
    patient = get_object_or_404(
        Patient.objects.visible_to(request.user).select_related("clinic", "practitioner"), pk=pk
    )
    record_sight(
        by=staff,
        clinic=patient.clinic_id,
        zone=patient.clinic.zone,
        page="sheet",
        subject="patient",
        subject_id=patient.pk,
    )
    if patient.ended_at is not None:
        return redirect("record", pk=pk)
    standing = standing_of(patient)
    locked = why_locked(standing)
    if locked is not None:
        return render(request, "today/no_sheet.html", {"patient": patient, "locked": locked})
    return _sheet(request, standing)


def _sheet(request: HttpRequest, standing: Standing) -> HttpResponse:
    prescribed = prescribed_in(standing.programme) if standing.programme else []
    patient = standing.patient
    lines = sheet_lines(prescribed)
    layout = layout_of(lines)
    return render(
        request,
        "today/sheet.html",
        {
            "patient": patient,
            "may_hurt": may_hurt([each.row for each in prescribed]),
            "practitioner": patient.practitioner,
            "assessment": standing.assessment,
            "programme": standing.programme,
            "day": standing.day,
            "lines": lines,
            "layout": layout,
            "overleaf": [line for line in lines if not line.held and not layout.steps_in_front],
            "weekdays": weekdays(),
            "address": address(),
            "qr": qr_code(address()),
            "signs": warning_signs(patient.clinic.country_pack),
            "own": reader_of(request.user).patient is not None,
        },
    )
