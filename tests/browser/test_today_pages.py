"""The patient's pages in a real browser: seen, read aloud, printed, and private."""

import gzip
import io

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Response, expect
from pypdf import PdfReader

from goodform.library.models import ExerciseVideo
from goodform.people.models import Patient
from goodform.programmes.models import Prescription
from tests.browser.conftest import DESKTOP, PHONE, Visitor, in_both_looks
from tests.people import House
from tests.today.programmes import (
    EVERY_EXERCISE,
    assessed,
    give_lines,
    line_for,
    load_library,
    prescribe,
)
from tests.today.test_day_page import hold_line

LIVE = ["today", "sore", "programme", "diary", "diary_add", "permissions", "help", "my_sheet"]


@pytest.fixture
def rows(house: House) -> list[Prescription]:
    """Alice's programme: three to do, one on hold."""
    given = prescribe(house.alice, "knee-to-chest", "clam", "glute-bridge", "hip-hinge")
    hold_line(given[3], days_ago=2)
    return given


@in_both_looks
def test_every_page_is_accessible_on_a_phone_and_on_a_desk(
    visit: Visitor, house: House, rows: list[Prescription], size: dict[str, int], scheme: str
) -> None:
    visiting = visit(house.alice.user, size=size, scheme=scheme)
    for name in LIVE:
        visiting.open(reverse(name))
        visiting.check_accessible()
        visiting.check_no_sideways_scroll()
        assert visiting.outside == []
        visiting.screenshot(f"{name}-{size['width']}-{scheme}")


@in_both_looks
def test_an_exercise_is_accessible_with_its_forms_open(
    visit: Visitor, house: House, rows: list[Prescription], size: dict[str, int], scheme: str
) -> None:
    visiting = visit(house.alice.user, size=size, scheme=scheme)
    page = visiting.open(reverse("exercise", args=[rows[1].pk]))
    page.get_by_text("Mark Clam as done").click()
    visiting.check_accessible()
    visiting.check_no_sideways_scroll()
    visiting.screenshot(f"exercise-{size['width']}-{scheme}")


@pytest.mark.parametrize("width", [320, 195])
def test_nothing_scrolls_sideways_with_large_text(
    visit: Visitor, house: House, rows: list[Prescription], width: int
) -> None:
    visiting = visit(house.alice.user, size={"width": width, "height": 568})
    for name in LIVE:
        visiting.open(reverse(name))
        visiting.check_no_sideways_scroll()


def test_a_note_without_an_end_scrolls_nothing_sideways(visit: Visitor, house: House) -> None:
    load_library()
    assessed(house.alice)
    (clam,) = give_lines(house.alice, line_for(house.alice, "clam", note="o" * 600))
    for size in (PHONE, DESKTOP):
        visiting = visit(house.alice.user, size=size)
        for path in (reverse("exercise", args=[clam.pk]), reverse("my_sheet")):
            visiting.open(path)
            visiting.check_no_sideways_scroll()


@pytest.mark.parametrize("state", ["not_assessed", "held"])
def test_a_locked_page_is_accessible(visit: Visitor, house: House, state: str) -> None:
    if state == "held":
        (clam,) = prescribe(house.alice, "clam")
        _hold_everything(clam)
    visiting = visit(house.alice.user)
    visiting.open(reverse("today"))
    visiting.check_accessible()
    visiting.screenshot(f"locked-{state}")


def _hold_everything(row: Prescription) -> None:
    row.programme.holds.create(reason="red_flag", cause="session:1", opened_at=row.given_at)


def sent_bytes(answer: Response) -> int:
    """How much an answer weighs on the wire: files are compressed in production, not in tests."""
    body = answer.body()
    if "/static/" in answer.url and not answer.url.endswith((".woff2", ".png")):
        return len(gzip.compress(body))
    return int(answer.headers.get("content-length", len(body)))


def test_today_weighs_less_than_100_kilobytes_on_first_load(
    visit: Visitor, house: House, rows: list[Prescription]
) -> None:
    visiting = visit(house.alice.user, service_workers="block")
    answers: list[Response] = []
    visiting.page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108
    visiting.open(reverse("today"))
    visiting.page.wait_for_load_state("networkidle")
    weights = {answer.url: sent_bytes(answer) for answer in answers}
    assert any(url.endswith(".woff2") for url in weights)
    assert sum(weights.values()) < 100_000, weights


