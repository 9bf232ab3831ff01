"""A patient's record: everything to a practitioner, contact and programme to reception."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from goodform.desk.band import assessed_rows, band_of
from goodform.desk.course import WEEKS_CHOSEN, course_page, first_day, weeks_asked
from goodform.desk.how_much import dose_words
from goodform.desk.outcome_page import outcome_charts
from goodform.desk.page import desk_page
from goodform.desk.record_facts import ladder_evidence, record_of
from goodform.desk.record_page import evidence_rows, folded, timeline
from goodform.desk.week import weeks_of
from goodform.desk.whose_page import patient_at
from goodform.diary.course.reading import course_of
from goodform.diary.values_sent import Malformed, moment_of
from goodform.outcomes.queries import sheets_of
from goodform.people.access import Action, reader_of
from goodform.people.doors import for_staff
from goodform.people.models import Patient, Staff
from goodform.programmes.models import Assessment, Programme
from goodform.programmes.queries import as_line, given_to

SESSIONS_SHOWN = 14
"""Two weeks of daily sessions on a page; earlier ones are one tap away."""


@for_staff(Action.SEE_PATIENTS)
@never_cache
@require_safe
def record(request: HttpRequest, pk: UUID, *, staff: Staff) -> HttpResponse:
    """The record, or the part of it that the reader's role may see."""
    patient = patient_at(request, pk)
    reader = reader_of(request.user)
    both = Patient.objects.same_person(patient.pk)
    earlier = list(Assessment.objects.filter(patient__in=both).select_related("practitioner"))
    band = band_of(patient, reader=reader, staff=staff, assessments=earlier)
    given = given_to(patient)
    programme = given[0].programme if given else Programme.objects.filter(patient=patient).first()
    context = {
        "section": "caseload",
        "band": band,
        "patient": patient,
        "given": [(row, dose_words(as_line(row))) for row in given],
        "merged_here": patient.merged.all(),
    }
    if not reader.may(Action.SEE_CLINICAL):
        return desk_page(request, "desk/patient.html", context)
    before = _moment(request.GET.get("before", ""))
    shown = record_of(request.user, patient, before=before, at_most=SESSIONS_SHOWN)
    weeks = weeks_of(programme, given, band.today) if programme else {}
    looked_back = weeks_asked(request.GET.get("weeks", ""))
    first = first_day(band.today, looked_back)
    course = course_of(
        request.user,
        patient,
        first=first,
        last=band.today,
        today=band.today,
        assessed=earlier,
    )
    evidence = evidence_rows(given, ladder_evidence(patient, given) if given else {})
    return desk_page(
        request,
        "desk/record.html",
        {
            **context,
            "earlier": assessed_rows(earlier),
            "evidence": [(each, weeks.get(str(each.row.line))) for each in evidence],
            "folded": folded(timeline(shown, patient.zone), patient.zone),
            "more": shown.sessions[-1].session.started_at if shown.more else None,
            "newest": before is None,
            "programme": programme,
            "course": course_page(course, weeks=looked_back),
            "weeks_chosen": WEEKS_CHOSEN,
            "outcomes": outcome_charts(sheets_of(patient)) if before is None else (),
        },
    )


def _moment(said: str) -> datetime | None:
    """The moment an address names; None for anything else."""
    try:
        return moment_of(said.replace(" ", "+"), "time_malformed")
    except Malformed:
        return None
