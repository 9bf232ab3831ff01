"""Staff come in by two factors from the first sign-in on, and nobody of them by one."""

import re
import time

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from pytest_django.fixtures import Settings

from goodform.audit.models import AuditRow
from goodform.config.verbs import main
from goodform.people import app_codes, letting_in
from goodform.people.doors import NotAllowed
from goodform.people.factor_actions import (
    LastFactor,
    TooManyFactors,
    make_recovery_codes,
    remove_factor,
    reset_factors,
)
from goodform.people.factor_models import Factor, RecoveryCode
from goodform.people.models import Patient, Staff
from goodform.people.sealed_secret import SecretLost
from tests.people import House
from tests.people_room.two_factors import (
    LOGIN,
    SECOND,
    an_app,
    code_of,
    password_given,
)
from tests.test_doors import DOORS, address_of


def is_in(browser: Client) -> bool:
    """Whether pages know who this is: the door of the desk lets them in."""
    return browser.get("/how-you-sign-in/").status_code == 200


def secret_on(page: str) -> str:
    """The secret that the page offers to type into an app."""
    found = re.search(r'class="secret">([A-Z2-7 ]+)<', page)
    assert found is not None
    return found[1].replace(" ", "")


def actions(house: House) -> list[tuple[str, str]]:
    rows = AuditRow.objects.filter(clinic_id=house.clinic.pk).order_by("id")
    return [(row.actor, row.action) for row in rows]


class TestTheGate:
    """No page of the desk without two factors."""

    def test_not_one_page_opens_after_the_password_alone(self, house: House) -> None:
        for person in (house.priya, house.rob, house.olu):
            browser = password_given(person)
            opened = [
                name
                for name, door in DOORS.items()
                if door is not None
                and browser.get(address_of(name)).status_code not in {302, 401, 405}
            ]
            assert not opened
            assert browser.get("/")["Location"] == LOGIN

    def test_a_session_that_says_nothing_of_a_second_factor_is_nobodys(self, house: House) -> None:
        browser = Client()
        browser.force_login(house.priya.user)
        session = browser.session
        del session[letting_in.PROOF]
        session.save()
        assert not is_in(browser)

    def test_one_factor_is_not_two(self, house: House) -> None:
        browser = Client()
        browser.force_login(house.priya.user)
        session = browser.session
        letting_in.stamp(session, house.priya.user, how="password", two=False)
        session.save()
        assert not is_in(browser)

    def test_a_mailed_code_is_refused_and_says_how_staff_sign_in(
        self, house: House, mailoutbox: list[EmailMessage]
    ) -> None:
        browser = Client()
        browser.post("/account/login/code/", {"email": house.olu.user.email})
        (mail,) = mailoutbox
        assert "sign in by password" in str(mail.body)
        assert not re.search(r"\d{6}", str(mail.body))
        for code in ("", "000000"):
            browser.post("/account/login/code/confirm/", {"code": code})
        assert not is_in(browser)

    def test_a_demo_mark_means_nothing_outside_the_demo(
        self, house: House, settings: Settings
    ) -> None:
        browser = Client()
        browser.force_login(house.priya.user)
        session = browser.session
        letting_in.stamp(session, house.priya.user, how=letting_in.DEMO, two=False)
        session.save()
        settings.DEMO = False
        assert not is_in(browser)
        settings.DEMO = True
        assert is_in(browser)


class TestTheFirstTime:
    """Who has no second factor sets one up, and is in."""

    def test_an_app_is_set_up_and_the_codes_for_paper_are_shown_once(
        self, house: House, mailoutbox: list[EmailMessage]
    ) -> None:
        browser = password_given(house.priya)
        page = browser.get(SECOND).content.decode()
        secret = secret_on(page)
        wrong = browser.post(SECOND, {"code": "000 000"})
        assert wrong.status_code == 422
        assert secret_on(wrong.content.decode()) == secret, "the app scanned it already"
        assert not is_in(browser)
        code = code_of(secret)
        page = browser.post(SECOND, {"code": f"{code[:3]} – {code[3:]}"}).content.decode()
        codes = re.findall(r"<code>([0-9A-Z-]{14})</code>", page)
        assert len(set(codes)) == 10
        assert is_in(browser)
        assert codes[0] not in browser.get("/how-you-sign-in/").content.decode()
        assert {mail.to[0] for mail in mailoutbox} == {house.priya.user.email}
        told = " ".join(str(mail.body) for mail in mailoutbox)
        assert "An app that makes codes was added." in told
        assert "New recovery codes were made." in told
        assert ("Priya Nair", "added a way to sign in") in actions(house)
        assert ("Priya Nair", "made recovery codes") in actions(house)

    def test_nothing_that_lets_anybody_in_is_kept_readable(self, house: House) -> None:
        secret = an_app(house.priya)
        codes = make_recovery_codes(by=house.priya.user)
        kept = Factor.objects.get(user=house.priya.user)
        assert secret not in str(vars(kept))
        hashes = list(RecoveryCode.objects.values_list("hash", flat=True))
        assert all(each.startswith("$argon2id$") for each in hashes)
        assert not [code for code in codes if code.replace("-", "") in str(hashes)]

    def test_the_page_is_for_nobody_who_did_not_give_a_password(self, client: Client) -> None:
        assert client.get(SECOND)["Location"] == LOGIN
        assert client.post(SECOND, {"code": "123456"})["Location"] == LOGIN
        assert client.get("/account/login/passkey/new/?whose=halfway").status_code == 409


