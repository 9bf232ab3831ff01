"""Codes shown on the clinic's screen, to be scanned by a patient's phone: the rows of them."""

import uuid
from datetime import datetime, timedelta

from django.db import models

BEATS_APART = timedelta(seconds=20)
"""The page that shows a code says every few seconds that it is open; a code without it is dead."""


class HandOver(models.Model):
    """A code on a screen. It lets in once, for two minutes, while its page is open."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(
        "people.Patient", on_delete=models.CASCADE, related_name="hand_overs"
    )
    shown_by = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"code for {self.patient_id}"

    def usable(self, now: datetime) -> bool:
        """Whether it still lets in."""
        alive = now < self.expires_at and now - self.seen_at < BEATS_APART
        return self.used_at is None and alive
