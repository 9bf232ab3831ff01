"""What was done and how it felt. Prescription and log are never one row."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from goodform.people.access import OfPatientClinical
from goodform.people.models import Patient
from goodform.programmes.models import Prescription, Programme


class Outcome(models.TextChoices):
    """How an exercise ended."""

    DONE = "done", _("Done")
    PARTLY = "partly", _("Done in part")
    SKIPPED = "skipped", _("Left out")
    STOPPED = "stopped", _("Stopped, it hurt")


class DoneSide(models.TextChoices):
    """The side an entry is about; both where the exercise has none."""

    LEFT = "left", _("Left")
    RIGHT = "right", _("Right")
    BOTH = "both", _("Both")


class Timing(models.TextChoices):
    """How we know."""

    TIMED = "timed", _("Timed")
    TICKED = "ticked", _("Ticked")
    CAMERA = "camera", _("Counted by camera")


class Session(models.Model):
    """One sitting. The id comes from the device, so that sending twice is sending once."""

    id = models.UUIDField(primary_key=True)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="sessions")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="sessions")
    programme_version = models.PositiveIntegerField()
    local_date = models.DateField()
    zone = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField()
    clock_offset_s = models.FloatField(null=True, blank=True)
    received_at = models.DateTimeField(auto_now_add=True)
    pain_before = models.PositiveSmallIntegerField(null=True, blank=True)
    pain_after = models.PositiveSmallIntegerField(null=True, blank=True)
    red_flags = models.JSONField(default=list)
    note = models.TextField(max_length=2000, blank=True)
    entered_by = models.CharField(max_length=64, blank=True)

    objects = OfPatientClinical["Session"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["patient", "-local_date"])]

    def __str__(self) -> str:
        return f"session of {self.patient_id} on {self.local_date}"


class EntryQuerySet(OfPatientClinical["Entry"]):
    """Entries, seen by their patient and by practitioners."""

    patient_path = "session__patient"


class Entry(models.Model):
    """One exercise on one side, as it was done, beside what was asked."""

    id = models.UUIDField(primary_key=True)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="entries")
    prescription = models.ForeignKey(Prescription, on_delete=models.PROTECT, related_name="entries")
    side = models.CharField(max_length=5, choices=DoneSide.choices)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    reason = models.CharField(max_length=20, blank=True)
    where = models.CharField(max_length=200, blank=True)
    symptoms = models.JSONField(default=list)
    noticed = models.JSONField(default=list)
    sets_done = models.PositiveSmallIntegerField(null=True, blank=True)
    repetitions_done = models.PositiveSmallIntegerField(null=True, blank=True)
    hold_done_s = models.PositiveSmallIntegerField(null=True, blank=True)
    sets_target = models.PositiveSmallIntegerField()
    repetitions_target = models.PositiveSmallIntegerField()
    hold_target_s = models.PositiveSmallIntegerField()
    pain = models.PositiveSmallIntegerField(null=True, blank=True)
    difficulty = models.CharField(max_length=5, blank=True)
    timing = models.CharField(max_length=6, choices=Timing.choices)
    recorded_at = models.DateTimeField()
    local_date = models.DateField()
    flags = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["recorded_at"]
        indexes = [
            models.Index(fields=["prescription", "local_date"]),
            models.Index(fields=["session"]),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.prescription_id} {self.side}"


class EntryRevision(models.Model):
    """What an entry said before it was corrected."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="revisions")
    at = models.DateTimeField()
    by = models.CharField(max_length=64)
    before = models.JSONField()

    def __str__(self) -> str:
        return f"revision of {self.entry_id}"


class Morning(models.Model):
    """How the back was the morning after."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="mornings")
    date = models.DateField()
    settled = models.BooleanField(null=True, blank=True)
    pain = models.PositiveSmallIntegerField(null=True, blank=True)
    answered_at = models.DateTimeField()

    objects = OfPatientClinical["Morning"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "date"], name="one_morning_a_day")
        ]

    def __str__(self) -> str:
        return f"morning of {self.patient_id} on {self.date}"
