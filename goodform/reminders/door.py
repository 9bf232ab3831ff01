"""Who may open the page of their own reminders: that patient, and nobody else."""

from django.http import Http404, HttpRequest

from goodform.people.access import reader_of
from goodform.people.models import Patient
from goodform.people.signed_in import is_shut_out
from goodform.people.turned_away import PageClosed


def patient_at(request: HttpRequest) -> Patient:
    """The patient who is signed in, with clinic; 404 for staff and strangers."""
    if is_shut_out(request.user):
        raise PageClosed
    pk = reader_of(request.user).patient
    patient = Patient.objects.select_related("clinic").filter(pk=pk).first() if pk else None
    if patient is None:
        raise Http404
    return patient
