"""Staff come in by password, patients by a code that is mailed to them."""

import re

from django.core.mail import EmailMessage
from django.test import Client
from pytest_django.fixtures import Settings

from tests.people import House


def test_a_patient_comes_in_with_a_mailed_code(
    house: House, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    answer = client.post("/account/login/code/", {"email": "alice@example.org"})
    assert answer.status_code == 302
    (mail,) = mailoutbox
    code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]*)\s*$", str(mail.body), re.MULTILINE)
    assert code is not None, mail.body
    answer = client.post("/account/login/code/confirm/", {"code": code[1]})
    assert answer.status_code == 302
    assert client.session.get("_auth_user_id") == str(house.alice.user_id)


def test_an_address_with_signs_that_nobody_sees_is_known(
    house: House, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    client.post("/account/login/code/", {"email": "\u2060Alice@example.org\u200b"})
    assert [mail.to for mail in mailoutbox] == [["alice@example.org"]]
    staff = Client()
    staff.post(
        "/account/login/", {"login": "priya@example.org\u200b", "password": "correct horse 9!"}
    )
    assert staff.session.get("_auth_user_id") == str(house.priya.user_id)


def test_an_unknown_address_gets_the_same_page(house: House, client: Client) -> None:
    known = client.post("/account/login/code/", {"email": "alice@example.org"})
    unknown = Client().post("/account/login/code/", {"email": "stranger@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_staff_come_in_by_password(house: House, client: Client) -> None:
    answer = client.post(
        "/account/login/", {"login": "priya@example.org", "password": "correct horse 9!"}
    )
    assert answer.status_code == 302
    assert client.session.get("_auth_user_id") == str(house.priya.user_id)


def test_a_wrong_password_says_so_and_keeps_the_address(house: House, client: Client) -> None:
    page = client.post("/account/login/", {"login": "priya@example.org", "password": "wrong"})
    assert page.status_code == 200
    assert "priya@example.org" in page.content.decode()


def test_nobody_signs_themselves_up(house: House, client: Client) -> None:
    page = client.post("/account/signup/", {"email": "new@example.org"})
    assert "Your clinic lets you in" in page.content.decode()


def test_signing_out_needs_the_button(house: House) -> None:
    client = Client()
    client.force_login(house.priya.user)
    client.get("/account/logout/")
    assert "_auth_user_id" in client.session
    client.post("/account/logout/")
    assert "_auth_user_id" not in client.session


def test_a_reset_mail_leads_to_the_clinic_s_address_whatever_host_was_asked(
    house: House, client: Client, settings: Settings, mailoutbox: list[EmailMessage]
) -> None:
    settings.ADDRESS = "https://exercises.example.org"
    client.post(
        "/account/password/reset/",
        {"email": house.priya.user.email},
        HTTP_HOST="localhost:31337",
    )
    (mail,) = mailoutbox
    assert mail.subject == "Choose a password"
    assert "localhost" not in mail.body
    link = next(line for line in str(mail.body).splitlines() if line.startswith("https://"))
    assert link.startswith("https://exercises.example.org/account/password/reset/key/")
    page = client.get(link.removeprefix("https://exercises.example.org"), follow=True)
    assert page.status_code == 200
    assert "password1" in page.content.decode()
