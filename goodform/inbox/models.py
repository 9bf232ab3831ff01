"""Cases the clinic must see, and its answers."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodform.people.access import Action, OfClinic, OfPatientClinical, reader_of
from goodform.people.models import Clinic, Patient, Staff
from goodform.programmes.models import Prescription
from goodform.safety.decision import AlertKind, HowSoon


class Kind(models.TextChoices):
    """Why the clinic must look."""

    RED_FLAG = AlertKind.RED_FLAG.value, _("Red flag")
    STOP = AlertKind.STOP.value, _("Stopped, it hurt")
    PAIN = AlertKind.PAIN.value, _("Pain went up")
    MORNING = AlertKind.MORNING.value, _("Not settled next morning")
    NOTICED = AlertKind.NOTICED.value, _("Noticed something in an exercise")
    WROTE = AlertKind.WROTE.value, _("Wrote of a warning sign")
    REVIEW_OVERDUE = "review_overdue", _("Review overdue")
    QUIET = "quiet", _("No entry for some days")
    HELD = "held", _("Still on hold")


class Severity(models.IntegerChoices):
    """How soon. The lowest number comes first."""

    CALL_NOW = HowSoon.CALL_NOW.value, _("Call now")
    TODAY = HowSoon.TODAY.value, _("Today")
    THIS_WEEK = HowSoon.THIS_WEEK.value, _("This week")


class Closing(models.TextChoices):
    """How a case ended: one is chosen to close it, beside what was done in words."""

    SPOKE = "spoke", _("Spoke to them, not an emergency")
    EMERGENCY = "emergency", _("Spoke to them, going to emergency care")
    BOOKED = "booked", _("Appointment made")
    RELEASED = "released", _("Looked at it, may go on")
    CHANGED = "changed", _("Changed the programme")
    SOMEONE_ELSE = "someone_else", _("Someone else is dealing with it")
    OTHER = "other", _("Something else")


class AlertQuerySet(OfClinic["Alert"]):
    """Alerts of the reader's clinic."""

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> "AlertQuerySet":
        """Alerts of the reader's own clinic, where a role of theirs may see alerts."""
        reader = reader_of(user)
        if not reader.may(Action.SEE_ALERTS):
            return self.none()
        return self.filter(clinic=reader.clinic)

    def untaken(self) -> "AlertQuerySet":
        """Open, and nobody has said "I have this"."""
        return self.filter(resolved_at=None, acknowledged_at=None)

    def for_owners(self, clinic: Clinic, now: datetime) -> "AlertQuerySet":
        """Those an owner of this clinic is told of.

        What cannot wait, what belongs to nobody who still works here, and what nobody took within
        the clinic's time, now or before it was handed on.
        """
        sent_on = AlertStep.objects.filter(alert=models.OuterRef("pk"), kind=StepKind.ESCALATED)
        late = models.Q(
            resolved_at=None,
            acknowledged_at=None,
            waiting_since__lte=now - clinic.time_to_answer,
        )
        return self.filter(
            models.Q(severity=Severity.CALL_NOW)
            | models.Q(owner=None)
            | models.Q(owner__active=False)
            | late
            | models.Exists(sent_on)
        )

    def open(self) -> "AlertQuerySet":
        """Those nobody has closed: gravest first, of these an emergency first, then the oldest."""
        return self.filter(resolved_at=None).order_by(
            "severity", "-is_emergency", "raised_at", "pk"
        )


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
    # Whether the patient was told to call the emergency number: it stands above all of its gravity.
    is_emergency = models.BooleanField(default=False)
    # The facts as they were when it was raised; nothing that comes later touches them.
    evidence = models.JSONField(default=dict)
    # What raised it. What was told since, under this cause or another, are its `tellings`.
    cause = models.CharField(max_length=80)
    # How often it was told, each stop once, and when the last of them happened.
    times = models.PositiveIntegerField(default=1)
    last_at = models.DateTimeField(default=timezone.now)
    raised_at = models.DateTimeField()
    happened_at = models.DateTimeField()
    owner = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Since when it waits for somebody to take it: raised, handed over, or told again once taken.
    waiting_since = models.DateTimeField(default=timezone.now)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    escalated_at = models.DateTimeField(null=True, blank=True)
    # When the last mail of its gravity was due, perhaps still to come, and how much it counts.
    mailed_at = models.DateTimeField(null=True, blank=True)
    unmailed = models.PositiveIntegerField(default=0)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=40, blank=True, choices=Closing.choices)
    what_was_done = models.TextField(max_length=2000, blank=True)

    objects: ClassVar[AlertQuerySet] = AlertQuerySet.as_manager()  # type: ignore[assignment]

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
            models.Index(
                fields=["waiting_since"],
                condition=models.Q(resolved_at=None, acknowledged_at=None, escalated_at=None),
                name="alerts_that_nobody_took",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.patient_id}"

    @property
    def gravity(self) -> tuple[int, bool]:
        """How grave it is: the lower comes first, and of "call now" an emergency."""
        return self.severity, not self.is_emergency

    @property
    def place(self) -> tuple[str, uuid.UUID | None]:
        """The place of which a patient has one open case: kind and line of the programme."""
        return self.kind, self.prescription.line if self.prescription else None


