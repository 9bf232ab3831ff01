"""Who may open a patient's own pages: that patient, and nobody else."""

from django.http import Http404, HttpRequest

from goodform.people.access import reader_of
from goodform.people.models import Patient, User


def patient_at(request: HttpRequest) -> Patient:
    """The patient who is signed in, with clinic and practitioner; 404 for staff and strangers.

    One query, which also saves the page's templates theirs: `request.user` carries what it read.
    """
    user = (
        User.objects.filter(email=request.user.get_username(), is_active=True)
        .select_related("staff", "patient__clinic", "patient__practitioner")
        .first()
    )
    if user is None or reader_of(user).patient is None:
        raise Http404
    request.user = user
    return user.patient
