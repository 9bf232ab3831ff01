"""A patient's record: everything to a practitioner, contact and programme to reception."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from goodform.desk.band import band_of
from goodform.desk.door import patient_at, staff_at
from goodform.desk.dose_words import dose_words
from goodform.desk.page import desk_page
from goodform.desk.plan_page import caution_words
from goodform.people.access import Action, reader_of
from goodform.programmes.models import Assessment, Programme
from goodform.programmes.queries import as_line, given_in


@login_required
@never_cache
@require_safe
def record(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The record, or the part of it that the reader's role may see."""
    staff = staff_at(request, Action.SEE_PATIENTS)
    patient = patient_at(request, pk)
    reader = reader_of(request.user)
    programme = Programme.objects.filter(patient=patient).first()
    given = given_in(programme) if programme else []
    context = {
        "section": "caseload",
        "band": band_of(patient, reader=reader, staff=staff),
        "patient": patient,
        "given": [(row, dose_words(as_line(row))) for row in given],
    }
    if not reader.may(Action.SEE_CLINICAL):
        return desk_page(request, "desk/patient.html", context)
    earlier = Assessment.objects.filter(patient=patient).select_related("practitioner")
    return desk_page(
        request,
        "desk/record.html",
        {**context, "earlier": [(row, caution_words(row.cautions)) for row in earlier]},
    )
