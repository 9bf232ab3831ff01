"""Questionnaires asked of a patient and answered, their goals, and the texts a clinic brought."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from goodform.outcomes.instrument import Instrument
from goodform.outcomes.instrument_files import instruments
from goodform.people.access import OfClinic, OfPatientClinical
from goodform.people.models import Clinic, Patient, Staff

LONGEST_WORDS = 200


class WhenAsked(models.TextChoices):
    """When in a course of care a questionnaire is asked."""

    START = "start", _("at the start")
    SIX_WEEKS = "six_weeks", _("after six weeks")
    DISCHARGE = "discharge", _("at discharge")


class Sheet(models.Model):
    """One questionnaire for one patient, once. Answers are kept raw, by item id.

    The score is that of the day it was answered: a later file changes no old number.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="sheets")
    instrument = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    mark = models.CharField(max_length=64)
    moment = models.CharField(max_length=9, choices=WhenAsked.choices)
    due_on = models.DateField()
    given_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    # Item id and its words, as they stood when they were asked.
    asked = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    # Items the patient would rather not answer.
    passed = models.JSONField(default=list)
    answered_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    score = models.FloatField(null=True, blank=True)
    level = models.CharField(max_length=6, blank=True)
    profile = models.CharField(max_length=60, blank=True)
    why_none = models.CharField(max_length=10, blank=True)

    objects = OfPatientClinical["Sheet"].as_manager()

    class Meta:
        ordering = ["due_on", "given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "instrument", "due_on"], name="one_sheet_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.instrument} of {self.patient_id} on {self.due_on}"

    @property
    def file(self) -> Instrument | None:
        """The instrument as it is now; None where it left the house."""
        return instruments().get(self.instrument)


class Goal(models.Model):
    """Something a patient wants to be able to do, in their own words."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="goals")
    text = models.CharField(max_length=LONGEST_WORDS)
    written_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OfPatientClinical["Goal"].as_manager()

    class Meta:
        ordering = ["written_at"]

    def __str__(self) -> str:
        return f"goal of {self.patient_id}"


class BroughtText(models.Model):
    """The words of an instrument, brought by a clinic with its licence. Never changed: only new."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="brought_texts")
    instrument = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    items = models.JSONField()
    holder = models.CharField(max_length=LONGEST_WORDS)
    licensed_on = models.DateField()
    recorded_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = OfClinic["BroughtText"].as_manager()

    class Meta:
        ordering = ["recorded_at"]

    def __str__(self) -> str:
        return f"{self.instrument} of {self.clinic_id}"
