"""The week's mat, what was done on a day, and when the whole list is asked."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from goodform.diary.queries import Mark, done_on, red_flag_questions, week_of
from goodform.programmes.schedule import Done
from goodform.safety.red_flag_rhythm import Questions
from tests.diary.earlier_days import both_sides, did
from tests.diary.sending import Phone, a_stop, an_entry
from tests.people import House, in_days
from tests.prescribed import Given, a_programme, an_exercise, give_lines, line_of


@pytest.fixture
def given(house: House) -> Given:
    """Alice's exercises, given twenty days ago."""
    given = a_programme(house.alice, house.priya)
    for row in given.prescriptions:
        row.given_at = timezone.now() - timedelta(days=20)
        row.save()
    return given


def test_the_mat_shows_done_half_empty_stopped_and_not_due(house: House, given: Given) -> None:
    did(house, 4, *both_sides(given))
    did(house, 3, an_entry(given.clam, side="left"))
    did(house, 2, *both_sides(given, outcome="partly"))
    did(house, 1, *both_sides(given), a_stop(given.clam, side="right"))
    days = [in_days(-n) for n in (5, 4, 3, 2, 1)]
    marks = week_of(given.prescriptions, days)
    assert marks[given.clam.pk] == (
        Mark.EMPTY,
        Mark.DONE,
        Mark.HALF,
        Mark.HALF,
        Mark.STOPPED,
    )
    given.hinge.weekdays = "".join(sorted(set("1234567") - {str(days[0].isoweekday())}))
    assert week_of([given.hinge], days)[given.hinge.pk][0] == Mark.NOT_DUE


def test_the_mat_of_many_patients_costs_one_query(
    house: House, given: Given, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    theirs = a_programme(house.carol, house.charlie)
    days = [in_days(-n) for n in range(7)]
    with django_assert_num_queries(1):
        week_of([*given.prescriptions, *theirs.prescriptions], days)


def test_what_was_done_before_a_change_of_dose_still_counts_today(
    house: House, given: Given
) -> None:
    Phone(house.alice).send(*both_sides(given))
    clam = line_of(an_exercise("clam", "Clam", sides="each"), line=str(given.clam.line), sets=3)
    after = give_lines(house.alice, house.priya, [clam])
    assert after.clam.pk != given.clam.pk
    done = done_on(given.programme, timezone.localdate())
    assert done[after.clam.done_as] == Done(left=1, right=1)
    marks = week_of([after.clam], [timezone.localdate()])
    assert marks[after.clam.pk] == (Mark.DONE,)


def test_the_whole_red_flag_list_is_asked_weekly(house: House, given: Given) -> None:
    today = timezone.localdate()

    def ask() -> Questions:
        return red_flag_questions(house.alice, day=today, pain=2, usual=3)

    assert ask() == Questions.WHOLE_LIST
    did(house, 3, red_flags=["none_of_these"])
    assert ask() == Questions.ONE_QUESTION
    did(house, 2, red_flags=["nothing_new"])
    assert red_flag_questions(house.alice, day=today + timedelta(days=4), pain=2, usual=3) == (
        Questions.WHOLE_LIST
    )
