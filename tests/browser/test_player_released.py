"""The guided session's words after the clinic's answer, and never before it."""

from uuid import UUID

from django.urls import reverse
from playwright.sync_api import expect

from goodform.programmes.actions import release
from goodform.programmes.models import Hold, Prescription, Programme
from tests.browser.conftest import Visitor
from tests.browser.mat import READY_S, Begin, Mat, begin, rows
from tests.browser.offline import aeroplane_mode, open_once
from tests.browser.test_offline_time import looks_again
from tests.people import House

__all__ = ["begin", "rows"]


def a_chest_pain(mat: Mat) -> None:
    """Stopped, and told of the gravest."""
    mat.lets(READY_S + 5)
    mat.press("Stop, it hurts")
    mat.press("Numb, weak, dizzy")
    mat.choose("Chest pain")
    mat.press("Next")
    mat.asks("Call 999 or go to A&E")


def released(house: House, *, line: UUID | None) -> None:
    """Priya looked at it."""
    programme = Programme.objects.get(patient=house.alice)
    assert release(programme=programme, line=line, reason="Seen at A&E.", by=house.priya)


def test_grave_advice_ends_when_its_own_hold_is_released(
    begin: Begin, house: House, rows: list[Prescription]
) -> None:
    mat = begin()
    a_chest_pain(mat)
    expect(mat.page.get_by_text("Sent to the clinic.")).to_be_visible()
    released(house, line=rows[0].line)
    looks_again(mat.page)
    mat.lets(1)
    mat.asks("Call 999 or go to A&E")
    released(house, line=None)
    looks_again(mat.page)
    mat.page.wait_for_url("**" + reverse("today"))
    expect(mat.page.get_by_role("heading", name="Next: Knee to chest")).to_be_visible()
    mat.page.get_by_role("link", name="Start", exact=True).click()
    mat.asks("Before you start")
    expect(mat.page.get_by_text("on hold")).to_have_count(0)


def test_what_was_released_meanwhile_is_not_led_back_to_by_start(
    begin: Begin, house: House, rows: list[Prescription]
) -> None:
    mat = begin()
    a_chest_pain(mat)
    expect(mat.page.get_by_text("Sent to the clinic.")).to_be_visible()
    mat.visit.open(reverse("help"))
    released(house, line=None)
    released(house, line=rows[0].line)
    mat.visit.open(reverse("player"))
    mat.asks("Before you start")


def test_advice_that_is_not_sent_stands_whatever_was_released(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    mat = Mat(visiting)
    with aeroplane_mode(visiting):
        page.clock.install()
        visiting.open(reverse("player"))
        mat.answers_the_questions_before()
        a_chest_pain(mat)
        page.clock.fast_forward(30 * 60 * 60 * 1000)
        page.reload()
        mat.asks("Call 999 or go to A&E")
        expect(page.get_by_text("The clinic does not know yet.")).to_be_visible()
    assert not Hold.objects.exists()


def test_a_stop_that_was_released_meanwhile_is_not_called_on_hold(
    begin: Begin, house: House, rows: list[Prescription]
) -> None:
    mat = begin()
    mat.lets(READY_S + 10)
    mat.press("Stop, it hurts")
    mat.press("Skip this question")
    mat.press("Skip this question")
    mat.press("None of these")
    mat.asks("This one is on hold")
    expect(mat.page.get_by_text("Sent to the clinic.")).to_be_visible()
    released(house, line=rows[0].line)
    mat.page.reload()
    mat.asks("Carry on where you were?")
    expect(mat.page.locator("#player .big")).to_have_text("Clam")
