"""One phone, seen from outside: two tabs, two people, a new release, a phone that keeps nothing."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from goodform.diary.models import Entry, Session
from goodform.programmes.models import Prescription
from goodform.today import offline
from tests.browser.conftest import Visit, Visitor
from tests.browser.offline import (
    RELEASED,
    TAKEN_OVER,
    UPDATE,
    WAITS,
    aeroplane_mode,
    documents,
    kept_pages,
    open_once,
    wait_until_dropped,
    wait_until_kept,
    wait_until_sent,
)
from tests.browser.test_offline_day import mark
from tests.browser.waiting import asked, until, until_true
from tests.people import House
from tests.today.programmes import assessed, give_lines, line_for, lines_now, prescribe


@pytest.fixture
def rows(house: House) -> list[Prescription]:
    """A bridge for both legs together, and a clam for each side."""
    return prescribe(house.alice, "glute-bridge", "clam")


def sign_in(visiting: Visit, client: Client) -> None:
    """Put another person's signed-in browser in place of the one before."""
    cookie = client.cookies["sessionid"]
    visiting.page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": visiting.address}]
    )


def sign_out(visiting: Visit) -> None:
    """Sign out the way the page offers it."""
    visiting.open(reverse("account_logout"))
    visiting.page.locator("main form button[type=submit]").click()


def other_tab(visiting: Visit) -> Page:
    """Another tab of the same browser, on Today."""
    page = visiting.page.context.new_page()
    page.goto(visiting.address + reverse("today"))
    return page


def test_two_tabs_tell_one_story(visit: Visitor, house: House, rows: list[Prescription]) -> None:
    bridge, clam = rows
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    with aeroplane_mode(visiting):
        visiting.open(reverse("today"))
        second = other_tab(visiting)
        mark(page, bridge, "both", pain=1)
        expect(second.locator(f"#row-{bridge.pk} [data-done]")).to_be_visible()
        mark(second, clam, "left", pain=2)
        mark(second, clam, "right", pain=6, button="Stop, it hurts")
        expect(page.locator(f"#row-{clam.pk} [data-held-note]")).to_be_visible()
    page.reload()
    second.reload()
    wait_until_sent(page)
    assert Entry.objects.count() == 3
    assert Entry.objects.filter(outcome="stopped").get().side == "right"


