"""Pages as a phone keeps them: for any day, with nothing done yet. The phone itself says which
exercises are due on the patient's date and what was done of them.

They are sent compressed, as Today is, and for the same reason: nothing of what a request says is
repeated in them, and the form token is masked anew each time.
"""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from goodform.diary.models import Outcome
from goodform.diary.queries import today_of
from goodform.people.doors import for_patient
from goodform.people.models import Patient
from goodform.programmes.models import Prescription
from goodform.programmes.queries import Standing, standing_of
from goodform.programmes.schedule import Done
from goodform.today.day import row_of
from goodform.today.marking import forms_for, words_for_the_device
from goodform.today.may_it_hurt import may_hurt
from goodform.today.player_data import asked_about, figures_of, player_data
from goodform.today.queries import Prescribed, prescribed_in
from goodform.today.views.day import today
from goodform.today.views.start import with_camera
from goodform.today.warning_signs import warning_signs
from goodform.ui.compressing import gzip_page


def _given(standing: Standing) -> list[Prescribed]:
    return prescribed_in(standing.programme) if standing.programme else []


@for_patient()
@never_cache
@gzip_page
@ensure_csrf_cookie
@require_safe
def kept_today(request: HttpRequest, *, patient: Patient) -> HttpResponseBase:
    """Today for any day: everything that was given. A locked programme says why, as Today does."""
    standing = standing_of(patient)
    if not standing.open:
        return today(request)
    prescribed = _given(standing)
    rows = [row_of(standing, each, Done()) for each in prescribed]
    session = uuid4()
    return render(
        request,
        "today/kept_today.html",
        {
            "section": "today",
            "listed": [
                (row, each.row.weekdays, forms_for(standing, row, session))
                for row, each in zip(rows, prescribed, strict=True)
            ],
            "may_hurt": may_hurt([each.row for each in prescribed]),
            "zone": patient.zone,
            "marking_words": words_for_the_device(patient.clinic),
            "signs": warning_signs(patient.clinic.country_pack),
            "practitioner": patient.practitioner,
            "assessment": standing.assessment,
            "chosen_by": prescribed[-1].row.given_by if prescribed else None,
        },
    )


@for_patient()
@never_cache
@gzip_page
@ensure_csrf_cookie
@require_safe
def kept_player(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """The guided session for any day; Today where nothing may be done."""
    standing = standing_of(patient)
    if not standing.open or standing.assessment is None or standing.programme is None:
        return redirect("today")
    prescribed = _given(standing)
    data = player_data(standing, standing.assessment, prescribed, short=False)
    return with_camera(
        request,
        {
            "section": "today",
            "player": {**data, "today": today_of(patient, every_day=True)},
            "figures": figures_of(prescribed),
            **asked_about(standing.programme, standing.assessment),
            "may_hurt": may_hurt([each.row for each in prescribed]),
            "practitioner": patient.practitioner,
            "assessment": standing.assessment,
            "signs": warning_signs(patient.clinic.country_pack),
        },
    )


@for_patient()
@never_cache
@gzip_page
@require_safe
def kept_morning(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """The morning question about any day, which the phone names."""
    return render(
        request,
        "today/morning.html",
        {
            "section": "today",
            "about": _("on {day}"),
            "is_that_morning": True,
            "practitioner": patient.practitioner,
            "signs": warning_signs(patient.clinic.country_pack),
            "zone": patient.zone,
        },
    )


def _names(patient: Patient) -> dict[str, str]:
    """The exercises this patient was ever given, by prescription."""
    rows = Prescription.objects.filter(programme__patient=patient)
    return {str(pk): name for pk, name in rows.values_list("pk", "exercise__name")}


@for_patient()
@never_cache
@gzip_page
@require_safe
def on_this_phone(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """The page of all done on this phone, and where each is: here, sent, or refused and why."""
    return render(
        request,
        "today/on_this_phone.html",
        {
            "section": "today",
            "names": _names(patient),
            "outcomes": Outcome.choices,
        },
    )


@for_patient()
@never_cache
@gzip_page
@require_safe
def long_ago(request: HttpRequest, *, patient: Patient) -> HttpResponse:  # noqa: ARG001
    """The page that is left on a phone that has not reached the clinic for 2 weeks: who to call."""
    return render(request, "today/long_ago.html", {"section": "today"})
