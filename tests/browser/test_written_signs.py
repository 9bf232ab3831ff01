"""A message that speaks of a warning sign says whom to call while it is typed, and afterwards."""

from contextlib import nullcontext

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from goodform.inbox.models import Alert, Message
from tests.browser.conftest import DESKTOP, PHONE, Visitor
from tests.browser.offline import aeroplane_mode
from tests.people import House

NUMB = "I feel numb between my legs"


@pytest.mark.parametrize(
    ("size", "scheme", "network"),
    [(PHONE, "light", True), (DESKTOP, "dark", False)],
    ids=["with a network", "without"],
)
def test_whom_to_call_is_said_while_it_is_typed(
    visit: Visitor, house: House, size: dict[str, int], scheme: str, network: bool
) -> None:
    visiting = visit(house.alice.user, size=size, scheme=scheme)
    page = visiting.open(reverse("messages"))
    words = page.get_by_label("Write to the clinic")
    said = page.locator("[data-written-signs]")
    with nullcontext() if network else aeroplane_mode(visiting):
        words.fill("No numbness between my legs")
        expect(said).to_be_empty()
        words.fill("My leg felt numb")
        expect(said).to_contain_text("111")
        words.fill(NUMB)
        expect(said.get_by_role("link", name="Call 999")).to_be_visible()
        visiting.check_no_sideways_scroll()
        visiting.screenshot(f"written-signs-{size['width']}-{scheme}")
        words.fill("Thank you")
        expect(said).to_be_empty()


def test_what_was_sent_keeps_saying_it(visit: Visitor, house: House) -> None:
    visiting = visit(house.alice.user)
    page = visiting.open(reverse("messages"))
    page.get_by_label("Write to the clinic").fill(NUMB)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Sent to the clinic.")).to_be_visible()
    said = page.locator("[data-written-signs]")
    expect(said.get_by_role("link", name="Call 999")).to_be_visible()
    page.get_by_label("Write to the clinic").fill("My leg felt numb")
    expect(said.get_by_role("link", name="Call 999")).to_be_visible()
    visiting.check_accessible()
    assert Message.objects.get().text == NUMB
    assert Alert.objects.get().kind == "wrote"
