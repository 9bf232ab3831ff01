"""How the guided session looks and sounds: at every width, by keys, aloud, with less motion."""

import pytest
from playwright.sync_api import FloatRect, Locator, expect

from goodform.programmes.models import Prescription
from tests.browser.conftest import DESKTOP, PHONE, SMALL, ZOOMED, in_both_looks
from tests.browser.mat import CHANGE_S, HOLD_S, KNEE_S, READY_S, Begin, begin, rows
from tests.people import House

__all__ = ["begin", "rows"]

SIDEWAYS = {"width": 844, "height": 390}


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


@in_both_looks
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
    mat.press("Skip this question")
    check("how-bad")
    mat.press("Skip this question")
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
        below = mat.page.locator("main").evaluate("it => it.scrollHeight - it.clientHeight")
        assert below <= 0, f"{below} px are below the edge"


def test_the_screen_reader_hears_each_part_and_the_last_three_seconds(begin: Begin) -> None:
    mat = begin()
    live = mat.page.locator("#live")
    heard = {live.text_content()}
    for _ in range(60):
        mat.lets(0.5)
        heard.add(live.text_content())
    assert {"3", "2", "1"} <= heard
    assert any("Get ready. Left side" in (words or "") for words in heard)
    assert any("1 of 2. Left side" in (words or "") for words in heard)
    assert len(heard) < 12, "it speaks at changes, not all the time"


NOTE = "Keep your knees bent and do NOT pull with your arms. " * 11 + "That is the end."


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=lambda size: f"{size['width']}")
def test_the_practitioner_s_words_are_read_whole_before_getting_ready(
    begin: Begin, house: House, size: dict[str, int]
) -> None:
    Prescription.objects.filter(programme__patient=house.alice).update(note=NOTE)
    mat = begin(size=size)
    note = mat.page.locator(".from-them")
    expect(note).to_contain_text(NOTE)
    expect(note).to_contain_text("Priya says:")
    dock = _box(mat.page.locator("#dock"))["y"]
    assert _box(note)["y"] >= 0
    for each in (note, mat.page.locator(".pair")):
        assert _box(each)["y"] + _box(each)["height"] <= dock + 1
    mat.visit.check_no_sideways_scroll()
    mat.visit.screenshot(f"note-{size['width']}")
    mat.press("Pause")
    expect(note).to_contain_text("That is the end.")
    mat.press("I have read it")
    expect(note).to_be_hidden()
    mat.shows("Get ready")
