"""Draw the icons of the installed app from the mark: `python -m tools.app_icons`.

Needs Playwright and Chromium, as the browser tests do. The pictures are committed; run this when
`goodform/ui/static/ui/brand.svg` has changed.
"""

import shutil
from dataclasses import dataclass

from playwright.sync_api import sync_playwright

from tools.set_up import ROOT

MARK = ROOT / "goodform" / "ui" / "static" / "ui" / "brand.svg"
ICONS = ROOT / "goodform" / "today" / "static" / "today" / "icons"
STAGE = "#10453F"


@dataclass(frozen=True)
class Icon:
    """A picture in pixels; the mark takes `share` of its width, `ground` fills the rest."""

    name: str
    pixels: int
    share: float = 1.0
    ground: str = "transparent"


WANTED = (
    Icon("icon-192.png", 192),
    Icon("icon-512.png", 512),
    # A phone may cut a circle of four fifths out of it; Apple rounds the corners itself.
    Icon("icon-maskable-512.png", 512, share=0.8, ground=STAGE),
    Icon("apple-touch-icon.png", 180, share=0.92, ground=STAGE),
)


def _page(icon: Icon) -> str:
    side = icon.pixels * icon.share
    mark = MARK.read_text().replace('width="64" height="64"', f'width="{side}" height="{side}"')
    return (
        f"<body style='margin:0;display:grid;place-items:center;height:{icon.pixels}px;"
        f"background:{icon.ground}'>{mark}"
    )


def main() -> None:
    """Write every icon."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        raise SystemExit("Chromium is missing. Install Debian's chromium and run this again.")
    ICONS.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for icon in WANTED:
            page = browser.new_page(viewport={"width": icon.pixels, "height": icon.pixels})
            page.set_content(_page(icon))
            page.screenshot(path=str(ICONS / icon.name), omit_background=True)
            page.close()
            print(f"{icon.name}: {(ICONS / icon.name).stat().st_size} bytes")
        browser.close()


if __name__ == "__main__":
    main()
