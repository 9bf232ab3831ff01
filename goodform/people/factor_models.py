"""The rows of what staff, and patients who like, show beside a password or a code."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 60


class FactorKind(models.TextChoices):
    """A kind of thing somebody has that proves who they are."""

    APP = "app", _("Codes from an app")
    PASSKEY = "passkey", _("Passkey")


class Factor(models.Model):
    """Something somebody has: an app that makes codes, or a passkey of a phone or a computer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="factors"
    )
    kind = models.CharField(max_length=8, choices=FactorKind.choices)
    name = models.CharField(max_length=LONGEST_NAME)
    # Of an app: what it makes its codes from, sealed; and the last half-minute a code was used of.
    secret = models.TextField(blank=True)
    last_step = models.BigIntegerField(default=0)
    # Of a passkey: its name and key as the browser gave them, the host it belongs to, its counter.
    credential_id = models.CharField(
        max_length=1400, unique=True, null=True, blank=True
    )  # unique, and apps have none
    credential = models.TextField(blank=True)
    host = models.CharField(max_length=253, blank=True)
    counter = models.BigIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} of {self.user_id}"


class RecoveryCode(models.Model):
    """One of ten codes to keep on paper. Only its hash is here; `handle` is its first sign."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_codes"
    )
    handle = models.CharField(max_length=1)
    hash = models.CharField(max_length=200)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "handle"], name="one_code_begins_with_a_sign")
        ]

    def __str__(self) -> str:
        return f"recovery code of {self.user_id}"
