"""A patient's record, and the evidence beside "step up"."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from goodform.desk.record_facts import ladder_evidence, record_of
from goodform.programmes.actions import release
from goodform.programmes.models import Programme
from tests.diary.earlier_days import both_sides, did
from tests.diary.sending import a_stop, an_entry
from tests.people import House
from tests.prescribed import Given, a_programme, an_exercise, give_lines, line_of


@pytest.fixture
def given(house: House) -> Given:
    """Alice's exercises, given twenty days ago."""
    given = a_programme(house.alice, house.priya)
    for row in given.prescriptions:
        row.given_at = timezone.now() - timedelta(days=20)
        row.save()
    return given


def test_the_record_shows_sessions_with_entries_mornings_and_changes(
    house: House, given: Given
) -> None:
    did(house, 3, *both_sides(given, pain=2), pain_before=2, pain_after=3)
    did(house, 2, a_stop(given.hinge, pain=6, where="low_back"), note="It was the last one.")
    record = record_of(house.priya.user, house.alice)
    newest, older = record.sessions
    (stop,) = newest.entries
    assert (stop.exercise, stop.outcome, stop.entry.pain) == ("Hip hinge", "Stopped, it hurt", 6)
    assert newest.session.note == "It was the last one."
    assert [entry.side for entry in older.entries] == ["Left", "Right"]
    assert (older.session.pain_before, older.session.pain_after) == (2, 3)
    assert record.changes == ()
    give_lines(
        house.alice,
        house.priya,
        [line_of(an_exercise("clam", "Clam", sides="each"), line=str(given.clam.line), sets=3)],
    )
    (change,) = record_of(house.priya.user, house.alice).changes
    assert change.before == given.clam
    assert (change.prescription.sets, change.by) == (3, "Priya Nair")


def test_the_record_is_for_the_patient_and_practitioners_of_the_clinic(
    house: House, given: Given
) -> None:
    did(house, 1, *both_sides(given))
    assert house.alice.user is not None
    assert house.carol.user is not None
    assert record_of(house.alice.user, house.alice).sessions
    for outsider in (house.rob.user, house.olu.user, house.charlie.user, house.carol.user):
        assert record_of(outsider, house.alice).sessions == ()


def test_the_record_comes_page_by_page(
    house: House, given: Given, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for days_ago in range(1, 8):
        did(house, days_ago, *both_sides(given))
    with django_assert_max_num_queries(8):
        first = record_of(house.priya.user, house.alice, at_most=5)
    assert (len(first.sessions), first.more) == (5, True)
    start = first.sessions[-1].session.started_at
    rest = record_of(house.priya.user, house.alice, at_most=5, before=start)
    assert (len(rest.sessions), rest.more) == (2, False)


def test_evidence_beside_step_up_says_numbers_and_no_advice(house: House, given: Given) -> None:
    for days_ago in range(1, 15):
        if days_ago in {5, 9}:
            continue
        easy = "easy" if days_ago <= 6 else None
        did(house, days_ago, *both_sides(given, pain=days_ago % 2, difficulty=easy))
    evidence = ladder_evidence(house.alice, given.prescriptions)[given.clam.pk]
    assert (evidence.adherence.done, evidence.adherence.planned) == (12, 14)
    assert evidence.words == "12 of 14 sessions, pain 0–1, too easy 10 times"
    assert evidence.adherence.words == "12 of 14, 24 timed, 0 ticked"


def test_one_side_alone_is_no_round_and_an_extra_round_makes_up_for_none(
    house: House, given: Given
) -> None:
    did(house, 2, an_entry(given.clam, side="left"), an_entry(given.clam, side="left"))
    did(house, 1, *both_sides(given), *both_sides(given))
    found = ladder_evidence(house.alice, given.prescriptions, days=2)[given.clam.pk]
    assert (found.adherence.done, found.adherence.planned) == (1, 2)


def test_days_that_began_on_hold_were_not_asked(house: House, given: Given) -> None:
    did(house, 5, a_stop(given.hinge))
    adherence = ladder_evidence(house.alice, given.prescriptions, days=8)[given.hinge.pk].adherence
    assert (adherence.done, adherence.planned) == (0, 4)
    programme = Programme.objects.get(pk=given.programme.pk)
    release(programme=programme, line=given.hinge.line, reason="Settled.", by=house.priya)
    adherence = ladder_evidence(house.alice, given.prescriptions, days=8)[given.hinge.pk].adherence
    assert adherence.planned == 4


def test_evidence_of_a_whole_programme_costs_two_queries(
    house: House, given: Given, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    did(house, 1, *both_sides(given))
    with django_assert_num_queries(2):
        ladder_evidence(house.alice, given.prescriptions)
