"""Whose patient a page of the desk is about, and that it was opened. Doors: `people.doors`."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse

from goodform.audit.actions import record_sight
from goodform.people.access import Action, reader_of
from goodform.people.models import Clinic, Patient
from goodform.people.turned_away import LeadsTo, note_refusal


def note_list(request: HttpRequest, clinic: Clinic) -> None:
    """Write down who opened this page, which names several patients of a clinic."""
    note_sight(request, clinic, subject="clinic", subject_id=clinic.pk)


def patient_at(request: HttpRequest, pk: UUID) -> Patient:
    """A patient the reader may see, with clinic and practitioner; 404 for every other.

    That a member of staff opened this page about them goes into the record, once a day. A record
    that leads to another one leads there.
    """
    patient = (
        Patient.objects.visible_to(request.user)
        .select_related("clinic", "practitioner__user", "ended_by")
        .filter(pk=pk)
        .first()
    )
    if patient is None:
        if Patient.objects.filter(pk=pk, clinic=reader_of(request.user).clinic).exists():
            note_refusal(request)
        raise Http404
    match = request.resolver_match
    if patient.merged_into_id is not None and match is not None:
        there = {**match.kwargs, "pk": patient.merged_into_id}
        raise LeadsTo(reverse(match.view_name, kwargs=there))
    note_sight(request, patient.clinic, subject="patient", subject_id=patient.pk)
    return patient


def note_sight(request: HttpRequest, clinic: Clinic, *, subject: str, subject_id: UUID) -> None:
    """Write down who opened this page, and whether they may read what is clinical on it.

    Whatever the method: a form that is not taken shows as much as the page it was sent from.
    """
    match, staff = request.resolver_match, getattr(request.user, "staff", None)
    if match is not None and staff is not None:
        record_sight(
            by=staff,
            clinic=clinic.pk,
            zone=clinic.zone,
            page=str(match.url_name).replace("_", " "),
            subject=subject,
            subject_id=subject_id,
            clinical=reader_of(request.user).may(Action.SEE_CLINICAL),
        )
