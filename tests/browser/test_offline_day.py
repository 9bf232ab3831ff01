"""A whole day in aeroplane mode, in a real browser: seen, marked, stopped, sent later, once."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from goodform.diary.models import Entry, Session
from goodform.inbox.models import Alert
from goodform.programmes.models import Hold, Prescription
from tests.browser.conftest import Visitor
from tests.browser.offline import (
    aeroplane_mode,
    documents,
    kept_pages,
    open_once,
    wait_until_sent,
)
from tests.people import House, in_days
from tests.today.programmes import assessed, prescribe


@pytest.fixture
def rows(house: House) -> list[Prescription]:
    """A bridge for both legs together, and a clam for each side."""
    return prescribe(house.alice, "glute-bridge", "clam")


def form_of(page: Page, row: Prescription, side: str) -> str:
    """The selector of one side's form; its exercise is opened."""
    item = f"#row-{row.pk}"
    if page.locator(f"{item} details[open]").count() == 0:
        page.locator(f"{item} summary").click()
    return f'{item} form:has(input[name=side][value="{side}"])'


def mark(page: Page, row: Prescription, side: str, *, pain: int, button: str = "I did it") -> None:
    """Say how much it hurt and press a button."""
    form = page.locator(form_of(page, row, side))
    form.locator(f'input[name=pain][value="{pain}"]').check()
    form.get_by_role("button", name=button).click()


