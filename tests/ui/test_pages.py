"""The shells: what stands on every page, and what is said when one cannot be shown."""

import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from goodform.ui.safe_headers import policy

CLINIC = {"name": "Riverside Back Clinic", "phone": "01632 960123", "is_demo": False}


def shown(template: str, **context: Any) -> str:
    return render_to_string(template, {"request": RequestFactory().get("/today"), **context})


@pytest.mark.parametrize("shell", ["ui/patient.html", "ui/desk.html", "ui/auth.html"])
def test_every_shell_has_a_language_a_way_past_the_bar_and_few_stylesheets(shell: str) -> None:
    page = shown(shell, clinic=CLINIC)
    assert '<html lang="en-gb" dir="ltr">' in page
    assert page.index('class="skip" href="#main"') < page.index('id="main"')
    on_screen = page.count('rel="stylesheet"') - page.count('media="print"')
    assert on_screen <= 3
    assert page.count("<script") == 1


def test_a_patient_can_always_phone_the_clinic() -> None:
    page = shown("ui/patient.html", clinic=CLINIC)
    assert 'href="tel:01632960123"' in page
    assert "Riverside Back Clinic" in page


def test_a_page_without_a_clinic_offers_no_number() -> None:
    page = shown("ui/patient.html", clinic=None)
    assert "tel:" not in page
    assert "Goodform" in page


def test_the_demo_says_that_it_is_one() -> None:
    assert "This is a demo." in shown("ui/patient.html", clinic=CLINIC | {"is_demo": True})
    assert "This is a demo." not in shown("ui/patient.html", clinic=CLINIC)


@pytest.mark.parametrize("page", ["404.html", "403.html", "403_csrf.html"])
def test_a_page_that_cannot_be_shown_gives_the_number_of_the_clinic(page: str) -> None:
    assert 'href="tel:01632960123"' in shown(page, clinic=CLINIC)
    assert "<h1>" in shown(page, clinic=None)


def test_when_we_fail_we_say_so_without_knowing_anything() -> None:
    page = render_to_string("500.html")
    assert "our fault, not yours" in page
    assert "Phone your clinic" in page
    assert not re.search(r"\b999\b", page), "no country is assumed"


def test_a_form_of_ten_megabytes_is_told_so_kindly(client: Client, db: None) -> None:
    answer = client.post("/account/login/", {"login": "a" * 10_000_000})
    assert answer.status_code == 400
    assert "what you typed is still there" in answer.content.decode()
    assert "Phone your clinic" in answer.content.decode()


def test_the_design_page_needs_no_account(client: Client, db: None) -> None:
    answer = client.get("/design")
    assert answer.status_code == 200
    assert answer.headers["Content-Security-Policy"] == policy()
    assert "unsafe" not in policy()
