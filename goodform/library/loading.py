"""Bringing the exercise files into the house: an immutable version for each content."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from goodform.library.exercise_files import ExerciseFile
from goodform.library.models import Exercise, ExerciseVersion


@dataclass(frozen=True)
class Loaded:
    """What loading did: slugs with a new version, and slugs as they were."""

    fresh: tuple[str, ...]
    unchanged: tuple[str, ...]


@transaction.atomic
def load(files: Sequence[ExerciseFile]) -> Loaded:
    """Load the shared library. Prescriptions stay on the version they were given with.

    A file that went away leaves its exercise without a current version: it can no longer be
    prescribed, and who has it keeps it.
    """
    shared = {
        exercise.slug: exercise
        for exercise in Exercise.objects.filter(clinic=None).select_related("current")
    }
    fresh, unchanged = [], []
    for file in files:
        exercise = shared.pop(file.slug, None) or Exercise.objects.create(slug=file.slug)
        if exercise.current is not None and exercise.current.content_hash == file.content_hash:
            unchanged.append(file.slug)
            continue
        version, _made = ExerciseVersion.objects.get_or_create(
            exercise=exercise,
            content_hash=file.content_hash,
            defaults={"name": file.name, "content": file.as_json()},
        )
        exercise.current = version
        exercise.save(update_fields=["current"])
        fresh.append(file.slug)
    for gone in shared.values():
        gone.current = None
        gone.save(update_fields=["current"])
    return Loaded(fresh=tuple(fresh), unchanged=tuple(unchanged))
