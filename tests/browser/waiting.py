"""Waiting for a fact: a page, or the clinic, is asked again until it says so. Never for a time."""

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Error, Page

GOING = ("Execution context was destroyed", "Cannot find context with specified id")
"""Chromium's words where the page went somewhere else in the middle of an answer."""
LONGEST_S = 60.0
"""A slow machine gets there in this time; a fact that is not true by then never will be."""


def asked(page: Page, question: str, about: object = None) -> Any:
    """The page's answer; asked again where it was just going somewhere itself."""
    for _going in range(10):
        try:
            return page.evaluate(question, about)
        except Error as error:
            if not any(words in str(error) for words in GOING):
                raise
            page.wait_for_load_state()
    raise AssertionError("this page never stops going somewhere else")


def until(page: Page, is_so: Callable[[], object], otherwise: str) -> None:
    """Wait until something is so, while the page goes on; fail with these words."""
    end = time.monotonic() + LONGEST_S
    while not is_so():
        assert time.monotonic() < end, otherwise
        page.wait_for_timeout(50)


def until_true(page: Page, question: str, about: object = None, *, otherwise: str) -> None:
    """Ask the page until it says yes. Its own clock may stand still."""
    until(page, lambda: asked(page, question, about), otherwise)
