"""Taking appointments out as a file, from one day to another."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from goodform.audit.actions import record
from goodform.booking.forms import DaysForm
from goodform.desk.appointments_out import appointments_as_csv
from goodform.desk.page import desk_page
from goodform.desk.views.day import today_at
from goodform.people.access import Action
from goodform.people.doors import for_staff
from goodform.people.models import Staff

USUAL = timedelta(days=27)


@for_staff(Action.TAKE_APPOINTMENTS)
@never_cache
@require_safe
def appointments_out(request: HttpRequest, *, staff: Staff) -> HttpResponse:
    """Choose the days; four weeks from today unless said."""
    today = today_at(staff)
    usual = {"first": today.isoformat(), "last": (today + USUAL).isoformat()}
    return _page(request, DaysForm(request.GET or usual))


def _page(request: HttpRequest, form: DaysForm) -> HttpResponse:
    context = {"section": "day", "form": form}
    status = 422 if form.errors else 200
    return desk_page(request, "desk/appointments_out.html", context, status=status)


@for_staff(Action.TAKE_APPOINTMENTS)
@never_cache
@require_safe
def appointments_csv(request: HttpRequest, *, staff: Staff) -> HttpResponse | StreamingHttpResponse:
    """The file. That it was taken out is written down."""
    form = DaysForm(request.GET)
    if not form.is_valid():
        return _page(request, form)
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    record(
        by=staff,
        clinic=staff.clinic_id,
        action="took out appointments",
        subject="clinic",
        subject_id=staff.clinic_id,
        first=first.isoformat(),
        last=last.isoformat(),
    )
    answer = StreamingHttpResponse(
        appointments_as_csv(staff.clinic, first, last), content_type="text/csv; charset=utf-8"
    )
    name = f"appointments-{first.isoformat()}-{last.isoformat()}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
