"""How often somebody may try: by address and network, never for the whole house."""

from datetime import UTC, datetime

import pytest
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from goodform.people.ceilings import (
    MAILS,
    Ceiling,
    count,
    forget,
    network_of,
    wait_s,
)
from goodform.people.models import Tally
from tests.people import House

THREE = Ceiling("tries", 3, 600)
HERE, ELSEWHERE = "81.2.69.142", "2a02:c7c:1::7"


def test_so_many_in_a_while_and_no_more(db: None) -> None:
    said = [count((THREE, "Alice"), now=1000) for _ in range(4)]
    assert said == [True, True, True, False]
    assert wait_s((THREE, "Alice"), now=1500) == 100
    assert not wait_s((THREE, "Bob"), now=1500)
    assert not wait_s((THREE, "Alice"), now=1600)
    assert count((THREE, "Alice"), now=1600)


def test_one_of_several_that_is_reached_is_enough(db: None) -> None:
    for name in ("Alice", "Bob", "Carol"):
        assert count((THREE, name), (THREE, "all of them"), now=1000)
    assert wait_s((THREE, "Dan"), (THREE, "all of them"), now=1000)
    assert not count((THREE, "Dan"), (THREE, "all of them"), now=1000)


def test_what_is_kept_names_nobody_and_is_forgotten(db: None) -> None:
    count((THREE, "alice@example.org"), now=1000)
    assert "alice" not in Tally.objects.get().pk
    assert forget(datetime.fromtimestamp(1599, UTC)) == 0
    assert forget(datetime.fromtimestamp(1600, UTC)) == 1


@pytest.mark.parametrize(
    ("address", "network"),
    [
        (HERE, HERE),
        (ELSEWHERE, "2a02:c7c:1::"),
        ("2a02:c7c:1:0:ffff::1", "2a02:c7c:1::"),
        ("127.0.0.1", ""),
        ("::1", ""),
        ("10.0.0.3", ""),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_a_network_is_what_one_customer_has_and_no_proxy_of_ours(
    address: str, network: str
) -> None:
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = address
    assert network_of(request) == network


@given(st.emails(), st.ip_addresses().map(str))
def test_no_ceiling_is_for_the_whole_house(email: str, address: str) -> None:
    mine, hers = HttpRequest(), HttpRequest()
    mine.META["REMOTE_ADDR"], hers.META["REMOTE_ADDR"] = address, "81.2.69.160"
    counted = set(MAILS.of(hers, "alice@example.org"))
    if email.lower() != "alice@example.org" and network_of(mine) != "81.2.69.160":
        assert not counted & set(MAILS.of(mine, email))


def ask(email: str, comes_from: str, path: str = "/account/login/code/") -> int:
    """The status of asking for a mail: 302 where it is said to be on its way."""
    return Client(REMOTE_ADDR=comes_from).post(path, {"email": email}).status_code


@pytest.mark.parametrize("path", ["/account/login/code/", "/account/password/reset/"])
def test_a_stranger_gets_no_mail_and_uses_up_nobody_s_code(
    house: House, mailoutbox: list[EmailMessage], path: str
) -> None:
    for number in range(MAILS.network.most):
        assert ask(f"stranger-{number}@example.org", ELSEWHERE, path) == 302
    assert ask("one-more@example.org", ELSEWHERE, path) == 429
    assert not mailoutbox
    assert ask("priya@example.org", HERE, path) == 302
    assert len(mailoutbox) == 1


def test_who_asks_too_often_is_told_to_look_and_to_wait_whether_known_or_not(
    house: House, mailoutbox: list[EmailMessage]
) -> None:
    for email in ("alice@example.org", "stranger@example.org"):
        for _ in range(MAILS.here.most):
            assert ask(email, ELSEWHERE) == 302
        told = Client(REMOTE_ADDR=ELSEWHERE).post("/account/login/code/", {"email": email})
        assert told.status_code == 429
        assert 0 < int(told["Retry-After"]) <= MAILS.here.within_s
        assert "Look at your newest email." in told.content.decode()
    assert len(mailoutbox) == MAILS.here.most
    assert ask("alice@example.org", HERE) == 302


def test_it_is_counted_for_all_processes(house: House) -> None:
    ask("alice@example.org", ELSEWHERE)
    assert Tally.objects.count() == len(MAILS.of(HttpRequest(), "")) + 2
