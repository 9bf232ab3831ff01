"""A new person’s request: a first assessment at one time, until the clinic has answered."""

import uuid

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from goodform.people.access import OfClinic
from goodform.people.models import Clinic, Patient, Staff

MOST_TRIES = 5
"""Wrong codes; above that it has to be asked for anew."""


class RequestState(models.TextChoices):
    """How a request stands."""

    ASKED = "asked", _("Waits for the code that was mailed")
    OPEN = "open", _("Waits for the clinic")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Taken back")
    RUN_OUT = "run_out", _("Nobody answered in time")


class VisitRequest(models.Model):
    """A first assessment that somebody who is no patient yet asks for. Its id is its address.

    It takes no time before its code was typed; then until `expires_at`, by rows of blocked time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="visit_requests")
    type = models.ForeignKey("booking.VisitType", on_delete=models.PROTECT, related_name="+")
    practitioner = models.ForeignKey(
        "booking.Bookable", on_delete=models.PROTECT, related_name="requests"
    )
    starts_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    wall = models.CharField(max_length=16)
    name = models.CharField(max_length=120)
    email = models.EmailField()
    phone = models.CharField(max_length=40, blank=True)
    words = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=9, choices=RequestState.choices, default=RequestState.ASKED)
    code_hash = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(MOST_TRIES)])
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    patient = models.ForeignKey(
        Patient, null=True, blank=True, on_delete=models.CASCADE, related_name="visit_requests"
    )
    visit = models.OneToOneField(
        "booking.Appointment",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="asked_by",
    )

    objects = OfClinic["VisitRequest"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["clinic", "state", "starts_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "email"],
                condition=models.Q(state="open"),
                name="one_open_request_an_address",
            ),
            models.UniqueConstraint(
                fields=["clinic", "phone"],
                condition=models.Q(state="open") & ~models.Q(phone=""),
                name="one_open_request_a_phone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wall} {self.state}"
