"""Who can open this house's backups, and which backups were made."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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


class Outcome(models.TextChoices):
    """How making a backup went."""

    BEGUN = "begun", _("Begun")
    GOOD = "good", _("Good")
    FAILED = "failed", _("Failed")


class Backup(models.Model):
    """One attempt at a backup. `GOOD` means that the written file was opened and gone through."""

    began_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=6, choices=Outcome.choices, default=Outcome.BEGUN)
    why = models.CharField(max_length=400, blank=True)
    file = models.CharField(max_length=1000)
    nightly = models.BooleanField(default=False)
    size = models.BigIntegerField(default=0)
    rows = models.BigIntegerField(default=0)
    # Whom it was made for: several keys, one a line.
    keys = models.TextField()

    def __str__(self) -> str:
        return f"{self.began_at:%Y-%m-%d %H:%M} {self.outcome}"