class TestTheSecondStep:
    """Whoever has a second factor shows it."""

    def test_the_code_of_the_app_lets_in_once(self, house: House) -> None:
        secret = an_app(house.priya)
        code = code_of(secret)
        browser = password_given(house.priya)
        answer = browser.post(SECOND, {"code": code})
        assert (answer.status_code, answer["Location"]) == (302, "/")
        assert is_in(browser)
        again = password_given(house.priya)
        assert again.post(SECOND, {"code": code}).status_code == 422, "each code is good once"
        assert not is_in(again)

    def test_a_code_of_the_half_minute_before_is_taken_and_no_older_or_newer_one(self) -> None:
        secret, now = app_codes.new_secret(), 10_000 * 30.0 + 3
        fits = {
            ago: app_codes.step_of(secret, app_codes.code_at(secret, 10_000 - ago), now=now)
            for ago in (-1, 0, 1, 2)
        }
        assert [ago for ago, step in fits.items() if step is not None] == [0, 1]

    def test_five_wrong_ones_and_the_password_is_asked_again(self, house: House) -> None:
        an_app(house.priya)
        browser = password_given(house.priya)
        answers = [browser.post(SECOND, {"code": "000000"}).status_code for _ in range(5)]
        assert answers == [422] * 4 + [302]
        assert browser.get(SECOND)["Location"] == LOGIN
        assert actions(house).count(("Somebody", "was not let in")) == 5

    def test_thirty_wrong_ones_a_day_and_the_paper_still_lets_in(self, house: House) -> None:
        secret = an_app(house.priya)
        for _ in range(6):
            browser = password_given(house.priya)
            for _ in range(5):
                browser.post(SECOND, {"code": "000000"})
        browser = password_given(house.priya)
        page = browser.post(SECOND, {"code": code_of(secret)})
        assert "too many times today" in page.content.decode()
        assert not is_in(browser)

    def test_a_code_from_paper_lets_in_once_and_is_told(
        self, house: House, mailoutbox: list[EmailMessage]
    ) -> None:
        an_app(house.priya)
        code = make_recovery_codes(by=house.priya.user)[3]
        typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
        browser = password_given(house.priya)
        assert browser.post(SECOND, {"recovery": typed}).status_code == 302
        assert is_in(browser)
        assert any("You have 9 left" in str(mail.body) for mail in mailoutbox)
        again = password_given(house.priya)
        assert again.post(SECOND, {"recovery": typed}).status_code == 422
        assert again.post(SECOND, {"recovery": "x"}).status_code == 422

    def test_what_stood_halfway_is_over_after_a_quarter_of_an_hour(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        browser = password_given(house.priya)
        later = time.time() + 16 * 60
        monkeypatch.setattr("goodform.people.between_steps.time.time", lambda: later)
        assert browser.get(SECOND)["Location"] == LOGIN

    def test_a_new_password_does_not_pass_the_second_factor(
        self, house: House, mailoutbox: list[EmailMessage]
    ) -> None:
        an_app(house.priya)
        browser = Client()
        browser.post("/account/password/reset/", {"email": house.priya.user.email})
        link = re.search(r"/account/password/reset/key/\S+", str(mailoutbox[-1].body))
        assert link is not None
        page = browser.get(link[0])
        browser.post(
            page["Location"], {"password1": "another horse 8!", "password2": "another horse 8!"}
        )
        assert not is_in(browser)
        sent = {"login": house.priya.user.email, "password": "another horse 8!"}
        assert browser.post(LOGIN, sent)["Location"] == SECOND
        assert not is_in(browser)

    def test_a_secret_sealed_by_another_key_lets_nobody_in_and_says_so(
        self, house: House, settings: Settings
    ) -> None:
        secret = an_app(house.priya)
        old, settings.SECRET_KEY = settings.SECRET_KEY, "another key, made for this test alone"
        with pytest.raises(SecretLost):
            app_codes.secret_of(Factor.objects.get(user=house.priya.user))
        browser = password_given(house.priya)
        page = browser.post(SECOND, {"code": code_of(secret)})
        assert "cannot check your app" in page.content.decode()
        settings.OLD_SECRET_KEYS = (old,)
        assert browser.post(SECOND, {"code": code_of(secret)}).status_code == 302


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time by which staff are idle; the test moves it."""
    now = [time.time()]
    monkeypatch.setattr("goodform.people.letting_in.time.time", lambda: now[0])
    monkeypatch.setattr("goodform.people.who_is_in.time.time", lambda: now[0])
    return now


class TestHowLong:
    """Half an hour without a sign of life, and twelve hours in any case."""

    def test_half_an_hour_idle(self, house: House, clock: list[float]) -> None:
        browser = Client()
        browser.force_login(house.priya.user)
        for _ in range(3):
            clock[0] += 29 * 60
            assert is_in(browser)
        clock[0] += 31 * 60
        assert not is_in(browser)

    def test_typing_is_a_sign_of_life(self, house: House, clock: list[float]) -> None:
        browser = Client()
        browser.force_login(house.priya.user)
        clock[0] += 20 * 60
        assert browser.get("/how-you-sign-in/still-here").status_code == 204
        clock[0] += 20 * 60
        assert is_in(browser)

    def test_twelve_hours_at_most(self, house: House, clock: list[float]) -> None:
        browser = Client()
        browser.force_login(house.priya.user)
        for _ in range(12 * 3 - 1):
            clock[0] += 20 * 60
            assert is_in(browser)
        clock[0] += 20 * 60
        assert not is_in(browser)

    def test_a_patient_stays_in(self, house: House, clock: list[float]) -> None:
        browser = Client()
        assert house.alice.user is not None
        browser.force_login(house.alice.user)
        clock[0] += 24 * 3600
        assert browser.get("/today").status_code == 200

    def test_a_page_costs_no_more_than_one_write_a_minute(
        self, house: House, clock: list[float]
    ) -> None:
        browser = Client()
        browser.force_login(house.priya.user)
        before = browser.session[letting_in.PROOF]["seen_at"]
        clock[0] += 59
        browser.get("/how-you-sign-in/still-here")
        assert browser.session[letting_in.PROOF]["seen_at"] == before
        clock[0] += 2
        browser.get("/how-you-sign-in/still-here")
        assert browser.session[letting_in.PROOF]["seen_at"] == clock[0]


class TestTheOwnPage:
    """Adding, removing, making codes anew; each asks again first, and each is told."""

    def in_as(self, person: Staff | Patient) -> Client:
        browser = Client()
        assert person.user is not None
        browser.force_login(person.user)
        return browser

    def stale(self, browser: Client) -> None:
        session = browser.session
        session[letting_in.PROOF] = {**session[letting_in.PROOF], "fresh_at": 0.0}
        session.save()

    def test_the_last_one_stays_for_staff(self, house: House) -> None:
        an_app(house.priya)
        factor = Factor.objects.get(user=house.priya.user)
        browser = self.in_as(house.priya)
        address = f"/how-you-sign-in/{factor.pk}/remove/"
        assert browser.get(address).status_code == 200
        page = browser.post(address)
        assert page.status_code == 409
        assert "your only one" in page.content.decode()
        assert Factor.objects.filter(pk=factor.pk).exists()

    def test_another_persons_is_not_there(self, house: House) -> None:
        an_app(house.priya)
        factor = Factor.objects.get(user=house.priya.user)
        for other in (house.olu, house.charlie, house.alice):
            browser = self.in_as(other)
            assert browser.post(f"/how-you-sign-in/{factor.pk}/remove/").status_code == 404
        with pytest.raises(Factor.DoesNotExist):
            remove_factor(factor=factor.pk, by=house.charlie.user)

    def test_who_showed_it_long_ago_is_asked_again_and_led_back(self, house: House) -> None:
        secret = an_app(house.priya)
        browser = self.in_as(house.priya)
        self.stale(browser)
        for address in ("/how-you-sign-in/add/", "/how-you-sign-in/codes/"):
            for answer in (browser.get(address), browser.post(address)):
                assert answer["Location"].startswith("/how-you-sign-in/again/?next=")
        assert browser.get("/account/login/passkey/new/?whose=mine").status_code == 409
        again = "/how-you-sign-in/again/"
        assert browser.post(again, {"code": "000000", "next": "/x"}).status_code == 422
        sent = {"code": code_of(secret), "next": "/how-you-sign-in/codes/"}
        assert browser.post(again, sent)["Location"] == "/how-you-sign-in/codes/"
        assert browser.get("/how-you-sign-in/codes/").status_code == 200

    def test_nobody_is_led_to_a_page_of_somebody_else(self, house: House) -> None:
        secret = an_app(house.priya)
        browser = self.in_as(house.priya)
        sent = {"code": code_of(secret), "next": "https://evil.example.org/"}
        assert browser.post("/how-you-sign-in/again/", sent)["Location"] == "/"

    def test_new_codes_make_the_old_ones_worthless(self, house: House) -> None:
        an_app(house.priya)
        old = make_recovery_codes(by=house.priya.user)
        page = self.in_as(house.priya).post("/how-you-sign-in/codes/").content.decode()
        assert len(re.findall(r"<code>[0-9A-Z-]{14}</code>", page)) == 10
        browser = password_given(house.priya)
        assert browser.post(SECOND, {"recovery": old[0]}).status_code == 422

    def test_nobody_has_more_ways_than_they_can_use(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("goodform.people.factor_actions.MOST_FACTORS", 1)
        an_app(house.priya)
        with pytest.raises(TooManyFactors):
            an_app(house.priya)

    def test_a_patient_has_no_app_and_no_codes_for_paper(self, house: House) -> None:
        browser = self.in_as(house.alice)
        page = browser.get("/how-you-sign-in/add/").content.decode()
        assert "An app that makes codes" not in page
        assert browser.post("/how-you-sign-in/add/", {"code": "123456"}).status_code == 422
        assert browser.get("/how-you-sign-in/codes/").status_code == 403


class TestLostPhone:
    """A second owner, or whoever runs the machine, lets somebody in anew."""

    def test_an_owner_lets_a_colleague_in_anew(
        self, house: House, mailoutbox: list[EmailMessage]
    ) -> None:
        an_app(house.priya)
        make_recovery_codes(by=house.priya.user)
        hers = Client()
        hers.force_login(house.priya.user)
        browser = Client()
        browser.force_login(house.olu.user)
        address = f"/clinic/staff/{house.priya.pk}/let-in/"
        assert browser.get(address).status_code == 200
        assert browser.post(address).status_code == 302
        assert not is_in(hers), "she is signed out everywhere"
        assert not Factor.objects.filter(user=house.priya.user).exists()
        assert not RecoveryCode.objects.filter(user=house.priya.user).exists()
        assert "Olu Adeyemi has reset how you sign in" in str(mailoutbox[-1].body)
        assert ("Olu Adeyemi", "reset the ways to sign in") in actions(house)
        page = password_given(house.priya).get(SECOND).content.decode()
        assert secret_on(page)

    def test_nobody_resets_themselves_and_no_other_clinic_does(self, house: House) -> None:
        an_app(house.olu)
        with pytest.raises(LastFactor):
            reset_factors(colleague=house.olu, by=house.olu)
        for other in (house.priya, house.charlie):
            with pytest.raises(NotAllowed):
                reset_factors(colleague=house.olu, by=other)
        browser = Client()
        browser.force_login(house.charlie.user)
        assert browser.post(f"/clinic/staff/{house.olu.pk}/let-in/").status_code == 404
        assert Factor.objects.filter(user=house.olu.user).exists()

    def test_whoever_runs_the_machine_lets_in_anew(
        self, house: House, capsys: pytest.CaptureFixture[str], mailoutbox: list[EmailMessage]
    ) -> None:
        an_app(house.olu)
        assert main(["let-in", "OLU@example.org"]) == 0
        assert "Olu Adeyemi" in capsys.readouterr().out
        assert not Factor.objects.filter(user=house.olu.user).exists()
        assert ("Whoever runs this machine", "reset the ways to sign in") in actions(house)
        assert len(mailoutbox) == 2
        assert main(["let-in", "nobody@example.org"]) == 1
        assert "nobody@example.org" in capsys.readouterr().err
