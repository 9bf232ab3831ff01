"""The guided session in a real browser, by a clock that the test turns."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.urls import reverse
from playwright.sync_api import FloatRect, Locator, Page, expect

from goodform.diary.models import Entry, Session
from goodform.inbox.models import Alert
from goodform.programmes.models import Hold, Prescription
from tests.browser.conftest import DESKTOP, PHONE, Visit, Visitor
from tests.browser.offline import aeroplane_mode, open_once
from tests.people import House
from tests.today.programmes import assessed, give_lines, line_for, load_library

SIDEWAYS = {"width": 844, "height": 390}
SMALL = {"width": 320, "height": 568}
ZOOMED = {"width": 195, "height": 422}  # a phone at 200 %
READY_S, CHANGE_S = 15, 10
HOLD_S = 2 + 20 + 2
KNEE_S = READY_S + 2 * HOLD_S + CHANGE_S + 2 * HOLD_S
CLAM_S = READY_S + 3 * 4 + CHANGE_S + 3 * 4


@pytest.fixture
def rows(house: House) -> list[Prescription]:
    """Knee to chest, two holds of 20 seconds each side; then the clam, three times each side."""
    load_library()
    assessed(house.alice)
    return give_lines(
        house.alice,
        line_for(house.alice, "knee-to-chest", repetitions=2),
        line_for(house.alice, "clam", sets=1, repetitions=3),
    )


@dataclass(frozen=True)
class Mat:
    """Alice on her mat, her phone before her, and her time."""

    visit: Visit

    @property
    def page(self) -> Page:
        return self.visit.page

    def press(self, name: str) -> None:
        """A button, by its words."""
        self.page.locator("button:visible", has_text=re.compile(rf"^\s*{name}")).click()

    def choose(self, words: str) -> None:
        """An answer, by its words."""
        exactly = re.compile(rf"^\s*{words}\s*$")
        self.page.locator("label:visible", has_text=exactly).click()

    def pain(self, number: int) -> None:
        """A number of the pain scale."""
        self.page.locator(f'.pain label:has(input[value="{number}"])').click()

    def lets(self, seconds: float) -> None:
        """Time passes, and every frame of it is seen."""
        self.page.clock.run_for(int(seconds * 1000))

    def sleeps(self, seconds: float) -> None:
        """Time passes, and no frame of it is seen: a locked screen, a call."""
        self.page.clock.fast_forward(int(seconds * 1000))
        self.lets(0.2)

    def asks(self, words: str) -> None:
        """The screen asks or says this."""
        expect(self.page.locator("#player h1:visible")).to_have_text(words)

    def shows(self, phase: str) -> None:
        """This is going on now."""
        expect(self.page.locator(".phase")).to_have_text(phase)

    def answers_the_questions_before(self) -> None:
        """Pain as usual, nothing new, and Start."""
        self.pain(1)
        self.press("Next")
        self.asks("Is any of these new in the last 2 weeks?")
        self.choose("None of these")
        self.press("Next")
        self.press("Start")
        self.shows("Get ready")


Begin = Callable[..., Mat]


@pytest.fixture
def begin(visit: Visitor, house: House, rows: list[Prescription]) -> Begin:
    """`begin(size=…)`: Alice has opened the session. `started=True`: and has pressed Start."""

    def open_it(*, started: bool = True, **options: object) -> Mat:
        visiting = visit(house.alice.user, **options)
        visiting.page.clock.install()
        visiting.open(reverse("player"))
        mat = Mat(visiting)
        mat.asks("Before you start")
        if started:
            mat.answers_the_questions_before()
        return mat

    return open_it


def told() -> list[tuple[str, str, str, str]]:
    """What the clinic knows was done: exercise, side, outcome, timing."""
    found = Entry.objects.order_by("recorded_at").values_list(
        "prescription__exercise__exercise__slug", "side", "outcome", "timing"
    )
    return [(str(slug), side, outcome, timing) for slug, side, outcome, timing in found]


def test_a_whole_session_without_another_touch(begin: Begin) -> None:
    mat = begin()
    mat.lets(READY_S + 2)
    mat.shows("Hold 1 of 2")
    expect(mat.page.locator("ol.sides [aria-current=step]")).to_have_text("Left leg")
    mat.lets(2 * HOLD_S)
    mat.shows("Change sides")
    expect(mat.page.locator("ol.sides [aria-current=step]")).to_have_text("Right leg")
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
    mat.press("Leave it open")
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
        mat.press("Leave it open")
        mat.press("Leave it open")
        mat.press("None of these")
        mat.asks("This one is on hold")
        expect(page.get_by_text("The clinic does not know yet.")).to_be_visible()
        expect(page.get_by_text("If you need us, phone 01632 960123.")).to_be_visible()
        visiting.check_accessible()
        page.reload()
        mat.asks("This one is on hold")
        assert not Entry.objects.exists()
    page.evaluate("window.dispatchEvent(new Event('online'))")
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
    expect(mat.page.get_by_role("link", name="Call 999")).to_be_visible()


def test_a_red_flag_ends_everything_with_its_advice(begin: Begin, house: House) -> None:
    mat = begin(started=False)
    mat.pain(1)
    mat.press("Next")
    assert mat.page.locator('input[name="flags"]:checked').count() == 0
    mat.choose("A high temperature")
    mat.press("Next")
    mat.asks("Phone NHS 111, or ask your GP for an urgent visit today")
    expect(mat.page.get_by_text("Sent to the clinic.")).to_be_visible()
    assert Session.objects.get().red_flags == ["fever"]
    assert Alert.objects.filter(patient=house.alice, kind="red_flag").count() == 1
    assert Hold.objects.filter(programme__patient=house.alice, line=None).count() == 1
    assert mat.page.get_by_role("button", name="Start").count() == 0


def test_too_sore_to_start_says_why(begin: Begin) -> None:
    mat = begin(started=False)
    mat.pain(5)
    mat.press("Next")
    mat.choose("None of these")
    mat.press("Next")
    mat.asks("Not today")
    expect(mat.page.get_by_text("You said 5 out of 10. Your usual is 2.")).to_be_visible()
    expect(mat.page.get_by_role("link", name="Phone 01632 960123")).to_be_visible()


def test_pressed_by_mistake_takes_the_stop_back_and_keeps_it_on_record(begin: Begin) -> None:
    mat = begin()
    mat.lets(READY_S + 5)
    mat.press("Stop, it hurts")
    mat.press("Pressed by mistake")
    mat.shows("Paused")
    mat.press("Carry on")
    mat.lets(KNEE_S - READY_S)
    mat.asks("How did that feel?")
    mat.press("Next")
    mat.lets(1)
    expect(mat.page.locator("#player h1")).to_have_text("Clam")
    mat.press("Leave")
    mat.press("Finish for today")
    mat.press("Finish")
    expect(mat.page.get_by_text("Sent to the clinic.")).to_be_visible()
    stopped = Entry.objects.get(outcome="stopped")
    assert stopped.undone_at is not None
    assert [entry[2] for entry in told()] == ["stopped", "done", "done"]


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
    mat.sleeps(60)
    mat.press("Yes, I did it")
    mat.shows("Slowly out 2 of 2")
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


def test_keys_pause_and_stop_and_can_be_turned_off(begin: Begin) -> None:
    mat = begin(size=DESKTOP)
    keyboard = mat.page.keyboard
    keyboard.press("Escape")
    mat.shows("Paused")
    keyboard.press("Space")
    mat.shows("Get ready")
    keyboard.press("Space")
    mat.shows("Paused")
    mat.press("Keys: Space pauses, S stops")
    mat.page.locator("#player h1").focus()
    for key in ("Space", "s", "Escape"):
        keyboard.press(key)
    mat.shows("Paused")
    mat.press("Keys: Space pauses, S stops")
    mat.page.locator("#player h1").focus()
    keyboard.press("s")
    mat.asks("Stopped.")


def test_a_control_keeps_its_own_keys(begin: Begin) -> None:
    mat = begin(size=DESKTOP)
    mat.page.get_by_role("button", name="Voice").focus()
    mat.page.keyboard.press("Escape")
    mat.shows("Get ready")
    mat.page.keyboard.press("Space")
    expect(mat.page.get_by_role("button", name="Voice")).to_have_attribute("aria-pressed", "false")
    mat.shows("Get ready")


def test_sound_and_size_are_kept_on_this_phone(begin: Begin) -> None:
    mat = begin()
    mat.press("Voice")
    mat.press("Pause")
    mat.press("Larger text")
    expect(mat.page.locator("html.larger")).to_have_count(1)
    mat.page.reload()
    mat.press("Carry on")
    expect(mat.page.locator("html.larger")).to_have_count(1)
    expect(mat.page.get_by_role("button", name="Voice")).to_have_attribute("aria-pressed", "false")


def _box(element: Locator) -> FloatRect:
    """Where an element is, in the window."""
    box = element.bounding_box()
    assert box is not None
    return box


@pytest.mark.parametrize(
    "size", [PHONE, DESKTOP, SIDEWAYS, SMALL, ZOOMED], ids=lambda size: f"{size['width']}"
)
def test_stop_and_the_number_are_in_view_and_stop_never_moves(
    begin: Begin, size: dict[str, int]
) -> None:
    mat = begin(started=False, size=size)
    mat.pain(1)
    mat.press("Next")
    mat.choose("None of these")
    mat.press("Next")
    start = _box(mat.page.get_by_role("button", name="Start"))
    mat.press("Start")
    mat.shows("Get ready")
    stop = mat.page.get_by_role("button", name="Stop, it hurts")
    places: list[FloatRect] = []
    for passes in (1, READY_S + 5, 2 * HOLD_S, CHANGE_S + 2 * HOLD_S):
        mat.lets(passes)
        mat.visit.check_no_sideways_scroll()
        places.append(_box(stop))
        if mat.page.locator(".n").count():
            expect(mat.page.locator(".n")).to_be_in_viewport(ratio=0.95)
            number = _box(mat.page.locator(".n"))
            assert number["y"] + number["height"] <= places[0]["y"] + 1, "behind Stop"
    mat.asks("How did that feel?")
    mat.press("Leave")
    places.append(_box(stop))
    assert all(place == places[0] for place in places), places
    place = places[0]
    assert place["y"] + place["height"] <= size["height"]
    assert place["y"] + place["height"] >= size["height"] - 24
    assert place["width"] >= min(size["width"] - 33, 832)
    assert start["y"] + start["height"] <= place["y"]


@pytest.mark.parametrize(
    ("size", "scheme"),
    [(PHONE, "light"), (DESKTOP, "dark"), (SIDEWAYS, "light")],
    ids=["phone", "desktop", "sideways"],
)
def test_every_screen_is_accessible(begin: Begin, size: dict[str, int], scheme: str) -> None:
    mat = begin(started=False, size=size, scheme=scheme)

    def check(name: str) -> None:
        mat.lets(0.2)
        mat.visit.check_accessible()
        mat.visit.check_no_sideways_scroll()
        mat.visit.screenshot(f"player-{name}-{size['width']}-{scheme}")

    check("before")
    mat.pain(1)
    mat.press("Next")
    check("flags")
    mat.choose("None of these")
    mat.press("Next")
    check("list")
    mat.press("Start")
    check("ready")
    mat.lets(READY_S + 10)
    check("hold")
    mat.press("Pause")
    check("paused")
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
    check("after")
    mat.press("Next")
    mat.lets(READY_S + 5)
    check("repetitions")
    mat.press("Leave")
    check("leave")
    mat.press("Go back")
    mat.press("Stop, it hurts")
    check("stopped")
    mat.press("Leave it open")
    check("how-bad")
    mat.press("Leave it open")
    check("kind")
    mat.press("None of these")
    expect(mat.page.get_by_text("Sent to the clinic.")).to_be_visible()
    check("held")
    mat.press("Finish for today")
    check("last")
    mat.press("Finish")
    check("summary")


def test_with_less_motion_the_mat_steps_by_whole_seconds_and_the_body_is_still(
    begin: Begin,
) -> None:
    mat = begin(reduced_motion="reduce")
    mat.lets(READY_S + 2.3)
    times, values = set(), set()
    for _ in range(8):
        mat.lets(0.4)
        times.add(mat.page.evaluate("document.querySelector('[data-stage] svg').getCurrentTime()"))
        values.add(mat.page.evaluate("document.querySelector('progress').value"))
    assert len(times) == 1
    assert all(value % 1000 == 0 for value in values)
    assert len(values) > 2


@pytest.mark.parametrize("size", [PHONE, DESKTOP, SIDEWAYS], ids=["phone", "desktop", "sideways"])
def test_a_running_part_fits_on_the_screen(begin: Begin, size: dict[str, int]) -> None:
    mat = begin(size=size)
    for passes in (1, READY_S + 5):
        mat.lets(passes)
        tall = mat.page.evaluate("document.documentElement.scrollHeight")
        assert tall <= size["height"], f"{tall - size['height']} px are below the edge"


def test_the_screen_reader_hears_each_part_and_the_last_three_seconds(begin: Begin) -> None:
    mat = begin()
    live = mat.page.locator("#live")
    heard = set()
    for _ in range(60):
        mat.lets(0.5)
        heard.add(live.text_content())
    assert {"3", "2", "1"} <= heard
    assert any(words and words.startswith("Hold 1 of 2. Left leg") for words in heard) or any(
        words and "Left leg" in words for words in heard
    )
    assert len(heard) < 12, "it speaks at changes, not all the time"
