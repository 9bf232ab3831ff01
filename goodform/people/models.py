"""Clinics, the people who work there, and their patients."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import available_timezones

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from goodform.people import factor_models, hand_over_models  # noqa: F401  # Django looks here
from goodform.people.access import OfClinic, PatientAccess, StaffAccess
from goodform.people.called import LONGEST_CALLED, call_name
from goodform.people.device_model import Device  # noqa: F401  # a table of this room, too
from goodform.people.looking_for import key_of
from goodform.people.opening import opening_from


def check_zone(name: str) -> None:
    """Refuse a time zone that the zone data does not know."""
    if name not in available_timezones():
        raise ValidationError(_("Choose a time zone such as Europe/London."), code="zone")


class UserManager(BaseUserManager["User"]):
    """Makes users by email address."""

    def create_user(self, email: str, password: str | None = None) -> "User":
        """A user with this address; without a password they sign in by emailed code."""
        user = self.model(email=self.normalize_email(email).lower())
        if password:
            user.set_password(password)
        else:
            user.set_unusable_password()
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. What they are is said by Staff or Patient, never here."""

    # One mailbox may stand behind several people, each with an account of their own.
    email = models.EmailField(_("email address"), db_index=True)
    is_active = models.BooleanField(default=True)
    # How often all sessions of theirs were ended at once: part of what a session is known by.
    sessions_ended = models.PositiveIntegerField(default=0)
    # When there was last something to tell all their devices of: a new one, another address.
    news_at = models.DateTimeField(null=True, blank=True)

    same_password: Sequence[int] = ()
    """At sign-in: whose password was right, of all with this address. Never kept."""

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.email

    def get_session_auth_hash(self) -> str:
        """The mark every session of theirs must carry; another password or number ends them all."""
        ended = f"{self.password} {self.sessions_ended}"
        return salted_hmac("goodform.people.session", ended, algorithm="sha256").hexdigest()


SOONEST_ANSWER_H, LATEST_ANSWER_H = 1, 168
"""Within which a clinic chooses how long something may wait for an answer: an hour to a week."""


class PromiseUnit(models.TextChoices):
    """A unit that a promise of an answer is counted in."""

    HOURS = "hours", _("opening hours")
    DAYS = "days", _("days we are open")


class Clinic(models.Model):
    """A clinic and the words and numbers its patients always see."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    phone = models.CharField(_("phone"), max_length=40)
    booking_url = models.URLField(_("booking address"), blank=True)
    hours = models.TextField(_("opening hours"), blank=True, max_length=500)
    zone = models.CharField(
        _("time zone"), max_length=64, default="Europe/London", validators=[check_zone]
    )
    country_pack = models.CharField(_("country"), max_length=8, blank=True)
    reply_promise = models.CharField(_("reply promise"), max_length=120, blank=True)
    reply_within_hours = models.PositiveSmallIntegerField(
        _("answer within, hours"),
        default=24,
        validators=[MinValueValidator(SOONEST_ANSWER_H), MaxValueValidator(LATEST_ANSWER_H)],
    )
    # When somebody is there, as `people/opening.py` reads it; empty: nobody has said.
    opening = models.JSONField(default=dict, blank=True)
    # In how much opening time, counted in the unit, an answer is promised; none: nothing is.
    promised_within = models.PositiveSmallIntegerField(null=True, blank=True)
    promised_unit = models.CharField(max_length=5, choices=PromiseUnit.choices, blank=True)
    # Whether only what one of its practitioners has signed may be given to a patient.
    only_signed = models.BooleanField(_("only signed exercises"), default=False)
    # Whether practitioners may allow the mirror; the owner has read what it is for.
    mirror = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name

    @property
    def time_to_answer(self) -> timedelta:
        """How long an alert or a message may wait for the staff before the owner is told."""
        bounded = min(max(self.reply_within_hours, SOONEST_ANSWER_H), LATEST_ANSWER_H)
        return timedelta(hours=bounded)

    def promised_by(self, since: datetime) -> datetime | None:
        """By when an answer is promised to what was told then; None where nothing is promised."""
        if not self.promised_within or not self.opening:
            return None
        opening = opening_from(self.opening, self.zone)
        if self.promised_unit == PromiseUnit.DAYS:
            return opening.closing_after(since, self.promised_within)
        return opening.open_after(since, self.promised_within)

    @property
    def open_to_patients(self) -> bool:
        """A clinic without a chosen country has no live patients: no number is assumed."""
        return bool(self.country_pack)


class Staff(models.Model):
    """Somebody's work at one clinic. One person may hold several roles."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="staff")
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="staff")
    name = models.CharField(_("name"), max_length=120)
    # What people call them, where the first name is not read rightly from the whole one.
    known_as = models.CharField(max_length=LONGEST_CALLED, blank=True)
    title = models.CharField(_("job title"), max_length=80, blank=True)
    is_practitioner = models.BooleanField(default=False)
    is_reception = models.BooleanField(default=False)
    is_owner = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    objects = StaffAccess.as_manager()

    class Meta:
        verbose_name_plural = "staff"

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """The name patients call them by."""
        return self.known_as or call_name(self.name)

    @property
    def audit_id(self) -> str:
        return f"staff:{self.pk}"

    @property
    def audit_label(self) -> str:
        return self.name


READABLE_FOR = timedelta(days=365)
"""How long somebody who was discharged may still read their own pages."""


