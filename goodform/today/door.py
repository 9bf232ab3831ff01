"""Who may open a patient's own pages: that patient, and nobody else."""

from django.http import Http404, HttpRequest

from goodform.people.access import reader_of
from goodform.people.models import Patient, User


def patient_at(request: HttpRequest) -> Patient:
    """The patient who is signed in; 404 for staff and strangers.

    No query: signing in reads the user with patient, clinic and practitioner for every page.
    """
    user = request.user
    if not isinstance(user, User) or reader_of(user).patient is None:
        raise Http404
    return user.patient
