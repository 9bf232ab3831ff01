"""Reception enters what a patient ticked on paper."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from goodform.desk.band import band_of
from goodform.desk.held_when import HeldWhen, held_when
from goodform.desk.page import desk_page
from goodform.desk.paper import PaperRow, as_typed, paper_rows, ticks_of, week_of_day
from goodform.desk.whose_page import patient_at
from goodform.diary.paper_actions import TicksRefused, enter_week
from goodform.diary.values_sent import FIRST_YEAR, LAST_YEAR
from goodform.people.access import Action, reader_of
from goodform.people.doors import for_staff
from goodform.people.models import Staff
from goodform.programmes.models import Programme


@for_staff(Action.ENTER_PAPER_TICKS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def paper_ticks(request: HttpRequest, pk: UUID, *, staff: Staff) -> HttpResponse:
    """The week around `?day=`, this week without one. POST makes it say what is ticked."""
    patient = patient_at(request, pk)
    band = band_of(patient, reader=reader_of(request.user), staff=staff)
    asked = request.POST.get("day") or request.GET.get("day")
    day = _day(asked, band.today)
    problem = "" if day else _("Write the day as a date, such as 2026-11-16.")
    week = week_of_day(day or band.today)
    if week[0] > band.today:
        problem = _("This week has not come yet. Choose this one or an earlier one.")
    programme = Programme.objects.filter(patient=patient, version__gt=0).first()
    rows: tuple[PaperRow, ...] = ()
    held = HeldWhen(())
    if programme is not None and not problem:
        held = held_when(programme, week, zone=patient.zone)
        rows = paper_rows(patient, programme, week, today=band.today, held=held)
    if request.method == "POST" and not problem:
        rows = as_typed(request.POST, rows)
        try:
            enter_week(patient=patient, ticks=ticks_of(rows), by=staff)
        except TicksRefused as refused:
            problem = str(refused)
        else:
            messages.success(request, _kept(rows, week))
            there = reverse("paper_ticks", kwargs={"pk": pk})
            return redirect(f"{there}?day={week[0].isoformat()}")
    return desk_page(
        request,
        "desk/paper_ticks.html",
        {
            "section": "caseload",
            "band": band,
            "patient": patient,
            "week": week,
            "asked": asked or band.today.isoformat(),
            "before": week[0] - timedelta(days=7),
            "after": week[0] + timedelta(days=7) if week[-1] < band.today else None,
            "rows": rows,
            "any_not_due": any(c.boxes and not c.due for row in rows for c in row.cells),
            "any_on_hold": any(c.boxes and c.on_hold for row in rows for c in row.cells),
            "all_held": held.words_on_everything,
            "problem": problem,
        },
        status=422 if problem else 200,
    )


def _day(said: str | None, today: date) -> date | None:
    """The day that was asked for; None where it is no date."""
    if not said:
        return today
    try:
        day = parse_date(said)
    except ValueError:
        return None
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None


def _kept(rows: Sequence[PaperRow], week: Sequence[date]) -> str:
    """The sentence on what was changed, so that a slip is seen at once."""
    changes = [cell.rounds - cell.kept for row in rows for cell in row.cells]
    added = sum(change for change in changes if change > 0)
    taken_back = -sum(change for change in changes if change < 0)
    since = date_format(week[0], "l j F")
    if not added and not taken_back:
        return _("Nothing was changed in the week from %(day)s.") % {"day": since}
    said = _("Kept: the paper of the week from %(day)s.") % {"day": since}
    if added:
        words = ngettext("%(count)s tick added.", "%(count)s ticks added.", added)
        said = f"{said} {words % {'count': added}}"
    if taken_back:
        words = ngettext("%(count)s tick taken back.", "%(count)s ticks taken back.", taken_back)
        said = f"{said} {words % {'count': taken_back}}"
    return said
