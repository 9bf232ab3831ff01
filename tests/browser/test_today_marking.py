"""Marking an exercise done on Today, in a real browser: taps, answers, lost signal, no script."""

import pytest
from django.urls import reverse
from playwright.sync_api import Route, expect

from goodform.diary.models import Entry, Session
from goodform.inbox.models import Alert
from goodform.programmes.models import Prescription
from tests.browser.conftest import Visit, Visitor
from tests.browser.waiting import until
from tests.people import House
from tests.today.programmes import prescribe


@pytest.fixture
def rows(house: House) -> list[Prescription]:
    """A bridge for both legs together, and a clam for each side."""
    return prescribe(house.alice, "glute-bridge", "clam")


def open_today(visiting: Visit, name: str) -> None:
    """Today with the form of one exercise open."""
    visiting.open(reverse("today"))
    visiting.page.get_by_text(f"Mark {name} as done").click()


def test_one_side_and_then_the_other(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = visiting.page
    for side in ("left", "right"):
        open_today(visiting, "Clam")
        form = page.locator("form[data-mark]:visible").first
        form.locator('input[name=pain][value="1"]').check()
        form.get_by_role("button", name="I did it").click()
        expect(page.locator("[data-told]")).to_have_text("Saved.")
        assert set(Entry.objects.values_list("side", flat=True)) >= {side}
    expect(page.locator("#day .head")).to_contain_text("1 of 2 done")
    assert set(Entry.objects.values_list("pain", "timing")) == {(1, "ticked")}
    visiting.check_accessible()


def test_a_double_tap_is_one_entry(visit: Visitor, house: House, rows: list[Prescription]) -> None:
    visiting = visit(house.alice.user)
    open_today(visiting, "Glute bridge")
    button = visiting.page.get_by_role("button", name="I did it").locator("visible=true").first
    button.dblclick()
    expect(visiting.page.locator("[data-told]")).to_have_text("Saved.")
    assert Entry.objects.count() == 1


def test_stop_holds_the_exercise_and_says_what_happens_now(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = visiting.page
    open_today(visiting, "Glute bridge")
    page.get_by_role("button", name="Stop, it hurts").locator("visible=true").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Stopped. Well done for listening to your body."
    )
    expect(page.get_by_text("Glute bridge is on hold.")).to_be_visible()
    visiting.check_accessible()
    visiting.screenshot("stopped")
    page.get_by_text("New weakness or numbness in one leg").click()
    page.get_by_role("button", name="Tell the clinic").click()
    expect(page.get_by_text("Please do no exercises for now.")).to_be_visible()
    expect(page.get_by_text("Do it today. Do not wait for us.")).to_be_visible()
    visiting.check_accessible()
    visiting.screenshot("stopped-urgent")
    assert Alert.objects.filter(patient=house.alice, severity=1).exists()


def test_a_stop_pressed_while_a_tick_is_on_its_way_is_not_lost(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = visiting.page
    open_today(visiting, "Glute bridge")
    kept: list[Route] = []

    def keep(route: Route) -> None:
        kept.append(route)

    page.route("**/api/sessions/*", keep, times=1)
    with page.expect_request("**/api/sessions/*"):
        page.get_by_role("button", name="I did it").locator("visible=true").first.click()
    page.get_by_role("button", name="Stop, it hurts").locator("visible=true").first.click()
    until(page, lambda: kept, "the tick is not on its way")
    assert len(kept) == 1
    kept[0].continue_()
    page.wait_for_url("**/today/told/*")
    assert Entry.objects.get().outcome == "stopped"


def test_without_a_signal_the_answer_stays_and_goes_later(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = visiting.page
    open_today(visiting, "Glute bridge")
    page.context.set_offline(True)
    form = page.locator("form[data-mark]:visible").first
    form.locator('input[name=pain][value="2"]').check()
    form.get_by_role("button", name="I did it").click()
    expect(form.get_by_role("status")).to_contain_text("Not sent yet.")
    assert not Session.objects.exists()
    page.context.set_offline(False)
    expect(page.locator("[data-told]")).to_have_text("Saved.")
    assert Entry.objects.get().pain == 2
    visiting.errors.clear()  # the browser reports the request that could not leave


def test_a_stop_without_a_signal_says_to_phone(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = visiting.page
    open_today(visiting, "Glute bridge")
    page.context.set_offline(True)
    form = page.locator("form[data-mark]:visible").first
    form.get_by_role("button", name="Stop, it hurts").click()
    expect(form.get_by_role("status")).to_contain_text("Your clinic does not know yet.")
    expect(form.get_by_role("status")).to_contain_text("01632 960123")
    page.context.set_offline(False)
    page.wait_for_url("**/today/told/*")
    assert Alert.objects.filter(patient=house.alice, kind="stop").count() == 1
    visiting.errors.clear()


def test_without_javascript_the_same_form_works(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user, java_script_enabled=False)
    page = visiting.page
    open_today(visiting, "Glute bridge")
    form = page.locator("form[data-mark]").first
    form.locator('input[name=pain][value="0"]').check()
    form.get_by_role("button", name="I did it").click()
    expect(page.locator("#day .head")).to_contain_text("1 of 2 done")
    assert Entry.objects.get().pain == 0
