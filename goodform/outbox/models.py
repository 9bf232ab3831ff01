"""Messages that are to leave the house: a row each, claimed by whoever sends it."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodform.people.access import OfClinic, OfPatient
from goodform.people.models import Clinic, Patient, Staff


class State(models.TextChoices):
    """Where a notification is on its way.

    waiting → claimed → sent, dropped, dead or review; claimed → waiting when it is tried again or
    its lease ran out. An owner moves dead and review back to waiting, or ticks review off as sent.
    """

    WAITING = "waiting", _("Waiting")
    CLAIMED = "claimed", _("Being sent")
    SENT = "sent", _("Sent")
    DROPPED = "dropped", _("No longer useful")
    DEAD = "dead", _("Could not be sent")
    REVIEW = "review", _("Perhaps sent: somebody should look")


class Address(models.Model):
    """Where a channel reaches somebody, beside the email address: a browser, a telephone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(
        Patient, null=True, blank=True, on_delete=models.CASCADE, related_name="addresses"
    )
    staff = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.CASCADE, related_name="addresses"
    )
    channel = models.CharField(max_length=20)
    to = models.CharField(max_length=1000)
    # What the channel needs beside it, such as the keys of a browser.
    facts = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=timezone.now)
    # Set when the other side refused this address for good; cleared when its person gives it
    # again, or the owner sends a message again.
    refused_at = models.DateTimeField(null=True, blank=True)

    objects = OfPatient["Address"].as_manager()

    class Meta:
        constraints = [
            # One browser, or one telephone, belongs to one person at a time.
            models.UniqueConstraint(fields=["channel", "to"], name="one_owner_of_an_address"),
            models.CheckConstraint(
                condition=models.Q(patient=None) ^ models.Q(staff=None),
                name="an_address_is_somebodys",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} of {self.patient_id or self.staff_id}"


class Notification(models.Model):
    """One message by one channel to one person.

    `to` or `address` say where; where both are empty the person's own email address is meant.
    `next_at` is when it may be claimed: when due, or later after an attempt that failed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # None for mail to somebody whom no clinic knows, such as an answer at sign-in.
    clinic = models.ForeignKey(
        Clinic,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="notifications",
        db_index=False,
    )
    patient = models.ForeignKey(
        Patient, null=True, blank=True, on_delete=models.CASCADE, related_name="notifications"
    )
    staff = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.CASCADE, related_name="notifications"
    )
    address = models.ForeignKey(
        Address, null=True, blank=True, on_delete=models.SET_NULL, related_name="notifications"
    )
    to = models.CharField(max_length=320, blank=True)
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=20)
    dedupe_key = models.CharField(max_length=160, unique=True)
    facts = models.JSONField(default=dict)
    rank = models.PositiveSmallIntegerField(default=1)
    due_at = models.DateTimeField()
    stale_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_by = models.CharField(max_length=64, blank=True)
    # Written before a send that must not happen twice, so that a lost lease is looked at.
    sending_since = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    why = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = OfClinic["Notification"].as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["channel", "rank", "next_at"],
                condition=models.Q(state="waiting"),
                name="waiting_by_channel",
            ),
            models.Index(
                fields=["lease_until"], condition=models.Q(state="claimed"), name="claimed_by_lease"
            ),
            models.Index(fields=["clinic", "state"], name="notifications_of_clinic"),
            models.Index(fields=["kind", "made_at"], name="notifications_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.channel}: {self.state}"


class Lane(models.Model):
    """One channel of this house: how much it sent this minute, and whether it is down."""

    channel = models.CharField(max_length=20, primary_key=True)
    minute = models.DateTimeField(null=True, blank=True)
    sent_in_minute = models.PositiveIntegerField(default=0)
    down_until = models.DateTimeField(null=True, blank=True)
    down_since = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    why = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.channel


class ChannelSetting(models.Model):
    """A clinic's choice for a channel. No row: it is on, with nothing chosen."""

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="channel_settings")
    channel = models.CharField(max_length=20)
    on = models.BooleanField(default=True)
    facts = models.JSONField(default=dict)

    objects = OfClinic["ChannelSetting"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clinic", "channel"], name="one_setting_of_a_channel")
        ]

    def __str__(self) -> str:
        return f"{self.channel} of {self.clinic_id}"


class Key(models.Model):
    """A key of this house, made at first use and sealed with the secret key."""

    name = models.CharField(max_length=20, primary_key=True)
    sealed = models.TextField()

    def __str__(self) -> str:
        return self.name


class Beat(models.Model):
    """A worker that is alive: it writes here every few seconds."""

    worker = models.CharField(max_length=64, primary_key=True)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker


class Chore(models.Model):
    """Something done every so often by whichever worker comes first."""

    name = models.CharField(max_length=40, primary_key=True)
    next_at = models.DateTimeField()
    failed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
