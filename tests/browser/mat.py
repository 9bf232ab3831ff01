"""Alice on her mat: a guided session under a hand, by a clock that the test turns."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from goodform.programmes.models import Prescription
from tests.browser.conftest import Visit, Visitor
from tests.people import House
from tests.today.programmes import assessed, give_lines, line_for, load_library

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
        self.asks("Is any of these new or worse in the last 2 weeks?")
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
