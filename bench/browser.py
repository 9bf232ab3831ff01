"""How many bytes a page costs in a real Chromium, at first and again."""

import shutil
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from urllib.parse import urlsplit

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Bytes:
    """Transferred bytes, compressed and with headers, and how many requests the first load made."""

    first: int
    again: int
    requests: int


def bytes_of(address: str, *, session: str) -> Bytes | None:
    """Load a page twice as somebody signed in; None where Playwright or Chromium is missing."""
    path = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if path is None or find_spec("playwright") is None:
        return None
    playwright_module = import_module("playwright.sync_api")
    parts = urlsplit(address)
    with playwright_module.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 390, "height": 844})
        context.add_cookies(
            [{"name": "sessionid", "value": session, "url": f"{parts.scheme}://{parts.netloc}"}]
        )
        page = context.new_page()
        network = context.new_cdp_session(page)
        network.send("Network.enable")
        loads: list[list[int]] = []
        network.on(
            "Network.loadingFinished",
            lambda event: loads[-1].append(int(event["encodedDataLength"])),
        )
        for _time in range(2):
            loads.append([])
            page.goto(address, wait_until="networkidle")
        browser.close()
    return Bytes(first=sum(loads[0]), again=sum(loads[1]), requests=len(loads[0]))
