"""What is to leave the house: a row each, claimed by whoever sends it."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from goodform.people.access import OfClinic
from goodform.people.models import Clinic, Patient, Staff


class State(models.TextChoices):
    """Where a notification is on its way."""

    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    DROPPED = "dropped", _("No longer useful")
    DEAD = "dead", _("Could not be sent")
    REVIEW = "review", _("Perhaps sent: somebody should look")


class Notification(models.Model):
    """One message by one channel to one person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="notifications")
    patient = models.ForeignKey(
        Patient, null=True, blank=True, on_delete=models.CASCADE, related_name="notifications"
    )
    staff = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.CASCADE, related_name="notifications"
    )
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=20)
    dedupe_key = models.CharField(max_length=160, unique=True)
    facts = models.JSONField(default=dict)
    due_at = models.DateTimeField()
    stale_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_by = models.CharField(max_length=64, blank=True)
    sending_since = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    why = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = OfClinic["Notification"].as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(state="waiting"), name="waiting_by_due"
            ),
            models.Index(fields=["clinic", "state"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.channel}: {self.state}"
