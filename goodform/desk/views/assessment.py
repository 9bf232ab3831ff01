"""Assessing a patient: what was found, whether they may exercise, and until when."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from goodform.desk.band import band_of
from goodform.desk.door import patient_at, staff_at
from goodform.desk.forms.assessment import AssessmentForm
from goodform.desk.page import desk_page
from goodform.desk.plan_page import caution_words
from goodform.people.access import Action, reader_of
from goodform.programmes.actions import assess
from goodform.programmes.models import Assessment


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def assessment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down an assessment; the earlier ones stay readable below."""
    staff = staff_at(request, Action.ASSESS)
    patient = patient_at(request, pk)
    band = band_of(patient, reader=reader_of(request.user), staff=staff)
    form = AssessmentForm(request.POST or None, today=band.today, last=band.assessment)
    if request.method == "POST" and form.is_valid():
        if not form.says_the_same(staff.pk):
            assess(patient=patient, by=staff, **form.cleaned_data)
        messages.success(request, _("The assessment is in the record."))
        return redirect("prescribe" if form.cleaned_data["cleared"] else "record", pk=pk)
    earlier = Assessment.objects.filter(patient=patient).select_related("practitioner")
    return desk_page(
        request,
        "desk/assessment.html",
        {
            "section": "caseload",
            "band": band,
            "patient": patient,
            "form": form,
            "pain_error": " ".join(map(str, form["usual_pain"].errors)),
            "earlier": [(row, caution_words(row.cautions)) for row in earlier],
        },
        status=422 if form.errors else 200,
    )
