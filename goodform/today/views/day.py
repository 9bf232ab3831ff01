"""Today: what to do now, what comes next, what waits, and how to reach the clinic."""

from uuid import uuid4
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from goodform.diary.queries import done_on
from goodform.people.doors import for_patient
from goodform.people.models import Patient
from goodform.programmes.locks import Locked
from goodform.programmes.queries import standing_of
from goodform.programmes.schedule import Done
from goodform.today.day import Day, day_of, greeting, next_day, row_of, what_is_left
from goodform.today.marking import forms_for
from goodform.today.page_parts import TodayPage, today_page
from goodform.today.queries import has_unread, prescribed_in
from goodform.today.warning_signs import warning_signs
from goodform.today.why_locked import why_locked
from goodform.ui.compressing import gzip_page


@for_patient()
@never_cache
@gzip_page
@require_safe
def today(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """The patient's day, or why there is none. At most six queries; never kept by a cache."""
    token = get_token(request)
    standing = standing_of(patient)
    programme = standing.programme
    prescribed = prescribed_in(programme) if programme else []
    done = done_on(programme, standing.day) if programme and standing.open else {}
    day = day_of(standing, prescribed, done)
    locked = why_locked(standing)
    if locked is not None:
        if standing.locked is Locked.ENDED:
            day = Day(rows=tuple(row_of(standing, each, Done()) for each in prescribed))
        return render(
            request,
            "today/locked.html",
            {
                "section": "today",
                "signs": warning_signs(patient.clinic.country_pack),
                "day": day,
                "locked": locked,
                "new_message": has_unread(patient),
            },
        )
    session = uuid4()
    hour = timezone.now().astimezone(ZoneInfo(patient.zone)).hour
    page = TodayPage(
        standing=standing,
        day=day,
        prescribed=prescribed,
        greeting=greeting(hour, patient.called),
        left=what_is_left(day),
        next_day=next_day(prescribed, standing.day),
        forms=[forms_for(standing, row, session) for row in day.rows],
    )
    return HttpResponse(today_page(request, page, token))