class AlertTelling(models.Model):
    """One telling of a case: rows are added, never changed. The newest has the highest
    key, and that is what a page says it has shown.
    """

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="tellings")
    # What told it: a stop and the later answers to its questions have one cause.
    cause = models.CharField(max_length=80)
    # The cause of what it holds beyond its own exercise; empty where that is the same.
    holds_too = models.CharField(max_length=80, blank=True)
    severity = models.PositiveSmallIntegerField(choices=Severity.choices)
    # The exercise as it was prescribed then: a step on the ladder keeps the line.
    prescription = models.ForeignKey(
        Prescription, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    facts = models.JSONField(default=dict)
    happened_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["cause"]), models.Index(fields=["holds_too"])]

    def __str__(self) -> str:
        return f"{self.cause} at {self.at:%Y-%m-%d %H:%M}"


class StepKind(models.TextChoices):
    """A kind of event in a case's own history."""

    RAISED = "raised", _("Raised")
    GRAVER = "graver", _("Became more serious")
    AGAIN = "again", _("Told again")
    TAKEN = "taken", _("Taken")
    HANDED = "handed", _("Handed over")
    TRIED = "tried", _("Tried")
    RELEASED = "released", _("Released")
    ESCALATED = "escalated", _("Sent to the owner, nobody had taken it")
    CLOSED = "closed", _("Closed")


class AlertStep(models.Model):
    """One thing that was done with an alert: rows are added, never changed."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=StepKind.choices)
    words = models.TextField(max_length=2000, blank=True)
    # The keys of the mails this step put on their way, to show what became of each.
    mails = models.JSONField(default=list)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} by {self.by}"


class Message(models.Model):
    """A few words between a patient and the clinic. The writer's device makes the id."""

    id = models.UUIDField(primary_key=True)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="messages")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="messages")
    # Who at the clinic wrote it; none where the patient did.
    staff = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(max_length=10_000)
    written_at = models.DateTimeField()
    received_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    escalated_at = models.DateTimeField(null=True, blank=True)

    objects = OfPatientClinical["Message"].as_manager()

    class Meta:
        ordering = ["written_at", "pk"]
        indexes = [
            models.Index(fields=["patient", "written_at"]),
            models.Index(
                fields=["clinic", "received_at"],
                condition=models.Q(read_at=None, staff=None),
                name="messages_nobody_read",
            ),
        ]

    def __str__(self) -> str:
        return f"message of {self.patient_id}"

    @property
    def from_patient(self) -> bool:
        """Whether the patient wrote it."""
        return self.staff_id is None
