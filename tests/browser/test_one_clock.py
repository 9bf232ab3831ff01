"""A phone that stands by another clock than the profile: a day has one clock all the same."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from goodform.diary.models import Entry, Session
from goodform.programmes.models import Prescription
from goodform.programmes.schedule import local_day
from tests.browser.conftest import Visitor
from tests.browser.mat import CLAM_S, KNEE_S, Mat, rows
from tests.browser.offline import (
    aeroplane_mode,
    open_once,
    reload_from_the_clinic,
    wait_until_kept,
    wait_until_sent,
)
from tests.browser.test_offline_day import mark
from tests.people import House

__all__ = ["rows"]

FAR = [("Pacific/Kiritimati", "Pacific/Pago_Pago"), ("Pacific/Pago_Pago", "Pacific/Kiritimati")]
"""Profile and phone, always on another date; and a browser that hides where it is."""
CLOCKS = [*FAR, ("Pacific/Kiritimati", "UTC")]
IDS = ["a day behind", "a day ahead", "without a place"]


def one_day(house: House, zone: str) -> None:
    """Everything that is kept stands on the date of the profile."""
    days = {*Session.objects.values_list("local_date", flat=True)}
    days |= {*Entry.objects.values_list("local_date", flat=True)}
    assert days == {local_day(Session.objects.latest("started_at").started_at, zone)}


def both_sides(page: Page, row: Prescription) -> None:
    """The clam, on the left and on the right."""
    for side in ("left", "right"):
        mark(page, row, side, pain=1)
        expect(page.locator("[data-told]")).to_have_text("Saved.")


@pytest.mark.parametrize(("profile", "phone"), CLOCKS, ids=IDS)
def test_what_was_marked_is_done_today_by_any_clock(
    visit: Visitor, house: House, rows: list[Prescription], profile: str, phone: str
) -> None:
    house.alice.zone = profile
    house.alice.save()
    visiting = visit(house.alice.user, zone=phone)
    page = visiting.open(reverse("today"))
    both_sides(page, rows[1])
    expect(page.locator(f"#row-{rows[1].pk} .mark-done")).to_be_visible()
    reload_from_the_clinic(page)
    expect(page.locator("#day .head")).to_contain_text("1 of 2 done")
    one_day(house, profile)


@pytest.mark.parametrize(("profile", "phone"), CLOCKS, ids=IDS)
def test_a_session_is_done_today_by_any_clock(
    visit: Visitor, house: House, rows: list[Prescription], profile: str, phone: str
) -> None:
    house.alice.zone = profile
    house.alice.save()
    visiting = visit(house.alice.user, zone=phone)
    visiting.page.clock.install()
    visiting.open(reverse("player"))
    mat = Mat(visiting)
    mat.answers_the_questions_before()
    mat.lets(KNEE_S + 46 + CLAM_S)
    mat.press("Next")
    mat.pain(1)
    mat.press("Finish")
    expect(mat.page.get_by_text("Sent to the clinic.")).to_be_visible()
    mat.page.get_by_role("link", name="Back to Today").click()
    expect(mat.page.get_by_text("That is all for today.")).to_be_visible()
    one_day(house, profile)


@pytest.mark.parametrize(("profile", "phone"), FAR, ids=IDS[:2])
def test_without_a_network_the_copy_counts_on_the_same_day(
    visit: Visitor, house: House, rows: list[Prescription], profile: str, phone: str
) -> None:
    house.alice.zone = profile
    house.alice.save()
    visiting = visit(house.alice.user, zone=phone)
    page = open_once(visiting)
    wait_until_kept(page, reverse("today"))
    with aeroplane_mode(visiting):
        visiting.open(reverse("today"))
        for side in ("left", "right"):
            mark(page, rows[1], side, pain=1)
            page.wait_for_load_state()
        expect(page.locator(f"#row-{rows[1].pk} [data-done]")).to_be_visible()
    visiting.open(reverse("today"))
    wait_until_sent(page)
    reload_from_the_clinic(page)
    expect(page.locator("#day .head")).to_contain_text("1 of 2 done")
    one_day(house, profile)


def test_a_session_left_open_over_night_begins_the_new_day_with_its_questions(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    mat = Mat(visiting)
    with aeroplane_mode(visiting):
        page.clock.install()
        visiting.open(reverse("player"))
        mat.pain(1)
        mat.press("Next")
        mat.choose("None of these")
        mat.press("Next")
        mat.asks("Ready?")
        page.clock.fast_forward(24 * 60 * 60 * 1000)
        mat.press("Start")
        mat.asks("Before you start")
