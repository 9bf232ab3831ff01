"""The owner's page of who did what, and the same as a file."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from goodform.audit.actions import TOOK_OUT, record, record_sight
from goodform.audit.models import RecordCheck
from goodform.audit.reading import RecordQuery, page_of
from goodform.desk.forms.who_did_what import WhoDidWhatForm
from goodform.desk.page import desk_page
from goodform.desk.what_was_done import BROKEN
from goodform.desk.who_did_what import acts, as_csv, concerning
from goodform.people.access import Action
from goodform.people.doors import for_staff
from goodform.people.models import Patient, Staff

PER_PAGE = 50


def _asked(form: WhoDidWhatForm, owner: Staff) -> RecordQuery:
    """The query of a filled-in form; that somebody reads about this patient is written down."""
    patient = form.found[0] if form.found else None
    about = patient or owner.clinic
    record_sight(
        by=owner,
        clinic=owner.clinic_id,
        zone=owner.clinic.zone,
        page="who did what",
        subject="patient" if patient else "clinic",
        subject_id=about.pk,
    )
    person = Patient.objects.same_person(patient.pk) if patient else None
    return RecordQuery(
        clinic=owner.clinic_id,
        actor=form.cleaned_data["who"],
        concerning=concerning(list(person.values_list("pk", flat=True))) if person else None,
        since=form.midnight("since"),
        until=form.midnight("until", after=1),
    )


def _before(request: HttpRequest) -> int | None:
    said = request.GET.get("before", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 19 else None


@for_staff(Action.SEE_AUDIT)
@never_cache
@require_safe
def who_did_what(request: HttpRequest, *, staff: Staff) -> HttpResponse:
    """The newest first, by person, patient and day; whether the record is whole stands on top."""
    return _page(request, staff, WhoDidWhatForm(request.GET, clinic=staff.clinic))


def _page(request: HttpRequest, owner: Staff, form: WhoDidWhatForm) -> HttpResponse:
    shown: dict[str, object] = {}
    if form.is_valid():
        rows, more = page_of(_asked(form, owner), before=_before(request), size=PER_PAGE)
        shown = {
            "acts": acts(rows, owner.clinic),
            "older": rows[-1].pk if more else None,
            "newest": _before(request) is None,
        }
    check = RecordCheck.objects.filter(clinic_id=owner.clinic_id).first()
    return desk_page(
        request,
        "desk/who_did_what.html",
        {
            "section": "clinic_settings",
            "form": form,
            "check": check,
            "broken": BROKEN.get(check.why, "") if check else "",
            "stale": check is not None and check.is_stale(timezone.now()),
            "asked": any(form.data.get(name) for name in form.fields),
            **shown,
        },
        status=200 if shown else 422,
    )


@for_staff(Action.SEE_AUDIT)
@never_cache
@require_safe
def who_did_what_csv(request: HttpRequest, *, staff: Staff) -> HttpResponse | StreamingHttpResponse:
    """The same as a table, however long: read and sent some rows at a time."""
    form = WhoDidWhatForm(request.GET, clinic=staff.clinic)
    if not form.is_valid():
        return _page(request, staff, form)
    asked = _asked(form, staff)
    record(
        by=staff,
        clinic=staff.clinic_id,
        action=TOOK_OUT,
        subject="clinic",
        subject_id=staff.clinic_id,
    )
    lines: Iterator[str] = as_csv(asked, staff.clinic)
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    day = timezone.now().date().isoformat()
    answer["Content-Disposition"] = f'attachment; filename="who-did-what-{day}.csv"'
    return answer
