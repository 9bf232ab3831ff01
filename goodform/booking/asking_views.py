"""The public pages of a first assessment: ask for a time, and see how that stands.

Whoever has the address of a request may see it and take it back: it stands in the mail alone.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from goodform.booking.actions import MovedMeanwhile, NotOffered, TooLateToChange, VisitWish
from goodform.booking.answering import may_be_taken_back, still_open, withdraw
from goodform.booking.asking import (
    AskedAlready,
    NewPerson,
    TooManyHeld,
    WrongCode,
    ask,
    confirm_request,
    first_visits_of,
    takes_requests,
    when_asked,
)
from goodform.booking.asking_forms import AskForm, MailedCodeForm
from goodform.booking.models import VisitType
from goodform.booking.offers import OfferedDay, offer_value, offered_days
from goodform.booking.queries import FreeQuestion, free_times, practitioners_of, settings_of
from goodform.booking.request_model import RequestState, VisitRequest
from goodform.booking.taking import TimeTaken
from goodform.booking.when_it_is import visit_when
from goodform.people import ceilings
from goodform.people.ceilings import Ceiling, network_of
from goodform.people.models import Clinic

DAYS_AT_ONCE = 14
MOST_TIMES = 150
"""On one page: it stays small on a slow line."""
FARTHEST = timedelta(days=400)
ASKED = Ceiling("requests of new people from a network", 20, 3600)
TYPED = Ceiling("codes typed by new people from a network", 60, 600)


@dataclass(frozen=True)
class AskPage:
    """The times of one type, whoever is free first, from a day on."""

    types: tuple[VisitType, ...]
    type: VisitType
    days: tuple[OfferedDay, ...]
    first: date
    later: date | None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_first(request: HttpRequest, clinic: UUID) -> HttpResponse:
    """Ask a clinic for a first assessment; 404 where it takes no such requests."""
    place = get_object_or_404(Clinic, pk=clinic)
    if not takes_requests(place):
        raise Http404
    asked = request.POST if request.method == "POST" else request.GET
    page = _page(place, asked.get("type", ""), asked.get("from", ""))
    form = AskForm(request.POST if request.method == "POST" else None, initial={"id": uuid4()})
    if request.method != "POST" or page is None:
        return _show(request, place, page, form)
    try:
        practitioner, starts_at = _chosen(request.POST.get("at", ""))
    except ValueError:
        form.add_error(None, _("Please choose a time."))
        return _show(request, place, page, form, status=422)
    if not form.is_valid():
        return _show(request, place, page, form, status=422)
    if not _may_ask(request, form.cleaned_data["email"]):
        form.add_error(None, _("That was asked for very often. Please phone us."))
        return _show(request, place, page, form, status=429)
    said = form.cleaned_data
    try:
        made = ask(
            wish=VisitWish(said["id"], page.type, practitioner, starts_at),
            person=NewPerson(said["name"], said["email"], said["phone"], said["words"]),
            clinic=place,
        )
    except TimeTaken:
        form.add_error(None, _("Somebody else has just taken this time. Choose another one."))
        return _show(request, place, page, form, status=409)
    except (NotOffered, TooManyHeld) as problem:
        form.add_error(None, str(problem))
        return _show(request, place, page, form, status=409)
    except LookupError:
        raise Http404 from None
    return redirect("asked", pk=made.pk)


def _may_ask(request: HttpRequest, email: str) -> bool:
    """Count a mail to a stranger, within the ceilings of all mails that strangers may cause."""
    network = network_of(request)
    counted = [*ceilings.for_mails(request, email), (ceilings.CODES, email)]
    if network:
        counted.append((ASKED, network))
    return not ceilings.wait_s(*counted) and ceilings.count(*counted)


def _show(
    request: HttpRequest, clinic: Clinic, page: AskPage | None, form: AskForm, *, status: int = 200
) -> HttpResponse:
    context = {"clinic": clinic, "page": page, "form": form, "at": request.POST.get("at", "")[:90]}
    return render(request, "booking/ask.html", context, status=status)


def _page(clinic: Clinic, of_type: str, since: str) -> AskPage | None:
    types = first_visits_of(clinic)
    if not types:
        return None
    chosen = next((each for each in types if str(each.pk) == of_type), types[0])
    now = timezone.now()
    today = now.astimezone(ZoneInfo(clinic.zone)).date()
    first = max(today, _day(since, today))
    last = first + timedelta(days=DAYS_AT_ONCE - 1)
    people = [each for each in practitioners_of(clinic) if each.by_patients]
    found: dict[datetime, str] = {}
    asked = FreeQuestion(clinic, chosen, people, first, last, now, settings_of(clinic).step)
    for each in free_times(asked):
        found.setdefault(each.starts_at, offer_value(each.practitioner, each.starts_at))
    shown = list(islice(sorted(found.items()), MOST_TIMES))
    if len(shown) < len(found):
        last = max(first, shown[-1][0].astimezone(ZoneInfo(clinic.zone)).date())
    days = offered_days(
        ((at, value, "") for at, value in shown), zone=clinic.zone, readers=clinic.zone
    )
    farthest = today + timedelta(days=chosen.ahead_days)
    return AskPage(
        types=tuple(types),
        type=chosen,
        days=tuple(days),
        first=first,
        later=last + timedelta(days=1) if last < farthest else None,
    )


def _day(said: str, today: date) -> date:
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return today
    return day if abs(day - today) < FARTHEST else today


def _chosen(said: str) -> tuple[UUID, datetime]:
    """With whom, and when; raises ValueError for what is none."""
    whom, _bar, moment = said.partition("|")
    starts_at = datetime.fromisoformat(moment)
    if starts_at.tzinfo is None or not timedelta(0) < starts_at - timezone.now() < FARTHEST:
        raise ValueError(said)
    return UUID(whom), starts_at


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How a request stands. POST types the code, or takes it back; GET changes nothing."""
    row = get_object_or_404(
        VisitRequest.objects.select_related(
            "clinic", "type", "practitioner__staff", "visit__type", "visit__patient"
        ),
        pk=pk,
    )
    if request.method != "POST":
        return _show_asked(request, row)
    network = network_of(request)
    if network and not ceilings.count((TYPED, network)):
        wrong = _("That was tried very often. Please phone us.")
        return _show_asked(request, row, wrong=wrong, status=429)
    try:
        if request.POST.get("do") == "withdraw":
            withdraw(asked=row)
        else:
            confirm_request(asked=row, typed=request.POST.get("code", ""))
    except WrongCode as problem:
        return _show_asked(request, row, wrong=str(problem), status=422)
    except TimeTaken:
        wrong = _("Somebody else has taken this time meanwhile. Please choose another one.")
        return _show_asked(request, row, wrong=wrong, status=409)
    except (AskedAlready, TooManyHeld, NotOffered, TooLateToChange, MovedMeanwhile) as problem:
        return _show_asked(request, row, wrong=str(problem), status=409)
    return redirect("asked", pk=pk)


def _show_asked(
    request: HttpRequest, row: VisitRequest, *, wrong: str = "", status: int = 200
) -> HttpResponse:
    now = timezone.now()
    waits_in_vain = row.state == RequestState.OPEN and not still_open(row, now)
    return render(
        request,
        "booking/asked.html",
        {
            "clinic": row.clinic,
            "asked": row,
            "state": RequestState.RUN_OUT if waits_in_vain else row.state,
            "visit": row.visit,
            "when": visit_when(row.visit) if row.visit else when_asked(row),
            "past": (row.visit or row).starts_at <= now,
            "may_go": may_be_taken_back(row, now),
            "code": MailedCodeForm(),
            "again": takes_requests(row.clinic),
            "wrong": wrong,
        },
        status=status,
    )
