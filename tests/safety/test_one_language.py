"""A page is in one language throughout, so that no warning is half understood."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override

from goodform.safety.red_flags import RED_FLAGS
from goodform.safety.symptoms import ALWAYS_STOP

WARNINGS = [
    *(row.words for row in RED_FLAGS.values()),
    *(row.words for row in ALWAYS_STOP.values()),
]


@pytest.mark.parametrize("wanted", ["de", "ar", "cy, en;q=0.1", "xx", "en-US"])
def test_a_browser_of_another_language_gets_page_and_warnings_in_one(db: None, wanted: str) -> None:
    answer = Client().get(reverse("help"), headers={"Accept-Language": wanted})
    page = answer.content.decode()
    assert '<html lang="en-gb"' in page
    assert answer.headers["Content-Language"] == "en-gb"
    for row in RED_FLAGS.values():
        assert row.words.replace("'", "&#x27;") in page


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_a_language_is_offered_only_with_every_warning_in_it(language: str) -> None:
    with override(language):
        said = [gettext(words) for words in WARNINGS]
    assert len(set(said)) == len(set(WARNINGS))
    if not language.startswith("en"):
        assert not set(said) & set(WARNINGS), "A warning sign is not translated yet."