def test_once_opened_the_pages_are_there_without_a_network(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    exercise = reverse("exercise", args=[rows[1].pk])
    assert exercise in kept_pages(page)
    with aeroplane_mode(visiting):
        visiting.open(reverse("today"))
        expect(page.get_by_text("No network. You see what this phone kept on")).to_be_visible()
        expect(page.get_by_role("link", name="Clam")).to_be_visible()
        visiting.check_accessible()
        visiting.screenshot("offline-today")
        page.get_by_role("link", name="Clam").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Clam")
        expect(page.locator(".exercise-figure svg").first).to_be_visible()
        visiting.open(reverse("help"))
        expect(page.get_by_role("heading", name="Call 999 or go to A&E")).to_be_visible()
        visiting.open(reverse("my_sheet"))
        expect(page.get_by_role("heading", level=1)).to_have_text("There is no network")
        visiting.check_accessible()


def test_a_day_with_a_stop_in_aeroplane_mode_reaches_the_practitioner_once(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    bridge, clam = rows
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    with aeroplane_mode(visiting):
        visiting.open(reverse("today"))
        mark(page, bridge, "both", pain=1)
        expect(page.locator(f"#row-{bridge.pk} [data-done]")).to_be_visible()
        expect(page.get_by_text("What you did is on this phone.")).to_be_visible()
        mark(page, clam, "left", pain=2)
        mark(page, clam, "right", pain=7, button="Stop, it hurts")
        expect(page.get_by_text("Your clinic does not know yet that it hurt.")).to_be_visible()
        expect(page.locator("#offline").get_by_text("01632 960123")).to_be_visible()
        expect(page.locator(f"#row-{clam.pk} [data-held-note]")).to_be_visible()
        visiting.check_accessible()
        visiting.screenshot("offline-stopped")
        page.reload()
        expect(page.locator(f"#row-{clam.pk} [data-held-note]")).to_be_visible()
        expect(page.locator(f"#row-{clam.pk} form").first).to_be_hidden()
        assert not Session.objects.exists()
    visiting.open(reverse("today"))
    wait_until_sent(page)
    page.reload()
    page.reload()
    day = timezone.now().astimezone(ZoneInfo("Europe/London")).date()
    told = Entry.objects.values_list("prescription", "side", "outcome", "pain", "local_date")
    assert sorted(told, key=str) == sorted(
        [
            (bridge.pk, "both", "done", 1, day),
            (clam.pk, "left", "done", 2, day),
            (clam.pk, "right", "stopped", 7, day),
        ],
        key=str,
    )
    assert Hold.objects.filter(programme=clam.programme, line=clam.line).count() == 1
    assert Alert.objects.filter(patient=house.alice, kind="stop").count() == 1
    desk = visit(house.priya.user)
    desk.open(reverse("inbox"))
    expect(desk.page.get_by_text("Alice Archer").first).to_be_visible()


def test_a_page_killed_in_aeroplane_mode_loses_nothing(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    with aeroplane_mode(visiting):
        visiting.open(reverse("today"))
        mark(page, rows[0], "both", pain=3)
        expect(page.get_by_text("What you did is on this phone.")).to_be_visible()
        page.close(run_before_unload=False)
        visiting.page = page = page.context.new_page()
        visiting.open(reverse("today"))
        expect(page.locator(f"#row-{rows[0].pk} [data-done]")).to_be_visible()
    visiting.open(reverse("today"))
    wait_until_sent(page)
    assert Entry.objects.get().pain == 3


def test_what_is_on_this_phone_is_said_thing_by_thing(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    with aeroplane_mode(visiting):
        visiting.open(reverse("today"))
        mark(page, rows[0], "both", pain=3)
        page.get_by_role("link", name="See what is on this phone").click()
        expect(page.get_by_text("Glute bridge, Done, pain 3 of 10")).to_be_visible()
        expect(page.locator("[data-state=waiting]")).to_be_visible()
        visiting.check_accessible()
        visiting.screenshot("on-this-phone")
    expect(page.get_by_text("Sent. Your clinic has it all.")).to_be_visible()
    expect(page.get_by_text("Sent. Your clinic has it.", exact=True)).to_be_visible()


def test_what_the_clinic_refuses_stays_with_its_reason(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    with aeroplane_mode(visiting):
        visiting.open(reverse("today"))
        page.evaluate(
            "document.querySelector('form[data-mark] [name=prescription]').value = 'nobody’s'"
        )
        mark(page, rows[0], "both", pain=3)
    visiting.open(reverse("on_this_phone"))
    expect(page.get_by_text("Your clinic could not take all of this:")).to_be_visible()
    expect(page.locator("[data-reasons] li")).to_have_count(1)
    page.reload()
    expect(page.locator("[data-reasons] li")).to_have_count(1)
    visiting.check_accessible()
    page.get_by_role("button", name="I have shown it. Remove it from this phone").click()
    expect(page.get_by_text("Nothing. All you did here is with your clinic.")).to_be_visible()
    assert documents(page) == []


def test_past_the_review_date_the_copy_locks_by_itself(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    assessed(house.alice, review_by=in_days(2))
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    with aeroplane_mode(visiting):
        page.clock.set_system_time(timezone.now() + timedelta(days=3))
        visiting.open(reverse("exercise", args=[rows[0].pk]))
        expect(page.get_by_role("heading", level=1)).to_have_text("Check with us first")
        visiting.open(reverse("today"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Check with us first")


def test_two_weeks_without_contact_lock_the_copy(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    with aeroplane_mode(visiting):
        page.clock.set_system_time(timezone.now() + timedelta(days=13))
        visiting.open(reverse("today"))
        expect(page.get_by_role("link", name="Clam")).to_be_visible()
        page.clock.set_system_time(timezone.now() + timedelta(days=15))
        visiting.open(reverse("today"))
        expect(page.get_by_role("heading", level=1)).to_have_text(
            "We must hear from this phone first"
        )
        expect(page.get_by_role("link", name="Phone 01632 960123")).to_be_visible()
        visiting.check_accessible()
        visiting.screenshot("offline-expired")


def test_without_the_network_another_weekday_shows_its_own_exercises(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    others = "".join(sorted(set("1234567") - {str(tomorrow.isoweekday())}))
    Prescription.objects.filter(pk=rows[1].pk).update(weekdays=others)
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    with aeroplane_mode(visiting):
        visiting.open(reverse("today"))
        expect(page.locator(f"#row-{rows[1].pk}")).to_be_visible()
        page.clock.set_system_time(tomorrow)
        visiting.open(reverse("today"))
        expect(page.locator(f"#row-{rows[0].pk}")).to_be_visible()
        expect(page.locator(f"#row-{rows[1].pk}")).to_be_hidden()
