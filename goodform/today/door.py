"""Who may open a patient's own pages: that patient, and nobody else."""

from django.http import Http404, HttpRequest

from goodform.people.models import Patient
from goodform.people.signed_in import is_shut_out, patient_of
from goodform.people.turned_away import PageClosed


def patient_at(request: HttpRequest) -> Patient:
    """The patient who is signed in; 404 for staff and strangers, a word where the page is closed.

    No query: signing in reads the user with patient, clinic and practitioner for every page.
    """
    patient = patient_of(request.user)
    if patient is None:
        raise PageClosed if is_shut_out(request.user) else Http404
    return patient


def teller_at(request: HttpRequest) -> Patient:
    """The patient who tells something, even if the care here has ended; 404 for everybody else."""
    patient = patient_of(request.user, also_ended=True)
    if patient is None:
        raise Http404
    return patient
