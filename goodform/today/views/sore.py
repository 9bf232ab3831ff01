"""Sore or tired today: what to do before Start."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from goodform.diary.queries import done_on
from goodform.people.doors import for_patient
from goodform.people.models import Patient
from goodform.programmes.queries import standing_of
from goodform.today.day import Day, day_of
from goodform.today.queries import prescribed_in
from goodform.today.warning_signs import warning_signs
from goodform.ui.compressing import gzip_page


@for_patient()
@never_cache
@gzip_page
@require_safe
def sore(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Sore: wait and tell us. Tired: the short version, where the practitioner marked one."""
    standing = standing_of(patient)
    programme = standing.programme
    if programme is None or not standing.open:
        return redirect("today")
    day = day_of(standing, prescribed_in(programme), done_on(programme, standing.day))
    return render(
        request,
        "today/sore.html",
        {
            "section": "today",
            "short": Day(rows=tuple(row for row in day.left if row.bad_day)),
            "signs": warning_signs(patient.clinic.country_pack),
        },
    )