def test_the_next_person_on_the_phone_sees_nothing_and_the_first_loses_nothing(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    assessed(house.carol)
    [theirs] = give_lines(house.carol, line_for(house.carol, "hip-hinge"))
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    with aeroplane_mode(visiting):
        visiting.open(reverse("today"))
        mark(page, rows[0], "both", pain=4)
        expect(page.get_by_text("What you did is on this phone.")).to_be_visible()
    page.route("**/api/sessions/*", lambda route: route.abort())
    page.context.route("**/api/sessions/*", lambda route: route.abort())
    sign_out(visiting)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert kept_pages(page) == []
    assert len(documents(page)) == 1
    page.context.unroute("**/api/sessions/*")
    page.unroute("**/api/sessions/*")
    visiting.errors.clear()

    carol = Client()
    assert house.carol.user is not None
    carol.force_login(house.carol.user)
    sign_in(visiting, carol)
    visiting.open(reverse("today"))
    wait_until_kept(page, reverse("exercise", args=[theirs.pk]))
    expect(page.get_by_text("What you did is on this phone.")).to_be_hidden()
    visiting.open(reverse("on_this_phone"))
    expect(page.get_by_text("Nothing. All you did here is with your clinic.")).to_be_visible()
    assert reverse("exercise", args=[rows[0].pk]) not in kept_pages(page)
    assert not Session.objects.exists()

    alice = Client()
    assert house.alice.user is not None
    alice.force_login(house.alice.user)
    sign_in(visiting, alice)
    visiting.open(reverse("today"))
    wait_until_sent(page)
    assert Entry.objects.get().session.patient == house.alice
    wait_until_kept(page, reverse("exercise", args=[rows[0].pk]))
    assert reverse("exercise", args=[theirs.pk]) not in kept_pages(page)


def test_signing_out_without_a_network_clears_this_phone_at_once(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    visiting.open(reverse("account_logout"))
    with aeroplane_mode(visiting):
        page.locator("main form button[type=submit]").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("There is no network")
        assert kept_pages(page) == []
        visiting.open(reverse("today"))
        expect(page.get_by_role("heading", level=1)).to_have_text("There is no network")
        visiting.open(reverse("help"))
        expect(page.get_by_role("heading", level=1)).to_have_text("When to get help")


def test_a_new_release_waits_for_a_running_session_and_then_takes_over(
    visit: Visitor,
    house: House,
    rows: list[Prescription],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    first = offline.release()
    session = other_tab(visiting)
    session.evaluate(
        "navigator.locks.request('goodform-session', { mode: 'shared' },"
        " () => new Promise(() => {})) && true"
    )
    monkeypatch.setattr(offline, "release", lambda: "another-release")
    page.reload()
    asked(page, UPDATE)
    until_true(page, WAITS, otherwise="the new release does not wait")
    names: list[str] = asked(page, "caches.keys()")
    assert f"goodform-files-{first}" in names
    assert "goodform-files-another-release" in names
    with aeroplane_mode(visiting):
        session.reload()
        expect(session.get_by_role("link", name="Clam")).to_be_visible()
        session.close()
    page.reload()
    until_true(page, TAKEN_OVER, otherwise="the new release still waits")
    page.reload()
    until_true(page, RELEASED, first, otherwise="the old release is still there")
    with aeroplane_mode(visiting):
        visiting.open(reverse("today"))
        expect(page.get_by_role("link", name="Clam")).to_be_visible()


def test_a_phone_that_keeps_nothing_says_so_and_still_sends(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = visiting.page
    page.add_init_script(
        "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };"
    )
    visiting.open(reverse("today"))
    expect(page.get_by_text("This phone keeps nothing.")).to_be_visible()
    visiting.check_accessible()
    mark(page, rows[0], "both", pain=1)
    expect(page.locator("[data-told]")).to_have_text("Saved.")
    assert Entry.objects.get().pain == 1


def test_a_full_phone_keeps_it_in_the_page_until_it_is_sent(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = visiting.page
    page.add_init_script(
        "IDBObjectStore.prototype.put = () => {"
        " throw new DOMException('full', 'QuotaExceededError'); };"
    )
    visiting.open(reverse("today"))
    asked(page, "navigator.serviceWorker.ready.then(() => true)")
    with aeroplane_mode(visiting):
        mark(page, rows[0], "both", pain=1)
        expect(page.get_by_text("This phone keeps nothing.")).to_be_visible()
        expect(page.locator("form [data-said]:visible")).to_contain_text("Not sent yet.")
    expect(page.locator("[data-told]")).to_have_text("Saved.")
    assert Entry.objects.get().pain == 1


def test_a_changed_programme_is_old_as_soon_as_the_network_says_so(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    with aeroplane_mode(visiting):
        visiting.open(reverse("today"))
        version = rows[0].programme.version
        give_lines(house.alice, *lines_now(house.alice)[:1])
        mark(page, rows[1], "left", pain=1)
        expect(page.get_by_text("This page is old.")).to_be_hidden()
    visiting.open(reverse("today"))
    wait_until_sent(page)
    entry = Entry.objects.get()
    assert entry.session.programme_version == version
    assert entry.flags == ["ended"]
    wait_until_dropped(page, reverse("exercise", args=[rows[1].pk]))


def test_a_page_left_open_says_that_the_clinic_changed_it(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    give_lines(house.alice, *lines_now(house.alice)[:1])
    asked(page, "window.dispatchEvent(new Event('online'))")
    expect(page.get_by_text("This page is old.")).to_be_visible()


def test_the_browser_sends_by_itself_when_no_page_is_open(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    with aeroplane_mode(visiting):
        visiting.open(reverse("today"))
        mark(page, rows[0], "both", pain=2)
        expect(page.get_by_text("What you did is on this phone.")).to_be_visible()
        page.goto("about:blank")
    tools = page.context.new_cdp_session(page)
    scopes: list[dict[str, str]] = []
    tools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: scopes.extend(event["registrations"]),
    )
    tools.send("ServiceWorker.enable")

    def ours() -> list[dict[str, str]]:
        return [each for each in scopes if each["scopeURL"].startswith(visiting.address)]

    until(page, ours, "Chromium named no registration")
    scope = ours()[0]
    tools.send(
        "ServiceWorker.dispatchSyncEvent",
        {
            "origin": visiting.address,
            "registrationId": scope["registrationId"],
            "tag": "send",
            "lastChance": False,
        },
    )
    until(page, Entry.objects.exists, "the browser sent nothing by itself")
    assert Entry.objects.get().pain == 2


def offered(page: Page) -> None:
    """The browser has offered to install it, and the page has had what it needs to answer."""
    until_true(page, "window.offered === true", otherwise="nothing was offered")
    documents(page)


def test_the_hint_to_install_comes_after_a_finished_session_and_not_before(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = visiting.page
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => setTimeout(() => {"
        "const event = new Event('beforeinstallprompt'); event.prompt = async () => {};"
        "dispatchEvent(event); window.offered = true; }, 300));"
    )
    open_once(visiting)
    offered(page)
    hint = page.get_by_text("Put your exercises on your phone’s first screen?")
    expect(hint).to_be_hidden()
    page.locator(f"#row-{rows[0].pk} summary").click()
    page.get_by_role("button", name="I did it").locator("visible=true").first.click()
    expect(page.locator("[data-told]")).to_have_text("Saved.")
    visiting.open(reverse("today"))
    expect(hint).to_be_visible()
    visiting.check_accessible()
    page.get_by_role("button", name="Not now").click()
    expect(hint).to_be_hidden()
    visiting.open(reverse("today"))
    offered(page)
    expect(hint).to_be_hidden()
