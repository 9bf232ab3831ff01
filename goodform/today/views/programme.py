"""The whole programme: what was prescribed, what changed and why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from goodform.people.doors import for_patient
from goodform.people.models import Patient
from goodform.programmes.queries import standing_of
from goodform.today.history import everything_released, lines_of
from goodform.today.warning_signs import warning_signs
from goodform.ui.compressing import gzip_page


@for_patient()
@never_cache
@gzip_page
@require_safe
def programme(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Every exercise with its dose, its changes and their reasons; Today where it is locked."""
    standing = standing_of(patient)
    if standing.programme is None or not standing.open:
        return redirect("today")
    lines = lines_of(standing.programme, patient.zone)
    return render(
        request,
        "today/programme.html",
        {
            "section": "programme",
            "released": everything_released(standing.programme, patient.zone),
            "lines": [line for line in lines if not line.ended],
            "ended": [line for line in lines if line.ended],
            "practitioner": patient.practitioner,
            "assessment": standing.assessment,
            "chosen_by": standing.programme.given_by,
            "signs": warning_signs(patient.clinic.country_pack),
        },
    )
