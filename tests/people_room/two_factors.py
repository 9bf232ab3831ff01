"""Staff who come in as they do: by password, and then by an app."""

import time

from django.test import Client

from goodform.people import app_codes
from goodform.people.factor_actions import add_app
from goodform.people.models import Staff

PASSWORD = "correct horse 9!"
LOGIN, SECOND = "/account/login/", "/account/login/second/"


def an_app(person: Staff) -> str:
    """The secret of an app that was set up some time ago."""
    secret = app_codes.new_secret()
    add_app(by=person.user, secret=secret, step=0)
    return secret


def code_of(secret: str) -> str:
    """The code the app shows now."""
    return app_codes.code_at(secret, int(time.time() // app_codes.STEP_S))


def password_given(person: Staff, email: str = "", password: str = PASSWORD) -> Client:
    """A browser in which the password was right."""
    browser = Client()
    answer = browser.post(LOGIN, {"login": email or person.user.email, "password": password})
    assert answer["Location"] == SECOND
    return browser


def wholly_in(person: Staff, email: str = "", password: str = PASSWORD) -> Client:
    """A browser in which both were right."""
    secret = an_app(person)
    browser = password_given(person, email, password)
    assert browser.post(SECOND, {"code": code_of(secret)})["Location"] == "/"
    return browser
