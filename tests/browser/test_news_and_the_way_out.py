"""News and the way out, on a phone: seen by a thumb, and reached by keys alone."""

from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from goodform.inbox.message_actions import answer_message
from tests.browser.conftest import Visitor
from tests.people import House
from tests.today.programmes import prescribe

MOST_TABS = 60


def comes_to(page: Page, place: Locator) -> None:
    """Tab by tab to a place, which then stands whole above the bar at the bottom."""
    for _tab in range(MOST_TABS):
        page.keyboard.press("Tab")
        if place.evaluate("it => it === document.activeElement"):
            break
    expect(place).to_be_focused()
    bottom = place.evaluate("it => it.getBoundingClientRect().bottom")
    bar = page.locator(".nav").evaluate("it => it.getBoundingClientRect().top")
    assert bottom <= bar


def test_a_new_message_and_the_way_out_are_reached_on_a_phone(visit: Visitor, house: House) -> None:
    prescribe(house.alice, "clam")
    answer_message(patient=house.alice, text="Rest today.", by=house.priya)
    visiting = visit(house.alice.user)
    page = visiting.open(reverse("today"))
    new = page.get_by_role("link", name="Your clinic wrote to you. Read it")
    comes_to(page, new)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Rest today.")).to_be_visible()
    visiting.open(reverse("today"))
    expect(new).to_have_count(0)
    comes_to(page, page.get_by_role("link", name="Sign out"))
    page.keyboard.press("Enter")
    comes_out = page.locator("main form button[type=submit]")
    expect(comes_out).to_be_visible()
    comes_out.press("Enter")
    visiting.open(reverse("today"))
    expect(page.get_by_role("link", name="Sign out")).to_have_count(0)


def test_nobody_else_is_told_of_a_message(visit: Visitor, house: House) -> None:
    prescribe(house.alice, "clam")
    answer_message(patient=house.alice, text="Rest today.", by=house.priya)
    page = visit(house.carol.user).open(reverse("today"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Your clinic wrote to you.")).to_have_count(0)
