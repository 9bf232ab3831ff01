"""The brief of a patient: one page, read in a minute, on screen and on paper."""

from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, F, IntegerField, Q, Value, When, Window
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from goodform.desk.band import band_of
from goodform.desk.brief import (
    MOST_CASES,
    MOST_QUESTIONS,
    HowMany,
    as_text,
    brief_of,
    more_cases_words,
    visited_on,
)
from goodform.desk.page import desk_page
from goodform.desk.whose_page import patient_at
from goodform.diary.course.reading import course_of
from goodform.inbox.models import Alert, Message
from goodform.inbox.told import with_gravest
from goodform.outcomes.queries import sheets_of
from goodform.people.access import Action, reader_of
from goodform.people.doors import for_staff
from goodform.people.models import Patient, Staff
from goodform.programmes.models import Assessment

LONGEST = timedelta(weeks=26)
"""How far back a brief goes at most, and where nobody was assessed."""


@for_staff(Action.SEE_CLINICAL)
@never_cache
@require_safe
def brief(request: HttpRequest, pk: UUID, *, staff: Staff) -> HttpResponse:
    """The brief since the last visit."""
    patient = patient_at(request, pk)
    people = Patient.objects.same_person(patient.pk)
    assessed = list(Assessment.objects.filter(patient__in=people).select_related("practitioner"))
    band = band_of(patient, reader=reader_of(request.user), staff=staff, assessments=assessed)
    first = max(visited_on(band.assessment), band.today - LONGEST)
    course = course_of(
        request.user, patient, first=first, last=band.today, today=band.today, assessed=assessed
    )
    since = datetime.combine(first, time(), ZoneInfo(patient.zone))
    alerts = with_gravest(Alert.objects.visible_to(request.user)).filter(
        Q(resolved_at=None) | Q(happened_at__gte=since), patient__in=people
    )
    unread = Message.objects.visible_to(request.user).filter(
        patient__in=people, staff=None, read_at=None
    )
    told = list(
        alerts.annotate(
            turn=Case(
                When(resolved_at=None, is_emergency=True, then=Value(0)),
                When(resolved_at=None, then=F("severity")),
                default=None,
                output_field=IntegerField(),
            ),
            all_told=Window(Count("pk")),
            all_open=Window(Count("turn")),
        ).order_by(F("turn").asc(nulls_last=True), "-happened_at", "pk")[:MOST_CASES]
    )
    asked = list(
        unread.annotate(all_unread=Window(Count("pk"))).order_by("-written_at", "pk")[
            :MOST_QUESTIONS
        ]
    )
    many = HowMany(
        told=getattr(told[0], "all_told", 0) if told else 0,
        still_open=getattr(told[0], "all_open", 0) if told else 0,
        unread=getattr(asked[0], "all_unread", 0) if asked else 0,
    )
    found = brief_of(
        course,
        today=band.today,
        zone=patient.clinic.zone,
        assessment=band.assessment,
        alerts=told,
        unread=asked,
        many=many,
        sheets=sheets_of(patient),
    )
    return desk_page(
        request,
        "desk/brief.html",
        {
            "section": "caseload",
            "band": band,
            "patient": patient,
            "brief": found,
            "more_cases": more_cases_words(found.more_cases) if found.more_cases else "",
            "as_text": as_text(found, patient.name),
        },
    )
