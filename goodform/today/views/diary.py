"""The patient's own diary: to read, to put right within a week, and to add an earlier day."""

from datetime import date
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from goodform.diary.actions import SomebodyElsesSession, Taken, take_session
from goodform.diary.choices import Difficulty, Outcome
from goodform.diary.documents import SessionDocument
from goodform.diary.models import Entry
from goodform.diary.queries import today_on
from goodform.people.doors import for_patient
from goodform.people.models import Patient
from goodform.programmes.queries import standing_of
from goodform.today.own_diary import (
    days_to_add,
    diary_line,
    lines_to_add,
    own_diary,
    said_before,
    told_on,
)
from goodform.today.queries import prescribed_in
from goodform.today.telling import added_day, corrected
from goodform.ui.compressing import gzip_page

CHOICES = (Outcome.DONE, Outcome.PARTLY, Outcome.SKIPPED)
"""The outcomes a correction may say. A stop is told at the exercise, and stays a stop."""


def _take(patient: Patient, session: UUID, document: SessionDocument) -> Taken:
    try:
        return take_session(
            patient=patient,
            session=session,
            document=document,
            received_at=timezone.now(),
            by=patient,
        )
    except SomebodyElsesSession as error:
        raise Http404 from error


@for_patient()
@never_cache
@gzip_page
@require_safe
def diary(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """The last four weeks in the patient's own words; days without entries are not mentioned."""
    days = own_diary(patient, today_on(patient))
    return render(request, "today/diary.html", {"section": "diary", "days": days})


@for_patient()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def diary_entry(request: HttpRequest, pk: UUID, *, patient: Patient) -> HttpResponse:
    """One entry: what it says, what it said before, and for a week a form to put it right."""
    entry = (
        Entry.objects.filter(session__patient=patient, pk=pk)
        .select_related("prescription__exercise")
        .prefetch_related("revisions")
        .first()
    )
    if entry is None:
        raise Http404
    line = diary_line(entry, today_on(patient))
    if request.method == "POST":
        document = corrected(
            entry,
            now=timezone.now(),
            outcome=request.POST.get("outcome", entry.outcome),
            pain=request.POST.get("pain", ""),
            difficulty=request.POST.get("difficulty", ""),
            take_back="take_back" in request.POST,
        )
        taken = _take(patient, entry.session_id, document)
        problems = [each.sentence for each in taken.results if each.changed_nothing]
        if problems:
            return render(request, "today/not_taken.html", {"sentences": problems}, status=400)
        if taken.advice is not None:
            return redirect("told", pk=pk)
        return redirect("diary")
    return render(
        request,
        "today/diary_entry.html",
        {
            "section": "diary",
            "entry": entry,
            "line": line,
            "outcomes": [(each.value, each.label) for each in CHOICES],
            "difficulties": Difficulty.choices,
            "before": said_before(entry),
        },
    )


@for_patient()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def diary_add(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Tick what was done on one of the last days; the day is `?day=`, yesterday at first."""
    standing = standing_of(patient)
    if standing.programme is None or not standing.open:
        return redirect("today")
    days = days_to_add(standing.day)
    day = _day(request.POST.get("day") or request.GET.get("day", ""), days)
    lines = lines_to_add(prescribed_in(standing.programme), day, told_on(patient, day))
    wrong = ""
    if request.method == "POST":
        said = set(request.POST.getlist("done"))
        ticked = [line for line in lines if line.field in said]
        if ticked:
            session = _uuid(request.POST.get("session", ""))
            document = added_day(
                ticked,
                session=session,
                patient=patient,
                day=day,
                now=timezone.now(),
                pain=request.POST.get("pain", ""),
            )
            taken = _take(patient, session, document)
            refused = [each.sentence for each in taken.results if each.is_refused]
            if refused:
                return render(request, "today/not_taken.html", {"sentences": refused}, status=400)
            if taken.advice is not None:
                return redirect("told", pk=document.readable[0].id)
            return redirect("diary")
        wrong = _("Please tick what you did.") if lines else ""
    return render(
        request,
        "today/diary_add.html",
        {
            "section": "diary",
            "days": days,
            "day": day,
            "lines": lines,
            "session": uuid4(),
            "wrong": wrong,
        },
    )


def _day(said: str, days: tuple[date, ...]) -> date:
    """The day that was asked for, or the newest where none or another was; 404 for no date."""
    if not said:
        return days[0]
    try:
        day = parse_date(said)
    except ValueError:
        day = None
    if day not in days:
        raise Http404
    return day


def _uuid(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError as error:
        raise Http404 from error
