"""Wrong passwords slow down whoever tries them, and keep nobody out of their own."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from goodform.people.models import Tally
from goodform.people.slowing import ADDRESS, DEVICE, HERE, NETWORK, Slowing, give_back, take_a_try
from tests.people import House
from tests.people_room.two_factors import SECOND, an_app, code_of

STRANGER, PRIYAS = "2a02:c7c:1::7", "81.2.69.142"
SLOW = Slowing("tries", 3, 100, 600)
RIGHT = "correct horse 9!"


def come_in(
    client: Client, comes_from: str, password: str, email: str = "priya@example.org"
) -> int:
    """302 for who is in, 200 for a wrong password, 429 for who has to wait."""
    answer = client.post(
        "/account/login/", {"login": email, "password": password}, REMOTE_ADDR=comes_from
    )
    if answer.status_code == 429:
        assert 0 < int(answer["Retry-After"]) <= ADDRESS.longest_s
        assert "Nothing is locked." in answer.content.decode()
    return answer.status_code


def test_each_wrong_try_waits_longer_up_to_the_longest(db: None) -> None:
    now, waits = 1000, []
    for _ in range(7):
        assert take_a_try((SLOW, "Alice"), now=now) == 0
        waits.append(Tally.objects.get(pk=SLOW.key("Alice")).again_at - now)
        if waits[-1]:
            assert take_a_try((SLOW, "Alice"), now=now) == waits[-1]
        now += waits[-1]
    assert waits == [0, 0, 15, 30, 60, 100, 100]
    assert take_a_try((SLOW, "Bob"), now=now) == 0


@given(st.integers(0, 10_000), st.sampled_from([HERE, ADDRESS, NETWORK, DEVICE, SLOW]))
def test_no_wait_is_longer_than_the_longest_nor_shorter_than_the_one_before(
    tries: int, slowing: Slowing
) -> None:
    assert 0 <= slowing.wait_s(tries) <= slowing.wait_s(tries + 1) <= slowing.longest_s


def test_what_was_right_is_given_back_and_what_was_wrong_stays(db: None) -> None:
    for _ in range(2):
        take_a_try((ADDRESS, "a"), (HERE, "a here"), now=1000)
    give_back((ADDRESS, "a"), (HERE, "a here"), now=1000)
    counts = {row.key: row.count for row in Tally.objects.all()}
    assert counts == {ADDRESS.key("a"): 1, HERE.key("a here"): 0}


def test_five_wrong_ones_slow_down_and_342_made_up_addresses_change_nothing(house: House) -> None:
    client = Client()
    assert [come_in(client, STRANGER, "wrong") for _ in range(HERE.free + 1)] == [200] * 5 + [429]
    kept = Tally.objects.get(pk=HERE.key("priya@example.org 2a02:c7c:1::")).again_at
    for number in range(342):
        take_a_try((HERE, f"{number}@example.org 2a02:c7c:1::"), (ADDRESS, f"{number}"))
    assert Tally.objects.get(pk=HERE.key("priya@example.org 2a02:c7c:1::")).again_at == kept
    # Not even the right one passes there, and it is not counted against her elsewhere.
    assert come_in(client, STRANGER, RIGHT) == 429
    assert come_in(Client(), PRIYAS, RIGHT) == 302


def test_neighbours_of_one_network_are_one_and_another_network_is_another(house: House) -> None:
    for last in range(HERE.free):
        assert come_in(Client(), f"2a02:c7c:1::{last + 1}", "wrong") == 200
    assert come_in(Client(), "2a02:c7c:1:0:ffff::9", "wrong") == 429
    assert come_in(Client(), "2a02:c7c:2::1", "wrong") == 200


def test_a_device_she_came_in_by_before_is_hers_whatever_strangers_do(house: House) -> None:
    secret, hers = an_app(house.priya), Client()
    assert come_in(hers, PRIYAS, RIGHT) == 302
    hers.post(SECOND, {"code": code_of(secret)}, REMOTE_ADDR=PRIYAS)
    hers.post("/account/logout/")
    for number in range(ADDRESS.free):
        take_a_try((ADDRESS, "priya@example.org"), (HERE, f"{number}"))
    for _ in range(NETWORK.free):
        take_a_try((NETWORK, PRIYAS))
    assert come_in(Client(), "81.2.69.160", RIGHT) == 429
    assert come_in(Client(), PRIYAS, RIGHT, "olu@example.org") == 429
    assert come_in(hers, PRIYAS, RIGHT) == 302


def test_her_device_is_known_for_her_alone_and_slows_down_too(house: House) -> None:
    secret, device = an_app(house.priya), Client()
    assert come_in(device, PRIYAS, RIGHT) == 302
    device.post(SECOND, {"code": code_of(secret)}, REMOTE_ADDR=PRIYAS)
    device.post("/account/logout/")
    for _ in range(DEVICE.free):
        assert come_in(device, PRIYAS, "wrong") == 200
    assert come_in(device, PRIYAS, RIGHT) == 429
    assert not Tally.objects.filter(pk=ADDRESS.key("priya@example.org"), count__gt=0).exists()
    come_in(device, PRIYAS, "wrong", "charlie@example.org")
    assert Tally.objects.get(pk=ADDRESS.key("charlie@example.org")).count == 1


def test_a_made_up_secret_is_no_known_device(house: House) -> None:
    client = Client()
    client.cookies["goodform_device"] = "A" * 43
    come_in(client, PRIYAS, "wrong")
    assert Tally.objects.get(pk=ADDRESS.key("priya@example.org")).count == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_the_same_moment_are_no_more_than_one_after_the_other() -> None:
    def one(_number: int) -> int:
        try:
            return take_a_try((SLOW, "Alice"), (HERE, "b"), (ADDRESS, "a"), now=1000)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        waits = list(threads.map(one, range(16)))
    assert sum(not wait for wait in waits) == SLOW.free
