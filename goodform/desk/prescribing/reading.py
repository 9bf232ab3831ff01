"""A programme to be read: as the patient will see it, and everything that was ever given."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from goodform.desk.band import band_of
from goodform.desk.page import desk_page
from goodform.desk.prescribing.facts import plan_facts
from goodform.desk.prescribing.history import history_of
from goodform.desk.prescribing.page import sum_of
from goodform.desk.prescribing.post import read_post
from goodform.desk.prescribing.preview import preview_rows
from goodform.desk.whose_page import patient_at
from goodform.people.access import Action, reader_of
from goodform.people.doors import for_staff
from goodform.people.models import Staff
from goodform.programmes.models import Programme


@for_staff(Action.PRESCRIBE)
@never_cache
@require_safe
def preview(request: HttpRequest, pk: UUID, *, staff: Staff) -> HttpResponse:
    """The page as the patient will see it when the draft is given. Nothing can be ticked here."""
    patient = patient_at(request, pk)
    programme = get_object_or_404(Programme.objects.filter(patient=patient))
    facts = plan_facts(programme, patient)
    return desk_page(
        request,
        "desk/preview.html",
        {
            "section": "caseload",
            "band": band_of(patient, reader=reader_of(request.user), staff=staff),
            "patient": patient,
            "rows": preview_rows(facts),
            "sum": sum_of(facts, facts.stored),
            "is_draft": facts.draft is not None,
        },
    )


@for_staff(Action.SEE_CLINICAL)
@never_cache
@require_safe
def programme_history(request: HttpRequest, pk: UUID, *, staff: Staff) -> HttpResponse:
    """Every version, hold and release, newest first."""
    patient = patient_at(request, pk)
    programme = Programme.objects.filter(patient=patient).select_related("given_by").first()
    return desk_page(
        request,
        "desk/history.html",
        {
            "section": "caseload",
            "band": band_of(patient, reader=reader_of(request.user), staff=staff),
            "patient": patient,
            "events": history_of(programme, patient.clinic.zone) if programme else (),
        },
    )


@for_staff(Action.PRESCRIBE)
@never_cache
@require_POST
def prescribe_sum(request: HttpRequest, pk: UUID, *, staff: Staff) -> HttpResponse:  # noqa: ARG001
    """The foot of the prescribe page for what is typed; keeps nothing."""
    patient = patient_at(request, pk)
    programme = Programme.objects.filter(patient=patient).first()
    if programme is None:
        raise Http404(_("There is no programme yet."))
    facts = plan_facts(programme, patient)
    posted = read_post(
        request.POST,
        programme=programme,
        stored=facts.stored,
        before=facts.before,
        clinic=patient.clinic,
        called=patient.called,
    )
    for form in posted.forms:
        form.is_valid()
    context = {"patient": patient, "sum": sum_of(facts, posted.lines)}
    return render(request, "desk/prescribe_sum.html", context)
