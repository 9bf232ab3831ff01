"""Appointments, who and what is booked for them, and the ticks that they take."""

import uuid
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from goodform.booking.request_model import VisitRequest
from goodform.booking.ticks import TICK_MINUTES
from goodform.booking.when_they_can import OfferAnswer
from goodform.inbox.models import Alert
from goodform.people.access import Action, OfClinic, Reader, reader_of
from goodform.people.models import Clinic, Patient, Staff

LONGEST_VISIT, LONGEST_BUFFER = 480, 120
"""Minutes."""
FARTHEST_AHEAD_DAYS = 365


def check_multiple(minutes: int) -> None:
    """Refuse a length that is no multiple of five minutes."""
    if minutes % TICK_MINUTES:
        raise ValidationError(
            _("Write a multiple of five minutes, such as %(below)s or %(above)s."),
            code="multiple",
            params={"below": minutes - minutes % 5 or 5, "above": minutes - minutes % 5 + 5},
        )


def _minutes(label: object, most: int, default: int, least: int = 0) -> Any:  # noqa: ANN401  # a field
    return models.PositiveSmallIntegerField(
        label,  # type: ignore[arg-type]
        default=default,
        validators=[MinValueValidator(least), MaxValueValidator(most), check_multiple],
    )


def _number(label: object, most: int, default: int, least: int = 0) -> Any:  # noqa: ANN401  # a field
    return models.PositiveSmallIntegerField(
        label,  # type: ignore[arg-type]
        default=default,
        validators=[MinValueValidator(least), MaxValueValidator(most)],
    )


class BookingSettings(models.Model):
    """How a clinic books. No row, or not online: patients get its phone and its own link."""

    clinic = models.OneToOneField(
        Clinic, primary_key=True, on_delete=models.CASCADE, related_name="booking"
    )
    online = models.BooleanField(_("patients book here"), default=False)
    newcomers = models.BooleanField(_("new people may ask here"), default=False)
    step = _minutes(_("offer a time every so many minutes"), 60, 15, 5)
    first_reminder_h = _number(_("first reminder, hours before"), 336, 48)
    second_reminder_h = _number(_("second reminder, hours before"), 336, 3)

    objects = OfClinic["BookingSettings"].as_manager()

    def __str__(self) -> str:
        return f"booking of {self.clinic_id}"


class VisitKind(models.TextChoices):
    """The purpose of a visit, as far as the software has to know."""

    FIRST = "first", _("First assessment")
    FOLLOW_UP = "follow_up", _("Follow-up")
    REVIEW = "review", _("Review")
    OTHER = "other", _("Something else")