class Ended(models.TextChoices):
    """Why somebody is no longer a patient here."""

    DISCHARGED = "discharged", _("Discharged: the care here is finished")
    MOVED = "moved", _("Went elsewhere")
    DIED = "died", _("Has died")
    MERGED = "merged", _("Is here twice: lead to the other record")
    BY_MISTAKE = "by_mistake", _("Was added by mistake")


class Patient(models.Model):
    """Somebody the clinic looks after, or looked after."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="patients")
    user = models.OneToOneField(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="patient"
    )
    practitioner = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="patients", verbose_name=_("practitioner")
    )
    name = models.CharField(_("name"), max_length=120)
    # What people call them, where the first name is not read rightly from the whole one.
    known_as = models.CharField(max_length=LONGEST_CALLED, blank=True)
    born = models.DateField(_("date of birth"))
    email = models.EmailField(_("email address"), blank=True)
    # Another one that staff wrote down for somebody who was in before, and nobody agreed to yet.
    email_wanted = models.EmailField(blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    zone = models.CharField(
        _("time zone"), max_length=64, default="Europe/London", validators=[check_zone]
    )
    joined_at = models.DateTimeField(auto_now_add=True)
    # The end of the care, which can be taken back. Nothing else of the row changes with it.
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=12, choices=Ended.choices, blank=True)
    ended_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The record that stands for both, where somebody was here twice.
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    last_active_at = models.DateTimeField(null=True, blank=True)
    # What `search_key` says, kept so that every database finds alike.
    search = models.TextField(blank=True, editable=False)

    objects = PatientAccess.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["clinic", "practitioner", "name"]),
            models.Index(fields=["clinic", "name"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_why="", ended_by=None)
                | (
                    models.Q(ended_at__isnull=False, ended_by__isnull=False)
                    & ~models.Q(ended_why="")
                ),
                name="an_end_says_why_and_by_whom",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) ^ models.Q(ended_why="merged"),
                name="merged_into_another_record",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: Any) -> None:  # noqa: ANN401  # Django's own
        """Keep the key they are found by with what it is made of."""
        fields = kwargs.get("update_fields")
        if fields is None or {"name", "known_as", "email", "phone"} & set(fields):
            self.search = self.search_key
            if fields is not None:
                kwargs["update_fields"] = {*fields, "search"}
        super().save(*args, **kwargs)

    @property
    def shown_as(self) -> "Patient":
        """The record that stands for this person: the one that is kept, where there are two."""
        return self.merged_into or self

    @property
    def search_key(self) -> str:
        """The key of a search; see `looking_for.py`."""
        return key_of(name=f"{self.name} {self.known_as}", email=self.email, phone=self.phone)

    @property
    def readable_until(self) -> datetime | None:
        """Until when somebody who was discharged may read their own pages; None for all others."""
        if self.ended_at is None or self.ended_why != Ended.DISCHARGED:
            return None
        return self.ended_at + READABLE_FOR

    @property
    def may_come_in(self) -> bool:
        """Whether their own pages are open to them: until the care ends, and a year if discharged.

        What a phone still has to tell is taken from them all the same.
        """
        until = self.readable_until
        return self.ended_at is None or (until is not None and timezone.now() < until)

    @property
    def called(self) -> str:
        """The name people call them by."""
        return self.known_as or call_name(self.name)

    @property
    def audit_id(self) -> str:
        return f"patient:{self.pk}"

    @property
    def audit_label(self) -> str:
        """Nothing: what is sealed could not be taken back when a patient is erased."""
        return ""


class Invitation(models.Model):
    """A link that lets a patient in once. Only its hash is kept."""

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"invitation for {self.patient_id}"

    def usable(self, now: datetime) -> bool:
        """Neither used nor past its time."""
        return self.used_at is None and now < self.expires_at


class Consent(models.Model):
    """A patient's yes to one thing, in which words, and when. Withdrawing keeps the row."""

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=40)
    wording = models.CharField(max_length=40)
    given = models.BooleanField()
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["patient", "purpose", "-at"])]

    def __str__(self) -> str:
        return f"{self.purpose} {'yes' if self.given else 'no'}"


class Signature(models.Model):
    """A clinician's word for one clinic that a text was read and is right, or that it is not.

    `text` says which one (`exercise clam`, `red flags gb`), `version` which words of it by their
    hash, `words` keeps them as they were read: pairs of what a line is, and the line. A row is
    never changed: one with `withdraws` takes another back. Without a version it was named before
    versions were kept, and stands for no text.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="signatures")
    text = models.CharField(max_length=90)
    version = models.CharField(max_length=64, blank=True)
    words = models.JSONField(default=list)
    name = models.CharField(_("name"), max_length=120)
    registration = models.CharField(_("registration number"), max_length=40, blank=True)
    signed_on = models.DateField(_("signed on"))
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdraws = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="withdrawn_by"
    )
    why = models.CharField(max_length=300, blank=True)

    objects = OfClinic["Signature"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["clinic", "text", "-at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdraws=None) | ~models.Q(why=""),
                name="a_withdrawal_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} on {self.text}"


class Tally(models.Model):
    """How often something was done in a while; `key` says by whom without naming them."""

    key = models.CharField(primary_key=True, max_length=64)
    ends_at = models.BigIntegerField(db_index=True)
    """Seconds since 1970: whole numbers are the same words on every database."""
    count = models.PositiveIntegerField()
    # When the next try may be made, where tries slow down: people/slowing.py.
    again_at = models.BigIntegerField(default=0, db_default=0)

    def __str__(self) -> str:
        return f"{self.count} until {self.ends_at}"
