"""The patient sees who at the clinic opened their page."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from goodform.people.doors import for_patient
from goodform.people.models import Patient
from goodform.programmes.schedule import local_day
from goodform.today.who_looked import who_looked

LONGEST_AGO = timedelta(days=365 * 50)


@for_patient()
@never_cache
@require_safe
def looked(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """The last days, or with `?until=2026-11-01` those up to then."""
    today = local_day(timezone.now(), patient.zone)
    until = _day(request.GET.get("until", ""), today)
    return render(
        request,
        "today/who_looked.html",
        {"looked": who_looked(patient, until=until), "newest": until == today},
    )


def _day(said: str, today: date) -> date:
    """The day an address names; today for anything that is no day of the last fifty years."""
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return today
    return day if today - LONGEST_AGO < day < today else today
