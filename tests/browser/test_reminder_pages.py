"""Reminders in a real browser: one page, one tap to stop, and the owner's pages."""

from django.conf import settings
from playwright.sync_api import expect

from goodform.outbox.models import Notification, State
from goodform.reminders.models import Plan
from goodform.reminders.stop_links import token_for
from tests.browser.conftest import Visitor, in_both_looks
from tests.outbox.senders import a_message
from tests.people import House
from tests.reminders.plans import two_exercises


@in_both_looks
def test_every_page_is_accessible_and_fits(
    house: House, visit: Visitor, size: dict[str, int], scheme: str
) -> None:
    two_exercises(house.alice, house.priya)
    a_message(house.clinic, house.alice)
    Notification.objects.update(state=State.DEAD, why="The address does not exist.")
    alice = visit(house.alice.user, size=size, scheme=scheme)
    alice.open("/reminders")
    stop = f"/reminders/stop/{token_for(house.alice.pk)}"
    for visiting, paths in (
        (alice, ("/reminders", stop)),
        (
            visit(house.olu.user, size=size, scheme=scheme),
            ("/clinic/outbox/", "/clinic/channels/email/", "/clinic/channels/webpush/"),
        ),
    ):
        for path in paths:
            visiting.open(path)
            visiting.check_accessible()
            visiting.check_no_sideways_scroll()
            assert visiting.outside == []


def test_alice_changes_her_time_and_sees_it(house: House, visit: Visitor) -> None:
    two_exercises(house.alice, house.priya)
    page = visit(house.alice.user).open("/reminders")
    page.get_by_label("A time for each exercise").check()
    page.get_by_label("Hip hinge").fill("18:15")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your reminders come as you chose")).to_be_visible()
    expect(page.get_by_text("You are reminded at 18:15")).to_be_visible()


def test_the_way_that_was_not_chosen_leaves(house: House, visit: Visitor) -> None:
    two_exercises(house.alice, house.priya)
    page = visit(house.alice.user).open("/reminders")
    expect(page.get_by_label("Hip hinge")).to_be_hidden()
    page.get_by_label("A time for each exercise").check()
    expect(page.get_by_label("Hip hinge")).to_be_visible()
    expect(page.get_by_label("About").first).to_be_hidden()


def test_another_clock_is_asked_about_and_never_guessed(house: House, visit: Visitor) -> None:
    two_exercises(house.alice, house.priya)
    at_home = visit(house.alice.user)
    for path in ("/reminders", "/today"):
        expect(at_home.open(path).locator("[data-our-zone]")).to_be_hidden()
    house.alice.zone = "Asia/Tokyo"
    house.alice.save()
    away = visit(house.alice.user).open("/today")
    expect(away.get_by_text("set to the time in Europe/London")).to_be_visible()
    away.get_by_role("link", name="Change the time").click()
    expect(away.get_by_text("Are you somewhere else?")).to_be_visible()
    house.alice.refresh_from_db()
    assert house.alice.zone == "Asia/Tokyo", "nothing changes before the button is pressed"
    asked = away.locator("[data-our-zone]")
    asked.get_by_role("button", name="Use this phone’s time").click()
    expect(away.get_by_text("Reminders use that time from now on.")).to_be_visible()
    house.alice.refresh_from_db()
    assert house.alice.zone == "Europe/London"


def test_one_tap_stops_without_signing_in(house: House, visit: Visitor) -> None:
    two_exercises(house.alice, house.priya)
    visit(house.alice.user).open("/reminders")
    page = visit().open(f"/reminders/stop/{token_for(house.alice.pk)}")
    page.get_by_role("button", name="Stop reminders").click()
    expect(page.get_by_text("Done. No more reminders come.")).to_be_visible()
    assert Plan.objects.get(patient=house.alice).stopped_at is not None
    page.get_by_role("button", name="Start them again").click()
    assert Plan.objects.get(patient=house.alice).stopped_at is None


def test_the_calendars_address_is_made_and_copied(house: House, visit: Visitor) -> None:
    two_exercises(house.alice, house.priya)
    visiting = visit(house.alice.user, permissions=["clipboard-read", "clipboard-write"])
    page = visiting.open("/reminders")
    page.get_by_role("button", name="Make an address for my calendar").click()
    address = page.get_by_label("Private address").input_value()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == address
    # The clinic's own address stands before the path; the test's server answers at another one.
    assert address.startswith(f"{settings.ADDRESS}/calendar/")
    path = address.removeprefix(settings.ADDRESS)
    feed = page.request.get(visiting.address + path)
    assert feed.text().startswith("BEGIN:VCALENDAR")


def test_the_owner_sends_a_message_again(house: House, visit: Visitor) -> None:
    row = a_message(house.clinic, house.alice)
    Notification.objects.update(state=State.DEAD, why="The address does not exist.")
    page = visit(house.olu.user).open("/clinic/outbox/")
    expect(page.get_by_text("The address does not exist.")).to_be_visible()
    page.get_by_role("button", name="Send again").click()
    expect(page.get_by_text("It is on its way again.")).to_be_visible()
    row.refresh_from_db()
    assert row.state == State.WAITING
