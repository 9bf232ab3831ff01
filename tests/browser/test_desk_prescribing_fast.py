"""From an empty programme to Give, for somebody who does it every day: by taps and by keys."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from goodform.library.loading import load
from goodform.people.models import Patient
from goodform.programmes.models import Programme
from goodform.programmes.queries import given_in
from tests.browser.conftest import PHONE, Visitor
from tests.desk.conftest import assess_for, exercise_files
from tests.people import House, a_patient

FIRST_WEEK = ("Knee to chest", "Clam", "Glute bridge")
MOST_KEYS = 70
SHOWN = "I showed this and checked Tom’s form"


@pytest.fixture
def tom(house: House) -> Patient:
    """Assessed and cleared, with nothing given yet."""
    load(exercise_files())
    tom = a_patient(house.clinic, house.priya, "Tom O’Neill")
    assess_for(tom, house.priya)
    return tom


def row(page: Page, name: str) -> Locator:
    return page.locator(".rx", has=page.get_by_role("heading", name=name, exact=True))


def given_to(patient: Patient) -> tuple[str, ...]:
    programme = Programme.objects.get(patient=patient)
    return tuple(each.exercise.name for each in given_in(programme))


def test_a_set_is_given_with_seven_taps(visit: Visitor, house: House, tom: Patient) -> None:
    """The first exercise stands open; each of the three needs its own deliberate tick."""
    page = visit(house.priya.user, size=PHONE).open(f"/patients/{tom.pk}/prescribe/")
    page.get_by_role("button", name="Low back, first week").click()
    row(page, "Knee to chest").get_by_label(SHOWN).check()
    for name in ("Clam", "Glute bridge"):
        row(page, name).locator("summary").first.click()
        row(page, name).get_by_label(SHOWN).check()
    page.get_by_role("button", name="Give to Tom").click()
    expect(page.get_by_text("Given. Tom sees it now.")).to_be_visible()
    assert given_to(tom) == FIRST_WEEK


@dataclass
class Keys:
    """A keyboard that counts."""

    page: Page
    pressed: int = 0

    def press(self, key: str) -> None:
        """One key."""
        self.page.keyboard.press(key)
        self.pressed += 1

    def to(self, place: Locator, key: str = "Tab") -> None:
        """As often as it takes until the place has the focus."""
        while not place.evaluate("element => element === document.activeElement"):
            assert self.pressed < MOST_KEYS, place
            self.press(key)


def test_a_set_is_given_by_keyboard_alone(visit: Visitor, house: House, tom: Patient) -> None:
    page = visit(house.priya.user).open(f"/patients/{tom.pk}/prescribe/")
    keys = Keys(page)
    keys.press("Tab")
    keys.press("Enter")  # skip to the programme
    keys.to(page.get_by_role("button", name="Low back, first week"))
    keys.press("Enter")
    expect(row(page, "Knee to chest").get_by_label(SHOWN)).to_be_visible()
    for name in FIRST_WEEK:
        summary = row(page, name).locator("summary").first
        if name != FIRST_WEEK[0]:
            keys.to(summary)
            keys.press("Enter")
        keys.to(row(page, name).get_by_label(SHOWN))
        keys.press("Space")
        keys.to(summary, "Shift+Tab")
        keys.press("Enter")
    keys.to(page.get_by_role("link", name="Skip to giving it"))
    keys.press("Enter")  # past everything that could be added
    keys.to(page.get_by_role("button", name="Give to Tom"))
    keys.press("Enter")
    expect(page.get_by_text("Given. Tom sees it now.")).to_be_visible()
    assert given_to(tom) == FIRST_WEEK
