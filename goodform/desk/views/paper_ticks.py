"""Reception enters what a patient ticked on paper."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from goodform.desk.band import band_of
from goodform.desk.door import patient_at, staff_at
from goodform.desk.page import desk_page
from goodform.desk.paper import PaperRow, paper_rows
from goodform.diary.paper_actions import Tick, TicksRefused, enter_ticks
from goodform.people.access import Action, reader_of
from goodform.programmes.models import Programme


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def paper_ticks(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The sheet of `?day=`, today without one. POST makes the day say what is ticked."""
    staff = staff_at(request, Action.ENTER_PAPER_TICKS)
    patient = patient_at(request, pk)
    band = band_of(patient, reader=reader_of(request.user), staff=staff)
    asked = request.POST.get("day") or request.GET.get("day")
    day = _day(asked, band.today)
    programme = Programme.objects.filter(patient=patient, version__gt=0).first()
    rows = paper_rows(patient, programme, day) if programme and day else ()
    problem = "" if day else _("Write the day as a date, such as 2026-11-16.")
    if day and day > band.today:
        problem, rows = _("This day has not come yet. Choose today or an earlier day."), ()
    if request.method == "POST" and day and not problem:
        try:
            ticks = _ticks(request.POST, rows)
            enter_ticks(patient=patient, day=day, ticks=ticks, by=staff)
        except TicksRefused as refused:
            problem, rows = str(refused), _as_typed(request.POST, rows)
        else:
            words = _("Kept: the paper of %(day)s.") % {"day": date_format(day, "l j F")}
            messages.success(request, words)
            return redirect(f"{reverse('paper_ticks', kwargs={'pk': pk})}?day={day.isoformat()}")
    return desk_page(
        request,
        "desk/paper_ticks.html",
        {
            "section": "caseload",
            "band": band,
            "patient": patient,
            "day": day,
            "asked": asked or band.today.isoformat(),
            "rows": rows,
            "problem": problem,
        },
        status=422 if problem else 200,
    )


def _day(said: str | None, today: date) -> date | None:
    """The day that was asked for; None where it is no date."""
    if not said:
        return today
    try:
        return parse_date(said)
    except ValueError:
        return None


def _ticks(data: QueryDict, rows: Sequence[PaperRow]) -> list[Tick]:
    """One tick a cell of the sheet; raises `TicksRefused` for what is no number of rounds."""
    return [
        Tick(cell.prescription, cell.side, _rounds(data.get(cell.name, "0")))
        for row in rows
        for cell in row.cells
    ]


def _rounds(said: str) -> int:
    if not (said.isascii() and said.isdigit() and len(said) < 4):
        raise TicksRefused(_("Choose how many rounds are ticked."))
    return int(said)


def _as_typed(data: QueryDict, rows: Sequence[PaperRow]) -> tuple[PaperRow, ...]:
    """The sheet with what was chosen, where it is a choice of the sheet."""
    return tuple(
        replace(
            row,
            cells=tuple(
                replace(cell, rounds=int(said))
                if (said := data.get(cell.name, "")) in {str(n) for n in cell.choices}
                else cell
                for cell in row.cells
            ),
        )
        for row in rows
    )
