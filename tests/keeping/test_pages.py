"""The owner's page about backups, and what is said loudly."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from goodform.keeping.actions import name_recipient
from goodform.keeping.models import Backup, BackupOutcome, Recipient
from goodform.people.models import Staff
from tests.keeping.houses import KeyPair
from tests.people import House


def page_of(staff: Staff, address: str = "/clinic/backups/") -> str:
    client = Client()
    client.force_login(staff.user)
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def proven(key: KeyPair) -> None:
    name_recipient(key=key.public, now=timezone.now())
    Recipient.objects.update(proven_at=timezone.now())


def an_attempt(
    key: KeyPair, outcome: BackupOutcome = BackupOutcome.GOOD, *, hours_ago: float, **facts: object
) -> None:
    Backup.objects.create(
        began_at=timezone.now() - timedelta(hours=hours_ago),
        outcome=outcome,
        nightly=True,
        file="/backups/goodform-x.age",
        keys=key.public,
        **{"rows": 4321, "size": 2_000_000, **facts},
    )


LOUD = {
    "no key": "No backup is made",
    "nobody can open": "Nobody can open these",
    "none": "There is no backup yet",
    "old": "old.</strong>",
    "failed": " failed</h2>",
}


def loud(page: str) -> set[str]:
    return {name for name, words in LOUD.items() if words in page}


def test_a_good_one_of_last_night_is_said_calmly(house: House, key: KeyPair) -> None:
    proven(key)
    an_attempt(key, hours_ago=8)
    page = page_of(house.olu)
    assert loud(page) == set()
    for words in (
        "All is well",
        "8\xa0hours ago",
        "4321 rows",
        "/backups/goodform-x.age",
        key.public,
    ):
        assert words in page


def test_without_a_key_it_says_that_none_is_made(house: House) -> None:
    assert loud(page_of(house.olu)) == {"no key"}
    assert "nobody has named a key" in page_of(house.olu, "/clinic/")


def test_a_key_that_nobody_proved_opens_nothing(house: House, key: KeyPair) -> None:
    name_recipient(key=key.public, now=timezone.now())
    an_attempt(key, hours_ago=8)
    assert loud(page_of(house.olu)) == {"nobody can open"}
    assert "Nobody can open the backups" in page_of(house.olu, "/clinic/")


def test_older_than_two_days_is_loud(house: House, key: KeyPair) -> None:
    proven(key)
    an_attempt(key, hours_ago=49)
    assert loud(page_of(house.olu)) == {"old"}
    assert "older than two days" in page_of(house.olu, "/clinic/")


def test_one_that_failed_is_loud_and_says_why(house: House, key: KeyPair) -> None:
    proven(key)
    an_attempt(key, hours_ago=30)
    an_attempt(key, BackupOutcome.FAILED, hours_ago=6, why="The disk is full: make room.")
    page = page_of(house.olu)
    assert loud(page) == {"failed"}
    assert "The disk is full: make room." in page
    assert "Goodform tries again every hour" in page
    assert "Whoever looks after this machine mends the cause" in page
    assert "Until then you have the last good one, 1\xa0day, 6\xa0hours old." in page


def test_one_that_broke_off_is_loud_and_one_at_work_is_not(house: House, key: KeyPair) -> None:
    proven(key)
    an_attempt(key, hours_ago=30)
    an_attempt(key, BackupOutcome.BEGUN, hours_ago=0.01)
    page = page_of(house.olu)
    assert loud(page) == set()
    assert "One is being made since" in page
    Backup.objects.filter(outcome=BackupOutcome.BEGUN).update(
        began_at=timezone.now() - timedelta(hours=13)
    )
    page = page_of(house.olu)
    assert loud(page) == {"failed"}
    assert "It broke off before its end." in page


def test_one_made_for_another_key_is_none_that_this_key_opens(house: House, key: KeyPair) -> None:
    proven(key)
    an_attempt(KeyPair(), hours_ago=8)
    assert loud(page_of(house.olu)) == {"none"}


def test_what_an_owner_of_another_clinic_sees_has_nothing_of_this_one(
    house: House, key: KeyPair
) -> None:
    proven(key)
    an_attempt(key, hours_ago=8)
    page = page_of(house.charlie)
    assert "All is well" in page
    for name in (house.clinic.name, house.alice.name, house.priya.name):
        assert name not in page


def test_nobody_but_owners_sees_it(house: House) -> None:
    for staff in (house.priya, house.rob):
        client = Client()
        client.force_login(staff.user)
        assert client.get("/clinic/backups/").status_code == 403
    client = Client()
    assert house.alice.user is not None
    client.force_login(house.alice.user)
    assert client.get("/clinic/backups/").status_code == 403
    assert Client().get("/clinic/backups/").status_code == 302


def test_it_needs_few_questions_however_many_backups(
    house: House, key: KeyPair, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    proven(key)
    for number in range(60):
        an_attempt(key, hours_ago=number)
    client = Client()
    client.force_login(house.olu.user)
    client.get("/clinic/backups/")
    with django_assert_max_num_queries(8):
        client.get("/clinic/backups/")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_read(house: House, method: str) -> None:
    client = Client()
    client.force_login(house.olu.user)
    assert getattr(client, method)("/clinic/backups/").status_code == 405
