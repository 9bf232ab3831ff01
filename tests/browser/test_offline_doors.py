"""Who comes and goes on one phone: nobody sees what was kept for somebody else."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from goodform.people.actions import invite
from goodform.people.signing_out import sign_out_everywhere
from goodform.programmes.models import Prescription
from tests.browser.conftest import Visitor
from tests.browser.offline import aeroplane_mode, kept_pages, open_once, wait_until_dropped
from tests.browser.test_offline_phone import other_tab
from tests.browser.waiting import asked
from tests.people import House
from tests.today.programmes import prescribe


@pytest.fixture
def rows(house: House) -> list[Prescription]:
    """A bridge for both legs together, and a clam for each side."""
    return prescribe(house.alice, "glute-bridge", "clam")


def test_a_sign_out_without_a_network_is_finished_before_anything_else(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    visiting.open(reverse("account_logout"))
    with aeroplane_mode(visiting):
        page.locator("main form button[type=submit]").click()
        expect(page.get_by_text("You are signed out on this phone.")).to_be_visible()
        visiting.check_accessible()
        visiting.screenshot("offline-signed-out")
        visiting.open(reverse("today"))
        expect(page.get_by_text("You are signed out on this phone.")).to_be_visible()
        visiting.open(reverse("help"))
        expect(page.get_by_role("heading", level=1)).to_have_text("When to get help")
    visiting.open(reverse("today"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert kept_pages(page) == []


def test_a_tab_left_open_brings_nothing_back_after_a_sign_out_without_a_network(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    left_open = other_tab(visiting)
    visiting.open(reverse("account_logout"))
    with aeroplane_mode(visiting):
        page.locator("main form button[type=submit]").click()
        expect(page.get_by_text("You are signed out on this phone.")).to_be_visible()
    asked(left_open, "window.dispatchEvent(new Event('online'))")
    expect(left_open.get_by_text("Sign in again.")).to_be_hidden()
    visiting.open(reverse("today"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    asked(left_open, "window.dispatchEvent(new Event('online'))")
    expect(left_open.get_by_text("Sign in again.")).to_be_visible()
    assert kept_pages(page) == []


def test_a_phone_that_the_clinic_signed_out_keeps_nothing_to_read(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    """Whoever found it opens Today once more, and hears that nobody is in."""
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    sign_out_everywhere(person=house.alice, by=house.rob)
    visiting.open(reverse("today"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    wait_until_dropped(page, reverse("today"))
    assert kept_pages(page) == []
    with aeroplane_mode(visiting):
        visiting.open(reverse("diary"))
        expect(page.get_by_role("heading", level=1)).to_have_text("There is no network")
        visiting.open(reverse("help"))
        expect(page.get_by_role("heading", level=1)).to_have_text("When to get help")


def test_no_copy_of_the_person_before_is_left_once_somebody_signs_in(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    """A session that ended by itself signed nobody out here."""
    link = reverse("invitation", args=[invite(patient=house.carol, by=house.charlie)])
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    page.context.clear_cookies()
    page.goto("about:blank")
    page.context.route("**/api/contact", lambda route: route.abort())
    visiting.open(link)
    assert reverse("today") in kept_pages(page)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**" + reverse("today"))
    assert kept_pages(page) == []
    page.context.unroute("**/api/contact")
    visiting.errors.clear()


def test_the_numbers_of_another_country_are_there_without_a_network(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    visiting.open(reverse("account_logout"))
    with aeroplane_mode(visiting):
        page.locator("main form button[type=submit]").click()
        visiting.open(reverse("help"))
        expect(page.locator('main a[href="tel:999"]')).to_have_count(0)
        for code, number in (("ie", "112"), ("gb", "999")):
            page.locator(f'main a[href$="country={code}" i]').click()
            expect(page.get_by_text(number).first).to_be_visible()


def test_a_page_that_no_phone_keeps_says_that_there_is_no_network(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    with aeroplane_mode(visiting):
        page.get_by_role("link", name="Messages").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("There is no network")
    assert Client().get(reverse("messages")).status_code == 302
