"""Ticks on paper, entered at the clinic."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from goodform.audit.models import AuditRow
from goodform.diary.models import Entry, Session
from goodform.diary.paper_actions import Tick, TicksRefused, enter_ticks
from goodform.diary.queries import done_on
from goodform.programmes.actions import give, save_draft
from goodform.programmes.models import Prescription, Programme
from goodform.programmes.queries import as_line
from goodform.programmes.schedule import Done
from tests.diary.sending import Phone, an_entry
from tests.people import House, in_days
from tests.prescribed import Given, a_programme


@pytest.fixture
def given(house: House) -> Given:
    """Alice's exercises, given ten days ago."""
    given = a_programme(house.alice, house.priya)
    Prescription.objects.update(given_at=timezone.now() - timedelta(days=10))
    return given


def ticked(given: Given, left: int, right: int) -> list[Tick]:
    """The clam's ticks."""
    return [Tick(given.clam.pk, "left", left), Tick(given.clam.pk, "right", right)]


def test_ticks_count_as_done_say_that_they_are_ticks_and_who_entered_them(
    house: House, given: Given
) -> None:
    day = in_days(-2)
    enter_ticks(patient=house.alice, day=day, ticks=ticked(given, 1, 1), by=house.rob)
    assert done_on(given.programme, day) == {given.clam.done_as: Done(left=1, right=1)}
    assert set(Entry.objects.values_list("timing", "pain")) == {("ticked", None)}
    assert Session.objects.get().entered_by == house.rob
    row = AuditRow.objects.get(action="entered paper ticks")
    assert row.actor == "Rob Lane"


def test_entered_twice_is_entered_once(house: House, given: Given) -> None:
    for _ in range(2):
        enter_ticks(patient=house.alice, day=in_days(-2), ticks=ticked(given, 2, 1), by=house.rob)
    assert done_on(given.programme, in_days(-2))[given.clam.done_as] == Done(left=2, right=1)
    assert Entry.objects.count() == 3


def test_a_tick_entered_by_mistake_is_taken_back_and_can_be_entered_again(
    house: House, given: Given
) -> None:
    day = in_days(-1)
    for left in (2, 0, 1):
        enter_ticks(patient=house.alice, day=day, ticks=ticked(given, left, 0), by=house.rob)
        found = done_on(given.programme, day).get(given.clam.done_as, Done())
        assert found == Done(left=left)
    assert Entry.objects.count() == 3


def test_what_the_phone_sent_is_left_alone(house: House, given: Given) -> None:
    Phone(house.alice).send(an_entry(given.clam))
    today = timezone.localdate()
    enter_ticks(patient=house.alice, day=today, ticks=ticked(given, 0, 1), by=house.rob)
    assert done_on(given.programme, today)[given.clam.done_as] == Done(left=1, right=1)


def test_ticks_under_an_earlier_dose_are_the_same_ticks(house: House, given: Given) -> None:
    """A dose that changed since makes nobody's paper count twice."""
    day = in_days(-2)
    enter_ticks(patient=house.alice, day=day, ticks=ticked(given, 2, 1), by=house.rob)
    now = with_another_dose(given, given.clam)
    for left in (2, 1, 2):
        again = [Tick(now.pk, "left", left), Tick(now.pk, "right", 1)]
        enter_ticks(patient=house.alice, day=day, ticks=again, by=house.rob)
        assert done_on(given.programme, day)[now.done_as] == Done(left=left, right=1)


def with_another_dose(given: Given, row: Prescription) -> Prescription:
    """The row that takes its place, given now."""
    lines = [
        replace(as_line(each), sets=each.sets + (each.pk == row.pk), why_changed="A little more.")
        for each in given.prescriptions
    ]
    programme = Programme.objects.get(pk=given.programme.pk)
    programme = save_draft(programme=programme, lines=lines, edits=programme.edits, by=row.given_by)
    give(programme=programme, edits=programme.edits, by=row.given_by)
    return Prescription.objects.get(supersedes=row)


WRONG = [
    ("tomorrow", 1, "left", 1, "has not come yet"),
    ("before it was given", -30, "left", 1, "was given later"),
    ("a side not asked for", -1, "both", 1, "side that was not asked for"),
    ("twenty rounds", -1, "left", 20, "from 0 to 8"),
    ("minus one", -1, "left", -1, "from 0 to 8"),
]


@pytest.mark.parametrize("row", WRONG, ids=[row[0] for row in WRONG])
def test_what_cannot_be_right_is_refused_with_what_to_do(
    house: House, given: Given, row: tuple[str, int, str, int, str]
) -> None:
    _, days, side, rounds, said = row
    with pytest.raises(TicksRefused, match=said):
        enter_ticks(
            patient=house.alice,
            day=in_days(days),
            ticks=[Tick(given.clam.pk, side, rounds)],
            by=house.rob,
        )
    assert not Entry.objects.exists()


def test_somebody_elses_exercise_is_refused(house: House, given: Given) -> None:
    theirs = a_programme(house.carol, house.charlie)
    with pytest.raises(TicksRefused, match="not on this patient's list"):
        enter_ticks(patient=house.alice, day=in_days(0), ticks=ticked(theirs, 1, 0), by=house.rob)


@pytest.mark.parametrize("who", ["olu", "charlie"])
def test_only_the_front_desk_and_practitioners_of_this_clinic(
    house: House, given: Given, who: str
) -> None:
    with pytest.raises(PermissionDenied):
        enter_ticks(
            patient=house.alice,
            day=in_days(0),
            ticks=ticked(given, 1, 1),
            by=getattr(house, who),
        )
