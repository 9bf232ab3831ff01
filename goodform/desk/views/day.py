"""The day and the week at the desk, to be read: the grid, and one appointment."""

from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from goodform.booking.models import Appointment
from goodform.booking.request_model import RequestState, VisitRequest
from goodform.booking.when_it_is import clock_words
from goodform.desk.day_page import day_of, week_of
from goodform.desk.page import desk_page
from goodform.desk.who_is_it import PeopleFound, who_is_it
from goodform.desk.whose_page import note_list, note_sight
from goodform.people.access import Action, reader_of
from goodform.people.doors import for_staff
from goodform.people.models import Staff

DAY = timedelta(days=1)
FARTHEST = 800
"""Days from today that the address of a day may be away."""
MOST_ASKING = 50


@for_staff(Action.SEE_APPOINTMENTS)
@never_cache
@require_safe
def day(request: HttpRequest, *, staff: Staff) -> HttpResponse:
    """One day, a column a practitioner. `?pick=` is an appointment that is being moved."""
    note_list(request, staff.clinic)
    shown = day_asked(request.GET.get("on", ""), staff)
    return desk_page(
        request,
        "desk/day.html",
        {
            "section": "day",
            "desk": day_of(staff.user, staff.clinic, shown, timezone.now()),
            "shown": shown,
            "before": shown - DAY,
            "after": shown + DAY,
            "today": today_at(staff),
            "asking": _asking(request),
            "week": shown - shown.weekday() * DAY,
            **_in_hand(request),
        },
    )


@for_staff(Action.SEE_APPOINTMENTS)
@never_cache
@require_safe
def week(request: HttpRequest, *, staff: Staff) -> HttpResponse:
    """One practitioner's week, a column a day."""
    note_list(request, staff.clinic)
    asked = day_asked(request.GET.get("on", ""), staff)
    first = asked - asked.weekday() * DAY
    of = id_in(request.GET.get("of", "")) or staff.pk
    labels = {first + n * DAY: date_format(first + n * DAY, "D j M") for n in range(7)}
    return desk_page(
        request,
        "desk/week.html",
        {
            "section": "day",
            "desk": week_of(
                staff.user, staff.clinic, of=of, first=first, now=timezone.now(), label=labels
            ),
            "of": of,
            "shown": first,
            "last": first + 6 * DAY,
            "before": first - 7 * DAY,
            "after": first + 7 * DAY,
            "today": today_at(staff),
            **_in_hand(request),
        },
    )


@for_staff(Action.SEE_APPOINTMENTS)
@never_cache
@require_safe
def day_visit(request: HttpRequest, pk: UUID, *, staff: Staff) -> HttpResponse:
    """One appointment: who, what, how it stands, and what can be done about it."""
    visit = visit_at(request, pk)
    note_sight(request, staff.clinic, subject="patient", subject_id=visit.patient_id)
    return visit_page(request, visit)


def visit_page(
    request: HttpRequest, visit: Appointment, *, wrong: str = "", status: int = 200
) -> HttpResponse:
    """The page of one appointment. The case it is about is for who reads the clinical record."""
    clinical = reader_of(request.user).may(Action.SEE_CLINICAL)
    return desk_page(
        request,
        "desk/day_visit.html",
        {
            "section": "day",
            "visit": visit,
            "when": clock_words(visit.starts_at, visit.zone),
            "on": visit.starts_at.astimezone(ZoneInfo(visit.zone)).date(),
            "may_assess": reader_of(request.user).may(Action.ASSESS),
            "case": visit.case_id if clinical else None,
            "wrong": wrong,
        },
        status=status,
    )


def visit_at(request: HttpRequest, pk: UUID) -> Appointment:
    """An appointment of the reader's clinic; 404 for every other."""
    rows = Appointment.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("patient", "type", "practitioner__staff", "room", "clinic"), pk=pk
    )


def _in_hand(request: HttpRequest) -> dict[str, object]:
    """The appointment that is picked up, if any, and the way back after one was put down."""
    picked = id_in(request.GET.get("pick", ""))
    moved = id_in(request.GET.get("moved", ""))
    rows = Appointment.objects.visible_to(request.user).select_related("patient", "practitioner")
    found = {row.pk: row for row in rows.filter(pk__in=[each for each in (picked, moved) if each])}
    at = found.get(moved) if moved else None
    place = ZoneInfo(at.zone) if at else None
    return {
        "picked": found.get(picked) if picked else None,
        "moved": at,
        "moved_to": clock_words(at.starts_at, at.zone) if at and place else "",
        "back": request.GET.get("back", "")[:80],
    }


def _asking(request: HttpRequest) -> list[tuple[VisitRequest, str]]:
    """Requests that wait for an answer, whatever the day, the soonest first."""
    rows = VisitRequest.objects.visible_to(request.user).filter(
        state=RequestState.OPEN, expires_at__gt=timezone.now()
    )
    return [
        (each, clock_words(each.starts_at, each.zone))
        for each in rows.order_by("starts_at", "pk")[:MOST_ASKING]
    ]


def today_at(staff: Staff) -> date:
    """The date at the clinic."""
    return timezone.now().astimezone(ZoneInfo(staff.clinic.zone)).date()


def day_asked(said: str, staff: Staff) -> date:
    """The day an address names; today at the clinic for anything else."""
    today = today_at(staff)
    try:
        asked = date.fromisoformat(said)
    except ValueError:
        return today
    return asked if abs((asked - today).days) <= FARTHEST else today


def who_was_asked_for(request: HttpRequest) -> PeopleFound:
    """Whom a page's search, or a choice made before, means."""
    sent = request.POST if request.method == "POST" else request.GET
    chosen = request.POST.get("patient", "") or request.GET.get("patient", "")
    return who_is_it(request.user, find=sent.get("q", ""), chosen=id_in(chosen))


def id_in(said: str) -> UUID | None:
    """The id that somebody wrote; None for what is none."""
    try:
        return UUID(said)
    except ValueError:
        return None
