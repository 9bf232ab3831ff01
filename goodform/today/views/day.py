"""Today: what to do now, what comes next, what waits, and how to reach the clinic."""

from uuid import uuid4
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from goodform.diary.queries import done_on
from goodform.programmes.queries import standing_of
from goodform.today.day import day_of, greeting, next_day, what_is_left
from goodform.today.door import patient_at
from goodform.today.marking import forms_for, words_for_the_device
from goodform.today.queries import prescribed_in
from goodform.today.warning_signs import warning_signs
from goodform.today.why_locked import why_locked


@login_required
@never_cache
@gzip_page
@ensure_csrf_cookie
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """The patient's day, or why there is none. At most six queries; never kept by a cache."""
    patient = patient_at(request)
    standing = standing_of(patient)
    programme = standing.programme
    prescribed = prescribed_in(programme) if programme else []
    done = done_on(programme, standing.day) if programme and standing.open else {}
    day = day_of(standing, prescribed, done)
    about = {
        "section": "today",
        "signs": warning_signs(patient.clinic.country_pack),
        "practitioner": patient.practitioner,
        "assessment": standing.assessment,
        "chosen_by": prescribed[-1].row.given_by if prescribed else None,
        "day": day,
    }
    locked = why_locked(standing)
    if locked is not None:
        return render(request, "today/locked.html", {**about, "locked": locked})
    session = uuid4()
    hour = timezone.now().astimezone(ZoneInfo(patient.zone)).hour
    return render(
        request,
        "today/today.html",
        {
            **about,
            "greeting": greeting(hour, patient.called),
            "left": what_is_left(day),
            "next_day": next_day(prescribed, standing.day),
            "has_bad_day": any(row.bad_day for row in day.left),
            "marking_words": words_for_the_device(patient.clinic),
            "listed": [(row, forms_for(standing, row, session)) for row in day.rows],
        },
    )
