"""Loading the exercise files: a version for each content, few queries, nothing lost."""

from dataclasses import replace

import pytest
from django.conf import settings
from pytest_django import DjangoAssertNumQueries

from goodform.library.exercise_files import ExerciseFile, read_directory
from goodform.library.loading import load
from goodform.library.models import Exercise, ExerciseVersion
from goodform.motion.movements import DRAWN

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def files() -> list[ExerciseFile]:
    """The exercises of the house."""
    return list(read_directory(settings.EXERCISES, pictures=frozenset(DRAWN)))


def reworded(file: ExerciseFile) -> ExerciseFile:
    """The same exercise in other words."""
    return replace(file, name="Clam, in other words")


def test_every_file_becomes_an_exercise_with_its_version(files: list[ExerciseFile]) -> None:
    loaded = load(files)
    assert loaded.fresh == tuple(file.slug for file in files)
    assert loaded.unchanged == ()
    for file in files:
        version = Exercise.objects.get(slug=file.slug).current
        assert version is not None
        assert (version.name, version.content) == (file.name, file.as_json())


def test_what_did_not_change_costs_one_look(
    files: list[ExerciseFile], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    load(files)
    with django_assert_num_queries(3):  # a savepoint around the look
        assert load(files).unchanged == tuple(file.slug for file in files)


def test_the_whole_library_costs_as_few_queries_as_one_exercise(
    files: list[ExerciseFile], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(7):
        load(files)


def test_other_words_are_another_version_and_the_old_one_stays(files: list[ExerciseFile]) -> None:
    load(files)
    clam = next(file for file in files if file.slug == "clam")
    others = [file for file in files if file.slug != "clam"]
    assert load([*others, reworded(clam)]).fresh == ("clam",)
    exercise = Exercise.objects.get(slug="clam")
    assert exercise.current is not None
    assert exercise.current.name == "Clam, in other words"
    assert exercise.versions.count() == 2


def test_a_text_that_comes_back_is_the_version_it_was(files: list[ExerciseFile]) -> None:
    load(files)
    clam = next(file for file in files if file.slug == "clam")
    first = Exercise.objects.get(slug="clam").current_id
    load([reworded(clam)])
    load([clam])
    assert Exercise.objects.get(slug="clam").current_id == first
    assert ExerciseVersion.objects.filter(exercise__slug="clam").count() == 2


def test_a_file_that_went_away_can_no_longer_be_given_and_can_come_back(
    files: list[ExerciseFile],
) -> None:
    load(files)
    without = [file for file in files if file.slug != "clam"]
    load(without)
    assert Exercise.objects.get(slug="clam").current is None
    assert Exercise.objects.exclude(slug="clam").filter(current=None).count() == 0
    assert load(files).fresh == ("clam",)
    assert Exercise.objects.get(slug="clam").current is not None
