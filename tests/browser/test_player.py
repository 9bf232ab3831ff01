"""The guided session in a real browser, from the questions before to what the clinic knows."""

import re

from django.urls import reverse
from playwright.sync_api import Route, expect

from goodform.diary.models import Entry, Session
from goodform.inbox.models import Alert
from goodform.programmes.models import Hold, Prescription
from tests.browser.conftest import Visitor
from tests.browser.mat import CHANGE_S, CLAM_S, HOLD_S, KNEE_S, READY_S, Begin, Mat, begin, rows
from tests.browser.offline import aeroplane_mode, open_once
from tests.browser.waiting import asked
from tests.people import House

__all__ = ["begin", "rows"]


def told() -> list[tuple[str, str, str, str]]:
    """The entries the clinic has: exercise, side, outcome, timing."""
    found = Entry.objects.order_by("recorded_at").values_list(
        "prescription__exercise__exercise__slug", "side", "outcome", "timing"
    )
    return [(str(slug), side, outcome, timing) for slug, side, outcome, timing in found]


def test_a_whole_session_without_another_touch(begin: Begin) -> None:
    mat = begin()
    mat.lets(READY_S + 2)
    mat.shows("Hold 1 of 2")
    expect(mat.page.locator("ol.sides [aria-current=step]")).to_have_text("Left side")
    mat.lets(2 * HOLD_S)
    mat.shows("Change sides")
    expect(mat.page.locator("ol.sides [aria-current=step]")).to_have_text("Right side")
    mat.lets(CHANGE_S + 2 * HOLD_S)
    mat.asks("How did that feel?")
    mat.lets(46 + CLAM_S)
    mat.asks("How did that feel?")
    mat.lets(46)
    mat.asks("One last question")
    mat.pain(1)
    mat.page.get_by_label("Anything you want to tell the clinic?").fill("Easier than last week")
    mat.press("Finish")
    mat.asks("That is all for now. Well done.")
    expect(mat.page.get_by_text("Sent to the clinic.")).to_be_visible()
    assert told() == [
        ("knee-to-chest", "left", "done", "timed"),
        ("knee-to-chest", "right", "done", "timed"),
        ("clam", "left", "done", "timed"),
        ("clam", "right", "done", "timed"),
    ]
    session = Session.objects.get()
    assert (session.pain_before, session.pain_after) == (1, 1)
    assert session.note == "Easier than last week"
    assert session.red_flags_asked == "whole_list"
    assert session.finished_at is not None
    assert set(Entry.objects.values_list("pain", flat=True)) == {None}
    assert mat.visit.outside == []


def test_answers_after_an_exercise_are_about_the_side_that_was_named(begin: Begin) -> None:
    mat = begin()
    mat.lets(KNEE_S)
    mat.asks("How did that feel?")
    mat.pain(2)
    mat.choose("Too easy")
    mat.choose("My other leg lifted")
    mat.choose("Right")
    mat.press("Next")
    mat.asks("Enough of this one for today")
    expect(mat.page.get_by_text("Sent to the clinic.")).to_be_visible()
    left, right = Entry.objects.order_by("recorded_at")
    assert (left.pain, left.difficulty, left.noticed) == (None, "easy", [])
    assert (right.pain, right.difficulty, right.noticed) == (2, "easy", ["other_leg_lifted"])


def test_a_stop_is_known_before_any_question_is_answered(
    begin: Begin, house: House, rows: list[Prescription]
) -> None:
    mat = begin()
    mat.lets(READY_S + 10)
    mat.press("Stop, it hurts")
    mat.asks("Stopped.")
    mat.press("Skip this question")
    mat.asks("How bad is it?")
    mat.pain(6)
    mat.press("Next")
    mat.press("None of these")
    mat.asks("This one is on hold")
    expect(mat.page.get_by_text("We answer within 1 working day.")).to_be_visible()
    expect(mat.page.get_by_role("link", name="Phone 01632 960123")).to_be_visible()
    expect(mat.page.get_by_role("link", name="Book a visit")).to_be_visible()
    expect(mat.page.get_by_text("Sent to the clinic.")).to_be_visible()
    entry = Entry.objects.get()
    assert (entry.outcome, entry.side, entry.pain, entry.where) == ("stopped", "left", 6, "")
    assert entry.hold_done_s is not None
    assert 7 <= entry.hold_done_s <= 9
    assert Hold.objects.filter(line=rows[0].line, released_at=None).count() == 1
    assert Alert.objects.filter(patient=house.alice, kind="stop").count() == 1
    mat.press("Go on with the others")
    expect(mat.page.locator("#player h1")).to_have_text("Clam")


