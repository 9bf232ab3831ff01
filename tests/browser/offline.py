"""A phone that loses its network: what the tests of that share."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.urls import reverse
from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.browser.waiting import asked, until

KEPT = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("goodform-pages-"));
  const kept = [];
  for (const name of names) kept.push(...(await (await caches.open(name)).keys()));
  return kept.map((request) => new URL(request.url).pathname);
}"""
DOCUMENTS = """() => new Promise((resolve, reject) => {
  const open = indexedDB.open("goodform");
  open.onerror = () => reject(open.error);
  open.onsuccess = () => {
    const all = open.result.transaction("documents").objectStore("documents").getAll();
    all.onsuccess = () => { open.result.close(); resolve(all.result); };
  };
})"""

BUSY_KEEPING = """async () => {
  const { pending, held } = await navigator.locks.query();
  return [...pending, ...held].some(({ name }) => name === "goodform-filling");
}"""
UPDATE = "navigator.serviceWorker.getRegistration().then((it) => it.update()).then(() => true)"
WAITS = "navigator.serviceWorker.getRegistration().then(({ waiting }) => Boolean(waiting))"
"""Whether a newer worker waits for its turn."""
TAKEN_OVER = f"{WAITS}.then((waiting) => !waiting)"
RELEASED = "async (old) => !(await caches.keys()).some((name) => name.includes(old))"
"""Whether nothing of an older release is left."""


def kept_pages(page: Page) -> list[str]:
    """The addresses of which this phone keeps a copy."""
    found: list[str] = asked(page, KEPT)
    return found


def documents(page: Page) -> list[dict[str, object]]:
    """The documents written on this phone."""
    found: list[dict[str, object]] = asked(page, DOCUMENTS)
    return found


def open_once(visiting: Visit) -> Page:
    """Open Today with a network, and wait until this phone keeps it."""
    page = visiting.open(reverse("today"))
    asked(page, "navigator.serviceWorker.ready.then(() => true)")
    wait_until_kept(page, reverse("player"))
    return page


def wait_until_kept(page: Page, path: str) -> None:
    """Wait until this phone has a copy of a page, and has finished keeping."""

    def kept() -> bool:
        return not asked(page, BUSY_KEEPING) and path in kept_pages(page)

    until(page, kept, f"this phone kept no copy of {path}")


def wait_until_dropped(page: Page, path: str) -> None:
    """Wait until this phone has no copy of a page any more."""
    until(page, lambda: path not in kept_pages(page), f"still kept: {path}")


def wait_until_sent(page: Page) -> None:
    """Wait until the clinic has answered everything that was written on this phone."""

    def sent() -> bool:
        return all(each["sent"] == each["revision"] for each in documents(page))

    until(page, sent, "not everything was sent")


def reload_from_the_clinic(page: Page) -> None:
    """Load the page again until it is the clinic's: a slow answer leaves the phone's own copy."""
    for _try in range(10):
        page.reload()
        if page.locator("[data-kept-rows]").count() == 0:
            return
    raise AssertionError("the clinic's own page never came")


@contextmanager
def aeroplane_mode(visiting: Visit) -> Iterator[Page]:
    """No network inside the block; what the browser grumbles about that is no error of ours."""
    visiting.was_offline = True
    visiting.page.context.set_offline(True)
    try:
        yield visiting.page
    finally:
        visiting.page.context.set_offline(False)
