"""Taking a demo clinic away, all but what the record says of it."""

from django.db import transaction

from goodform.diary.models import Entry, EntryRevision, Morning, Session
from goodform.inbox.models import Alert, Message
from goodform.outbox.models import Notification
from goodform.people.models import Clinic, Consent, Invitation, Patient, Staff, User
from goodform.programmes.models import Assessment, Draft, Hold, Prescription, Programme


@transaction.atomic
def clear(clinic: Clinic) -> None:
    """Delete the demo clinic and everything in it, from the top of the house down.

    Raises `ValueError` for a clinic that is no demo.
    """
    if not clinic.is_demo:
        raise ValueError(f"{clinic.name} is no demo; nothing was taken away.")
    Notification.objects.filter(clinic=clinic).delete()
    Alert.objects.filter(clinic=clinic).delete()
    Message.objects.filter(patient__clinic=clinic).delete()
    EntryRevision.objects.filter(entry__session__patient__clinic=clinic).delete()
    Entry.objects.filter(session__patient__clinic=clinic).delete()
    Session.objects.filter(patient__clinic=clinic).delete()
    Morning.objects.filter(patient__clinic=clinic).delete()
    mine = Prescription.objects.filter(programme__patient__clinic=clinic)
    Hold.objects.filter(programme__patient__clinic=clinic).delete()
    Draft.objects.filter(programme__patient__clinic=clinic).delete()
    mine.update(superseded_by=None)
    mine.delete()
    Programme.objects.filter(patient__clinic=clinic).delete()
    Assessment.objects.filter(patient__clinic=clinic).delete()
    Consent.objects.filter(patient__clinic=clinic).delete()
    Invitation.objects.filter(patient__clinic=clinic).delete()
    users = list(User.objects.filter(patient__clinic=clinic).values_list("pk", flat=True)) + list(
        User.objects.filter(staff__clinic=clinic).values_list("pk", flat=True)
    )
    Patient.objects.filter(clinic=clinic).delete()
    Staff.objects.filter(clinic=clinic).delete()
    User.objects.filter(pk__in=users).delete()
    clinic.delete()
