"""The text that a clinician signs holds every sign and number of its country."""

import pytest

from goodform.safety.country_packs import PACKS
from goodform.safety.red_flag_text import red_flag_words, version_of
from goodform.safety.signs import SIGNS


@pytest.mark.parametrize("code", PACKS)
def test_every_sign_and_every_number_is_in_the_text(code: str) -> None:
    said = " ".join(words for _key, words in red_flag_words(code))
    for sign in SIGNS:
        assert sign.words in said
    pack = PACKS[code]
    for number in (pack.emergency_number, pack.other_emergency_number, pack.urgent_number or ""):
        assert number in said


def test_each_country_is_a_text_of_its_own_and_none_without_one() -> None:
    versions = {version_of(red_flag_words(code)) for code in PACKS}
    assert len(versions) == len(PACKS)
    assert red_flag_words("") == red_flag_words("atlantis") == ()
    assert not version_of(())