def test_a_stop_made_offline_says_that_the_clinic_does_not_know_and_comes_through_once(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page = open_once(visiting)
    mat = Mat(visiting)
    with aeroplane_mode(visiting):
        page.clock.install()
        visiting.open(reverse("player"))
        mat.answers_the_questions_before()
        mat.lets(READY_S + 10)
        mat.press("Stop, it hurts")
        mat.press("Skip this question")
        mat.press("Skip this question")
        mat.press("None of these")
        mat.asks("This one is on hold")
        expect(page.get_by_text("The clinic does not know yet.")).to_be_visible()
        expect(page.get_by_text("If you need us, phone 01632 960123.")).to_be_visible()
        visiting.check_accessible()
        page.reload()
        mat.asks("This one is on hold")
        assert not Entry.objects.exists()
    asked(page, "window.dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Sent to the clinic.")).to_be_visible()
    page.reload()
    mat.asks("This one is on hold")
    assert told() == [("knee-to-chest", "left", "stopped", "timed")]
    assert Alert.objects.filter(patient=house.alice, kind="stop").count() == 1


def test_a_symptom_that_always_stops_holds_everything_and_shows_its_advice(
    begin: Begin, house: House
) -> None:
    mat = begin()
    mat.lets(READY_S + 5)
    mat.press("Stop, it hurts")
    mat.press("Numb, weak, dizzy")
    mat.choose("Chest pain")
    mat.press("Next")
    mat.asks("Call 999 or go to A&E")
    expect(mat.page.get_by_role("link", name="Call 999")).to_be_visible()
    expect(mat.page.get_by_text("Sent to the clinic.")).to_be_visible()
    assert Hold.objects.filter(programme__patient=house.alice, line=None).count() == 1
    mat.page.reload()
    expect(mat.page.locator("h1")).to_have_text("Please do no exercises for now")
    expect(mat.page.get_by_role("link", name="Call 999", exact=True)).to_be_visible()


def test_a_red_flag_ends_everything_with_its_advice(begin: Begin, house: House) -> None:
    mat = begin(started=False)
    mat.pain(1)
    mat.press("Next")
    assert mat.page.locator('input[name="flags"]:checked').count() == 0
    mat.choose("A fever: you feel hot and shivery")
    mat.press("Next")
    mat.asks("Phone NHS 111, or ask your GP for an urgent visit today")
    expect(mat.page.get_by_text("Sent to the clinic.")).to_be_visible()
    assert Session.objects.get().red_flags == ["fever"]
    assert Alert.objects.filter(patient=house.alice, kind="red_flag").count() == 1
    assert Hold.objects.filter(programme__patient=house.alice, line=None).count() == 1
    assert mat.page.get_by_role("button", name="Start").count() == 0


SEEN_AS_SENT = """() => {
  const SENT = '[data-if="sent"]:not([hidden])';
  window.seen = 0;
  new MutationObserver(() => { window.seen += document.querySelectorAll(SENT).length; })
    .observe(document.body, { subtree: true, childList: true, attributes: true });
}"""


def test_nothing_is_called_sent_before_the_clinic_has_it(begin: Begin) -> None:
    mat = begin(started=False)
    held: list[Route] = []
    let_through = False

    def hold_back(route: Route) -> None:
        if let_through:
            route.continue_()
        else:
            held.append(route)

    mat.page.route("**/api/sessions/*", hold_back)
    mat.page.evaluate(SEEN_AS_SENT)
    mat.pain(1)
    mat.press("Next")
    mat.choose("A fever: you feel hot and shivery")
    mat.press("Next")
    mat.asks("Phone NHS 111, or ask your GP for an urgent visit today")
    mat.lets(1)
    assert mat.page.evaluate("window.seen") == 0
    assert not Session.objects.exists()
    # Taking the route away would let what it holds go by itself, and again here.
    let_through = True
    for route in held:
        route.continue_()
    expect(mat.page.get_by_text("Sent to the clinic.")).to_be_visible()
    assert Session.objects.get().red_flags == ["fever"]


def test_too_sore_to_start_says_why(begin: Begin) -> None:
    mat = begin(started=False)
    mat.pain(5)
    mat.press("Next")
    mat.choose("None of these")
    mat.press("Next")
    mat.asks("Not today")
    expect(mat.page.get_by_text("You said 5 out of 10. Your usual is 2.")).to_be_visible()
    expect(mat.page.get_by_role("link", name="Phone 01632 960123")).to_be_visible()


