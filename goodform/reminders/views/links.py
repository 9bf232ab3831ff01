"""The link in every message: stop, later, or a pause, without signing in.

A GET shows a page with buttons and changes nothing, so that a mail scanner that follows links does
no harm. A POST acts; it needs no cookie, because the signed address itself says whose plan it is
(RFC 8058: a mail program's own "unsubscribe" button posts here).
"""

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from goodform.people.models import Patient
from goodform.programmes.schedule import local_day
from goodform.reminders import actions
from goodform.reminders.how_it_is import paused_words
from goodform.reminders.models import Plan
from goodform.reminders.queries import quiet_of
from goodform.reminders.rhythm import after_quiet, wall_clock
from goodform.reminders.stop_links import LinkBroken, LinkOld, plan_in

WEEK = timedelta(days=7)


def _stop(patient: Patient) -> str:
    actions.stop(patient=patient, by=patient)
    return _("Done. No more reminders come.")


def _later(patient: Patient, how_long: timedelta, words: str) -> str:
    try:
        plan = actions.later(patient=patient, how_long=how_long, by=patient)
    except actions.NothingToPutOff as problem:
        return str(problem)
    assert plan.snoozed_until is not None  # noqa: S101  # just set
    zone = ZoneInfo(patient.zone)
    comes = after_quiet(plan.snoozed_until, quiet_of(plan), zone)
    if comes == plan.snoozed_until:
        return words
    return _("Your quiet hours are then. We remind you when they end, at %(time)s.") % {
        "time": time_format(wall_clock(comes, zone), "H:i")
    }


def _one_hour(patient: Patient) -> str:
    return _later(patient, actions.LATER["1h"], _("We remind you again in 1 hour."))


def _three_hours(patient: Patient) -> str:
    return _later(patient, actions.LATER["3h"], _("We remind you again in 3 hours."))


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
    """Asks what to do and does it. Names nobody. A broken or old link says what to do."""
    try:
        plan = _plan_of(token)
    except LinkOld:
        return render(request, "reminders/stop.html", {"old": True}, status=410)
    except LinkBroken:
        return render(request, "reminders/stop.html", {"broken": True}, status=404)
    said = ""
    if request.method == "POST":
        one_click = request.POST.get("List-Unsubscribe") == "One-Click"
        does = DOES.get("stop" if one_click else request.POST.get("do", ""))
        if does is None:
            raise Http404
        said = does(plan.patient)
        plan.refresh_from_db(fields=["stopped_at", "paused_until"])
    until = plan.paused_on(local_day(timezone.now(), plan.patient.zone))
    return render(
        request,
        "reminders/stop.html",
        {
            "said": said,
            "stopped": plan.stopped_at is not None,
            "paused": paused_words(until) if until else "",
        },
    )


def _plan_of(token: str) -> Plan:
    plan = Plan.objects.select_related("patient__clinic").filter(pk=plan_in(token)).first()
    if plan is None:
        raise LinkBroken("the plan it names is gone")
    return plan
