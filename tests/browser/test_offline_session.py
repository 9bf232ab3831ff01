"""The guided session on a phone that loses its network, its page, or its day in the middle."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from goodform.diary.models import Entry, Morning, Session
from goodform.programmes.models import Hold, Prescription
from goodform.today import offline
from tests.browser.conftest import Visitor
from tests.browser.mat import CLAM_S, KNEE_S, READY_S, Mat, rows
from tests.browser.offline import (
    RELEASED,
    TAKEN_OVER,
    UPDATE,
    WAITS,
    aeroplane_mode,
    documents,
    open_once,
    wait_until_sent,
)
from tests.browser.test_offline_phone import other_tab
from tests.browser.test_player import told
from tests.browser.waiting import asked, until, until_true
from tests.people import House

__all__ = ["rows"]

ANSWERING_S = 46


def test_a_session_that_loses_the_network_and_the_page_goes_on_and_is_told_once(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    page.clock.install()
    visiting.open(reverse("player"))
    mat = Mat(visiting)
    mat.answers_the_questions_before()
    with aeroplane_mode(visiting):
        mat.lets(KNEE_S)
        mat.asks("How did that feel?")
        mat.lets(ANSWERING_S)
        page.close(run_before_unload=False)
        visiting.page = page = page.context.new_page()
        page.clock.install()
        visiting.open(reverse("player"))
        mat.asks("Carry on where you were?")
        mat.press("Carry on")
        mat.shows("Get ready")
        mat.lets(READY_S + CLAM_S)
        mat.asks("How did that feel?")
        mat.lets(ANSWERING_S)
        mat.asks("One last question")
        mat.pain(1)
        mat.press("Finish")
        mat.asks("That is all for now. Well done.")
        expect(page.get_by_text("The clinic does not know yet.")).to_be_visible()
        assert len(documents(page)) == 1
    asked(page, "window.dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Sent to the clinic.")).to_be_visible()
    wait_until_sent(page)
    assert Session.objects.count() == 1
    assert sorted(row[:3] for row in told()) == [
        ("clam", "left", "done"),
        ("clam", "right", "done"),
        ("knee-to-chest", "left", "done"),
        ("knee-to-chest", "right", "done"),
    ]


def test_a_new_release_in_the_middle_of_a_session_waits_until_it_has_ended(
    visit: Visitor, house: House, rows: list[Prescription], monkeypatch: pytest.MonkeyPatch
) -> None:
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    page.clock.install()
    visiting.open(reverse("player"))
    mat = Mat(visiting)
    mat.answers_the_questions_before()
    mat.lets(KNEE_S)
    before = offline.release()
    monkeypatch.setattr(offline, "release", lambda: "another-release")
    tab = other_tab(visiting)
    asked(tab, UPDATE)
    until_true(tab, WAITS, otherwise="the new release does not wait")
    assert f"goodform-files-{before}" in asked(tab, "caches.keys()")
    tab.close()
    with aeroplane_mode(visiting):
        mat.asks("How did that feel?")
        mat.lets(ANSWERING_S + CLAM_S + ANSWERING_S)
        mat.asks("One last question")
        mat.press("Finish")
        mat.asks("That is all for now. Well done.")
    asked(page, "window.dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Sent to the clinic.")).to_be_visible()
    assert Entry.objects.count() == 4
    assert asked(page, WAITS)
    visiting.open(reverse("today"))
    until_true(page, TAKEN_OVER, otherwise="the new release still waits")
    page.reload()
    until_true(page, RELEASED, before, otherwise="the old release is still there")


def test_what_was_done_offline_is_not_asked_for_again(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    knee = rows[0]
    with aeroplane_mode(visiting):
        visiting.open(reverse("today"))
        page.locator(f"#row-{knee.pk} summary").click()
        for side in ("left", "right"):
            form = page.locator(f'#row-{knee.pk} form:has(input[name=side][value="{side}"])')
            form.locator('input[name=pain][value="1"]').check()
            form.get_by_role("button", name="I did it").click()
            expect(form).to_be_hidden()
        page.clock.install()
        visiting.open(reverse("player"))
        mat = Mat(visiting)
        mat.answers_the_questions_before()
        expect(page.get_by_text("Clam").first).to_be_visible()
        expect(page.get_by_text("Knee to chest")).to_have_count(0)


ANSWERS = {
    "Yes, as it usually is": (True, ""),
    "No, it was worse": (False, "Your back was worse the next morning."),
    "I am not sure": (None, "You were not sure how your back was the next morning."),
}
"""Answers of the morning after: as each is kept, and why what was done waits."""


@pytest.mark.parametrize("answer", ANSWERS)
def test_the_morning_after_is_asked_and_answered_without_a_network(
    visit: Visitor, house: House, rows: list[Prescription], answer: str
) -> None:
    settled, why = ANSWERS[answer]
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    clam = rows[1]
    with aeroplane_mode(visiting):
        visiting.open(reverse("today"))
        page.locator(f"#row-{clam.pk} summary").click()
        form = page.locator(f"#row-{clam.pk} form:visible").first
        form.get_by_role("button", name="I did it").click()
        until(page, lambda: documents(page), "nothing was kept")
        page.clock.set_system_time(timezone.now() + timedelta(days=1))
        visiting.open(reverse("player"))
        expect(page.get_by_role("heading", level=1)).to_contain_text("was your back as it")
        expect(page.get_by_role("heading", level=1)).not_to_contain_text("{day}")
        page.get_by_role("button", name=answer).click()
        if settled:
            page.wait_for_url("**" + reverse("player"))
        else:
            page.wait_for_url("**" + reverse("today"))
            note = page.locator(f"#row-{clam.pk} [data-held-note]")
            expect(note.get_by_text(why)).to_be_visible()
            expect(note.get_by_text("It waits until your clinic has looked.")).to_be_visible()
            expect(note.get_by_text("You told us it hurt.")).to_be_hidden()
        assert not Entry.objects.exists()
    page.clock.set_system_time(timezone.now())
    wait_until_sent(page)
    assert Morning.objects.get().settled is settled
    assert Entry.objects.get().prescription == clam


def test_a_grave_symptom_told_offline_closes_everything_on_this_phone_at_once(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    mat = Mat(visiting)
    with aeroplane_mode(visiting):
        page.clock.install()
        visiting.open(reverse("player"))
        mat.answers_the_questions_before()
        mat.lets(READY_S + 5)
        mat.press("Stop, it hurts")
        mat.press("Numb, weak, dizzy")
        mat.choose("Chest pain")
        mat.press("Next")
        mat.asks("Call 999 or go to A&E")
        visiting.open(reverse("exercise", args=[rows[1].pk]))
        expect(page.get_by_role("heading", level=1)).to_have_text("Please do no exercises for now")
        visiting.open(reverse("today"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Please do no exercises for now")
        expect(page.get_by_text("Your clinic does not know yet. This phone tells")).to_be_visible()
        expect(page.get_by_role("heading", name="Call 999 or go to A&E")).to_be_visible()
        visiting.check_accessible()
        visiting.screenshot("offline-told")
        assert not Hold.objects.exists()
    wait_until_sent(page)
    assert Hold.objects.filter(programme=rows[0].programme, line=None).count() == 1


def test_what_was_under_way_yesterday_is_not_carried_on_today(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    with aeroplane_mode(visiting):
        page.clock.install()
        visiting.open(reverse("player"))
        Mat(visiting).answers_the_questions_before()
        page.close(run_before_unload=False)
        visiting.page = page.context.new_page()
        visiting.page.clock.install(time=timezone.now() + timedelta(days=1))
        visiting.open(reverse("player"))
        Mat(visiting).asks("Before you start")
