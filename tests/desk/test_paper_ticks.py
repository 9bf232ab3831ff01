"""Reception enters what was ticked on paper: a week on one page."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from pytest_django import DjangoAssertNumQueries

from goodform.diary.models import Entry
from goodform.diary.paper_actions import Tick, enter_ticks
from goodform.programmes.actions import (
    change_one,
    drafted_lines,
    give,
    hold,
    release,
    save_draft,
)
from goodform.programmes.models import Hold, Prescription, Programme
from goodform.programmes.queries import as_line
from tests.desk.conftest import As, Treated
from tests.diary.sending import Phone, an_entry
from tests.people import in_days

SAID_ON_HOLD = re.compile(r",\s+on hold</span>")
LAST_WEEK = in_days(-7) - timedelta(days=in_days(-7).weekday())
"""Its Monday: all its days have been."""


@pytest.fixture
def address(treated: Treated) -> str:
    long_ago = timezone.now() - timedelta(days=40)
    Prescription.objects.filter(programme=treated.programme).update(given_at=long_ago)
    return treated.address("ticks/")


def field(treated: Treated, side: str, slug: str = "clam") -> str:
    """The name of a row of the sheet."""
    return f"{treated.rows[slug].line}-{slug}-{side}"


def sheet(
    treated: Treated, *boxes: tuple[int, str], shown: str = "0,0,0,0,0,0,0", **more: Any
) -> dict[str, Any]:
    """The page as it is sent: boxes of the clam ticked by weekday and side."""
    sent: dict[str, Any] = {"day": LAST_WEEK.isoformat(), **more}
    for side in ("left", "right"):
        sent[f"{field(treated, side)}-shown"] = shown
    for weekday, side in boxes:
        day = LAST_WEEK + timedelta(days=weekday)
        sent.setdefault(f"{field(treated, side)}-{day.isoformat()}", []).append("1")
    return sent


def ticked() -> list[tuple[date, str]]:
    rows = Entry.objects.filter(undone_at=None, timing="ticked").order_by("local_date", "side")
    return list(rows.values_list("local_date", "side"))


def on(weekday: int) -> date:
    return LAST_WEEK + timedelta(days=weekday)


def test_rob_enters_a_week_on_one_page(treated: Treated, signed_in: As, address: str) -> None:
    browser = signed_in(treated.house.rob)
    boxes = [(weekday, side) for weekday in range(7) for side in ("left", "right")]
    answer = browser.post(address, sheet(treated, *boxes), follow=True)
    assert ticked() == [(on(weekday), side) for weekday, side in boxes]
    assert "14 ticks added." in answer.content.decode()
    assert {
        row.session.entered_by for row in Entry.objects.select_related("session__entered_by")
    } == {treated.house.rob}


def test_saved_twice_it_is_entered_once_and_a_slip_can_be_taken_back(
    treated: Treated, signed_in: As, address: str
) -> None:
    browser = signed_in(treated.house.rob)
    for _ in range(2):
        browser.post(address, sheet(treated, (0, "left"), (0, "right")))
    assert ticked() == [(on(0), "left"), (on(0), "right")]
    slip = sheet(treated, (0, "left"), shown="1,0,0,0,0,0,0")
    answer = browser.post(address, slip, follow=True)
    assert "1 tick taken back." in answer.content.decode()
    assert ticked() == [(on(0), "left")]
    again = sheet(treated, (0, "left"), (0, "right"), shown="1,0,0,0,0,0,0")
    again[f"{field(treated, 'right')}-shown"] = "0,0,0,0,0,0,0"
    browser.post(address, again)
    assert ticked() == [(on(0), "left"), (on(0), "right")]


def test_saved_as_it_comes_nothing_is_changed_and_the_page_says_so(
    treated: Treated, signed_in: As, address: str
) -> None:
    browser = signed_in(treated.house.rob)
    answer = browser.post(address, sheet(treated), follow=True)
    assert "Nothing was changed" in answer.content.decode()
    assert not Entry.objects.exists()


def test_two_who_enter_at_once_both_keep_theirs(
    treated: Treated, signed_in: As, address: str
) -> None:
    signed_in(treated.house.rob).post(address, sheet(treated, (0, "left"), (1, "left")))
    signed_in(treated.house.priya).post(address, sheet(treated, (1, "left"), (2, "left")))
    assert ticked() == [(on(0), "left"), (on(1), "left"), (on(2), "left")]


def test_ticks_under_an_earlier_dose_are_shown_and_can_be_taken_back(
    treated: Treated, signed_in: As, address: str
) -> None:
    clam = treated.rows["clam"]
    tick = Tick(clam.pk, "left", 1)
    enter_ticks(patient=treated.house.alice, day=on(1), ticks=[tick], by=treated.house.rob)
    change_one(
        programme=treated.programme,
        line=replace(as_line(clam), sets=1),
        by=treated.house.priya,
        why="More.",
    )
    browser = signed_in(treated.house.rob)
    page = browser.get(address, {"day": on(3).isoformat()}).content.decode()
    box = f'name="{field(treated, "left")}-{on(1).isoformat()}"'
    assert re.search(rf'{box} value="1"\s+checked', page)
    assert "2 × 10" in page
    assert "1 × 10" not in page
    browser.post(address, sheet(treated, (1, "left"), shown="0,1,0,0,0,0,0"))
    assert Entry.objects.count() == 1
    browser.post(address, sheet(treated, shown="0,1,0,0,0,0,0"))
    assert ticked() == []


def test_an_exercise_taken_off_in_the_week_has_boxes_for_the_days_it_was_there(
    treated: Treated, signed_in: As, address: str
) -> None:
    clam, box = treated.rows["clam"], field(treated, "left")
    sent = sheet(treated, (2, "left"))
    others = [line for line in drafted_lines(treated.programme) if line.slug != "clam"]
    programme = Programme.objects.get(pk=treated.programme.pk)
    priya = treated.house.priya
    programme = save_draft(programme=programme, lines=others, edits=programme.edits, by=priya)
    give(programme=programme, edits=programme.edits, by=priya)
    wednesday = datetime.combine(on(2), time(12), tzinfo=UTC)
    Prescription.objects.filter(pk=clam.pk).update(ended_at=wednesday)
    browser = signed_in(treated.house.rob)
    page = browser.get(address, {"day": on(3).isoformat()}).content.decode()
    boxes = [f'name="{box}-{on(day).isoformat()}"' in page for day in range(7)]
    assert boxes == [True, True, True, False, False, False, False]
    browser.post(address, sent)
    assert ticked() == [(on(2), "left")]


def test_what_the_phone_told_is_named_and_left_alone(
    treated: Treated, signed_in: As, address: str
) -> None:
    Phone(treated.house.alice).send(an_entry(treated.rows["clam"], side="left"))
    browser = signed_in(treated.house.rob)
    page = browser.get(address).content.decode()
    assert "1 by phone" in page
    assert "checked" not in page


def test_a_day_to_come_has_no_box_and_takes_no_tick(
    treated: Treated, signed_in: As, address: str
) -> None:
    browser = signed_in(treated.house.rob)
    monday = in_days(0) - timedelta(days=in_days(0).weekday())
    tomorrow = in_days(1).isoformat()
    sent = sheet(treated, day=monday.isoformat()) | {f"{field(treated, 'left')}-{tomorrow}": "1"}
    browser.post(address, sent)
    assert f"-{tomorrow}" not in browser.get(address).content.decode()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("day", [in_days(14).isoformat(), "tomorrow", "2026-02-31", "9999-12-31"])
def test_a_day_that_cannot_be_is_said(
    treated: Treated, signed_in: As, address: str, day: str
) -> None:
    browser = signed_in(treated.house.rob)
    for answer in (browser.get(address, {"day": day}), browser.post(address, {"day": day})):
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("shown", ["", "x", "1", "-1,-1,-1,-1,-1,-1,-1", "9" * 400])
def test_a_page_that_does_not_know_what_it_showed_is_taken_at_its_boxes(
    treated: Treated, signed_in: As, address: str, shown: str
) -> None:
    signed_in(treated.house.rob).post(address, sheet(treated, (0, "left"), shown=shown))
    assert ticked() == [(on(0), "left")]


def test_a_week_before_anything_was_given_has_no_sheet(
    treated: Treated, signed_in: As, address: str
) -> None:
    browser = signed_in(treated.house.rob)
    page = browser.get(address, {"day": in_days(-80).isoformat()}).content.decode()
    assert "Nothing was on the sheet that week" in page


def test_what_the_sheet_does_not_show_is_ignored(
    treated: Treated, signed_in: As, address: str
) -> None:
    day = on(0).isoformat()
    sent = sheet(treated) | {
        f"{field(treated, 'left', 'glute-bridge')}-{day}": "1",
        f"{field(treated, 'left')}-{day}": ["7", "x"],
        "nonsense-both": "1",
    }
    signed_in(treated.house.rob).post(address, sent)
    assert not Entry.objects.exists()


def test_the_page_costs_the_same_however_much_is_ticked(
    treated: Treated,
    signed_in: As,
    address: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    browser = signed_in(treated.house.rob)
    boxes = [(weekday, side) for weekday in range(7) for side in ("left", "right")]
    browser.post(address, sheet(treated, *boxes))
    with django_assert_max_num_queries(12):
        browser.get(address, {"day": on(0).isoformat()})


def test_who_may_enter(treated: Treated, signed_in: As, address: str) -> None:
    house = treated.house
    assert signed_in(house.priya).get(address).status_code == 200
    assert signed_in(house.rob).get(address).status_code == 200
    assert signed_in(house.charlie).get(address).status_code == 404
    for person in (house.olu, house.alice, house.carol):
        assert signed_in(person).get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_a_hold_is_shown_with_its_day_and_a_tick_lets_nothing_go_on(
    treated: Treated, signed_in: As, address: str
) -> None:
    Phone(treated.house.alice).send(
        an_entry(treated.rows["clam"], side="left", outcome="stopped", reason="pain", pain=7)
    )
    browser = signed_in(treated.house.rob)
    page = browser.get(address).content.decode()
    today = date_format(in_days(0), "l j F")
    assert page.count(f"On hold since {today}.") == 2, "clam, left and right"
    assert '<small class="stopped">stopped</small>' in page
    assert "A tick never lets an exercise go on." in page
    monday = in_days(0) - timedelta(days=in_days(0).weekday())
    sent = {"day": monday.isoformat(), f"{field(treated, 'right')}-{in_days(0).isoformat()}": "1"}
    browser.post(address, sent)
    assert ticked() == [(in_days(0), "right")]
    assert Entry.objects.get(timing="ticked").flags == ["held"]
    assert Hold.objects.filter(released_at=None).count() == 1
    assert treated.rows["clam"].is_held


def test_a_hold_on_everything_is_said_once_for_all_rows(
    treated: Treated, signed_in: As, address: str
) -> None:
    Phone(treated.house.alice).send(red_flags=["saddle"])
    page = signed_in(treated.house.rob).get(address).content.decode()
    assert page.count("The whole programme: On hold since") == 1
    assert len(SAID_ON_HOLD.findall(page)) == 4, "today's box of every exercise and side"


def test_a_week_that_was_on_hold_still_says_so_when_it_was_released(
    treated: Treated, signed_in: As, address: str
) -> None:
    clam = treated.rows["clam"]
    at_noon = datetime.combine(on(2), time(12), tzinfo=UTC)
    hold(
        programme=treated.programme,
        line=clam.line,
        reason="stopped",
        cause="test",
        at=at_noon,
        by=treated.house.alice,
    )
    release(
        programme=treated.programme, line=clam.line, reason="Looked at.", by=treated.house.priya
    )
    Hold.objects.update(released_at=at_noon + timedelta(days=2))
    browser = signed_in(treated.house.rob)
    page = browser.get(address, {"day": on(0).isoformat()}).content.decode()
    since, until = (date_format(on(number), "l j F") for number in (2, 4))
    assert f"Was on hold from {since}, released {until}." in page
    assert len(SAID_ON_HOLD.findall(page)) == 4, "two days of two sides"
    week_after = browser.get(address, {"day": in_days(0).isoformat()}).content.decode()
    assert "on hold" not in week_after


def test_a_broken_edge_is_explained_only_where_there_is_one(
    treated: Treated, signed_in: As, address: str
) -> None:
    browser = signed_in(treated.house.rob)
    day = {"day": on(0).isoformat()}
    assert "broken edge" not in browser.get(address, day).content.decode()
    Prescription.objects.filter(pk=treated.rows["clam"].pk).update(weekdays="135")
    assert "broken edge" in browser.get(address, day).content.decode()
