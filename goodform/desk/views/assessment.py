"""Assessing a patient: what was found, whether they may exercise, and until when."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from goodform.desk.band import assessed_rows, band_of
from goodform.desk.forms.assessment import AssessmentForm
from goodform.desk.page import desk_page
from goodform.desk.whose_page import patient_at
from goodform.people.access import Action, reader_of
from goodform.people.changed_meanwhile import ChangedMeanwhile
from goodform.people.doors import for_staff
from goodform.people.models import Patient, Staff
from goodform.programmes.actions import assess
from goodform.programmes.models import Assessment
from goodform.programmes.queries import assessment_mark, lowest_ceiling


@for_staff(Action.ASSESS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def assessment(request: HttpRequest, pk: UUID, *, staff: Staff) -> HttpResponse:
    """Write down an assessment; the earlier ones stay readable below."""
    patient = patient_at(request, pk)
    band = band_of(patient, reader=reader_of(request.user), staff=staff)
    form = AssessmentForm(
        request.POST or None,
        today=band.today,
        last=band.assessment,
        ceiling=lowest_ceiling(patient),
    )
    status = 422 if request.method == "POST" else 200
    changed = None
    if request.method == "POST" and form.is_valid():
        changed = _keep(form, patient, staff)
        if changed is None:
            messages.success(request, _("The assessment is in the record."))
            return redirect("prescribe" if form.cleaned_data["cleared"] else "record", pk=pk)
        status = 409
        band = band_of(patient, reader=reader_of(request.user), staff=staff)
        form.carry(assessment_mark(band.assessment))
    earlier = Assessment.objects.filter(patient=patient).select_related("practitioner")
    return desk_page(
        request,
        "desk/assessment.html",
        {
            "section": "caseload",
            "band": band,
            "patient": patient,
            "form": form,
            "changed": changed,
            "pain_error": " ".join(map(str, form["usual_pain"].errors)),
            "earlier": assessed_rows(earlier),
        },
        status=status,
    )


def _keep(form: AssessmentForm, patient: Patient, staff: Staff) -> ChangedMeanwhile | None:
    """Write it down, once however often it is sent; answers what a colleague did meanwhile."""
    if form.says_the_same(staff.pk):
        return None
    try:
        assess(patient=patient, by=staff, made_from=form.cleaned_data["made_from"], **form.said)
    except ChangedMeanwhile as changed:
        form.last = Assessment.objects.filter(patient=patient).first()
        return None if form.says_the_same(staff.pk) else changed
    return None
