"""A patient's own plan of reminders."""

import uuid
from datetime import date, time

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodform.people.access import OfPatient
from goodform.people.models import Patient


class Way(models.TextChoices):
    """A thing a reminder is of."""

    DAY = "day", _("Once for all exercises of the day")
    EXERCISE = "exercise", _("A time for each exercise")


class Plan(models.Model):
    """When a patient is reminded, and how. The patient's id is the plan's.

    `next_due_at` is the next moment at which this plan may remind; the worker reads plans by it, so
    that a minute costs what is due in it. It is null while nothing is to come.
    """

    patient = models.OneToOneField(
        Patient, on_delete=models.CASCADE, primary_key=True, related_name="reminder_plan"
    )
    way = models.CharField(max_length=8, choices=Way.choices, default=Way.DAY)
    channels = models.JSONField(default=list)
    quiet_since = models.TimeField(default=time(21))
    quiet_until = models.TimeField(default=time(7))
    repeat_after_hours = models.PositiveSmallIntegerField(null=True, blank=True, default=3)
    snoozed_at = models.DateTimeField(null=True, blank=True)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    # Up to when the past was looked at; what came after it is still to be sent.
    looked_at = models.DateTimeField(default=timezone.now)
    next_due_at = models.DateTimeField(null=True, blank=True)
    calendar_token = models.CharField(max_length=43, null=True, blank=True, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = OfPatient["Plan"].as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_due_at"],
                condition=models.Q(next_due_at__isnull=False),
                name="plans_by_next_due",
            )
        ]

    def __str__(self) -> str:
        return f"reminders of {self.patient_id}"

    def paused_on(self, day: date) -> date | None:
        """Until when nothing is wanted, on this day of the patient's clock; None for no pause."""
        until = self.paused_until
        return until if until is not None and day < until else None


class Slot(models.Model):
    """A time of day in a plan: of one line of the programme, or without one of the whole day.

    One that was taken away stays for a while, so that calendars hear that it was cancelled.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="slots")
    line = models.UUIDField(null=True, blank=True)
    anchor = models.CharField(max_length=10, blank=True)
    at = models.TimeField()
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.at:%H:%M} in {self.plan_id}"
