"""Whose care has ended gets nothing more; and to who has died nothing leaves, ever."""

import pytest

from goodform.inbox.kinds import MESSAGE
from goodform.outbox.care_ended import care_ended
from goodform.outbox.kinds import READY_MADE, MessageKind
from goodform.outbox.models import Notification, State
from goodform.people.ending_actions import end_care, take_back_the_end
from goodform.people.models import Ended, Patient, Staff
from goodform.reminders.kinds import REMINDERS, REVIEW_DUE
from tests.outbox.senders import PigeonChannel, a_message, deliver, now_is
from tests.people import House


def a_ready_made(house: House, to: str) -> Notification:
    row = a_message(house.clinic, kind=READY_MADE)
    row.to = to
    row.save()
    return row


@pytest.mark.parametrize("why", [each for each in Ended if each != Ended.MERGED])
@pytest.mark.parametrize("kind", [*REMINDERS, MESSAGE, REVIEW_DUE])
def test_what_waited_for_them_is_dropped(house: House, why: Ended, kind: MessageKind) -> None:
    row = a_message(house.clinic, house.alice, kind=kind)
    carols = a_message(house.elsewhere, house.carol, kind=kind)
    assert care_ended([row, carols]) == {}
    end_care(patient=house.alice, by=house.priya, why=why)
    again = list(Notification.objects.select_related("patient"))
    assert set(care_ended(again)) == {row.pk}
    take_back_the_end(patient=house.alice, by=house.priya)
    assert care_ended(list(Notification.objects.select_related("patient"))) == {}


def test_a_code_still_reaches_who_was_discharged_and_nothing_who_died(house: House) -> None:
    code = a_ready_made(house, "Alice@example.org")
    end_care(patient=house.alice, by=house.priya, why=Ended.DISCHARGED)
    assert care_ended([code]) == {}
    end_care(patient=house.alice, by=house.priya, why=Ended.DIED)
    assert set(care_ended([code])) == {code.pk}


def test_somebody_else_behind_the_same_address_still_gets_theirs(house: House) -> None:
    code = a_ready_made(house, "alice@example.org")
    end_care(patient=house.alice, by=house.priya, why=Ended.DIED)
    Patient.objects.filter(pk=house.carol.pk).update(email="alice@example.org")
    assert care_ended([code]) == {}


def test_a_colleague_behind_the_same_address_still_gets_theirs(house: House) -> None:
    code = a_ready_made(house, "priya@example.org")
    Patient.objects.filter(pk=house.alice.pk).update(email="priya@example.org")
    end_care(patient=house.alice, by=house.priya, why=Ended.DIED)
    assert care_ended([code]) == {}
    Staff.objects.filter(pk=house.priya.pk).update(active=False)
    assert set(care_ended([code])) == {code.pk}


def test_the_worker_drops_it_and_says_why(house: House) -> None:
    alices = a_message(house.clinic, house.alice)
    carols = a_message(house.elsewhere, house.carol)
    end_care(patient=house.alice, by=house.priya, why=Ended.DIED)
    pigeons = PigeonChannel()
    assert deliver(pigeons) == 1
    assert [parcel.id for parcel in pigeons.sent] == [carols.pk]
    assert now_is(alices).state == State.DROPPED
    assert now_is(alices).why == "The care of whom it was for has ended."