class VisitType(models.Model):
    """A kind of appointment: how long, with what time around it, who may book it and how far."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="visit_types")
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(
        _("what it is for"), max_length=9, choices=VisitKind.choices, default=VisitKind.FOLLOW_UP
    )
    minutes = _minutes(_("minutes"), LONGEST_VISIT, 30, 5)
    before = _minutes(_("minutes free before it"), LONGEST_BUFFER, 0)
    after = _minutes(_("minutes free after it"), LONGEST_BUFFER, 0)
    needs_room = models.BooleanField(_("takes a room"), default=False)
    room_rests = models.BooleanField(_("the room is free around it, too"), default=False)
    by_patients = models.BooleanField(_("patients may book it"), default=True)
    soonest_h = _number(_("at the soonest in so many hours"), 336, 2)
    ahead_days = _number(_("at most so many days ahead"), FARTHEST_AHEAD_DAYS, 60, 1)
    cancel_h = _number(_("can be changed up to so many hours before"), 336, 24)
    where = models.CharField(_("where, or the link of the video call"), max_length=200, blank=True)
    active = models.BooleanField(_("can be booked"), default=True)

    objects = OfClinic["VisitType"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clinic", "name"], name="one_visit_type_of_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class Bookable(models.Model):
    """A practitioner or a room, with hours that narrow the clinic's.

    A practitioner's row has the id of their row among the staff.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="bookables")
    staff = models.OneToOneField(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="bookable"
    )
    name = models.CharField(_("name"), max_length=60, blank=True)
    # As `people/opening.py` reads it; empty: whenever the clinic is open.
    opening = models.JSONField(default=dict, blank=True)
    by_patients = models.BooleanField(_("patients may book"), default=True)
    active = models.BooleanField(_("can be booked"), default=True)

    objects = OfClinic["Bookable"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "name"],
                condition=models.Q(staff=None),
                name="one_room_of_a_name",
            ),
            models.CheckConstraint(
                condition=models.Q(staff=None) ^ models.Q(name=""), name="a_room_has_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.staff_id)


class VisitState(models.TextChoices):
    """How an appointment stands."""

    HELD = "held", _("Held for a moment")
    BOOKED = "booked", _("Booked")
    ARRIVED = "arrived", _("Arrived")
    MISSED = "missed", _("Did not attend")
    CANCELLED = "cancelled", _("Cancelled")


TAKING = (VisitState.BOOKED, VisitState.ARRIVED, VisitState.MISSED)
"""These keep their time; a held one does until it runs out."""


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Appointments: the patient's own, or the clinic's for who may see them."""

    def visible_to(self, user: Any) -> "AppointmentQuerySet":  # noqa: ANN401  # as Django has it
        """The reader's own, or those of the reader's clinic."""
        reader: Reader = reader_of(user)
        if reader.patient is not None:
            return self.filter(patient=reader.patient)
        if reader.may(Action.SEE_APPOINTMENTS):
            return self.filter(clinic=reader.clinic)
        return self.none()


class Appointment(models.Model):
    """One patient with one practitioner, in at most one room.

    `before` and `after` are frozen from the type. `zone` and `wall` are what was promised.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="appointments")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="appointments")
    type = models.ForeignKey(VisitType, on_delete=models.PROTECT, related_name="+")
    practitioner = models.ForeignKey(Bookable, on_delete=models.PROTECT, related_name="visits")
    room = models.ForeignKey(
        Bookable, null=True, blank=True, on_delete=models.PROTECT, related_name="visits_in"
    )
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    before = models.PositiveSmallIntegerField(default=0)
    after = models.PositiveSmallIntegerField(default=0)
    room_rests = models.BooleanField(default=False)
    zone = models.CharField(max_length=64)
    wall = models.CharField(max_length=16)
    state = models.CharField(max_length=9, choices=VisitState.choices)
    expires_at = models.DateTimeField(null=True, blank=True)
    # Why somebody of the clinic booked it over another one; empty where it is over none.
    overlap_reason = models.CharField(max_length=120, blank=True)
    by_patient = models.BooleanField(default=False)
    soon = models.BooleanField(default=False)
    case = models.ForeignKey(
        Alert, null=True, blank=True, on_delete=models.SET_NULL, related_name="appointments"
    )
    # Rises with every change a calendar has to hear of.
    sequence = models.PositiveIntegerField(default=0)
    # How many of its two reminders have been written.
    reminded = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    # When its time was chosen last.
    set_at = models.DateTimeField()

    objects: ClassVar[AppointmentQuerySet] = AppointmentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["clinic", "starts_at"]),
            models.Index(fields=["patient", "starts_at"]),
            models.Index(fields=["state", "starts_at"], name="visits_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="held", expires_at__isnull=False)
                | (~models.Q(state="held") & models.Q(expires_at=None)),
                name="only_what_is_held_runs_out",
            )
        ]

    def __str__(self) -> str:
        return f"{self.wall} {self.state}"


