"""Patients come in by six digits from their mail: few tries, one browser, ten minutes."""

import re
import time

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from goodform.people import ceilings, fresh_code, letting_in
from goodform.people.app_codes import digits_of
from goodform.people.ceilings import MAILS
from goodform.people.device_news import NO_MAILBOX
from goodform.people.models import User
from tests.people import House

CODE, CONFIRM, AGAIN = (
    "/account/login/code/",
    "/account/login/code/confirm/",
    "/how-you-sign-in/again/",
)


def newest(mailoutbox: list[EmailMessage]) -> str:
    """The code of the newest mail."""
    found = re.search(r"^\d{6}$", str(mailoutbox[-1].body), re.MULTILINE)
    assert found is not None
    return found[0]


def other(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


@pytest.fixture
def no_other_ceiling(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what is counted by the day is reached."""
    for which in ("here", "address", "network"):
        more = ceilings.Ceiling(getattr(MAILS, which).what, 10_000, 600)
        monkeypatch.setitem(vars(MAILS), which, more)


@given(
    between=st.lists(st.sampled_from([" ", "-", "–", "—", "\u00a0", "\u2011", ".", ""]), min_size=5)
)
def test_the_digits_are_read_whatever_stands_between_them(between: list[str]) -> None:
    typed = "".join(digit + sign for digit, sign in zip("123456", [*between, ""], strict=False))
    assert digits_of(f" {typed}\n") == "123456"
    assert digits_of("１２３４５６") == "123456", "a Japanese keyboard's"


def test_five_wrong_ones_end_it(house: House, mailoutbox: list[EmailMessage]) -> None:
    browser = Client()
    browser.post(CODE, {"email": "alice@example.org"})
    code = newest(mailoutbox)
    for _ in range(5):
        browser.post(CONFIRM, {"code": other(code)})
    browser.post(CONFIRM, {"code": code})
    assert "_auth_user_id" not in browser.session


def test_it_is_good_only_in_the_browser_that_asked(
    house: House, mailoutbox: list[EmailMessage]
) -> None:
    Client().post(CODE, {"email": "alice@example.org"})
    code = newest(mailoutbox)
    thief = Client()
    thief.post(CODE, {"email": "alice@example.org"})
    thief.post(CONFIRM, {"code": code})
    assert "_auth_user_id" not in thief.session


def test_it_is_over_after_ten_minutes(
    house: House, mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Client()
    browser.post(CODE, {"email": "alice@example.org"})
    later = time.time() + 601
    monkeypatch.setattr("allauth.account.internal.flows.code_verification.time.time", lambda: later)
    browser.post(CONFIRM, {"code": newest(mailoutbox)})
    assert "_auth_user_id" not in browser.session


@pytest.mark.usefixtures("no_other_ceiling")
def test_strangers_get_an_address_ten_codes_a_day_known_or_not(
    house: House, mailoutbox: list[EmailMessage]
) -> None:
    for email in ("alice@example.org", "nobody@example.org"):
        answers = [Client().post(CODE, {"email": email}).status_code for _ in range(11)]
        assert answers == [302] * 10 + [429]
    assert len(mailoutbox) == 10


@pytest.mark.usefixtures("no_other_ceiling")
def test_strangers_cannot_lock_a_phone_out_that_was_in(
    house: House, mailoutbox: list[EmailMessage]
) -> None:
    phone = Client()
    phone.post(CODE, {"email": "alice@example.org"})
    phone.post(CONFIRM, {"code": newest(mailoutbox)})
    phone.post("/account/logout/")
    for _ in range(10):
        Client().post(CODE, {"email": "alice@example.org"})
    ceilings.count((ceilings.WRONG_CODES, "alice@example.org"), times=40)
    assert phone.post(CODE, {"email": "alice@example.org"}).status_code == 302
    phone.post(CONFIRM, {"code": newest(mailoutbox)})
    assert phone.session["_auth_user_id"] == str(house.alice.user_id)


@pytest.mark.usefixtures("no_other_ceiling")
def test_thirty_wrong_ones_a_day_from_strangers_and_the_right_one_waits(
    house: House, mailoutbox: list[EmailMessage]
) -> None:
    for _ in range(8):
        browser = Client()
        browser.post(CODE, {"email": "alice@example.org"})
        for _ in range(4):
            browser.post(CONFIRM, {"code": other(newest(mailoutbox))})
    answer = browser.post(CONFIRM, {"code": newest(mailoutbox)})
    assert answer.status_code == 429
    assert "_auth_user_id" not in browser.session


class TestAskedAgain:
    """Before a passkey is added or removed, a patient who is in types a code anew."""

    def stale(self, house: House) -> Client:
        browser = Client()
        assert house.alice.user is not None
        browser.force_login(house.alice.user)
        session = browser.session
        session[letting_in.PROOF] = {**session[letting_in.PROOF], "fresh_at": 0.0}
        session.save()
        return browser

    def test_a_code_leads_back_and_is_good_once(
        self, house: House, mailoutbox: list[EmailMessage]
    ) -> None:
        browser = self.stale(house)
        led = browser.get("/how-you-sign-in/add/")["Location"]
        assert led == f"{AGAIN}?next=/how-you-sign-in/add/".replace("=/", "=%2F").replace(
            "in/add/", "in%2Fadd%2F"
        )
        assert "Send me a code" in browser.get(led).content.decode()
        page = browser.post(AGAIN, {"send": "1", "next": "/how-you-sign-in/add/"}).content.decode()
        assert 'autocomplete="one-time-code"' in page
        code = newest(mailoutbox)
        assert code not in str(dict(browser.session)), "kept as what it stands for"
        sent = {"mailed": f"{code[:3]}-{code[3:]}", "next": "/how-you-sign-in/add/"}
        assert browser.post(AGAIN, sent)["Location"] == "/how-you-sign-in/add/"
        assert browser.get("/how-you-sign-in/add/").status_code == 200
        assert browser.post(AGAIN, sent).status_code == 422

    def test_five_tries_ten_minutes_and_no_other_browser(
        self, house: House, mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        browser = self.stale(house)
        browser.post(AGAIN, {"send": "1"})
        code = newest(mailoutbox)
        assert self.stale(house).post(AGAIN, {"mailed": code}).status_code == 422
        for _ in range(fresh_code.TRIES):
            assert browser.post(AGAIN, {"mailed": other(code)}).status_code == 422
        assert "Ask for a new one" in browser.post(AGAIN, {"mailed": code}).content.decode()
        browser.post(AGAIN, {"send": "1"})
        later = time.time() + 601
        monkeypatch.setattr("goodform.people.fresh_code.time.time", lambda: later)
        assert browser.post(AGAIN, {"mailed": newest(mailoutbox)}).status_code == 422

    def test_not_too_many_mails(self, house: House, mailoutbox: list[EmailMessage]) -> None:
        browser = self.stale(house)
        answers = [browser.post(AGAIN, {"send": "1"}).status_code for _ in range(6)]
        assert answers == [200] * 5 + [429]
        assert len(mailoutbox) == 5

    def test_without_an_address_the_clinic_is_named(self, house: House) -> None:
        User.objects.filter(patient=house.alice).update(email=f"{house.alice.pk}{NO_MAILBOX}")
        page = self.stale(house).get(AGAIN).content.decode()
        assert "Please ask your clinic" in page
