"""Passkeys: whose they are, at which address, and what does not pass for one."""

import json
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django.fixtures import Settings

from goodform.config.preparing import passkeys_left_behind
from goodform.people import letting_in, passkeys
from goodform.people.factor_models import Factor, FactorKind
from goodform.people.models import Patient, Staff
from tests.people import House
from tests.people_room.device import HERE, Device
from tests.people_room.two_factors import LOGIN, SECOND, password_given

ASKED, NEW, SIGN_IN = (
    "/account/login/passkey/asked/",
    "/account/login/passkey/new/",
    "/account/login/passkey/",
)


def a_browser() -> Client:
    """One that is at the house by its name; a bare number has no passkeys."""
    return Client(SERVER_NAME="localhost")


def is_in(browser: Client) -> str | None:
    found: str | None = browser.session.get("_auth_user_id")
    return found


def made_by(person: Staff | Patient, device: Device) -> Client:
    """A browser of this person, who has made a passkey of this device."""
    browser = a_browser()
    assert person.user is not None
    browser.force_login(person.user)
    credential = device.make(browser.get(NEW, {"whose": "mine"}).json())
    answer = browser.post("/how-you-sign-in/add/", {"credential": credential, "name": "Phone"})
    assert answer.status_code in {200, 302}, answer.content.decode()
    assert Factor.objects.filter(user=person.user, kind=FactorKind.PASSKEY).exists()
    return browser


def shown(device: Device, browser: Client, origin: str = HERE, **changed: Any) -> int:
    """The answer to this device's passkey at the sign-in page."""
    asked = browser.get(ASKED, {"whose": "any"}).json()
    credential = device.show({**asked, **changed}, origin)
    return browser.post(SIGN_IN, {"credential": credential}).status_code


def test_a_passkey_lets_staff_in_by_itself(house: House, mailoutbox: list[EmailMessage]) -> None:
    device, browser = Device(), a_browser()
    made_by(house.priya, device)
    assert "A passkey was added: “Phone”." in str(mailoutbox[0].body)
    assert shown(device, browser) == 302
    assert is_in(browser) == str(house.priya.user.pk)
    assert browser.get("/how-you-sign-in/").status_code == 200
    assert browser.session[letting_in.PROOF]["how"] == "passkey"


def test_a_patient_comes_in_by_one_and_may_remove_the_last(house: House) -> None:
    device, browser = Device(), a_browser()
    made_by(house.alice, device)
    assert shown(device, browser) == 302
    assert is_in(browser) == str(house.alice.user_id)
    factor = Factor.objects.get()
    assert browser.post(f"/how-you-sign-in/{factor.pk}/remove/").status_code == 302
    assert not Factor.objects.exists()
    assert shown(device, a_browser()) == 422


def test_after_the_password_it_must_be_ones_own(house: House) -> None:
    hers, his = Device(), Device(name=b"another passkey")
    made_by(house.priya, hers)
    made_by(house.olu, his)
    for device, status in ((his, 422), (hers, 302)):
        browser = a_browser()
        browser.post(LOGIN, {"login": house.priya.user.email, "password": "correct horse 9!"})
        asked = browser.get(ASKED, {"whose": "halfway"}).json()
        credential = device.show(asked)
        assert browser.post(SECOND, {"credential": credential}).status_code == status


@pytest.mark.parametrize(
    ("device", "origin"),
    [
        (Device(name=b"1"), "http://localhost.evil.example.org"),
        (Device(name=b"2"), "https://localhost"),
        (Device(name=b"3", finger=False), HERE),
    ],
    ids=["another page", "another scheme", "no finger"],
)
def test_what_does_not_pass(house: House, device: Device, origin: str) -> None:
    honest = Device(name=device.name, key=device.key)
    made_by(house.priya, honest)
    device.counter = honest.counter
    browser = a_browser()
    assert shown(device, browser, origin) == 422
    assert is_in(browser) is None


def test_an_answer_is_good_once_and_only_for_what_was_asked(house: House) -> None:
    device = Device()
    made_by(house.priya, device)
    browser, other = a_browser(), a_browser()
    asked = browser.get(ASKED, {"whose": "any"}).json()
    credential = device.show(asked)
    other.get(ASKED, {"whose": "any"})
    assert other.post(SIGN_IN, {"credential": credential}).status_code == 422, "another browser"
    assert browser.post(SIGN_IN, {"credential": credential}).status_code == 302
    again = a_browser()
    assert again.post(SIGN_IN, {"credential": credential}).status_code == 422, "nothing was asked"