class Blocked(models.Model):
    """Time in which a practitioner or a room cannot be booked.

    With an end to it, it is held for the `request` of a new person until then.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="blocked")
    resource = models.ForeignKey(Bookable, on_delete=models.CASCADE, related_name="blocked")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    why = models.CharField(_("what for"), max_length=60, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    request = models.ForeignKey(
        VisitRequest, null=True, blank=True, on_delete=models.CASCADE, related_name="blocks"
    )

    objects = OfClinic["Blocked"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["clinic", "starts_at"])]

    def __str__(self) -> str:
        return f"{self.resource_id} from {self.starts_at}"


class Occupied(models.Model):
    """One tick of a practitioner or a room that is taken. Lane 0 is everybody's; a higher one is
    an overlap that somebody of the clinic made on purpose.

    The guard: no two rows of one resource, lane and tick. Holds no person; past ticks are dropped.
    """

    resource = models.ForeignKey(
        Bookable, on_delete=models.CASCADE, related_name="occupied", db_index=False
    )
    lane = models.PositiveSmallIntegerField(default=0)
    tick = models.IntegerField()
    appointment = models.ForeignKey(
        Appointment, null=True, blank=True, on_delete=models.CASCADE, related_name="occupied"
    )
    blocked = models.ForeignKey(
        Blocked, null=True, blank=True, on_delete=models.CASCADE, related_name="occupied"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resource", "lane", "tick"], name="taken_only_once"),
            models.CheckConstraint(
                condition=models.Q(appointment=None) ^ models.Q(blocked=None),
                name="taken_by_one_thing",
            ),
        ]
        indexes = [models.Index(fields=["resource", "tick"]), models.Index(fields=["tick"])]

    def __str__(self) -> str:
        return f"{self.resource_id} {self.lane} {self.tick}"


class WaitQuerySet(models.QuerySet["Wait"]):
    """Who waits: the patient's own rows, or the clinic's for who may see its appointments."""

    def visible_to(self, user: Any) -> "WaitQuerySet":  # noqa: ANN401  # as Django has it
        """The reader's own, or those of the reader's clinic."""
        reader: Reader = reader_of(user)
        if reader.patient is not None:
            return self.filter(patient=reader.patient)
        if reader.may(Action.SEE_APPOINTMENTS):
            return self.filter(clinic=reader.clinic)
        return self.none()

    def open(self) -> "WaitQuerySet":
        """Who still waits. Whoever is no longer cared for does not."""
        return self.filter(left_at=None, patient__ended_at=None)


class Wait(models.Model):
    """A patient who would like a time that somebody else gives up.

    No practitioner: anybody. No days or parts of the day: any of them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="waits")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="waits")
    type = models.ForeignKey(VisitType, on_delete=models.PROTECT, related_name="+")
    practitioner = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    days = models.JSONField(default=list, blank=True)
    parts = models.JSONField(default=list, blank=True)
    by_patient = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[WaitQuerySet] = WaitQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(
                fields=["clinic", "joined_at"],
                condition=models.Q(left_at=None),
                name="who_waits_in_order",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "type"],
                condition=models.Q(left_at=None),
                name="waits_once_for_a_type",
            )
        ]

    def __str__(self) -> str:
        return f"waits since {self.joined_at}"


class GivenUp(models.Model):
    """Time of a practitioner that was given up and may go to who waits. Holds no person.

    Nobody is asked before `due_at`, so that a change of mind at the desk costs nobody a mail.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="given_up")
    resource = models.ForeignKey(Bookable, on_delete=models.CASCADE, related_name="given_up")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.resource_id} from {self.starts_at}"


class Offer(models.Model):
    """One time offered to one person who waits. Its appointment holds the ticks until it runs out.

    The appointment goes when the time does; the offer stays, so that its page can say what came.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wait = models.ForeignKey(Wait, on_delete=models.CASCADE, related_name="offers")
    visit = models.OneToOneField(
        Appointment, null=True, blank=True, on_delete=models.SET_NULL, related_name="offer"
    )
    practitioner = models.ForeignKey(Bookable, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answer = models.CharField(max_length=3, choices=OfferAnswer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["wait", "practitioner", "starts_at"], name="offered_only_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_at} until {self.expires_at}"
