"""Who may send a message: one claim at a time, for as long as its lease."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import F

from goodform.inbox.kinds import ALERT
from goodform.outbox import claiming
from goodform.outbox.backoff import MOST_ATTEMPTS
from goodform.outbox.claiming import LEASE, Claim, claim
from goodform.outbox.models import Lane, Notification, State
from goodform.people.models import Clinic
from tests.outbox.senders import NOW, a_message, now_is
from tests.people import a_house

SECOND = timedelta(seconds=1)


def take(by: str, now: datetime = NOW, most: int = 10, a_minute: int | None = None) -> list[UUID]:
    rows = claim("pigeon", most=most, claim=Claim(by, now), a_minute=a_minute)
    return [row.pk for row in rows]


def test_only_what_is_due_is_claimed(clinic: Clinic) -> None:
    due = a_message(clinic, due_at=NOW)
    a_message(clinic, due_at=NOW + SECOND)
    assert take("one") == [due.pk]


def test_what_somebody_waits_for_goes_first(clinic: Clinic) -> None:
    a_message(clinic, due_at=NOW - timedelta(hours=1))
    alert = a_message(clinic, kind=ALERT)
    assert take("one", most=1) == [alert.pk]


def test_a_claimed_message_is_claimed_by_nobody_else(clinic: Clinic) -> None:
    a_message(clinic)
    assert take("one")
    assert take("two") == []


def test_a_lease_that_ran_out_gives_the_message_back(clinic: Clinic) -> None:
    row = a_message(clinic)
    take("one")
    assert claiming.recover(NOW + LEASE - SECOND) == 0
    assert claiming.recover(NOW + LEASE) == 1
    assert take("two", NOW + LEASE) == [row.pk]
    assert now_is(row).attempts == 1


def test_a_send_that_must_not_happen_twice_goes_to_somebody_who_looks(clinic: Clinic) -> None:
    begun, not_begun = a_message(clinic), a_message(clinic)
    take("one")
    assert claiming.about_to_send(now_is(begun), by="one", now=NOW)
    claiming.recover(NOW + LEASE)
    assert now_is(begun).state == State.REVIEW
    assert "may or may not" in now_is(begun).why
    assert now_is(not_begun).state == State.WAITING


def test_what_ends_every_worker_that_takes_it_ends_itself(clinic: Clinic) -> None:
    row, other = a_message(clinic), a_message(clinic)
    Notification.objects.filter(pk=row.pk).update(attempts=MOST_ATTEMPTS - 1)
    take("one")
    assert claiming.recover(NOW + LEASE) == 2
    assert now_is(row).state == State.DEAD
    assert "ended while it had it" in now_is(row).why
    assert now_is(other).state == State.WAITING


def test_an_old_claim_marks_nothing(clinic: Clinic) -> None:
    row = a_message(clinic)
    take("one")
    claiming.recover(NOW + LEASE)
    take("two", NOW + LEASE)
    assert claiming.mark_sent([row.pk], by="one", now=NOW) == 0
    assert not claiming.about_to_send(row, by="one", now=NOW)
    assert now_is(row).state == State.CLAIMED
    assert claiming.mark_sent([row.pk], by="two", now=NOW) == 1


def test_a_lease_made_by_a_clock_that_was_ahead_is_not_waited_for(clinic: Clinic) -> None:
    row = a_message(clinic)
    take("one", NOW + timedelta(days=365))
    assert claiming.recover(NOW) == 1
    assert take("two") == [row.pk]


def test_no_more_leave_in_a_minute_than_the_channel_takes(clinic: Clinic) -> None:
    for _each in range(5):
        a_message(clinic)
    start = NOW.replace(second=0)
    Notification.objects.update(next_at=start)
    assert len(take("one", start, a_minute=3)) == 3
    assert take("two", start + 30 * SECOND, a_minute=3) == []
    assert not claiming.is_open("pigeon", 3, start + 30 * SECOND)
    assert len(take("three", start + 60 * SECOND, a_minute=3)) == 2


def test_room_that_was_not_needed_stays_for_others(clinic: Clinic) -> None:
    a_message(clinic)
    assert len(take("one", a_minute=3)) == 1
    assert Lane.objects.get(channel="pigeon").sent_in_minute == 1


def test_a_channel_that_is_down_is_left_alone_longer_each_time(clinic: Clinic) -> None:
    first = claiming.channel_is_down("pigeon", "Fog.", now=NOW)
    second = claiming.channel_is_down("pigeon", "Fog.", now=NOW)
    assert first.down_until is not None
    assert second.down_until is not None
    assert second.down_until - NOW == 2 * (first.down_until - NOW)
    assert not claiming.is_open("pigeon", None, NOW)
    assert claiming.is_open("pigeon", None, second.down_until)
    assert claiming.is_open("pigeon", None, NOW - timedelta(days=1)), "the clock was put back"
    claiming.channel_is_up("pigeon")
    assert claiming.is_open("pigeon", None, NOW)


@pytest.mark.django_db(transaction=True)
def test_many_claiming_at_once_never_hold_the_same_message() -> None:
    clinic = a_house().clinic
    for number in range(60):
        a_message(clinic, key=f"key {number}")
    Notification.objects.update(next_at=F("due_at"))

    def worker(number: int) -> list[UUID]:
        taken: list[UUID] = []
        try:
            while mine := take(f"worker {number} {len(taken)}", most=3):
                taken += mine
        finally:
            connection.close()
        return taken

    with ThreadPoolExecutor(4) as pool:
        taken = [pk for each in pool.map(worker, range(4)) for pk in each]
    assert len(taken) == len(set(taken)) == 60
