"""Harm told after a release holds everything again, and somebody is told again."""

from typing import Any

import pytest

from goodform.inbox.answer_actions import resolve
from goodform.inbox.models import Alert, Closing
from goodform.programmes.actions import release
from goodform.programmes.models import Hold
from goodform.programmes.queries import released_causes
from tests.diary.sending import Phone, a_stop, lines_held
from tests.people import House
from tests.prescribed import Given


def looked_at(house: House, given: Given) -> None:
    """Priya releases all of it and closes every case."""
    for line in (None, given.clam.line):
        release(programme=given.programme, line=line, reason="Calm.", by=house.priya)
    for alert in Alert.objects.open():
        resolve(alert=alert, outcome=Closing.SPOKE, what_was_done="Rang.", by=house.priya)


def test_a_sign_told_after_the_release_holds_everything_again(
    house: House, given: Given, phone: Phone
) -> None:
    stop = a_stop(given.clam, symptoms=["dizzy"])
    phone.send(stop)
    looked_at(house, given)
    assert lines_held() == set()
    more: dict[str, Any] = {**stop, "symptoms": ["dizzy", "saddle"]}
    phone.send(more)
    assert lines_held() == {None}
    assert f"stop:{phone.session}" not in released_causes(given.programme)
    assert [each.is_emergency for each in Alert.objects.open()] == [True]
    held, cases = Hold.objects.count(), Alert.objects.count()
    phone.send(more)
    assert (Hold.objects.count(), Alert.objects.count()) == (held, cases)
    looked_at(house, given)
    assert f"stop:{phone.session}" in released_causes(given.programme)


def test_a_sign_no_graver_than_the_closed_case_opens_a_case_of_its_own(
    house: House, given: Given, phone: Phone
) -> None:
    stop = a_stop(given.clam, symptoms=["numb_leg"])
    phone.send(stop)
    looked_at(house, given)
    phone.send({**stop, "symptoms": ["numb_leg", "weak_leg"]})
    assert lines_held() == {None}
    assert Alert.objects.open().count() == 1


def test_a_red_flag_told_after_the_release_holds_everything_again(
    house: House, given: Given, phone: Phone
) -> None:
    phone.send(red_flags=["fever"])
    looked_at(house, given)
    phone.send(red_flags=["fever"])
    assert lines_held() == set()
    phone.send(red_flags=["fever", "saddle"])
    assert lines_held() == {None}
    assert Alert.objects.open().count() == 1


@pytest.mark.parametrize("more", [{"pain": 7}, {"note": "x"}, {"undone_at": None}])
def test_the_same_sign_with_other_words_beside_it_holds_nothing_again(
    house: House, given: Given, phone: Phone, more: dict[str, Any]
) -> None:
    stop = a_stop(given.clam, symptoms=["dizzy"])
    phone.send(stop)
    looked_at(house, given)
    phone.send({**stop, **more})
    assert lines_held() == set()


def test_a_plain_stop_after_the_release_holds_its_own_exercise_only(
    house: House, given: Given, phone: Phone
) -> None:
    stop = a_stop(given.clam, symptoms=["dizzy"])
    phone.send(stop)
    looked_at(house, given)
    phone.send(stop, a_stop(given.hinge))
    assert lines_held() == {given.hinge.line}
