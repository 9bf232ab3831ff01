"""The exercises that may be prescribed."""

from functools import cache

from django.conf import settings
from django.db.models import Q

from goodform.library.exercise_files import ExerciseSet, read_sets
from goodform.library.models import Exercise, ExerciseVersion, ExerciseVideo
from goodform.motion.movements import DRAWN
from goodform.people.models import Clinic


def prescribable(clinic: Clinic) -> list[ExerciseVersion]:
    """The current version of every exercise of the shared library and of this clinic, by name."""
    return list(
        ExerciseVersion.objects.filter(
            pk__in=Exercise.objects.filter(Q(clinic=None) | Q(clinic=clinic)).values("current")
        )
        .select_related("exercise")
        .order_by("name")
    )


def current_version(clinic: Clinic, slug: str) -> ExerciseVersion | None:
    """The version prescribed today under this slug; the clinic's own comes first."""
    found = (
        Exercise.objects.filter(Q(clinic=None) | Q(clinic=clinic), slug=slug)
        .exclude(current=None)
        .select_related("current__exercise")
        .order_by("-clinic")
    )
    mine = sorted(found, key=lambda exercise: exercise.clinic_id is None)
    return mine[0].current if mine else None


def rung(version: ExerciseVersion, clinic: Clinic, *, harder: bool) -> ExerciseVersion | None:
    """The next rung of the ladder in this direction; None at its end."""
    slug = version.content["harder" if harder else "easier"]
    return current_version(clinic, slug) if slug else None


def video_of(clinic: Clinic, slug: str) -> str:
    """The YouTube id a clinic chose for an exercise; empty where it chose none."""
    row = ExerciseVideo.objects.filter(clinic=clinic, slug=slug).first()
    return row.youtube_id if row else ""


@cache
def ready_sets() -> tuple[ExerciseSet, ...]:
    """The ready-made sets of the shared library, read once a process, as its exercises are."""
    return read_sets(settings.EXERCISES, pictures=frozenset(DRAWN))
