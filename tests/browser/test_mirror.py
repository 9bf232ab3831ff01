"""The mirror in a real browser: opened by a tap, driving the count, and giving way to the timer.

A worker of the test stands in for the pose component and the eye, and says what they would say;
the page, its camera element and everything that follows are the product's.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import clear_url_caches, path
from playwright.sync_api import Page, expect

from goodform.coach.parts import Parts
from goodform.config import urls
from goodform.diary.models import CameraSummary, Entry
from goodform.motion.released import MODELS, engine
from goodform.people.models import Clinic
from goodform.programmes.models import Prescription
from goodform.today import player_data
from goodform.ui.safe_headers import WORKER_POLICY
from tests.browser.conftest import LOOKS
from tests.browser.mat import READY_S, Begin, Mat, begin
from tests.people import House
from tests.today.programmes import assessed, give_lines, line_for, load_library

__all__ = ["begin"]

MODEL = min(MODELS)
FILES = {
    name: {"url": f"/mirror/1/{name}", "integrity": "", "size": 1}
    for name in ("pose_full.task", "pose_lite.task", "eye.zip")
}
HERE = Parts("/mirror/1/", FILES, engine(), {"full": MODEL, "lite": MODEL})

A_CAMERA = """
const canvas = document.createElement("canvas");
Object.assign(canvas, {width: 64, height: 48});
canvas.getContext("2d").fillRect(0, 0, 64, 48);
navigator.mediaDevices.getUserMedia = async () => canvas.captureStream();
HTMLVideoElement.prototype.play = async () => {};
HTMLVideoElement.prototype.requestVideoFrameCallback = (look) => queueMicrotask(look);
const picture = new OffscreenCanvas(4, 4);
picture.getContext("2d");
window.createImageBitmap = () => picture.transferToImageBitmap();
null;
"""
"""A camera that films nothing at all, whose pictures come as soon as they are waited for."""

THE_EYE = (Path(__file__).parent / "an_eye.mjs").read_text()


@pytest.fixture
def rows(house: House, monkeypatch: pytest.MonkeyPatch) -> list[Prescription]:
    """The box squat, three times, under the mirror: its parts are on this server."""
    monkeypatch.setattr(player_data, "parts", lambda: HERE)
    load_library()
    assessed(house.alice)
    Clinic.objects.update(mirror=True)
    return give_lines(
        house.alice,
        line_for(house.alice, "box-squat", sets=1, repetitions=3, hold_s=0, camera=True),
    )


def an_eye(request: HttpRequest) -> HttpResponse:
    """The worker of this test, under the policy of ours; it sees what it is asked to."""
    script = THE_EYE.replace('SEES = "three"', f'SEES = "{request.GET["sees"]}"')
    answer = HttpResponse(script, content_type="text/javascript")
    answer.headers["Content-Security-Policy"] = WORKER_POLICY
    return answer


@pytest.fixture(autouse=True)
def _an_eye_at_home(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An address of this house from which a page may start the worker of this test."""
    own = path("an-eye.mjs", an_eye)
    monkeypatch.setattr(urls, "urlpatterns", [own, *urls.urlpatterns])
    clear_url_caches()
    yield
    clear_url_caches()


def with_an_eye(mat: Mat, *, sees: str) -> Page:
    """The worker of this test in place of ours; and a camera."""
    worker = f"/an-eye.mjs?sees={sees}"
    mat.page.evaluate(f"document.getElementById('mirror').dataset.worker = '{worker}'")
    mat.page.evaluate(A_CAMERA)
    return mat.page


def opened(mat: Mat) -> None:
    """Asked, read and opened."""
    mat.press("Use the mirror")
    expect(mat.page.get_by_role("heading", name="Use the mirror?")).to_be_visible()
    mat.press("Open the camera")


def saw() -> dict[str, Any]:
    """The clinic's view of the only entry."""
    found: dict[str, Any] = CameraSummary.objects.get().summary
    return found


def test_the_count_is_the_bodys_and_goes_to_the_clinic_as_by_camera(begin: Begin) -> None:
    mat = begin()
    page = with_an_eye(mat, sees="three")
    opened(mat)
    expect(page.locator(".mirror-says")).to_have_text(re.compile("Take your place"))
    mat.lets(READY_S + 1)
    mat.asks("How did that feel?")
    expect(page.locator("#mirror")).to_be_hidden()
    mat.press("Next")
    mat.asks("One last question")
    mat.pain(1)
    mat.press("Finish")
    expect(page.get_by_text("Sent to the clinic.")).to_be_visible()
    entry = Entry.objects.get()
    assert (entry.timing, entry.repetitions_done, entry.outcome) == ("camera", 3, "done")
    assert len(saw()["repetitions"]) == 3
    assert CameraSummary.objects.get().believed
    assert mat.visit.outside == []


def test_who_is_not_seen_gets_the_timer_without_a_break(begin: Begin) -> None:
    mat = begin()
    page = with_an_eye(mat, sees="nobody")
    opened(mat)
    mat.lets(READY_S + 1)
    expect(page.locator(".mirror-says")).to_have_text(re.compile("I see nobody"))
    mat.lets(21)
    expect(page.locator(".mirror-says")).to_have_text(re.compile("Here is the timer"))
    mat.lets(30)
    mat.asks("How did that feel?")


def test_a_worker_that_dies_is_the_timer_and_stop_stays_where_it_was(begin: Begin) -> None:
    mat = begin()
    page = with_an_eye(mat, sees="dies")
    opened(mat)
    expect(page.locator(".mirror-says")).to_have_text(re.compile("Take your place"))
    mat.lets(READY_S + 11)
    expect(page.locator(".mirror-says")).to_have_text("The mirror stopped. Here is the timer.")
    mat.press("Stop, it hurts")
    expect(page.locator("#player h1:visible")).to_contain_text("Stopped")


def test_a_refused_camera_is_the_timer(begin: Begin) -> None:
    mat = begin()
    mat.page.evaluate(
        "navigator.mediaDevices.getUserMedia = async () => "
        "{ throw new DOMException('', 'NotAllowedError'); }; null"
    )
    opened(mat)
    expect(mat.page.locator(".mirror-says")).to_have_text(re.compile("as you said"))
    mat.lets(3)
    mat.shows("Get ready")


@pytest.mark.parametrize(("size", "scheme"), LOOKS.values(), ids=LOOKS)
def test_the_question_and_the_mirror_can_be_read(
    begin: Begin, size: dict[str, int], scheme: str
) -> None:
    mat = begin(size=size, scheme=scheme)
    page = with_an_eye(mat, sees="nobody")
    mat.press("Use the mirror")
    expect(page.get_by_role("heading", name="Use the mirror?")).to_be_visible()
    mat.visit.check_accessible()
    mat.visit.screenshot(f"mirror-asks-{scheme}")
    mat.press("Open the camera")
    expect(page.locator(".mirror-says")).to_have_text(re.compile("Take your place"))
    mat.visit.check_accessible()
    mat.visit.check_no_sideways_scroll()
    mat.visit.screenshot(f"mirror-open-{scheme}")
