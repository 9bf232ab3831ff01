"""Staff come in by password and app, patients by a code that is mailed to them."""

import re

from django.core.mail import EmailMessage
from django.test import Client
from pytest_django.fixtures import Settings

from tests.people import House
from tests.people_room.two_factors import wholly_in


def test_a_patient_comes_in_with_a_mailed_code(
    house: House, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    answer = client.post("/account/login/code/", {"email": "alice@example.org"})
    assert answer.status_code == 302
    (mail,) = mailoutbox
    code = re.search(r"^\d{6}$", str(mail.body), re.MULTILINE)
    assert code is not None, mail.body
    typed = f" {code[0][:3]} – {code[0][3:]} "
    answer = client.post("/account/login/code/confirm/", {"code": typed})
    assert answer.status_code == 302
    assert client.session.get("_auth_user_id") == str(house.alice.user_id)


def test_an_address_with_signs_that_nobody_sees_is_known(
    house: House, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    client.post("/account/login/code/", {"email": "\u2060Alice@example.org\u200b"})
    assert [mail.to for mail in mailoutbox] == [["alice@example.org"]]
    staff = wholly_in(house.priya, "priya@example.org\u200b")
    assert staff.session.get("_auth_user_id") == str(house.priya.user_id)


def test_an_unknown_address_gets_the_same_page(house: House, client: Client) -> None:
    known = client.post("/account/login/code/", {"email": "alice@example.org"})
    unknown = Client().post("/account/login/code/", {"email": "stranger@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_staff_come_in_by_password_and_an_app(house: House) -> None:
    client = wholly_in(house.priya)
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


def pages_with_a_mistake(house: House, mailoutbox: list[EmailMessage]) -> dict[str, str]:
    """Every page on which allauth has something to say, after a mistake, by what was done."""
    wrong = {"login": "priya@example.org", "password": "wrong"}
    said = {"a wrong password": Client().post("/account/login/", wrong)}
    alice = Client()
    alice.post("/account/login/code/", {"email": "alice@example.org"})
    said["a wrong code"] = alice.post("/account/login/code/confirm/", {"code": "XXXX-XXXX"})
    priya = Client()
    priya.post("/account/password/reset/", {"email": "priya@example.org"})
    link = re.search(r"/account/password/reset/key/\S+", str(mailoutbox[-1].body))
    assert link is not None
    said["a new password"] = priya.get(link[0], follow=True)
    form = priya.get(link[0])["Location"]
    two = {"password1": "correct horse 10!", "password2": "another horse 10!"}
    said["two passwords"] = priya.post(form, two)
    two["password2"] = two["password1"]
    said["a saved password"] = priya.post(form, two, follow=True)
    said["a spent link"] = Client().get(link[0], follow=True)
    out = Client()
    assert house.alice.user is not None
    out.force_login(house.alice.user)
    said["signed out"] = out.post("/account/logout/", follow=True)
    return {what: answer.content.decode() for what, answer in said.items()}


def test_allauth_speaks_as_we_do(house: House, mailoutbox: list[EmailMessage]) -> None:
    said = pages_with_a_mistake(house, mailoutbox)
    assert "Email or password is wrong." in said["a wrong password"]
    assert "That is not the code." in said["a wrong code"]
    assert "The same once more" in said["a new password"]
    assert "Your new password is saved." in said["a saved password"]
    assert "This link was used already or is too old." in said["a spent link"]
    assert "You are signed out." in said["signed out"]
    theirs = r"[Ss]uccessfully|you specified|Incorrect|\(again\)|New Password|associated with"
    assert not {what: found for what, page in said.items() if (found := re.search(theirs, page))}


def test_who_comes_in_is_not_called_out(house: House, mailoutbox: list[EmailMessage]) -> None:
    browser = Client()
    browser.post("/account/login/", {"login": "priya@example.org", "password": "correct horse 9!"})
    page = browser.get("/", follow=True).content.decode()
    assert "priya@example.org" not in page
    assert "Successfully" not in page
