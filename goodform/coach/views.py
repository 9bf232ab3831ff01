"""The owner's page about the mirror."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from goodform.coach.parts import parts
from goodform.people.access import Action
from goodform.people.clinic_actions import NotRead, switch_mirror
from goodform.people.doors import for_staff
from goodform.people.models import Staff


@for_staff(Action.MANAGE_CLINIC)
@require_http_methods(["GET", "HEAD", "POST"])
def clinic_mirror(request: HttpRequest, *, staff: Staff) -> HttpResponse:
    """The mirror's purpose and limits; on or off for the whole clinic."""
    clinic, wrong = staff.clinic, ""
    if request.method == "POST":
        on = request.POST.get("mirror") == "on"
        try:
            switch_mirror(clinic=clinic, by=staff, on=on, has_read=bool(request.POST.get("read")))
        except NotRead as problem:
            wrong = str(problem)
        else:
            said = (
                _("The mirror is on. Practitioners can now allow it, exercise by exercise.")
                if on
                else _("The mirror is off. Nobody’s camera opens from now on.")
            )
            messages.success(request, said)
            return redirect("clinic_mirror")
    return render(
        request,
        "coach/clinic_mirror.html",
        {"on": clinic.mirror, "here": parts() is not None, "wrong": wrong},
        status=422 if wrong else 200,
    )
