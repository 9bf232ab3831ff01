"""A patient's outcomes: giving questionnaires, typing in paper ones, and goals."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from goodform.desk.band import band_of
from goodform.desk.outcome_page import outcome_charts, outcome_lines
from goodform.desk.page import desk_page
from goodform.desk.whose_page import patient_at
from goodform.outcomes.actions import (
    CannotBeAnswered,
    CannotBeGiven,
    answer,
    end_goal,
    give,
    give_plan,
    name_activities,
    write_goal,
)
from goodform.outcomes.as_typed import WordsRefused
from goodform.outcomes.models import Goal, Sheet, WhenAsked
from goodform.outcomes.queries import sheets_of, usable_at
from goodform.outcomes.whole_numbers import whole_number
from goodform.people.access import Action, reader_of
from goodform.people.doors import for_staff
from goodform.people.models import Patient, Staff


@for_staff(Action.ASSESS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def outcomes(request: HttpRequest, pk: UUID, *, staff: Staff) -> HttpResponse:
    """Charts, what waits, goals; POST gives questionnaires, or writes or ends a goal."""
    patient = patient_at(request, pk)
    wrong = ""
    if request.method == "POST":
        try:
            messages.success(request, _changed(patient, request.POST, staff))
            return redirect("outcomes", pk=pk)
        except (CannotBeGiven, CannotBeAnswered, WordsRefused) as problem:
            wrong = str(problem)
    sheets = sheets_of(patient)
    people = Patient.objects.same_person(patient.pk)
    return desk_page(
        request,
        "desk/outcomes.html",
        {
            "section": "caseload",
            "band": band_of(patient, reader=reader_of(request.user), staff=staff),
            "patient": patient,
            "charts": outcome_charts(sheets),
            "findings": outcome_lines(sheets),
            "waiting": [(row, row.file) for row in sheets if row.answered_at is None],
            "goals": Goal.objects.filter(patient__in=people, ended_at=None),
            "usable": usable_at(patient.clinic_id).values(),
            "chosen": request.POST.getlist("instrument"),
            "typed": request.POST.get("goal", ""),
            "wrong": wrong,
        },
        status=422 if wrong else 200,
    )


def _changed(patient: Patient, said: QueryDict, staff: Staff) -> str:
    """Do what the form says; the sentence for the next page."""
    if "goal" in said:
        write_goal(patient=patient, text=said.get("goal", ""), by=staff)
        return _("The goal is written down.")
    if "end" in said:
        _end(patient, said.get("end", ""), staff)
        return _("That is a goal no longer.")
    chosen, today = said.getlist("instrument"), timezone.now().date()
    if said.get("when") == WhenAsked.DISCHARGE:
        give(patient=patient, chosen=chosen, moment=WhenAsked.DISCHARGE, due_on=today, by=staff)
        return _("Given. It is asked from today on.")
    give_plan(patient=patient, chosen=chosen, start=today, by=staff)
    return _("Given. It is asked from today on, and again in six weeks.")


def _end(patient: Patient, said: str, staff: Staff) -> None:
    try:
        goal = Goal.objects.filter(patient=patient, pk=UUID(said)).first()
    except ValueError:
        goal = None
    if goal is None:
        raise CannotBeAnswered(_("That goal is not on this page any more."))
    end_goal(goal=goal, by=staff)


@for_staff(Action.ASSESS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def outcome_paper(request: HttpRequest, pk: UUID, sheet: UUID, *, staff: Staff) -> HttpResponse:
    """Type in what a patient answered on paper; a question without an answer is left out."""
    patient = patient_at(request, pk)
    rows = Sheet.objects.visible_to(request.user).select_related("patient")
    row = get_object_or_404(rows, pk=sheet, patient=patient)
    wrong = ""
    if request.method == "POST":
        try:
            _typed_in(row, request.POST, staff)
        except (CannotBeAnswered, WordsRefused) as problem:
            wrong = str(problem)
        else:
            messages.success(request, _("Kept."))
            row.refresh_from_db()
            return (
                redirect("outcomes", pk=pk)
                if row.answered_at
                else redirect("outcome_paper", pk=pk, sheet=sheet)
            )
    file = row.file
    items = file.items if file else ()
    return desk_page(
        request,
        "desk/outcome_paper.html",
        {
            "section": "caseload",
            "band": band_of(patient, reader=reader_of(request.user), staff=staff),
            "patient": patient,
            "sheet": row,
            "file": file,
            "places": range(len(items)),
            "rows": [
                (each, row.asked[each.id], request.POST.get(each.id, row.answers.get(each.id, "")))
                for each in items
                if each.id in row.asked
            ],
            "typed": request.POST.getlist("activity"),
            "wrong": wrong,
        },
        status=422 if wrong else 200,
    )


def _typed_in(row: Sheet, said: QueryDict, staff: Staff) -> None:
    """The activities first, where none are named; else every answer that is there."""
    if not row.asked:
        name_activities(sheet=row, texts=said.getlist("activity"), by=staff, entered_by=staff)
        return
    answers = {
        key: whole_number(said.get(key, "")) for key in row.asked if said.get(key, "").strip()
    }
    left_out = [key for key in row.asked if key not in answers and key not in row.answers]
    answer(sheet=row, answers=answers, passed=left_out, by=staff, entered_by=staff)
