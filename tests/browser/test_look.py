"""The design page in a real browser: seen, pressed and typed into, at every width."""

from functools import partial

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import DESKTOP, PHONE, SMALL, ZOOMED, Visitor, in_both_looks
from tests.browser.waiting import until

BUTTONS = ["go", "act", "stop", "quiet", "bare"]
SHOWN = ["backgroundColor", "color", "borderTopColor", "transform"]


@in_both_looks
def test_the_design_page_breaks_no_rule(visit: Visitor, size: dict[str, int], scheme: str) -> None:
    seen = visit(size=size, scheme=scheme)
    seen.open("/design")
    seen.check_accessible()
    seen.check_no_sideways_scroll()
    assert seen.outside == []
    seen.screenshot(f"design-{size['width']}-{scheme}")


@pytest.mark.parametrize("size", [SMALL, ZOOMED], ids=["small", "zoomed"])
@pytest.mark.parametrize("path", ["/design", "/no-such-page"])
def test_nothing_scrolls_sideways(visit: Visitor, path: str, size: dict[str, int]) -> None:
    seen = visit(size=size)
    seen.open(path)
    seen.errors.clear()  # the browser reports the 404 that was asked for
    seen.check_no_sideways_scroll()


def test_the_buttons_are_shown_as_they_look_under_a_hand(visit: Visitor) -> None:
    page = visit(size=DESKTOP).open("/design")
    for kind in BUTTONS:
        row = page.locator(f'[data-kind="{kind}"]')
        real = row.locator('[data-state="rest"]')
        for state in ("hover", "pressed", "focus"):
            specimen = row.locator(f'[data-state="{state}"]')
            wanted = _look(page, specimen.element_handle())
            real.hover()
            if state == "pressed":
                page.mouse.down()
            if state == "focus":
                page.mouse.move(0, 0)
                real.focus()
                page.keyboard.press("Shift+Tab")
                page.keyboard.press("Tab")
            looks_so = partial(_looks_like, page, real.element_handle(), wanted)
            until(page, looks_so, f"{kind}, {state}")
            page.mouse.up()
            page.mouse.move(0, 0)
            page.evaluate("document.activeElement.blur()")


def _looks_like(page: Page, button: object, wanted: dict[str, str]) -> bool:
    return _look(page, button) == wanted


def _look(page: Page, button: object) -> dict[str, str]:
    look: dict[str, str] = page.evaluate(
        "([b, names]) => Object.fromEntries(names.map(n => [n, getComputedStyle(b)[n]]))",
        [button, [*SHOWN, "outlineStyle", "outlineColor", "boxShadow"]],
    )
    return look


@pytest.mark.parametrize("size", [PHONE, SMALL], ids=["phone", "small"])
def test_every_pain_is_a_target_for_a_thumb(visit: Visitor, size: dict[str, int]) -> None:
    page = visit(size=size).open("/design")
    cells = page.locator(".pain-cells").first.locator(".cell")
    assert cells.count() == 11
    for cell in cells.all():
        box = cell.bounding_box()
        assert box is not None
        assert box["width"] >= 44
        assert box["height"] >= 44


def test_pain_is_chosen_by_thumb_and_by_keyboard(visit: Visitor) -> None:
    page = visit().open("/design")
    scale = page.get_by_role("group", name="How is your back now?")
    assert scale.get_by_role("radio", checked=True).count() == 0
    scale.locator(".cell").nth(3).click()
    expect(scale.get_by_role("radio", name="3", exact=True)).to_be_checked()
    page.keyboard.press("ArrowRight")
    expect(scale.get_by_role("radio", name="4", exact=True)).to_be_checked()
    expect(scale.get_by_role("radio", name="0 no pain")).not_to_be_checked()


def test_the_stepper_counts_within_its_ends_and_takes_what_is_typed(visit: Visitor) -> None:
    page = visit().open("/design")
    sets = page.locator("#id_right-sets")
    more = page.get_by_role("button", name="More sets").first
    fewer = page.get_by_role("button", name="Fewer sets").first
    more.click()
    expect(sets).to_have_value("4")
    sets.fill("10")
    expect(more).to_have_attribute("aria-disabled", "true")
    more.click(force=True)
    expect(sets).to_have_value("10")
    fewer.click()
    expect(sets).to_have_value("9")
    expect(more).not_to_have_attribute("aria-disabled", "true")
    sets.fill("")
    more.click()
    expect(sets).to_have_value("1")


def test_a_form_is_sent_once_however_often_it_is_pressed(visit: Visitor) -> None:
    seen = visit()
    page = seen.open("/design")
    sent: list[str] = []

    def count(route: Route) -> None:
        sent.append(route.request.method)
        route.fulfill(status=204)  # the browser stays where it is

    page.route("**/held", count)
    page.evaluate(
        """() => document.querySelector("main").insertAdjacentHTML("afterbegin",
        '<form method="post" action="/held"><button class="btn btn-act" data-busy="Saving…">'
        + 'Give</button></form>')"""
    )
    page.evaluate(
        """() => { const b = document.querySelector("[data-busy]"); b.click(); b.click(); }"""
    )
    busy = page.locator("[data-busy]")
    expect(busy).to_have_text("Saving…")
    expect(busy).to_have_attribute("aria-busy", "true")
    page.evaluate("fetch('/held', { method: 'PUT' }).then(() => true)")  # goes after what was sent
    assert sent == ["POST", "PUT"]


def test_the_first_tab_leads_past_the_bar(visit: Visitor) -> None:
    page = visit().open("/design")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_without_script_nothing_is_shown_that_cannot_be_used(visit: Visitor) -> None:
    page = visit(java_script_enabled=False).open("/design")
    expect(page.get_by_role("button", name="More sets").first).to_be_hidden()
    expect(page.locator("#id_right-sets")).to_be_editable()


def test_on_paper_the_buttons_are_gone(visit: Visitor) -> None:
    page = visit().open("/design")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Start").first).to_be_hidden()
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
