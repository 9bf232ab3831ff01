"""The exercises as the house keeps them: a name, and immutable versions by content."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from goodform.people.models import Clinic


class Exercise(models.Model):
    """An exercise by its slug: from the shared library, or a clinic's own."""

    slug = models.SlugField(max_length=60)
    clinic = models.ForeignKey(
        Clinic, null=True, blank=True, on_delete=models.PROTECT, related_name="exercises"
    )
    current = models.ForeignKey(
        "ExerciseVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug", "clinic"], name="one_slug_a_clinic"),
            models.UniqueConstraint(
                fields=["slug"], condition=models.Q(clinic=None), name="one_slug_in_the_library"
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class ExerciseVersion(models.Model):
    """An exercise as worded at one time. Never changed: what a patient saw can be shown again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="versions")
    content_hash = models.CharField(max_length=64)
    name = models.CharField(max_length=120)
    content = models.JSONField()
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["exercise", "content_hash"], name="one_version_a_content"
            )
        ]

    def __str__(self) -> str:
        return f"{self.exercise_id} {self.content_hash[:8]}"


class ExerciseVideo(models.Model):
    """The clip a clinic chose for an exercise, as a YouTube id and nothing else."""

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="videos")
    slug = models.SlugField(max_length=60)
    youtube_id = models.CharField(_("YouTube address"), max_length=11)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clinic", "slug"], name="one_video_an_exercise")
        ]

    def __str__(self) -> str:
        return self.youtube_id
