"""A reminder from the plan to the note that Chromium's service worker shows.

A real subscription needs the browser maker's push service, which cannot be reached here. So the
message goes to a push service on this machine, is decrypted there with a browser's key, and is
handed to Chromium's service worker by the DevTools protocol.
"""

import json
from typing import Any

from django.conf import settings
from playwright.sync_api import CDPSession, Page, expect

from goodform.outbox.actions import add_address
from goodform.outbox.channels.webpush import CHANNEL
from goodform.outbox.delivery import deliver_once
from goodform.reminders.reminding import remind
from goodform.reminders.stop_links import token_for
from tests.browser.conftest import Visitor
from tests.browser.waiting import until, until_true
from tests.outbox.push_service import Browser, push_service
from tests.outbox.senders import at
from tests.people import House
from tests.reminders.plans import a_plan, today_at, two_exercises, wishes

REGISTER = """async () => {
  const registration = await navigator.serviceWorker.register("/push/worker.js");
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  if (worker.state !== "activated") {
    await new Promise((done) => {
      worker.onstatechange = () => worker.state === "activated" && done();
    });
  }
  return registration.scope;
}"""
SHOWN = """async () => {
  const registration = await navigator.serviceWorker.getRegistration("/push/");
  const notes = await registration.getNotifications();
  return notes.map(({ title, body, tag, actions, data }) => (
    { title, body, tag, ...data, buttons: actions.map((each) => each.title) }
  ));
}"""


def registered(page: Page) -> tuple[CDPSession, str]:
    """The worker's registration, as the DevTools protocol names it."""
    found: list[str] = []
    protocol = page.context.new_cdp_session(page)

    def updated(event: dict[str, Any]) -> None:
        found.extend(
            each["registrationId"]
            for each in event["registrations"]
            if each["scopeURL"].endswith("/push/")
        )

    protocol.on("ServiceWorker.workerRegistrationUpdated", updated)
    protocol.send("ServiceWorker.enable")
    assert page.evaluate(REGISTER).endswith("/push/")
    until(page, lambda: found, "Chromium named no registration")
    return protocol, found[0]


def deliver(page: Page, protocol: CDPSession, registration: str, note: dict[str, Any]) -> None:
    protocol.send(
        "ServiceWorker.deliverPushMessage",
        {
            "origin": page.evaluate("location.origin"),
            "registrationId": registration,
            "data": json.dumps(note),
        },
    )


def test_a_reminder_is_shown_once_and_says_nothing_private(house: House, visit: Visitor) -> None:
    two_exercises(house.alice, house.priya)
    a_plan(house.alice, wishes(channels=("webpush",)))
    browser = Browser()
    with push_service() as service:
        add_address(channel="webpush", to=service.address, facts=browser.keys, by=house.alice)
        remind(today_at(8))
        with CHANNEL.open() as sender:
            assert deliver_once(CHANNEL, sender, at(today_at(8))) == 1
        note = browser.reads(service.got[0].body)
    visiting = visit(house.alice.user, permissions=["notifications"])
    page = visiting.open("/reminders")
    protocol, registration = registered(page)
    deliver(page, protocol, registration, note)
    deliver(page, protocol, registration, note)
    until_true(page, f"async () => (await ({SHOWN})()).length > 0", otherwise="no note is shown")
    shown = page.evaluate(SHOWN)
    hers = token_for(house.alice.pk).partition(":")[0].partition(".")[0]
    assert note["choose"]["url"].startswith(f"{settings.ADDRESS}/reminders/stop/{hers}")
    assert shown == [
        {
            "title": "Your reminder",
            "body": "You asked to be reminded now. Tap to open your page.",
            "tag": note["tag"],
            "url": note["url"],
            "choose": note["choose"]["url"],
            "buttons": ["Later, or stop"],
        }
    ]


def test_the_page_says_whether_notes_show_here(house: House, visit: Visitor) -> None:
    two_exercises(house.alice, house.priya)
    page = visit(house.alice.user, permissions=["notifications"]).open("/reminders")
    expect(page.locator("#push [data-said]")).to_have_text("Notifications are off on this phone.")
    expect(page.get_by_role("button", name="Turn on notifications")).to_be_visible()


def test_a_subscription_that_fails_is_said(house: House, visit: Visitor) -> None:
    two_exercises(house.alice, house.priya)
    page = visit(house.alice.user, permissions=["notifications"]).open("/reminders")
    page.evaluate("() => { PushManager.prototype.subscribe = () => Promise.reject(new Error()) }")
    page.get_by_role("button", name="Turn on notifications").click()
    expect(page.locator("#push [data-said]")).to_contain_text("That did not work")


def test_a_subscription_is_kept_and_taken_back(house: House, visit: Visitor) -> None:
    two_exercises(house.alice, house.priya)
    page = visit(house.alice.user, permissions=["notifications"]).open("/reminders")
    said = {"endpoint": "https://fcm.googleapis.com/fcm/send/abc", "keys": Browser().keys}
    page.evaluate(
        """(said) => {
          const kept = { toJSON: () => said, unsubscribe: async () => true };
          PushManager.prototype.subscribe = async () => kept;
          PushManager.prototype.getSubscription = async () => kept;
        }""",
        said,
    )
    page.get_by_role("button", name="Turn on notifications").click()
    expect(page.locator("#push [data-said]")).to_have_text("Notifications are on for this phone.")
    assert [each.to for each in house.alice.addresses.all()] == [said["endpoint"]]
    page.get_by_role("button", name="Turn off notifications").click()
    expect(page.locator("#push [data-said]")).to_have_text("Notifications are off on this phone.")
    assert not house.alice.addresses.exists()