def test_a_counter_that_does_not_grow_is_a_copy(house: House) -> None:
    device = Device()
    made_by(house.priya, device)
    copy = Device(name=device.name, key=device.key, counter=device.counter)
    assert shown(device, a_browser()) == 302
    assert shown(copy, a_browser()) == 422


def test_who_has_left_and_whose_care_ended_do_not_come_in(house: House) -> None:
    device = Device()
    made_by(house.priya, device)
    house.priya.active = False
    house.priya.save()
    browser = a_browser()
    assert shown(device, browser) == 422
    assert is_in(browser) is None


def test_nobody_makes_one_for_who_has_a_factor_already_by_a_password_alone(house: House) -> None:
    made_by(house.priya, Device())
    browser = password_given(house.priya)
    answer = browser.get(NEW, {"whose": "halfway"}, SERVER_NAME="localhost")
    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://exercises.example.org", "exercises.example.org"),
        ("https://exercises.example.org:8443", "exercises.example.org"),
        ("http://localhost:8000", "localhost"),
        ("http://exercises.example.org", None),
        ("http://127.0.0.1:8000", None),
        ("https://192.0.2.7", None),
        ("https://[2001:db8::1]", None),
    ],
)
def test_where_passkeys_work(settings: Settings, address: str, host: str | None) -> None:
    settings.ADDRESS, settings.OLD_ADDRESSES = address, ()
    assert [each.name for each in passkeys.hosts()] == ([host] if host else [])


def test_the_address_changes_and_the_old_one_stays_beside(house: House, settings: Settings) -> None:
    old, new = "https://old.example.org", "https://new.example.org"
    settings.ALLOWED_HOSTS = ["old.example.org", "new.example.org"]
    settings.ADDRESS, settings.OLD_ADDRESSES = old, ()
    device = Device()
    browser = Client(SERVER_NAME="old.example.org", SERVER_PORT="443")
    browser.force_login(house.priya.user)
    asked = browser.get(NEW, {"whose": "mine"}, secure=True).json()
    assert asked["publicKey"]["rp"]["id"] == "old.example.org"
    sent = {"credential": device.make(asked, old)}
    assert browser.post("/how-you-sign-in/add/", sent, secure=True).status_code == 200
    assert passkeys_left_behind() is None
    settings.ADDRESS = new
    told = passkeys_left_behind()
    assert told is not None
    assert "1 passkey made at old.example.org" in told
    assert "GOODFORM_OLD_ADDRESSES" in told
    settings.OLD_ADDRESSES = (old,)
    assert passkeys_left_behind() is None
    for host, origin in (("old.example.org", old), ("new.example.org", new)):
        visitor = Client(SERVER_NAME=host)
        sent = {"login": house.priya.user.email, "password": "correct horse 9!"}
        visitor.post(LOGIN, sent, secure=True)
        asked = visitor.get(ASKED, {"whose": "halfway"}, secure=True).json()
        assert asked["publicKey"]["rpId"] == "old.example.org", host
        sent = {"credential": device.show(asked, origin)}
        assert visitor.post(SECOND, sent, secure=True).status_code == 302, host
    assert visitor.get("/.well-known/webauthn", secure=True).json() == {"origins": [new, old]}


PIECES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=40),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "rawId",
                    "type",
                    "response",
                    "clientDataJSON",
                    "attestationObject",
                    "authenticatorData",
                    "signature",
                    "userHandle",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)


class TestWhateverIsSent(TestCase):
    """No answer of a browser ends in a fault."""

    @hypothesis_settings(max_examples=20)
    @given(said=PIECES)
    def test_it_is_refused_in_words(self, said: Any) -> None:
        browser = a_browser()
        browser.get(ASKED, {"whose": "any"})
        assert browser.post(SIGN_IN, {"credential": json.dumps(said)}).status_code == 422

    @hypothesis_settings(max_examples=20)
    @given(data=st.data())
    def test_a_mangled_passkey_is_refused_in_words(self, data: st.DataObject) -> None:
        device = Device()
        browser = a_browser()
        asked = browser.get(ASKED, {"whose": "any"}).json()
        whole = json.loads(device.show(asked))
        part = data.draw(st.sampled_from(sorted(whole["response"])))
        whole["response"][part] = data.draw(st.text(max_size=60))
        assert browser.post(SIGN_IN, {"credential": json.dumps(whole)}).status_code == 422
