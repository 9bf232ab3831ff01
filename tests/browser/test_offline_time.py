"""A phone and time: a clock a day off, a page left open, an old copy, a server that is busy."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from goodform.diary.models import Entry
from goodform.programmes.models import Prescription
from tests.browser.conftest import Visitor
from tests.browser.offline import (
    aeroplane_mode,
    documents,
    open_once,
    wait_until_kept,
    wait_until_sent,
)
from tests.browser.test_offline_day import form_of, mark
from tests.browser.waiting import asked, until, until_true
from tests.people import House, in_days
from tests.today.programmes import assessed, give_lines, lines_now, prescribe


@pytest.fixture
def rows(house: House) -> list[Prescription]:
    """A bridge for both legs together, and a clam for each side."""
    return prescribe(house.alice, "glute-bridge", "clam")


MEASURED = """([person, ahead]) => new Promise((resolve, reject) => {
  const open = indexedDB.open("goodform");
  open.onerror = () => reject(open.error);
  open.onsuccess = () => {
    const asked = open.result.transaction("facts").objectStore("facts").get(`contact ${person}`);
    asked.onsuccess = () => {
      open.result.close();
      resolve(Math.abs((asked.result?.offset_s ?? 0) + ahead) < 60);
    };
  };
})"""
"""Whether this phone knows by how much its clock is ahead."""


def looks_again(page: Page) -> None:
    """The page comes to the front."""
    asked(page, "document.dispatchEvent(new Event('visibilitychange'))")


@pytest.fixture
def days(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """By how many days the phone is ahead; asked for first, so that the whole clinic goes by it.

    It is the clinic's clock that is set: then the page and the worker beside it are both wrong,
    however often the browser starts them anew.
    """
    ahead: int = request.param
    now = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: now() - timedelta(days=ahead))
    return ahead


@pytest.mark.parametrize("days", [-1, 1], ids=["a day behind", "a day ahead"], indirect=True)
def test_a_clock_a_day_off_tells_the_right_day_on_both_sides(
    days: int, visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    until_true(
        page,
        MEASURED,
        [str(house.alice.pk), days * 86_400],
        otherwise="this phone did not measure how wrong it is",
    )
    with aeroplane_mode(visiting):
        visiting.open(reverse("today"))
        mark(page, rows[0], "both", pain=1)
        expect(page.locator(f"#row-{rows[0].pk} [data-done]")).to_be_visible()
        page.reload()
        expect(page.locator(f"#row-{rows[0].pk} [data-done]")).to_be_visible()
    visiting.open(reverse("today"))
    wait_until_sent(page)
    today = timezone.now().astimezone(ZoneInfo("Europe/London")).date()
    assert Entry.objects.get().local_date == today


def test_a_page_left_open_past_the_review_date_closes(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    assessed(house.alice, review_by=in_days(2))
    visiting = visit(house.alice.user)
    visiting.page.clock.set_system_time(timezone.now())  # between none and one it says 1970
    page = open_once(visiting)
    assert page.evaluate("document.documentElement.dataset.kept") is None
    with aeroplane_mode(visiting):
        page.clock.set_system_time(timezone.now() + timedelta(days=3))
        looks_again(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Check with us first")


def test_a_page_left_open_over_night_tells_of_two_sittings(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    visiting.page.clock.set_system_time(timezone.now())
    page = open_once(visiting)
    with aeroplane_mode(visiting):
        visiting.open(reverse("today"))
        mark(page, rows[0], "both", pain=1)
        expect(page.locator(f"#row-{rows[0].pk} [data-done]")).to_be_visible()
        mark(page, rows[1], "left", pain=1)
        expect(page.locator(f"#row-{rows[1].pk} form:visible")).to_have_count(1)
        page.clock.set_system_time(timezone.now() + timedelta(days=1))
        form = page.locator(form_of(page, rows[1], "right"))
        form.get_by_role("button", name="I did it").click()
        expect(page.get_by_text("What you did is on this phone.")).to_be_visible()
        until(page, lambda: len(documents(page)) == 2, "there is one sitting only")
        told = documents(page)
    sittings = [each["body"] for each in told]
    assert sorted(len(each["entries"]) for each in sittings) == [1, 2]  # type: ignore[index]
    assert len({each["started_at"][:10] for each in sittings}) == 2  # type: ignore[index]


def test_a_page_that_is_new_is_not_called_old(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    page.goto("about:blank")
    give_lines(house.alice, *lines_now(house.alice)[:1])
    visiting.open(reverse("today"))
    expect(page.get_by_role("link", name="Glute bridge")).to_be_visible()
    wait_until_kept(page, reverse("today"))
    with page.expect_response("**" + reverse("contact_api")):
        looks_again(page)
    expect(page.get_by_text("This page is old.")).to_be_hidden()


def test_a_locked_programme_says_why_without_a_network_as_well(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    assessed(house.alice, cleared=False)
    visiting = visit(house.alice.user)
    page = visiting.open(reverse("today"))
    why = page.locator("main h1").inner_text()
    wait_until_kept(page, reverse("today"))
    with aeroplane_mode(visiting):
        page.reload()
        expect(page.get_by_text("No network. You see what this phone kept on")).to_be_visible()
        expect(page.get_by_role("heading", level=1)).to_have_text(why)


def test_the_morning_question_is_not_asked_where_there_is_none(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    with aeroplane_mode(visiting):
        visiting.open(reverse("morning"))
        page.wait_for_url("**" + reverse("player"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Before you start")


def test_a_busy_server_is_tried_again_without_a_hand(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    is_busy = [True]

    def busy(route: Route) -> None:
        if is_busy:
            route.fulfill(status=503, json={"code": "busy", "sentence": "Busy."})
        else:
            route.continue_()

    page.route("**/api/sessions/*", busy)
    mark(page, rows[0], "both", pain=1)
    expect(page.locator("form [data-said]:visible")).to_contain_text("Not sent yet.")
    expect(page.get_by_text("What you did is on this phone.")).to_be_visible()
    is_busy.clear()
    # It waits longer from try to try, and a slow machine has seen several by now.
    expect(page.locator("[data-told]")).to_have_text("Saved.", timeout=120_000)
    assert Entry.objects.get().pain == 1
    visiting.errors[:] = [each for each in visiting.errors if "503" not in each]
