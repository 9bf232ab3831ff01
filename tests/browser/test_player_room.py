"""Room on the screen: nothing lies under Stop or over it, at any width and size of text."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from goodform.programmes.models import Prescription
from tests.browser.conftest import PHONE, SMALL, ZOOMED, Visit, Visitor
from tests.browser.mat import KNEE_S, READY_S, Begin, begin, rows
from tests.browser.waiting import asked
from tests.people import House

__all__ = ["begin", "rows"]

ROOMS = {
    f"{size['width']} wide, text of {text}": (size, text)
    for size, text in [
        (PHONE, 16),
        (PHONE, 20),
        (PHONE, 24),
        (SMALL, 16),
        (SMALL, 20),
        (SMALL, 24),
        (ZOOMED, 16),
    ]
}
COVERED = """() => {
  const dock = document.querySelector("#dock:not([hidden])")?.getBoundingClientRect();
  const main = document.querySelector("main");
  const nav = document.querySelector(".nav");
  const floats = nav && getComputedStyle(nav).position === "fixed";
  const end = dock?.top ?? (floats ? nav.getBoundingClientRect().top : innerHeight);
  const wrong = [];
  if (dock && main.getBoundingClientRect().bottom > end + 1) wrong.push("it reaches under Stop");
  if (dock && dock.bottom > innerHeight + 1) wrong.push("Stop is not whole on the screen");
  for (const each of main.querySelectorAll("a[href], button, summary, input, textarea, select")) {
    if (!each.checkVisibility()) continue;
    const whole = each.closest("label") ?? each;
    const name = whole.innerText.trim() || whole.getAttribute("aria-label") || whole.name;
    whole.scrollIntoView({ block: "nearest", behavior: "instant" });
    const { top, bottom } = whole.getBoundingClientRect();
    if (top < -1 || bottom > end + 1) wrong.push(`${name}: from ${top} to ${bottom} of ${end}`);
    const [{ x, y, width, height }] = whole.getClientRects(); // a link may stand on two lines
    const there = document.elementFromPoint(x + width / 2, y + height / 2);
    if (!whole.contains(there)) wrong.push(`${name}: under ${there?.outerHTML.slice(0, 80)}`);
  }
  for (const each of [main, window]) each.scrollTo(0, 0);
  return wrong;
}"""
"""Parts that cannot be seen whole and reached by a finger, once scrolled to."""
STUCK = """() => {
  const stays = (each) => ["sticky", "fixed"].includes(getComputedStyle(each).position);
  const parts = [...document.querySelectorAll("body *")].filter((each) => each.checkVisibility());
  const stuck = parts.filter((each) => stays(each) || each.id === "dock");
  const tall = stuck.map((each) => each.getBoundingClientRect().height);
  return tall.reduce((sum, each) => sum + each, 0) / innerHeight;
}"""
"""How much of the screen never scrolls away."""


def reads_at(visiting: Visit, text: int) -> None:
    """This person's browser has been told a size of text, in pixels; usual is 16."""
    tools = visiting.page.context.new_cdp_session(visiting.page)
    tools.send("Page.setFontSizes", {"fontSizes": {"standard": text, "fixed": text}})


def has_room(visiting: Visit, name: str) -> None:
    """Everything here can be seen and pressed, and most of it scrolls."""
    assert asked(visiting.page, COVERED) == [], name
    assert asked(visiting.page, STUCK) <= 0.4, name
    visiting.check_no_sideways_scroll()
    visiting.screenshot(name)


def is_there_at_once(page: Page, name: str) -> None:
    """A button, by its words, that nobody has to scroll for; and the number above it."""
    button = page.locator("button:visible", has_text=re.compile(rf"^\s*{name}"))
    expect(button).to_be_in_viewport(ratio=0.99)
    top = button.evaluate("it => it.getBoundingClientRect().top")
    for number in page.locator(".n:visible").all():
        assert number.evaluate("it => it.getBoundingClientRect().bottom") <= top + 1


@pytest.mark.parametrize(("size", "text"), ROOMS.values(), ids=ROOMS)
def test_every_button_of_every_screen_lies_above_stop(
    begin: Begin, rows: list[Prescription], size: dict[str, int], text: int
) -> None:
    mat = begin(started=False, size=size)
    reads_at(mat.visit, text)
    mat.page.reload()
    mat.asks("Before you start")

    tall = size["height"] / text > 40

    def check(name: str, at_once: str = "") -> None:
        mat.lets(0.2)
        has_room(mat.visit, f"room-{name}-{size['width']}-{text}")
        if at_once:
            is_there_at_once(mat.page, at_once)

    def asks(name: str, onward: str) -> None:
        check(name, onward if tall else "")

    asks("before", "Next")
    mat.pain(1)
    mat.press("Next")
    asks("flags", "Next")
    mat.choose("None of these")
    mat.press("Next")
    check("list")
    mat.press("Start")
    check("ready", "Pause")
    mat.lets(READY_S + 10)
    check("hold", "Pause")
    mat.press("Pause")
    check("paused", "Carry on")
    mat.press("Leave it out")
    check("leaving-out")
    mat.press("Go back")
    mat.press("Carry on")
    mat.lets(1)
    mat.sleeps(30)
    check("away")
    mat.press("No, carry on")
    mat.lets(KNEE_S - READY_S - 5)
    mat.page.locator("summary").click()
    asks("after", "Next")
    mat.press("Next")
    mat.lets(READY_S + 5)
    check("repetitions", "Pause")
    mat.press("Leave")
    check("leave")
    mat.press("Go back")
    mat.press("Stop, it hurts")
    asks("stopped", "Skip this question")
    mat.press("Skip this question")
    asks("how-bad", "Skip this question")
    mat.press("Skip this question")
    asks("kind", "None of these")
    mat.press("None of these")
    check("held")
    mat.press("Finish for today")
    asks("last", "Finish")
    mat.press("Finish")
    check("summary")


@pytest.mark.parametrize(("size", "text"), ROOMS.values(), ids=ROOMS)
def test_nothing_on_today_lies_under_the_way_about(
    visit: Visitor, house: House, rows: list[Prescription], size: dict[str, int], text: int
) -> None:
    visiting = visit(house.alice.user, size=size)
    reads_at(visiting, text)
    page = visiting.open(reverse("today"))
    for row in rows:
        page.locator(f"#row-{row.pk} summary").click()
    has_room(visiting, f"room-today-{size['width']}-{text}")
