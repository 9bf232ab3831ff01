"""Passwords: long ones are taken as they are, short, common and telling ones are not."""

import pytest
from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from goodform.people.models import User
from tests.people import House


def is_taken(password: str, user: User | None = None) -> bool:
    try:
        validate_password(password, user)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    "password",
    ["quiet river stone", "x" * 11 + "yz", "Überall 膝 blüht", "a b" * 40, "zzz y " * 20],
)
def test_a_long_one_is_taken_whatever_signs_it_has(password: str) -> None:
    assert is_taken(password)


def test_short_common_and_telling_ones_are_refused(house: House) -> None:
    assert not is_taken("x7#q-Lm2!pZ")
    common = [each for each in CommonPasswordValidator().passwords if len(each) >= 12]
    assert len(common) > 50
    assert not any(is_taken(each) for each in common)
    house.olu.user.email = "olu.adeyemi.owner@example.org"
    assert not is_taken("olu.adeyemi.owner", house.olu.user)


@pytest.mark.parametrize("typed", ["correct horse 9! ", " correct horse 9!", "Correct horse 9!"])
def test_it_is_read_exactly_as_it_was_typed(house: House, typed: str) -> None:
    client = Client()
    answer = client.post("/account/login/", {"login": "priya@example.org", "password": typed})
    assert answer.status_code == 200


def test_the_field_is_masked_and_managers_may_fill_it(client: Client, db: None) -> None:
    page = client.get("/account/login/").content.decode()
    assert 'type="password"' in page
    assert 'autocomplete="current-password"' in page


def test_coming_in_makes_a_new_session_and_a_new_password_ends_the_others(house: House) -> None:
    one, other = Client(), Client()
    one.get("/account/login/")
    session = one.session
    session["was here"] = True
    session.save()
    before = session.session_key
    for client in (one, other):
        client.force_login(house.priya.user)
    assert one.session.session_key != before
    house.priya.user.set_password("another quiet river")
    house.priya.user.save()
    assert other.get("/inbox/").status_code == 302