@pytest.mark.parametrize(
    "more",
    [
        {},
        {
            "times_a_day": 3,
            "anchor": "after the first cup of coffee",
            "note": "Keep your breath calm and easy. " * 18,
        },
        {"times_a_day": 8},
    ],
    ids=["plain", "long", "often"],
)
def test_the_sheet_has_its_boxes_on_one_page_of_paper_and_the_rest_overleaf(
    visit: Visitor, house: House, more: dict[str, object]
) -> None:
    load_library()
    assessed(house.alice)
    give_lines(house.alice, *(line_for(house.alice, slug, **more) for slug in EVERY_EXERCISE))
    visiting = visit(house.alice.user, size=DESKTOP)
    page = visiting.open(reverse("my_sheet"))
    paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    front, *overleaf = [sheet.extract_text() for sheet in paper.pages]
    told = " ".join("".join(overleaf).split())
    assert overleaf
    assert "overleaf" in front or "note" not in more
    assert told.count(str(more.get("note", "")).strip()) >= len(EVERY_EXERCISE)
    width, height = (float(side) / 72 * 25.4 for side in paper.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (210, 297)
    words = front
    for expected in ("Alice Archer", "01632 960123", "Call 999", "Chest pain", "Sun"):
        assert expected in words
    assert f"{settings.ADDRESS}/today" in "".join(words.split())


def test_a_sheet_with_every_pain_rule_there_is_keeps_its_boxes_on_one_page(
    visit: Visitor, house: House
) -> None:
    load_library()
    assessed(house.alice)
    rules = [{"pain_policy": "monitored", "pain_ceiling": ceiling} for ceiling in (3, 4, 5)]
    lines = [
        line_for(house.alice, slug, **([{}, *rules][place % 4]))
        for place, slug in enumerate(EVERY_EXERCISE)
    ]
    give_lines(house.alice, *lines)
    page = visit(house.alice.user, size=DESKTOP).open(reverse("my_sheet"))
    paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    front = " ".join(paper.pages[0].extract_text().split())
    assert "Pain up to 3 out of 10" in front
    assert f"{settings.ADDRESS}/today" in "".join(front.split())


def _with_video(alice: Patient) -> Prescription:
    (clam,) = prescribe(alice, "clam")
    ExerciseVideo.objects.create(clinic=alice.clinic, slug="clam", youtube_id="abcdefghijk")
    return clam


def test_no_request_leaves_before_the_patient_permits_it(visit: Visitor, house: House) -> None:
    clam = _with_video(house.alice)
    visiting = visit(house.alice.user)
    tried: list[str] = []

    def refuse(route: object) -> None:
        tried.append(route.request.url)  # type: ignore[attr-defined]
        route.fulfill(status=200, content_type="text/html", body="")  # type: ignore[attr-defined]

    visiting.page.route(lambda url: not url.startswith(visiting.address), refuse)
    page = visiting.open(reverse("exercise", args=[clam.pk]))
    page.get_by_role("button", name="No, thank you").click()
    page.wait_for_url("**/today/exercise/*#video")
    expect(page.get_by_text("You said no to videos from YouTube.")).to_be_visible()
    expect(page.get_by_role("heading", name="How to do it")).to_be_visible()
    page.get_by_role("link", name="Change your mind").click()
    page.get_by_role("button", name="Allow videos from YouTube").click()
    expect(page.get_by_text("You said yes on")).to_be_visible()
    page = visiting.open(reverse("exercise", args=[clam.pk]))
    page.wait_for_load_state("networkidle")
    assert tried == []
    assert visiting.outside == []

    page.get_by_role("link", name="Play the video").click()
    page.frame_locator(".video iframe").locator("body").wait_for(state="attached")
    assert [url.split("?")[0] for url in tried] == [
        "https://www.youtube-nocookie.com/embed/abcdefghijk"
    ]
    page.get_by_role("link", name="Take it back").click()
    page.get_by_role("button", name="Take it back").click()
    tried.clear()
    page = visiting.open(reverse("exercise", args=[clam.pk]))
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("button", name="Yes, allow it")).to_be_visible()
    assert tried == []
