"""Start: the guided session, and the morning question that comes before it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods, require_safe

from goodform.diary.documents import MorningDocument
from goodform.diary.morning_actions import take_morning
from goodform.diary.queries import done_on, morning_question, today_on
from goodform.people.doors import for_patient
from goodform.people.models import Patient
from goodform.programmes.queries import standing_of
from goodform.safety.pain_rules import HIGHEST_PAIN
from goodform.today.day import day_of
from goodform.today.may_it_hurt import may_hurt
from goodform.today.player_data import asked_about, figures_of, player_data
from goodform.today.queries import prescribed_in
from goodform.today.warning_signs import warning_signs
from goodform.today.why_held import on_day
from goodform.ui.compressing import gzip_page
from goodform.ui.safe_headers import CAMERA_HERE

PAINS = frozenset(str(number) for number in range(HIGHEST_PAIN + 1))


@for_patient()
@never_cache
@gzip_page
@ensure_csrf_cookie
@require_safe
def player(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """The guided session of what is left today, with `?short=yes` of the short version.

    Who may not exercise, or has nothing left, is led back to Today, which says why.
    """
    standing = standing_of(patient)
    programme, assessment = standing.programme, standing.assessment
    if programme is None or assessment is None or not standing.open:
        return redirect("today")
    if morning_question(patient, standing.day) is not None:
        return redirect("morning")
    prescribed = prescribed_in(programme)
    day = day_of(standing, prescribed, done_on(programme, standing.day))
    short = request.GET.get("short") == "yes"
    if not any(row.bad_day or not short for row in day.left):
        return redirect("today")
    left = {row.id for row in day.left}
    doing = [each for each in prescribed if each.row.pk in left]
    data = player_data(standing, assessment, doing, short=short)
    return with_camera(
        request,
        {
            "section": "today",
            "player": data,
            "figures": figures_of(doing),
            **asked_about(programme, assessment),
            "may_hurt": may_hurt([each.row for each in doing]),
            "practitioner": patient.practitioner,
            "assessment": assessment,
            "signs": warning_signs(patient.clinic.country_pack),
        },
    )


def with_camera(request: HttpRequest, context: Mapping[str, Any]) -> HttpResponse:
    """The session's page; the only one that may open the camera, and only where it may be used."""
    response = render(request, "today/player.html", context)
    if context["player"]["mirror"]:
        response.headers["Permissions-Policy"] = CAMERA_HERE
    return response


@for_patient()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def morning(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """How the back was the morning after: asked once, before Start.

    Nothing asked leads to Start; "worse" and "not sure" hold what was done and lead to Today. How
    the back is now is asked only where this is that morning.
    """
    today = today_on(patient)
    about = morning_question(patient, today)
    if about is None:
        return redirect("player")
    if request.method == "POST":
        now = timezone.now()
        taken = take_morning(
            patient=patient,
            day=today,
            document=_morning_said(request.POST.get("settled", ""), request.POST.get("pain", "")),
            received_at=now,
            by=patient,
        )
        return redirect("today" if taken.advice is not None else "player")
    return render(
        request,
        "today/morning.html",
        {
            "section": "today",
            "about": on_day(about, today),
            "is_that_morning": (today - about).days == 1,
            "practitioner": patient.practitioner,
            "signs": warning_signs(patient.clinic.country_pack),
            "zone": patient.zone,
        },
    )


def _morning_said(settled: str, pain: str) -> MorningDocument:
    """The answer as the diary reads it: what is none of the others is "not sure"."""
    known = {"yes": True, "ache": True, "no": False}.get(settled)
    number = int(pain) if pain in PAINS else None
    return MorningDocument(settled=known, ache=settled == "ache", pain=number)
