"""The waiting list at the desk: who waits for what, put somebody on it, take somebody off."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from goodform.booking.actions import NotOffered
from goodform.booking.models import VisitType, Wait
from goodform.booking.queries import practitioners_of
from goodform.booking.waiting import join, leave
from goodform.booking.who_waits import places
from goodform.desk.forms.waiting import PutOnForm
from goodform.desk.page import desk_page
from goodform.desk.views.day import who_was_asked_for
from goodform.desk.who_is_it import PeopleFound
from goodform.desk.whose_page import note_list
from goodform.people.access import Action
from goodform.people.doors import for_staff
from goodform.people.models import Staff

SHOWN_AT_MOST = 200


@for_staff(Action.SEE_APPOINTMENTS, Action.BOOK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def day_waiting(request: HttpRequest, *, staff: Staff) -> HttpResponse:
    """The list in its order, and a form to put a patient on it."""
    note_list(request, staff.clinic)
    who = who_was_asked_for(request)
    form = _form(request, staff, who)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            patient = form.patients[form.cleaned_data["patient"]]
            try:
                join(wish=form.wish(), patient=patient, by=staff)
            except NotOffered as problem:
                form.add_error(None, str(problem))
            else:
                messages.success(request, _("%(name)s is on the list.") % {"name": patient.name})
                return redirect("day_waiting")
    rows = Wait.objects.visible_to(request.user).open()
    waits = rows.select_related("type", "practitioner", "patient", "clinic").order_by("joined_at")
    context = {
        "section": "day",
        "form": form,
        "who": who,
        "places": places(waits[:SHOWN_AT_MOST], timezone.now()),
    }
    return desk_page(request, "desk/day_waiting.html", context, status=status)


def _form(request: HttpRequest, staff: Staff, who: PeopleFound) -> PutOnForm:
    return PutOnForm(
        request.POST if request.method == "POST" else None,
        types=list(VisitType.objects.filter(clinic=staff.clinic, active=True).order_by("minutes")),
        people=practitioners_of(staff.clinic),
        patients=who.patients,
    )


@for_staff(Action.SEE_APPOINTMENTS, Action.BOOK)
@never_cache
@require_POST
def day_waiting_off(request: HttpRequest, pk: UUID, *, staff: Staff) -> HttpResponse:
    """Take somebody off the list."""
    wait = get_object_or_404(Wait.objects.visible_to(request.user), pk=pk)
    leave(wait=wait, by=staff)
    messages.success(request, _("Taken off the list."))
    return redirect("day_waiting")
