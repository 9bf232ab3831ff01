"""The record of who did and saw what: rows are added, never changed, each sealed to the last."""

import hashlib
import json

from django.db import models


class AuditRow(models.Model):
    """One thing somebody did. Names people by id and label, so that it outlives them."""

    clinic_id = models.UUIDField()
    at = models.DateTimeField()
    actor_id = models.CharField(max_length=64)
    actor = models.CharField(max_length=200)
    action = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    subject = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)
    before = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["clinic_id", "-id"]),
            models.Index(fields=["subject", "subject_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor}: {self.action} {self.subject}"

    def sealed(self) -> str:
        """The seal this row must carry: a hash over its content and the seal before it."""
        content = json.dumps(
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
            sort_keys=True,
        )
        return hashlib.sha256(content.encode()).hexdigest()
