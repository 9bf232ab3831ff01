"""The course on the record: charts with one sentence each, and the table behind them."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from goodform.desk.course import USUAL_WEEKS, WEEKS_CHOSEN, last_entry_words, weeks_asked
from goodform.diary.models import Morning
from goodform.programmes.actions import change_one
from goodform.programmes.models import Prescription
from goodform.programmes.queries import as_line
from tests.desk.conftest import As, Treated
from tests.desk.test_record import did, sat
from tests.people import in_days


@pytest.fixture
def eased(treated: Treated) -> Treated:
    """Alice's clam hurt her, was made less five days ago, and then hurt less."""
    long_ago = timezone.now() - timedelta(days=30)
    Prescription.objects.filter(programme=treated.programme).update(given_at=long_ago)
    clam = treated.rows["clam"]
    for days in (9, 8, 7, 6):
        session = sat(treated, days)
        for side in ("left", "right"):
            did(session, clam, side, pain=6)
    change_one(
        programme=treated.programme,
        line=replace(as_line(clam), sets=1),
        by=treated.house.priya,
        why="Less for a while.",
    )
    less = Prescription.objects.get(line=clam.line, until_version=None)
    then = timezone.now() - timedelta(days=5)
    Prescription.objects.filter(pk=less.pk).update(given_at=then)
    Prescription.objects.filter(pk=clam.pk).update(ended_at=then)
    for days in (4, 3, 2):
        session = sat(treated, days)
        did(session, less, "left", pain=3, timing="ticked")
        did(session, less, "right", pain=3)
    return treated


def page_of(treated: Treated, signed_in: As, query: str = "") -> str:
    page = signed_in(treated.house.priya).get(treated.address("") + query).content.decode()
    return re.sub(r"\s+", " ", page)


def test_the_finding_dates_a_change_and_does_not_explain_it(eased: Treated, signed_in: As) -> None:
    page = page_of(eased, signed_in)
    assert "pain while exercising 6 before and 3 after (4 and 3 answers)." in page
    assert "Clam, dose down on" in page
    assert "because" not in page.partition("The course")[2].partition("</section>")[0]


def test_the_finding_is_in_the_picture_for_who_does_not_see_it(
    eased: Treated, signed_in: As
) -> None:
    titles = re.findall(
        r'<svg[^>]* role="img"[^>]*><title>([^<]*)</title>', page_of(eased, signed_in)
    )
    assert len(titles) == 4, "two charts, each for a desk and for a phone"
    assert all("6 before and 3 after" in title for title in titles[:2])


def test_the_table_behind_the_chart_has_each_day(eased: Treated, signed_in: As) -> None:
    page = page_of(eased, signed_in)
    assert "<td>2</td><td>6</td><td>2</td><td>–</td>" in page
    assert "programme changed" in page


def test_timed_and_ticked_are_told_apart_with_what_was_planned(
    eased: Treated, signed_in: As
) -> None:
    found = re.search(
        r"(\d+) of (\d+) rounds done: (\d+) timed, (\d+) ticked", page_of(eased, signed_in)
    )
    assert found
    done, planned, timed, ticked = map(int, found.groups())
    assert (done, timed, ticked) == (7, 4, 3)
    assert planned >= done


def test_a_morning_without_a_number_is_a_gap_and_not_a_zero(eased: Treated, signed_in: As) -> None:
    Morning.objects.create(
        patient=eased.house.alice, date=in_days(-3), settled=True, answered_at=timezone.now()
    )
    assert "<td>2</td><td>3</td><td>2</td><td>–</td>" in page_of(eased, signed_in)


def test_how_old_the_last_entry_is_stands_loud_above_the_charts(
    eased: Treated, signed_in: As
) -> None:
    assert last_entry_words(in_days(-2), in_days(0)) in page_of(eased, signed_in)
    assert last_entry_words(in_days(-9), in_days(0)) == "Last entry 9 days ago"
    assert last_entry_words(None, in_days(0)) == "No entry yet"


def test_without_an_answer_there_is_no_chart_and_the_page_says_so(
    treated: Treated, signed_in: As
) -> None:
    page = page_of(treated, signed_in)
    assert "No entry yet" in page


@pytest.mark.parametrize("said", ["0", "-1", "7", "999999999", "x", "", "６"])
def test_weeks_that_are_not_offered_are_six(said: str) -> None:
    assert weeks_asked(said) == USUAL_WEEKS


def test_each_stretch_that_is_offered_can_be_looked_at(eased: Treated, signed_in: As) -> None:
    for weeks in WEEKS_CHOSEN:
        page = page_of(eased, signed_in, f"?weeks={weeks}")
        assert f'href="?weeks={weeks}#course" aria-current="true"' in page


def test_sessions_are_folded_by_week_with_their_stops(eased: Treated, signed_in: As) -> None:
    did(sat(eased, 8), eased.rows["hip-hinge"], "both", outcome="stopped", pain=7)
    page = page_of(eased, signed_in)
    assert page.count('<details class="week more-of" open>') == 1
    assert "stopped in 1 session" in page


def test_reception_and_another_clinic_see_no_course(eased: Treated, signed_in: As) -> None:
    at_the_desk = signed_in(eased.house.rob).get(eased.address("")).content.decode()
    assert "<svg" not in at_the_desk.partition("The course")[2]
    assert "The course" not in at_the_desk
    assert signed_in(eased.house.charlie).get(eased.address("")).status_code == 404
