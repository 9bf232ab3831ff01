"""Every answer carries what keeps a browser from being misled, and no write is taken unasked."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from tests.addresses import ADDRESSES
from tests.people import House
from tests.test_outsiders import filled

A_BUTTON_IN_A_MAIL = {"reminders_stop"}
"""A mail program presses it, which has no page of ours: RFC 8058."""


def test_a_page_says_how_it_may_be_read_and_gives_away_nothing(house: House) -> None:
    client = Client()
    assert house.alice.user is not None
    client.force_login(house.alice.user)
    for path in (reverse("today"), reverse("contact_api"), "/nothing-here"):
        answer = client.get(path)
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Frame-Options"] == "DENY"
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]
        assert "charset=utf-8" in answer["Content-Type"] or path == reverse("contact_api")


def test_where_it_is_https_it_stays_so_for_a_year(client: Client, settings: Settings) -> None:
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 3600
    answer = Client(HTTP_HOST="localhost").get(reverse("help"), secure=True)
    assert answer["Strict-Transport-Security"].startswith("max-age=31536000")


def test_no_folder_is_listed_and_nothing_is_traced(client: Client, db: None) -> None:
    assert client.get("/static/").status_code == 404
    assert client.generic("TRACE", reverse("help")).status_code == 405


@pytest.mark.parametrize("who", ["alice", "priya", "olu"])
def test_no_write_is_taken_without_its_token(house: House, who: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(getattr(house, who).user)
    ids = {
        "uuid": [str(house.alice.pk)],
        "int": ["1"],
        "slug": ["clam"],
        "str": ["x"],
        "day": ["2026-11-16"],
        "date": ["2026-11-16"],
        "path": ["x"],
    }
    for name, route in ADDRESSES:
        if name in A_BUTTON_IN_A_MAIL:
            continue
        for path in filled(route, ids):
            for method in ("post", "put", "delete"):
                answer = getattr(client, method)(path, {}, content_type="application/json")
                assert answer.status_code in {403, 404, 405}, f"{who} {method} {path} ({name})"


def test_the_session_s_cookie_is_hidden_from_scripts_and_other_sites(house: House) -> None:
    client = Client()
    client.post("/account/login/", {"login": "priya@example.org", "password": "correct horse 9!"})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


ANSWERED = """
import django; django.setup()
from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.test import RequestFactory
settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
def page(request):
    request.session["seen"] = get_token(request)
    return HttpResponse()
answer = SessionMiddleware(CsrfViewMiddleware(page))(RequestFactory().get("/", secure=True))
for cookie in answer.cookies.values(): print(cookie.OutputString())
"""
"""What our own settings make of both cookies, by Django's own middleware; no database asked."""


def test_over_https_both_cookies_are_taken_from_this_very_host_alone(tmp_path: Path) -> None:
    said = subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-c", ANSWERED],
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "goodform.config.settings",
            "GOODFORM_DATA": str(tmp_path),
            "GOODFORM_ADDRESS": "https://exercises.example.org",
            "GOODFORM_SECRET_KEY": "k" * 60,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    cookies = said.stdout.splitlines()
    assert {each.partition("=")[0] for each in cookies} == {"__Host-csrftoken", "__Host-sessionid"}
    for each in cookies:
        assert "Path=/;" in f"{each};", each
        assert "Secure" in each, each
        assert "Domain" not in each, each
