"""A point Alice notices, and a morning she is not sure about: told, held, looked at, released."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from goodform.inbox.models import Alert, Severity
from goodform.programmes.models import Assessment, Hold, Prescription
from tests.browser.conftest import Visitor, in_both_looks
from tests.browser.mat import Mat
from tests.browser.offline import reload_from_the_clinic, wait_until_sent
from tests.browser.test_a_day import exercised_yesterday, looks_right
from tests.people import House
from tests.today.programmes import assessed, give_lines, line_for, load_library

SEEN = "We watched it together."


@pytest.fixture
def squat(house: House) -> Prescription:
    """Alice's box squat, two times, and a sign that Priya knows of."""
    load_library()
    assessed(house.alice)
    Assessment.objects.update(known_signs=["night"])
    return give_lines(house.alice, line_for(house.alice, "box-squat", sets=1, repetitions=2))[0]


def released_by_priya(visit: Visitor, house: House, headline: str, size: dict[str, int]) -> None:
    """Priya opens the case from the inbox and lets the box squat go on."""
    priya = visit(house.priya.user, size=size)
    page = priya.open(reverse("inbox"))
    page.get_by_role("link", name=headline).click()
    looks_right(priya, "told-case", size)
    page.locator("summary", has_text="Release Box squat").click()
    page.get_by_label("Why is it safe to go on? The patient reads this.").fill(SEEN)
    page.locator("button", has_text="Release Box squat").click()
    expect(page.get_by_text("Alice may do it again from now on.")).to_be_visible()
    assert not Hold.objects.filter(released_at=None).exists()


@in_both_looks
def test_a_knee_that_gave_way_is_held_at_once_told_and_answered(
    visit: Visitor, house: House, squat: Prescription, size: dict[str, int], scheme: str
) -> None:
    alice = visit(house.alice.user, size=size, scheme=scheme)
    alice.page.clock.install()
    page = alice.open(reverse("player"))
    mat = Mat(alice)
    mat.pain(1)
    mat.press("Next")
    mat.asks("Is any of these new or worse in the last 2 weeks?")
    expect(page.get_by_text("We know of these. Tick one only if it is worse now.")).to_be_visible()
    looks_right(alice, "signs-known", size)
    mat.choose("None of these")
    mat.press("Next")
    mat.press("Start")
    mat.lets(15 + 2 * 8)
    mat.asks("How did that feel?")
    mat.choose("My knee gave way")
    mat.press("Next")
    mat.asks("This one is on hold")
    expect(page.get_by_text("Your clinic reads what you noticed.")).to_be_visible()
    expect(page.get_by_text("Sent to the clinic.")).to_be_visible()
    looks_right(alice, "noticed-held", size)
    assert Alert.objects.get().severity == Severity.TODAY
    alice.open(reverse("today"))
    expect(page.get_by_text("You told us what you noticed today.")).to_be_visible()
    released_by_priya(visit, house, "Box squat: My knee gave way", size)
    alice.open(reverse("today"))
    expect(page.get_by_text(SEEN)).to_be_visible()


def test_not_sure_is_called_so_to_both_and_released(
    visit: Visitor, house: House, squat: Prescription
) -> None:
    exercised_yesterday(squat)
    alice = visit(house.alice.user)
    page = alice.open(reverse("morning"))
    page.get_by_role("button", name="I am not sure").click()
    page.wait_for_url(f"**{reverse('today')}")
    wait_until_sent(page)
    reload_from_the_clinic(page)
    said = "You were not sure how your back was the next morning."
    expect(page.get_by_text(said)).to_be_visible()
    assert Alert.objects.get().severity == Severity.THIS_WEEK
    released_by_priya(visit, house, "Was not sure how the back was", {"width": 1280, "height": 900})
    alice.open(reverse("today"))
    expect(page.get_by_text(SEEN)).to_be_visible()
    expect(page.get_by_text(said)).not_to_be_visible()
