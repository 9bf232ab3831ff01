"""Sessions, entries and mornings: rows of the log, never those of the prescription."""

from django.db import models

from goodform.diary.choices import Difficulty, DoneSide, Outcome, RedFlagsAsked, Timing, Why
from goodform.people.access import OfPatientClinical
from goodform.people.models import Patient, Staff
from goodform.programmes.models import Prescription, Programme
from goodform.safety.decision import Advice
from goodform.safety.pain_rules import MorningAnswer

__all__ = [
    "CameraSummary",
    "Difficulty",
    "DoneSide",
    "Entry",
    "EntryRevision",
    "Excess",
    "Morning",
    "Outcome",
    "RedFlagsAsked",
    "Session",
    "Timing",
    "Why",
]


class Session(models.Model):
    """One sitting. The id comes from the device, so that sending twice is sending once."""

    id = models.UUIDField(primary_key=True)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="sessions")
    # None where nothing was ever prescribed: a warning sign is kept all the same.
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions"
    )
    programme_version = models.PositiveIntegerField()
    local_date = models.DateField()
    zone = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField()
    clock_offset_s = models.FloatField(null=True, blank=True)
    received_at = models.DateTimeField()
    pain_before = models.PositiveSmallIntegerField(null=True, blank=True)
    pain_after = models.PositiveSmallIntegerField(null=True, blank=True)
    red_flags = models.JSONField(default=list)
    red_flags_asked = models.CharField(
        max_length=12, choices=RedFlagsAsked.choices, default=RedFlagsAsked.NOTHING
    )
    note = models.TextField(max_length=10_000, blank=True)
    flags = models.JSONField(default=list)
    # The gravest advice that stood on the patient's screen: what they saw is the evidence.
    shown = models.CharField(
        max_length=12, choices=[(each.value, each.value) for each in Advice], blank=True, default=""
    )
    # When each field was last said, by the device's clock as corrected: the later word wins.
    stamps = models.JSONField(default=dict)
    # Reception or a practitioner, where the patient's paper was entered at the clinic.
    entered_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = OfPatientClinical["Session"].as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["patient", "-local_date"]),
            models.Index(
                fields=["patient", "-local_date"],
                condition=models.Q(red_flags_asked="whole_list"),
                name="whole_red_flag_lists",
            ),
        ]

    def __str__(self) -> str:
        return f"session of {self.patient_id} on {self.local_date}"


class EntryQuerySet(OfPatientClinical["Entry"]):
    """Entries, seen by their patient and by practitioners."""

    patient_path = "session__patient"


class Entry(models.Model):
    """One exercise on one side, as it was done, beside what was asked."""

    id = models.UUIDField(primary_key=True)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="entries")
    # None where a stop or a symptom named no exercise of this patient: it holds everything.
    prescription = models.ForeignKey(
        Prescription, null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    side = models.CharField(max_length=5, choices=DoneSide.choices, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    reason = models.CharField(max_length=20, choices=Why.choices, blank=True)
    where = models.CharField(max_length=200, blank=True)
    symptoms = models.JSONField(default=list)
    noticed = models.JSONField(default=list)
    sets_done = models.PositiveSmallIntegerField(null=True, blank=True)
    repetitions_done = models.PositiveSmallIntegerField(null=True, blank=True)
    hold_done_s = models.PositiveSmallIntegerField(null=True, blank=True)
    time_done_s = models.PositiveSmallIntegerField(null=True, blank=True)
    sets_target = models.PositiveSmallIntegerField(null=True, blank=True)
    repetitions_target = models.PositiveSmallIntegerField(null=True, blank=True)
    hold_target_s = models.PositiveSmallIntegerField(null=True, blank=True)
    time_target_s = models.PositiveSmallIntegerField(null=True, blank=True)
    pain = models.PositiveSmallIntegerField(null=True, blank=True)
    difficulty = models.CharField(max_length=5, choices=Difficulty.choices, blank=True)
    timing = models.CharField(max_length=6, choices=Timing.choices, blank=True)
    recorded_at = models.DateTimeField()
    zone = models.CharField(max_length=64, default="UTC")
    local_date = models.DateField()
    flags = models.JSONField(default=list)
    stamps = models.JSONField(default=dict)
    # "Pressed by mistake", or a tick that was entered by mistake. A stop holds all the same.
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["recorded_at"]
        indexes = [
            models.Index(fields=["prescription", "local_date"]),
            models.Index(fields=["session"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pain=None) | models.Q(pain__lte=10), name="entry_pain_to_ten"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.prescription_id} {self.side}"


class Excess(models.Model):
    """The part a session had no room for, as it came, as JSON by id. None of it told of harm.

    `full`: more came than is kept.
    """

    session = models.OneToOneField(
        Session, primary_key=True, on_delete=models.PROTECT, related_name="excess"
    )
    received = models.JSONField(default=dict)
    full = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"what {self.session_id} had no room for"


class EntryRevision(models.Model):
    """An entry as it was before it was corrected, field by field."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="revisions")
    at = models.DateTimeField()
    by = models.CharField(max_length=64)
    by_label = models.CharField(max_length=200, blank=True)
    before = models.JSONField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"revision of {self.entry_id}"


class CameraSummary(models.Model):
    """The phone camera's view of an entry: times and measures, never a landmark.

    The first word stays: it was measured, and is not corrected.  What an eye saw that we do not
    know, or that was not allowed, is kept and not believed.
    """

    entry = models.OneToOneField(
        Entry, primary_key=True, on_delete=models.PROTECT, related_name="camera"
    )
    engine = models.CharField(max_length=64)
    model = models.CharField(max_length=64)
    summary = models.JSONField()
    believed = models.BooleanField()
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"what a camera saw of {self.entry_id}"


class Morning(models.Model):
    """How the back was the morning after. Answered without `settled`: they were not sure."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="mornings")
    date = models.DateField()
    settled = models.BooleanField(null=True, blank=True)
    answered = models.BooleanField(default=True)
    # The muscles ached and the back did not: settled, and noted.
    ache = models.BooleanField(default=False)
    pain = models.PositiveSmallIntegerField(null=True, blank=True)
    answered_at = models.DateTimeField()

    objects = OfPatientClinical["Morning"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "date"], name="one_morning_a_day")
        ]

    def __str__(self) -> str:
        return f"morning of {self.patient_id} on {self.date}"

    @property
    def answer(self) -> MorningAnswer:
        """As the rules read it."""
        if self.settled is None:
            return MorningAnswer.UNSURE if self.answered else MorningAnswer.UNANSWERED
        if self.settled:
            return MorningAnswer.ACHE if self.ache else MorningAnswer.SETTLED
        return MorningAnswer.WORSE
