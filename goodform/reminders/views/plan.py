"""The patient's reminders on one page."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from goodform.outbox.registry import channels
from goodform.people.doors import for_patient
from goodform.people.models import Patient
from goodform.programmes.models import Prescription, Programme
from goodform.programmes.queries import given_in, standing_of
from goodform.reminders import actions
from goodform.reminders.forms import PauseForm, PlanForm, ZoneForm
from goodform.reminders.how_it_is import how_it_is
from goodform.reminders.models import Plan
from goodform.reminders.queries import slots_of, ways_to


def _prescribed(patient: Patient) -> list[Prescription]:
    programme = Programme.objects.filter(patient=patient).first()
    return given_in(programme) if programme is not None else []


@for_patient()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Shows and keeps when, how and of what this patient is reminded."""
    prescribed = _prescribed(patient)
    mine = actions.plan_for(patient=patient, prescribed=prescribed, by=patient)
    form = PlanForm(
        request.POST or None,
        plan=mine,
        slots=slots_of([mine])[mine.pk],
        prescribed=prescribed,
        clinic=patient.clinic,
    )
    if request.method == "POST" and form.is_valid():
        kept = actions.set_plan(patient=patient, wishes=form.wishes(), by=patient)
        messages.success(
            request,
            _("Saved. Your reminders come as you chose.")
            if kept.stopped_at is None
            else _("Saved. Nothing comes until you start reminders again."),
        )
        return redirect("reminders")
    return _page(request, patient, mine, prescribed, form=form, status=422 if form.errors else 200)


def _page(
    request: HttpRequest,
    patient: Patient,
    mine: Plan,
    prescribed: list[Prescription],
    *,
    form: PlanForm,
    pausing: PauseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    mine.patient = patient
    feed = reverse("calendar", args=[mine.calendar_token]) if mine.calendar_token else ""
    return render(
        request,
        "reminders/plan.html",
        {
            "plan": mine,
            "patient": patient,
            "form": form,
            "pausing": pausing or PauseForm(),
            "zone_form": ZoneForm(initial={"zone": patient.zone}),
            "state": how_it_is(
                mine,
                slots_of([mine])[mine.pk],
                standing_of(patient),
                prescribed,
                reached=bool(ways_to([mine])[mine.pk]),
            ),
            "turned_on_here": [each.here for each in channels().values() if each.here],
            "feed": f"{settings.ADDRESS}{feed}" if feed else "",
            "section": "reminders",
        },
        status=status,
    )


def _stop(patient: Patient) -> str:
    actions.stop(patient=patient, by=patient)
    return _("Stopped. No more reminders come.")


def _start(patient: Patient) -> str:
    actions.start(patient=patient, by=patient)
    return _("Reminders come again.")


def _open_calendar(patient: Patient) -> str:
    actions.open_calendar(patient=patient, by=patient)
    return _("Here is the address for your calendar.")


def _close_calendar(patient: Patient) -> str:
    actions.close_calendar(patient=patient, by=patient)
    return _("The address of your calendar no longer works.")


SWITCHES: dict[str, Callable[[Patient], str]] = {
    "stop": _stop,
    "start": _start,
    "open_calendar": _open_calendar,
    "close_calendar": _close_calendar,
}


@for_patient()
@require_POST
def switch(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """One press: stop, start, or the calendar's address."""
    does = SWITCHES.get(request.POST.get("do", ""))
    if does is None:
        raise Http404
    actions.plan_for(patient=patient, prescribed=_prescribed(patient), by=patient)
    messages.success(request, does(patient))
    return redirect("reminders")


@for_patient()
@require_POST
def pause(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Nothing until a day that the patient names."""
    prescribed = _prescribed(patient)
    mine = actions.plan_for(patient=patient, prescribed=prescribed, by=patient)
    form = PauseForm(request.POST)
    if form.is_valid():
        try:
            actions.pause(patient=patient, until=form.last_day(), by=patient)
        except actions.PauseTooLong as problem:
            form.add_error("until", str(problem))
        else:
            messages.success(request, _("Paused. Nothing comes until then."))
            return redirect("reminders")
    kept = PlanForm(
        plan=mine, slots=slots_of([mine])[mine.pk], prescribed=prescribed, clinic=patient.clinic
    )
    return _page(request, patient, mine, prescribed, form=kept, pausing=form, status=422)


@for_patient()
@require_POST
def zone(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Go by another place's clock; asked on the page, never guessed."""
    form = ZoneForm(request.POST)
    if form.is_valid():
        actions.move_to_zone(patient=patient, zone=form.cleaned_data["zone"], by=patient)
        messages.success(request, _("Saved. Reminders use that time from now on."))
    else:
        messages.warning(
            request, _("We do not know that place. Choose one with the same time below.")
        )
    return redirect("reminders")
