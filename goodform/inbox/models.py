"""What the clinic must see, and what was done about it."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from goodform.people.access import Action, OfClinic
from goodform.people.models import Clinic, Patient, Staff
from goodform.programmes.models import Prescription


class Kind(models.TextChoices):
    """Why the clinic must look."""

    RED_FLAG = "red_flag", _("Red flag")
    STOP = "stop", _("Stopped, it hurt")
    PAIN = "pain", _("Pain went up")
    MORNING = "morning", _("Not settled next morning")
    REVIEW_OVERDUE = "review_overdue", _("Review overdue")
    QUIET = "quiet", _("No entry for some days")


class Severity(models.IntegerChoices):
    """How soon. The lowest number comes first."""

    CALL_NOW = 1, _("Call now")
    TODAY = 2, _("Today")
    THIS_WEEK = 3, _("This week")


class AlertQuerySet(OfClinic["Alert"]):
    """Alerts of the reader's clinic."""

    action = Action.SEE_ALERTS

    def open(self) -> "AlertQuerySet":
        """Those nobody has closed, gravest and oldest first."""
        return self.filter(resolved_at=None).order_by("severity", "raised_at", "pk")


class Alert(models.Model):
    """Something that happened to a patient and needs a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="alerts")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="alerts")
    prescription = models.ForeignKey(
        Prescription, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=20, choices=Kind.choices)
    severity = models.PositiveSmallIntegerField(choices=Severity.choices)
    # The facts as they were when it was raised; later corrections do not touch them.
    evidence = models.JSONField(default=dict)
    # What raised it, so that the same stop sent twice raises one alert.
    cause = models.CharField(max_length=80)
    raised_at = models.DateTimeField()
    happened_at = models.DateTimeField()
    owner = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    escalated_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=40, blank=True)
    what_was_done = models.TextField(max_length=2000, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "cause"], name="one_alert_a_cause"),
            models.CheckConstraint(
                condition=models.Q(resolved_at=None)
                | (~models.Q(resolved_by=None) & ~models.Q(what_was_done="")),
                name="a_closed_alert_says_what_was_done",
            ),
        ]
        indexes = [
            models.Index(fields=["clinic", "resolved_at", "severity", "raised_at"]),
            models.Index(fields=["patient", "resolved_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.patient_id}"
