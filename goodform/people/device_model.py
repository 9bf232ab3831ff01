"""The browsers by which somebody came in."""

import uuid

from django.conf import settings
from django.db import models


class Device(models.Model):
    """One browser by which one account came in: what it is called, and since when it is known.

    The browser holds a secret of its own in a cookie; only its hash is kept. A browser that two
    people come in by is a device of each. A device that was signed out by the list is gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="devices"
    )
    token_hash = models.CharField(max_length=64)
    # From a closed list of words, such as "Safari on an iPhone": never what a browser wrote.
    name = models.CharField(max_length=60)
    first_at = models.DateTimeField()
    # To the day: it is written once a day at most.
    last_at = models.DateTimeField()
    # When somebody on this device last looked at the list of them all.
    looked_at = models.DateTimeField(null=True, blank=True)
    # The session it came in by last, which may have ended since.
    session_key = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "token_hash"], name="a_device_is_known_once")
        ]
        indexes = [models.Index(fields=["session_key"], name="device_of_a_session")]

    def __str__(self) -> str:
        return self.name
