"""Bringing the exercise files into the house: an immutable version for each content."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from goodform.library.exercise_files import ExerciseFile
from goodform.library.models import Exercise, ExerciseVersion


@dataclass(frozen=True)
class Loaded:
    """The outcome of loading: slugs with a new version, and slugs as they were."""

    fresh: tuple[str, ...]
    unchanged: tuple[str, ...]


@transaction.atomic
def load(files: Sequence[ExerciseFile]) -> Loaded:
    """Load the shared library. Prescriptions stay on the version they were given with.

    A file that went away leaves its exercise without a current version: it can no longer be
    prescribed, and who has it keeps it.
    """
    exercises = _exercises_of(files)
    changed = {
        file.slug: file
        for file in files
        if _hash_of(exercises[file.slug].current) != file.content_hash
    }
    versions = _versions_of(changed, exercises)
    for slug, file in changed.items():
        exercises[slug].current = versions[exercises[slug].pk, file.content_hash]
    loaded = {file.slug for file in files}
    gone = [each for slug, each in exercises.items() if slug not in loaded and each.current_id]
    for exercise in gone:
        exercise.current = None
    Exercise.objects.bulk_update([*(exercises[slug] for slug in changed), *gone], ["current"])
    unchanged = tuple(file.slug for file in files if file.slug not in changed)
    return Loaded(fresh=tuple(changed), unchanged=unchanged)


def _exercises_of(files: Sequence[ExerciseFile]) -> dict[str, Exercise]:
    """The shared library by slug, with a row for each of these files."""
    shared = Exercise.objects.filter(clinic=None).select_related("current")
    exercises = {each.slug: each for each in shared.defer("current__content")}
    missing = [Exercise(slug=file.slug) for file in files if file.slug not in exercises]
    return exercises | {each.slug: each for each in Exercise.objects.bulk_create(missing)}


def _hash_of(version: ExerciseVersion | None) -> str | None:
    return None if version is None else version.content_hash


def _versions_of(
    changed: Mapping[str, ExerciseFile], exercises: Mapping[str, Exercise]
) -> dict[tuple[int, str], ExerciseVersion]:
    """The version of each changed file by exercise and content; one that is kept is taken again."""
    wanted = {(exercises[slug].pk, file.content_hash): file for slug, file in changed.items()}
    kept = ExerciseVersion.objects.filter(
        exercise__in=[exercise for exercise, _hash in wanted],
        content_hash__in=[content for _exercise, content in wanted],
    ).defer("content")
    versions = {(each.exercise_id, each.content_hash): each for each in kept}
    missing = [
        ExerciseVersion(
            exercise_id=exercise, content_hash=content, name=file.name, content=file.as_json()
        )
        for (exercise, content), file in wanted.items()
        if (exercise, content) not in versions
    ]
    made = ExerciseVersion.objects.bulk_create(missing)
    return versions | {(each.exercise_id, each.content_hash): each for each in made}
