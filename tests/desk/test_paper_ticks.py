"""Reception enters what was ticked on paper."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from goodform.diary.models import Entry
from goodform.programmes.models import Prescription
from goodform.programmes.queries import as_line
from tests.desk.conftest import As, Treated, give_to
from tests.people import in_days


@pytest.fixture
def address(treated: Treated) -> str:
    long_ago = timezone.now() - timedelta(days=20)
    Prescription.objects.filter(programme=treated.programme).update(given_at=long_ago)
    return treated.address("ticks/")


def sheet(treated: Treated, days: int = -1, **rounds: int) -> dict[str, str]:
    """The form for a day, so many rounds ticked by side of the clam."""
    clam = treated.rows["clam"].pk
    ticks = {f"{clam}-{side}": str(count) for side, count in rounds.items()}
    return {"day": in_days(days).isoformat(), **ticks}


def ticked() -> list[tuple[str, str]]:
    rows = Entry.objects.filter(undone_at=None).order_by("side")
    return list(rows.values_list("side", "timing"))


def test_rob_enters_a_day(treated: Treated, signed_in: As, address: str) -> None:
    answer = signed_in(treated.house.rob).post(address, sheet(treated, left=1, right=1))
    assert answer.status_code == 302
    assert ticked() == [("left", "ticked"), ("right", "ticked")]
    assert Entry.objects.first().session.entered_by == treated.house.rob  # type: ignore[union-attr]


def test_entered_twice_it_is_entered_once_and_can_be_taken_back(
    treated: Treated, signed_in: As, address: str
) -> None:
    browser = signed_in(treated.house.rob)
    for _ in range(2):
        browser.post(address, sheet(treated, left=1, right=1))
    assert len(ticked()) == 2
    browser.post(address, sheet(treated, left=1, right=0))
    assert ticked() == [("left", "ticked")]
    shown = browser.get(address, {"day": in_days(-1).isoformat()}).content.decode()
    clam = treated.rows["clam"].pk
    assert f'name="{clam}-left" value="1" checked' in shown
    assert f'name="{clam}-right" value="0" checked' in shown


@pytest.mark.parametrize("day", [in_days(1).isoformat(), "tomorrow", "2026-02-31", "9999-99-99"])
def test_a_day_that_cannot_be_is_said(
    treated: Treated, signed_in: As, address: str, day: str
) -> None:
    browser = signed_in(treated.house.rob)
    for answer in (browser.get(address, {"day": day}), browser.post(address, {"day": day})):
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("rounds", ["-1", "x", "9", "1000", "1.5", ""])
def test_ticks_that_cannot_be_are_refused_and_the_sheet_stays(
    treated: Treated, signed_in: As, address: str, rounds: str
) -> None:
    clam = treated.rows["clam"].pk
    sent = sheet(treated, left=1) | {f"{clam}-right": rounds}
    answer = signed_in(treated.house.rob).post(address, sent)
    assert answer.status_code == 422
    assert f'name="{clam}-left" value="1" checked' in answer.content.decode()
    assert not Entry.objects.exists()


def test_a_day_before_anything_was_given_has_no_sheet(
    treated: Treated, signed_in: As, address: str
) -> None:
    browser = signed_in(treated.house.rob)
    page = browser.get(address, {"day": in_days(-60).isoformat()}).content.decode()
    assert "Nothing was on the sheet that day" in page


def test_what_the_sheet_does_not_show_is_ignored(
    treated: Treated, signed_in: As, address: str
) -> None:
    bridge = treated.rows["glute-bridge"].pk
    sent = sheet(treated) | {f"{bridge}-left": "1", "nonsense-both": "1"}
    signed_in(treated.house.rob).post(address, sent)
    assert not Entry.objects.exists()


def test_who_may_enter(treated: Treated, signed_in: As, address: str) -> None:
    house = treated.house
    assert signed_in(house.priya).get(address).status_code == 200
    assert signed_in(house.rob).get(address).status_code == 200
    assert signed_in(house.charlie).get(address).status_code == 404
    for person in (house.olu, house.alice, house.carol):
        assert signed_in(person).get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_a_day_shows_its_own_dose_and_its_ticks_after_the_dose_changed(
    treated: Treated, signed_in: As, address: str
) -> None:
    browser = signed_in(treated.house.rob)
    browser.post(address, sheet(treated, left=1, right=1))
    then = treated.rows["clam"]
    lines = [
        replace(as_line(row), sets=1, why_changed="Less for a while.")
        for row in treated.rows.values()
    ]
    give_to(treated.house.alice, treated.house.priya, *lines)
    day = in_days(-1).isoformat()
    page = browser.get(address, {"day": day}).content.decode()
    assert "2 × 10" in page
    for side in ("left", "right"):
        assert f'name="{then.pk}-{side}" value="1" checked' in page
    browser.post(address, {"day": day, f"{then.pk}-left": "1", f"{then.pk}-right": "1"})
    assert len(ticked()) == 2
    now = browser.get(address, {"day": in_days(0).isoformat()}).content.decode()
    assert "1 × 10" in now
