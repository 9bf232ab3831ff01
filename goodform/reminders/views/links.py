"""The link in every message: stop, later, or a pause, without signing in.

A GET shows a page with buttons and changes nothing, so that a mail scanner that follows links does
no harm. A POST acts; it needs no cookie, because the signed address itself says whose plan it is
(RFC 8058: a mail program's own "unsubscribe" button posts here).
"""

from collections.abc import Callable
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from goodform.people.models import Patient
from goodform.programmes.schedule import local_day
from goodform.reminders import actions
from goodform.reminders.models import Plan
from goodform.reminders.stop_links import LinkBroken, plan_in

WEEK = timedelta(days=7)


def _stop(patient: Patient) -> str:
    actions.stop(patient=patient, by=patient)
    return _("Done. No more reminders come.")


def _one_hour(patient: Patient) -> str:
    actions.later(patient=patient, how_long=actions.LATER["1h"], by=patient)
    return _("We remind you again in 1 hour.")


def _three_hours(patient: Patient) -> str:
    actions.later(patient=patient, how_long=actions.LATER["3h"], by=patient)
    return _("We remind you again in 3 hours.")


def _week(patient: Patient) -> str:
    until = local_day(timezone.now(), patient.zone) + WEEK
    actions.pause(patient=patient, until=until, by=patient)
    return _("Paused. Nothing comes for a week.")


def _start(patient: Patient) -> str:
    actions.start(patient=patient, by=patient)
    return _("Reminders come again.")


DOES: dict[str, Callable[[Patient], str]] = {
    "stop": _stop,
    "1h": _one_hour,
    "3h": _three_hours,
    "week": _week,
    "start": _start,
}


@never_cache
@csrf_exempt
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def stop_page(request: HttpRequest, token: str) -> HttpResponse:
    """Asks what to do and does it. Names nobody."""
    try:
        plan = get_object_or_404(Plan.objects.select_related("patient__clinic"), pk=plan_in(token))
    except LinkBroken as problem:
        raise Http404 from problem
    said = ""
    if request.method == "POST":
        one_click = request.POST.get("List-Unsubscribe") == "One-Click"
        does = DOES.get("stop" if one_click else request.POST.get("do", ""))
        if does is None:
            raise Http404
        said = does(plan.patient)
        plan.refresh_from_db(fields=["stopped_at", "paused_until"])
    return render(request, "reminders/stop.html", {"plan": plan, "said": said})
