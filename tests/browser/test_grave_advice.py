"""After grave advice Today repeats it and offers nothing else, with and without a network."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from goodform.diary.models import Session
from goodform.inbox.models import Alert
from goodform.programmes.models import Prescription
from tests.browser.conftest import Visit, Visitor, in_both_looks
from tests.browser.mat import Begin, Mat, begin, rows
from tests.browser.offline import aeroplane_mode, open_once, wait_until_sent
from tests.browser.test_player_released import a_chest_pain
from tests.browser.waiting import asked
from tests.people import House

__all__ = ["begin", "rows"]

OFFERS = ("Is it none of these?", "Book a visit", "Phone 01632", "Put your exercises on")


def finished_once(page: Page) -> None:
    """The browser would like to be asked about the first screen, and a session was finished."""
    page.evaluate(
        "const event = new Event('beforeinstallprompt'); event.prompt = async () => {};"
        "window.dispatchEvent(event);"
    )


def only_the_advice(page: Page, head: str) -> None:
    """The advice stands there, and nothing is offered beside it."""
    expect(page.get_by_role("heading", name=head)).to_be_visible()
    finished_once(page)
    for offer in OFFERS:
        expect(page.get_by_text(offer).locator("visible=true")).to_have_count(0)


@in_both_looks
def test_after_call_999_today_says_just_that(
    begin: Begin, size: dict[str, int], scheme: str
) -> None:
    mat = begin(size=size, scheme=scheme)
    a_chest_pain(mat)
    expect(mat.page.get_by_text("Sent to the clinic.")).to_be_visible()
    only_the_advice(mat.page, "Call 999 or go to A&E")
    assert Session.objects.get().shown == "emergency"
    newest = Alert.objects.get().tellings.last()
    assert newest is not None
    assert newest.facts["shown"] == "emergency"
    mat.page.get_by_role("link", name="Back to Today").click()
    expect(mat.page.locator("h1")).to_have_text("Please do no exercises for now")
    only_the_advice(mat.page, "Call 999 or go to A&E")
    expect(mat.page.get_by_role("link", name="Call 999", exact=True)).to_be_visible()
    mat.visit.check_accessible()
    mat.visit.check_no_sideways_scroll()
    mat.visit.screenshot(f"grave-today-{size['width']}-{scheme}")


def told_offline(visiting: Visit) -> Page:
    """Alice, without a network, has just been shown the advice."""
    mat = Mat(visiting)
    mat.page.clock.install()
    visiting.open(reverse("player"))
    mat.answers_the_questions_before()
    a_chest_pain(mat)
    return mat.page


def test_without_a_network_today_says_it_and_never_that_the_clinic_may_not_know_what_it_has(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    with aeroplane_mode(visiting):
        told_offline(visiting)
        visiting.open(reverse("today"))
        only_the_advice(page, "Call 999 or go to A&E")
        expect(page.get_by_text("Your clinic does not know yet.")).to_be_visible()
        visiting.check_accessible()
        visiting.screenshot("grave-offline")
    asked(page, "window.dispatchEvent(new Event('online'))")
    wait_until_sent(page)
    expect(page.get_by_text("You told us about something new today")).to_be_visible()
    only_the_advice(page, "Call 999 or go to A&E")
    expect(page.get_by_text("does not know yet").locator("visible=true")).to_have_count(0)


@pytest.mark.parametrize("name", ["programme", "sore"])
def test_no_other_page_of_exercises_opens_meanwhile(
    visit: Visitor, house: House, rows: list[Prescription], name: str
) -> None:
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    with aeroplane_mode(visiting):
        told_offline(visiting)
        visiting.open(reverse(name))
        only_the_advice(page, "Call 999 or go to A&E")