def test_pressed_by_mistake_is_on_record_and_says_that_it_still_waits(
    begin: Begin, rows: list[Prescription]
) -> None:
    mat = begin()
    mat.lets(READY_S + 5)
    mat.press("Stop, it hurts")
    mat.press("Pressed by mistake")
    mat.asks("This one is on hold")
    expect(mat.page.get_by_text("We noted that you pressed it by mistake.")).to_be_visible()
    expect(mat.page.get_by_role("button", name="Carry on")).to_have_count(0)
    expect(mat.page.get_by_text("Sent to the clinic.")).to_be_visible()
    mat.visit.check_accessible()
    mat.visit.screenshot("pressed-by-mistake")
    mat.press("Go on with the others")
    expect(mat.page.locator("#player h1")).to_have_text("Clam")
    mat.press("Leave")
    mat.press("Finish for today")
    mat.press("Finish")
    expect(mat.page.get_by_text("Sent to the clinic.")).to_be_visible()
    assert Entry.objects.get(outcome="stopped").undone_at is not None
    assert Hold.objects.filter(line=rows[0].line, released_at=None).count() == 1
    mat.page.get_by_role("link", name="Back to Today").click()
    expect(mat.page.locator(f"#row-{rows[0].pk}").get_by_text("On hold")).to_be_visible()


LOCKS = """
  window.awake = 0;
  const request = async () => {
    const lock = new EventTarget();
    window.awake += 1;
    lock.release = async () => { window.awake -= 1; lock.dispatchEvent(new Event("release")); };
    return lock;
  };
  Object.defineProperty(navigator, "wakeLock", { value: { request } });
"""


def test_the_phone_stays_awake_until_somebody_touches_it(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user)
    page, mat = visiting.page, Mat(visiting)
    page.add_init_script(LOCKS)
    page.clock.install()
    visiting.open(reverse("player"))
    mat.asks("Before you start")
    assert page.evaluate("window.awake") == 0
    mat.answers_the_questions_before()
    mat.lets(KNEE_S)
    mat.asks("How did that feel?")
    assert page.evaluate("window.awake") == 1
    mat.lets(46)
    mat.shows("Get ready")
    assert page.evaluate("window.awake") == 1
    mat.press("Pause")
    mat.shows("Paused")
    assert page.evaluate("window.awake") == 0


def test_time_that_nobody_saw_is_asked_about_and_not_counted(begin: Begin) -> None:
    mat = begin()
    mat.lets(READY_S + 12)
    mat.sleeps(60)
    mat.asks("Welcome back")
    expect(
        mat.page.get_by_text(re.compile(r"We did not see the last 6\d seconds\."))
    ).to_be_visible()
    mat.press("No, carry on from there")
    mat.shows("Hold 1 of 2")
    expect(mat.page.locator(".n")).to_have_text(re.compile("^(9|10)$"))
    mat.lets(0.5)
    mat.sleeps(60)
    mat.press("Yes, I did it")
    mat.shows("Slowly draw in 2 of 2")
    mat.lets(HOLD_S + CHANGE_S + 2 * HOLD_S)
    mat.asks("How did that feel?")
    mat.press("Next")
    mat.press("Leave")
    mat.press("Finish for today")
    mat.press("Finish")
    expect(mat.page.get_by_text("Sent to the clinic.")).to_be_visible()
    assert told() == [
        ("knee-to-chest", "left", "done", "ticked"),
        ("knee-to-chest", "right", "done", "timed"),
    ]


def test_a_reload_offers_to_carry_on_at_the_same_place(begin: Begin) -> None:
    mat = begin()
    mat.lets(READY_S + 12)
    mat.page.reload()
    mat.asks("Carry on where you were?")
    expect(mat.page.get_by_role("button", name="Stop, it hurts")).to_be_visible()
    mat.press("Carry on")
    mat.shows("Hold 1 of 2")
    expect(mat.page.locator(".n")).to_have_text(re.compile("^(8|9|10|11)$"))


def test_left_out_with_a_reason(begin: Begin) -> None:
    mat = begin()
    mat.press("Pause")
    mat.press("Leave it out")
    mat.press("I have nothing to do it with")
    expect(mat.page.locator("#player h1")).to_have_text("Clam")
    mat.press("Leave")
    mat.press("Finish for today")
    mat.press("Finish")
    expect(mat.page.get_by_text("Sent to the clinic.")).to_be_visible()
    assert set(Entry.objects.values_list("side", "outcome", "reason")) == {
        ("left", "skipped", "equipment"),
        ("right", "skipped", "equipment"),
    }


def test_another_order_and_ten_more_seconds(begin: Begin) -> None:
    mat = begin(started=False)
    mat.pain(1)
    mat.press("Next")
    mat.choose("None of these")
    mat.press("Next")
    mat.page.get_by_role("button", name="Do Clam earlier").click()
    mat.press("Start")
    expect(mat.page.locator("#player h1")).to_have_text("Clam")
    mat.lets(READY_S - 2)
    mat.press("10 more")
    mat.lets(8)
    mat.shows("Get ready")
