"""The patient's questionnaires: which wait, and each of them one question a screen."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from goodform.outcomes.actions import CannotBeAnswered, answer, name_activities
from goodform.outcomes.as_typed import WordsRefused
from goodform.outcomes.models import Sheet
from goodform.outcomes.queries import to_answer
from goodform.outcomes.whole_numbers import whole_number
from goodform.people.doors import for_patient
from goodform.people.models import Patient
from goodform.today.question_page import question_page


@for_patient()
@never_cache
@require_safe
def questions(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """The questionnaires that wait."""
    waiting = to_answer(patient, timezone.now().date())
    return render(
        request,
        "today/questions.html",
        {"section": "today", "waiting": [(row, row.file) for row in waiting]},
    )


@for_patient()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire(request: HttpRequest, pk: UUID, *, patient: Patient) -> HttpResponse:
    """One question; POST takes its answer and leads to the next. It can be left."""
    sheet = get_object_or_404(Sheet.objects.select_related("patient"), pk=pk, patient=patient)
    wrong = ""
    if request.method == "POST":
        try:
            sheet = _taken(sheet, request.POST, patient)
        except (CannotBeAnswered, WordsRefused) as problem:
            wrong = str(problem)
        else:
            if sheet.answered_at is None:
                return redirect("questionnaire", pk=pk)
            messages.success(request, _("Thank you. Your clinic has your answers."))
            return redirect("questions")
    if sheet.answered_at is not None and not wrong:
        messages.info(request, _("You answered this one. Your answers are kept."))
        return redirect("questions")
    page = question_page(sheet, asked_for=request.GET.get("question", ""))
    return render(
        request,
        "today/questionnaire.html",
        {
            "section": "today",
            "page": page,
            "wrong": wrong,
            "typed": request.POST.getlist("activity"),
        },
        status=422 if wrong else 200,
    )


def _taken(sheet: Sheet, said: QueryDict, patient: Patient) -> Sheet:
    """The sheet after this form: activities named, sentences ticked, or a question answered."""
    if "activity" in said:
        return name_activities(sheet=sheet, texts=said.getlist("activity"), by=patient)
    if "ticked" in said:
        ticks = {key: int(key in said.getlist("tick")) for key in sheet.asked}
        return answer(sheet=sheet, answers=ticks, by=patient)
    item = said.get("question", "")
    if "pass" in said:
        return answer(sheet=sheet, answers={}, passed=[item], by=patient)
    return answer(sheet=sheet, answers={item: whole_number(said.get("answer", ""))}, by=patient)
