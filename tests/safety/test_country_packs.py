"""Whom to call: never assumed, never mixed up."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodform.safety.country_packs import (
    PACKS,
    notes_for_owner,
    reasons_not_live,
)


@pytest.mark.parametrize(
    ("code", "emergency", "urgent"),
    [
        ("gb", "999", "111"),
        ("gb-sct", "999", "111"),
        ("gb-nir", "999", None),
        ("ie", "112", None),
        ("nz", "111", "0800 611 116"),
        ("au", "000", "1800 633 422"),
    ],
)
def test_each_country_has_its_own_numbers(code: str, emergency: str, urgent: str | None) -> None:
    pack = PACKS[code]
    assert (pack.emergency_number, pack.urgent_number) == (emergency, urgent)


def test_every_pack_is_filed_under_its_code_with_a_source() -> None:
    for code, pack in PACKS.items():
        assert pack.code == code
        assert pack.name
        assert pack.source.startswith("https://")
        assert (pack.urgent_number is None) == (pack.urgent_service is None)
        assert pack.urgent_number != pack.emergency_number


@given(code=st.text(max_size=8))
def test_no_pack_is_ever_assumed(code: str) -> None:
    if code in PACKS:
        return
    (reason,) = reasons_not_live(pack_code=code, signed=True)
    assert "Choose the clinic's country first" in reason


@pytest.mark.parametrize(
    ("pack_code", "signed", "reasons"),
    [
        ("gb", True, 0),
        ("", True, 1),
        ("atlantis", True, 1),
        ("gb", False, 1),
        ("", False, 2),
    ],
)
def test_a_clinic_goes_live_with_a_country_and_a_signature(
    pack_code: str, signed: bool, reasons: int
) -> None:
    assert len(reasons_not_live(pack_code=pack_code, signed=signed)) == reasons


@pytest.mark.parametrize("code", PACKS)
@pytest.mark.parametrize(("days", "told"), [(0, False), (183, False), (184, True), (4000, True)])
def test_numbers_that_nobody_checked_for_half_a_year_are_named_to_the_owner(
    code: str, days: int, told: bool
) -> None:
    notes = notes_for_owner(pack_code=code, today=PACKS[code].checked_on + timedelta(days=days))
    assert any("for six months" in note for note in notes) == told


def test_without_a_country_there_is_no_number_to_check() -> None:
    assert notes_for_owner(pack_code="", today=PACKS["gb"].checked_on) == ()


def test_a_changed_number_asks_the_owner_to_try_it() -> None:
    pack = PACKS["au"]
    assert any(
        "1 January 2026" in n for n in notes_for_owner(pack_code="au", today=pack.checked_on)
    )
