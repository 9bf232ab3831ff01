"""Who can open this house's backups, and which backups were made."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from goodform.people.models import Patient, Staff


class Recipient(models.Model):
    """The owner's public key; what opens it never lies on this machine.

    Proven once somebody has decrypted `sealed_word` with it; `word` is the hash of what it says.
    """

    key = models.CharField(max_length=80, unique=True)
    word = models.CharField(max_length=64)
    sealed_word = models.TextField()
    named_at = models.DateTimeField()
    proven_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.key


class BackupOutcome(models.TextChoices):
    """How making a backup went."""

    BEGUN = "begun", _("Begun")
    GOOD = "good", _("Good")
    FAILED = "failed", _("Failed")


class Backup(models.Model):
    """One attempt at a backup. `GOOD` means that the written file was opened and gone through."""

    began_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(
        max_length=6, choices=BackupOutcome.choices, default=BackupOutcome.BEGUN
    )
    why = models.CharField(max_length=400, blank=True)
    file = models.CharField(max_length=1000)
    nightly = models.BooleanField(default=False)
    size = models.BigIntegerField(default=0)
    rows = models.BigIntegerField(default=0)
    # Whom it was made for: several keys, one a line.
    keys = models.TextField()

    def __str__(self) -> str:
        return f"{self.began_at:%Y-%m-%d %H:%M} {self.outcome}"


class LegalHold(models.Model):
    """An order that a record is kept beyond its time: a claim, a court, an insurer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="legal_holds")
    reason = models.CharField(max_length=300)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"record {self.patient_id} is kept"


class Erasure(models.Model):
    """That a record was erased: its number and the day, so that no backup brings it back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic_id = models.UUIDField()
    patient_id = models.UUIDField(unique=True)
    at = models.DateTimeField()
    # The member of staff, by number: they may be gone from here one day.
    by_id = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.patient_id} at {self.at:%Y-%m-%d}"
