"""Assessment, programme, prescription, hold: append-only, so that history can be read."""

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from goodform.library.models import ExerciseVersion
from goodform.people.access import OfPatient, OfPatientClinical
from goodform.people.models import Patient, Staff
from goodform.safety.pain_rules import PainPolicy


class Assessment(models.Model):
    """A practitioner's findings, and whether the patient may exercise until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="assessments")
    practitioner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    assessed_on = models.DateField()
    findings = models.TextField(max_length=4000, blank=True)
    cautions = models.JSONField(default=list)
    # Warning signs that were there and looked at, by code: shown to the patient, not asked as new.
    known_signs = models.JSONField(default=list)
    usual_pain = models.PositiveSmallIntegerField()
    cleared = models.BooleanField()
    # Why the patient may exercise in spite of a red flag.
    cleared_why = models.CharField(max_length=300, blank=True)
    review_by = models.DateField()
    made_at = models.DateTimeField(auto_now_add=True)

    objects = OfPatientClinical["Assessment"].as_manager()

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["patient", "-made_at"])]

    def __str__(self) -> str:
        return f"assessment of {self.patient_id} on {self.assessed_on}"


class Programme(models.Model):
    """One patient's programme. Its version counts the times it was given."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.OneToOneField(Patient, on_delete=models.PROTECT, related_name="programme")
    version = models.PositiveIntegerField(default=0)
    given_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    # Counts every save of a draft and every Give, so that a stale edit is noticed.
    edits = models.PositiveIntegerField(default=0)
    # Set on every change of what the patient may see or do: give, hold, release, assessment.
    changed_at = models.DateTimeField(null=True, blank=True)
    # After how many days without an entry the clinic is told; none: never.
    quiet_after_days = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = OfPatient["Programme"].as_manager()

    def __str__(self) -> str:
        return f"programme {self.pk} version {self.version}"


class Draft(models.Model):
    """A practitioner's preparation. The patient sees nothing of it until Give."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="draft")
    lines = models.JSONField(default=list)
    edited_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"draft of {self.programme_id}"


class Side(models.TextChoices):
    """Which side works or is stretched; never the side lain on."""

    EACH = "each", _("Each side")
    LEFT = "left", _("Left only")
    RIGHT = "right", _("Right only")
    NONE = "none", _("Both together")


class PainPolicyChoice(models.TextChoices):
    """Which of the two pain rules holds."""

    PAIN_FREE = PainPolicy.PAIN_FREE.value, _("Pain free")
    MONITORED = PainPolicy.MONITORED.value, _("Monitored, up to a ceiling")


class PrescriptionQuerySet(OfPatient["Prescription"]):
    """Prescriptions, seen by their patient and by the clinic's carers."""

    patient_path = "programme__patient"

    def given(self) -> "PrescriptionQuerySet":
        """Those in force now: neither superseded nor ended."""
        return self.filter(until_version=None)

    def with_hold(self) -> "PrescriptionQuerySet":
        """Each with `is_held`: an open hold on its line, or on the whole programme."""
        open_holds = Hold.objects.filter(
            Q(line=OuterRef("line")) | Q(line=None),
            programme=OuterRef("programme"),
            released_at=None,
        )
        return self.annotate(has_open_hold=Exists(open_holds))


class Prescription(models.Model):
    """One exercise as it was given. A change is a new row on the same line."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="prescriptions")
    line = models.UUIDField(default=uuid.uuid4)
    since_version = models.PositiveIntegerField()
    until_version = models.PositiveIntegerField(null=True, blank=True)
    # When it was superseded or taken off; of a row in force, None.
    ended_at = models.DateTimeField(null=True, blank=True)
    superseded_by = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="supersedes"
    )
    exercise = models.ForeignKey(ExerciseVersion, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=5, choices=Side.choices)
    sets = models.PositiveSmallIntegerField()
    repetitions = models.PositiveSmallIntegerField()
    hold_s = models.PositiveSmallIntegerField()
    rest_s = models.PositiveSmallIntegerField()
    tempo = models.CharField(max_length=12, blank=True)
    time_s = models.PositiveSmallIntegerField(default=0)
    times_a_day = models.PositiveSmallIntegerField()
    weekdays = models.CharField(max_length=7, default="1234567")
    anchor = models.CharField(max_length=40, blank=True)
    pain_policy = models.CharField(max_length=9, choices=PainPolicyChoice.choices)
    pain_ceiling = models.PositiveSmallIntegerField(null=True, blank=True)
    bad_day = models.BooleanField(default=False)
    # Whether the patient may use the mirror here, where their clinic has switched it on.
    camera = models.BooleanField(default=False)
    form_checked = models.BooleanField()
    # A practitioner watched this patient do it, where the exercise asks for that.
    watched = models.BooleanField(default=False)
    form_reason = models.CharField(max_length=300, blank=True)
    caution_reason = models.CharField(max_length=300, blank=True)
    note = models.TextField(max_length=600, blank=True)
    why_changed = models.CharField(max_length=300, blank=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[PrescriptionQuerySet] = PrescriptionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["order"]
        indexes = [models.Index(fields=["programme", "until_version", "order"])]
        constraints = [
            models.UniqueConstraint(
                fields=["line"],
                condition=Q(until_version=None),
                name="one_row_of_a_line_in_force",
            ),
            models.CheckConstraint(
                condition=Q(side__in=Side.values), name="prescription_side_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exercise_id} for programme {self.programme_id}"

    @property
    def is_held(self) -> bool:
        """Whether an open hold covers it; only for rows that were read `with_hold()`."""
        return bool(vars(self)["has_open_hold"])

    @property
    def done_as(self) -> tuple[uuid.UUID, str]:
        """The exercise its entries count for: this one, in any version and dose, on this line."""
        return self.line, self.exercise.exercise.slug

    def due_on(self, day: date) -> bool:
        """Whether the weekdays of this prescription name this day (Monday is 1)."""
        return str(day.isoweekday()) in self.weekdays


class Hold(models.Model):
    """A line, or with no line the whole programme, that waits for a practitioner."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="holds")
    line = models.UUIDField(null=True, blank=True)
    reason = models.CharField(max_length=40)
    # What asked for it (a session's entry, a morning answer), so that resending holds once.
    cause = models.CharField(max_length=80)
    opened_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    release_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "cause", "line"], name="one_hold_of_a_line_a_cause"
            ),
            models.UniqueConstraint(
                fields=["programme", "cause"],
                condition=Q(line=None),
                name="one_hold_of_everything_a_cause",
            ),
            models.CheckConstraint(
                condition=Q(released_at=None) | (~Q(released_by=None) & ~Q(release_reason="")),
                name="a_release_has_a_person_and_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["programme", "released_at"])]

    def __str__(self) -> str:
        return f"hold on {self.line or 'everything'}: {self.reason}"
