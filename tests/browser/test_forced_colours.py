"""A browser that forces its own few colours: nothing that a colour said is lost."""

import pytest
from django.urls import reverse
from playwright.sync_api import Locator

from goodform.programmes.models import Prescription
from tests.browser.conftest import Visitor
from tests.browser.mat import READY_S, Begin, begin, rows
from tests.people import House

__all__ = ["begin", "rows"]

SHOWN = """(element, property) => {
  const see = (colour) => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d");
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const grey = ([red, green, blue]) => {
    const part = (each) => (each / 255) ** 2.2;
    return 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
  };
  const clear = (each) => see(getComputedStyle(each).backgroundColor)[3] === 0;
  let under = element.parentElement;
  while (clear(under) && under.parentElement) under = under.parentElement;
  const ground = getComputedStyle(under).backgroundColor;
  const [one, other] = [getComputedStyle(element)[property], ground].map((each) => grey(see(each)));
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}"""
"""How far a part of the page stands out from what is under it: 1 not at all, 21 black on white."""
schemes = pytest.mark.parametrize("scheme", ["light", "dark"])


def stands_out(part: Locator, colour: str) -> float:
    """The contrast of the first such part."""
    ratio: float = part.first.evaluate(SHOWN, colour)
    return ratio


def figure_can_be_read(place: Locator) -> None:
    """The arrow is seen, and the limb that works is no other limb."""
    assert stands_out(place.locator(".fig-sign-line"), "stroke") >= 3
    assert stands_out(place.locator(".fig-works"), "fill") >= 3
    fills = [
        place.locator(part).first.evaluate("it => getComputedStyle(it).fill")
        for part in (".fig-works", ".fig-skin", ".fig-top-far")
    ]
    assert len(set(fills)) == 3, fills


@schemes
def test_the_figure_keeps_its_arrow_and_its_limbs_apart(
    visit: Visitor, house: House, rows: list[Prescription], scheme: str
) -> None:
    visiting = visit(house.alice.user, scheme=scheme, forced_colors="active")
    page = visiting.open(reverse("today"))
    figure_can_be_read(page.locator("svg.mannequin"))
    assert stands_out(page.locator(".nav a[aria-current]"), "color") >= 4.5
    visiting.screenshot(f"forced-today-{scheme}")
    visiting.open(reverse("exercise", args=[rows[1].pk]))
    figure_can_be_read(page.locator("main"))
    visiting.screenshot(f"forced-exercise-{scheme}")


@schemes
def test_a_session_keeps_its_side_its_progress_and_its_buttons(begin: Begin, scheme: str) -> None:
    mat = begin(scheme=scheme, forced_colors="active")
    mat.lets(READY_S + 10)
    page = mat.page
    figure_can_be_read(page.locator("[data-stage]"))
    assert stands_out(page.locator(".sides [aria-current]"), "backgroundColor") >= 3
    assert stands_out(page.locator(".mat-bar"), "borderTopColor") >= 3
    plate = page.locator(".n").evaluate("it => getComputedStyle(it).forcedColorAdjust")
    assert plate == "none", "the plate behind the number hides the phase above it"
    for button in page.locator("button:visible").all():
        assert stands_out(button, "borderTopColor") >= 3
    mat.visit.screenshot(f"forced-session-{scheme}")
