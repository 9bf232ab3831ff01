"""Marking an exercise done without JavaScript, and the page after a stop."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from goodform.diary.actions import SomebodyElsesSession, take_session
from goodform.diary.models import Entry
from goodform.people.doors import ANY_METHOD, for_patient
from goodform.people.models import Patient
from goodform.safety.decision import Advice
from goodform.today.telling import answered, marked, shown
from goodform.today.warning_signs import warning_signs
from goodform.today.what_now import places, symptoms, what_now


@for_patient(also_ended=ANY_METHOD)
@never_cache
@require_POST
def mark_done(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Keep what one form says: back to Today, or on to what follows from pain or a stop."""
    try:
        session = UUID(request.POST.get("session", ""))
    except ValueError as error:
        raise Http404 from error
    now = timezone.now()
    document = marked(request.POST.dict(), session=session, patient=patient, now=now)
    try:
        taken = take_session(
            patient=patient, session=session, document=document, received_at=now, by=patient
        )
    except SomebodyElsesSession as error:
        raise Http404 from error
    refused = [each.sentence for each in taken.results if each.is_refused]
    if refused:
        return render(request, "today/not_taken.html", {"sentences": refused}, status=400)
    stopped = request.POST.get("outcome") == "stopped"
    if stopped or taken.advice is not None:
        return redirect("told", pk=document.readable[0].id)
    return redirect("today")


@for_patient(also_ended=ANY_METHOD)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def told(request: HttpRequest, pk: UUID, *, patient: Patient) -> HttpResponse:
    """After a stop: what waits, who was told, whom to call; and questions that may stay open."""
    entry = _own_entry(patient, pk)
    if request.method == "POST":
        moment = timezone.now()
        document = answered(
            entry,
            now=moment,
            where=request.POST.get("where", ""),
            symptoms=request.POST.getlist("symptoms"),
            pain=request.POST.get("pain", ""),
            by_mistake="by_mistake" in request.POST,
        )
        take_session(
            patient=patient,
            session=entry.session_id,
            document=document,
            received_at=moment,
            by=patient,
        )
        return redirect("told", pk=pk)
    now = what_now(entry)
    if now.advice is not Advice.TELL_CLINIC and entry.session.shown != now.advice:
        _note_what_is_shown(entry, now.advice)
    heard = max(entry.recorded_at, entry.session.received_at)
    promised_by = patient.clinic.promised_by(heard)
    return render(
        request,
        "today/told.html",
        {
            "section": "today",
            "entry": entry,
            "now": now,
            "practitioner": patient.practitioner,
            "places": places(),
            "symptoms": symptoms(),
            "signs": warning_signs(patient.clinic.country_pack),
            "promised_by": promised_by if promised_by and promised_by > timezone.now() else None,
        },
    )


def _note_what_is_shown(entry: Entry, advice: Advice) -> None:
    """Write down, once, the advice this page shows: it is the evidence."""
    patient, now = entry.session.patient, timezone.now()
    take_session(
        patient=patient,
        session=entry.session_id,
        document=shown(entry, advice, now=now),
        received_at=now,
        by=patient,
    )


def _own_entry(patient: Patient, pk: UUID) -> Entry:
    """An entry of this patient's own; 404 for anybody else's."""
    entry = (
        Entry.objects.filter(session__patient=patient, pk=pk)
        .select_related(
            "session__patient__clinic", "prescription__programme", "prescription__exercise"
        )
        .first()
    )
    if entry is None:
        raise Http404
    return entry
