"""A real Chromium in front of a real server, signed in as one of the standing characters."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from goodform.people.models import User
from tests.browser.waiting import asked
from tests.people import House, a_house

# Playwright keeps an event loop in this thread; the tests' own use of the database is not async.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

expect.set_options(timeout=20_000)  # a cold Chromium on a busy machine is slow, not wrong

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
SMALL = {"width": 320, "height": 568}
ZOOMED = {"width": 195, "height": 422}
"""A phone at 200 %."""
LOOKS = {"phone-light": (PHONE, "light"), "desk-dark": (DESKTOP, "dark")}
"""Each width and each scheme once: colours do not depend on the width, nor lines on the colours."""
in_both_looks = pytest.mark.parametrize(("size", "scheme"), LOOKS.values(), ids=LOOKS)
AXE = settings.REPOSITORY / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all tests."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        pytest.fail("Chromium is missing. Install Debian's chromium, or use ./test --fast.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


UNREACHABLE = ("ERR_INTERNET_DISCONNECTED", "Failed to fetch", "ERR_FAILED")
"""A browser's grumbling while there is no network; it may come a moment later."""


@dataclass
class Visit:
    """One person at one browser: the page, every address it asked for, and what went wrong."""

    page: Page
    address: str
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    was_offline: bool = False

    @property
    def our_errors(self) -> list[str]:
        """Errors that are not the network's, which was taken away on purpose."""
        forgiven = UNREACHABLE if self.was_offline else ()
        return [error for error in self.errors if not any(sign in error for sign in forgiven)]

    def open(self, path: str) -> Page:
        """Go to a path; again, where the page was just going somewhere itself."""
        try:
            self.page.goto(self.address + path)
        except Error as error:
            if "ERR_ABORTED" not in str(error):
                raise
            self.page.goto(self.address + path)
        return self.page

    @property
    def outside(self) -> list[str]:
        """Requests that left for somebody else."""
        return [
            url for url in self.requests if not url.startswith((self.address, "data:", "blob:"))
        ]

    def check_accessible(self, *exclude: str) -> None:
        """Fail with axe's own words where the page breaks a WCAG 2.2 AA rule."""
        found = asked(
            self.page,
            AXE.read_text() + "; ([rules, exclude]) => axe.run({exclude}, {runOnly: rules})",
            [RULES, [[selector] for selector in exclude]],
        )
        problems = [
            f"{violation['id']}: {node['html'][:200]} — {node['failureSummary']}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]
        assert not problems, "\n".join(problems)

    def check_no_sideways_scroll(self) -> None:
        """Fail where the page is wider than its window."""
        wide = asked(
            self.page,
            "document.documentElement.scrollWidth - document.documentElement.clientWidth",
        )
        assert wide <= 0, f"the page scrolls {wide} px sideways"

    def screenshot(self, name: str) -> None:
        """Keep a picture for people to look at, where GOODFORM_SCREENSHOTS names a folder."""
        folder = os.environ.get("GOODFORM_SCREENSHOTS")
        if folder:
            self.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.fixture
def house(transactional_db: None) -> House:
    """Everybody, written so that the live server sees them."""
    return a_house()


Visitor = Callable[..., Visit]


@pytest.fixture
def visit(chromium: Browser, live_server: LiveServer) -> Iterator[Visitor]:
    """`visit(user, size=PHONE, scheme="light")`: a browser signed in as this user, or as nobody."""
    contexts: list[BrowserContext] = []
    visits: list[Visit] = []

    def start(
        user: User | None = None,
        *,
        size: dict[str, int] = PHONE,
        scheme: str = "light",
        zone: str = "Europe/London",
        **options: object,
    ) -> Visit:
        context = chromium.new_context(
            viewport=size,  # type: ignore[arg-type]
            color_scheme=scheme,  # type: ignore[arg-type]
            locale="en-GB",
            timezone_id=zone,
            **options,  # type: ignore[arg-type]
        )
        contexts.append(context)
        if user is not None:
            client = Client()
            client.force_login(user)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies(
                [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
            )
        page = context.new_page()
        page.set_default_timeout(30_000)
        made = Visit(page=page, address=live_server.url)
        page.on("request", lambda request: made.requests.append(request.url))
        page.on("pageerror", lambda error: made.errors.append(str(error)))
        page.on(
            "console",
            lambda message: made.errors.append(message.text) if message.type == "error" else None,
        )
        visits.append(made)
        return made

    yield start
    for context in contexts:
        context.close()
    errors = [error for made in visits for error in made.our_errors]
    assert not errors, errors


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
