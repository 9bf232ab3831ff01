"""The record of who did and saw what: rows are added, never changed, each sealed to the last."""

from datetime import datetime, timedelta

from django.db import models

from goodform.audit.sealing import seal_of


class AuditRow(models.Model):
    """One thing somebody did. Names staff by id and label, so that it outlives them.

    A patient is named by id alone, in `actor_id` and everywhere else in it.
    """

    clinic_id = models.UUIDField()
    at = models.DateTimeField()
    actor_id = models.CharField(max_length=64)
    actor = models.CharField(max_length=200)
    action = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    subject = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)
    before = models.CharField(max_length=64, blank=True)
    # Which key sealed it; empty in rows from before there were keys.
    key = models.CharField(max_length=16, blank=True, default="")
    seal = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["clinic_id", "-id"]),
            models.Index(fields=["subject", "subject_id"]),
            # What somebody saw today, and all that somebody did.
            models.Index(fields=["actor_id", "action", "at"]),
            models.Index(fields=["clinic_id", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor}: {self.action} {self.subject}"

    def sealed(self) -> str:
        """The seal this row must carry, over its content and the seal before it.

        Raises `KeyMissing` where this installation does not have the key it was sealed by.
        """
        return seal_of(
            [
                str(self.clinic_id),
                self.at.isoformat(),
                self.actor_id,
                self.actor,
                self.action,
                self.subject,
                self.subject_id,
                self.facts,
                self.before,
            ],
            key=self.key,
        )


STALE_AFTER = timedelta(days=2)
"""When a record that was not looked over again is said to be unchecked."""


class RecordCheck(models.Model):
    """The findings of the last look over a clinic's whole record."""

    clinic_id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    rows = models.PositiveBigIntegerField()
    newest_seal = models.CharField(max_length=64, blank=True)
    broken_row = models.BigIntegerField(null=True, blank=True)
    # A code of `checking.Flaw`.
    why = models.CharField(max_length=16, blank=True)
    breaks = models.PositiveIntegerField(default=0)
    # The newest seal of the last look that found everything there; it must be found again.
    kept_seal = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.clinic_id} at {self.at:%Y-%m-%d %H:%M}: {self.why or 'whole'}"

    @property
    def whole(self) -> bool:
        """Whether nothing was changed, slipped in or taken away."""
        return not self.why

    def is_stale(self, now: datetime) -> bool:
        """Whether the nightly look has not come for too long."""
        return now - self.at > STALE_AFTER
