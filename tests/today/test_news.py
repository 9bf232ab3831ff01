"""The patient reads what changed, what may go on again, and why."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from goodform.people.models import Patient
from goodform.programmes.actions import hold, release
from goodform.programmes.models import Hold, Prescription
from goodform.today.news import LastRelease, news_of
from tests.people import TODAY_IS
from tests.today.browsers import signed_in
from tests.today.programmes import give_lines, lines_now, prescribe
from tests.today.test_day import PRIYA
from tests.today.test_day_page import hold_line, today_of
from tests.today.test_marking import form
from tests.today.test_programme_page import programme_of

NOON = datetime(TODAY_IS.year, TODAY_IS.month, TODAY_IS.day, 12, tzinfo=UTC)


def given(days_ago: int, why: str) -> Prescription:
    """Changed so many days ago by Priya."""
    return Prescription(given_at=NOON - timedelta(days=days_ago), given_by=PRIYA, why_changed=why)


def looked_at(days_ago: int, why: str = "It has settled.") -> LastRelease:
    """Released so many days ago."""
    return LastRelease(NOON - timedelta(days=days_ago), why)


CHANGED = "Priya changed this on 16 November. Easier for a week."
MAY_GO_ON = "We looked at this on 16 November. You may do it again. It has settled."
NEWS = [
    ("nothing happened", given(0, ""), None, ""),
    ("changed today", given(0, "Easier for a week."), None, CHANGED),
    ("changed a week ago", given(7, "Easier."), None, "Priya changed this on 9 November. Easier."),
    ("changed longer ago", given(8, "Easier."), None, ""),
    ("released today", given(20, ""), looked_at(0), MAY_GO_ON),
    ("released longer ago", given(20, ""), looked_at(8), ""),
    ("both", given(0, "Easier for a week."), looked_at(0), f"{CHANGED} {MAY_GO_ON}"),
    (
        "both in the same words",
        given(0, "Easier for a week."),
        looked_at(0, "Easier for a week."),
        CHANGED,
    ),
]


@pytest.mark.parametrize(
    ("row", "released", "said"), [each[1:] for each in NEWS], ids=[each[0] for each in NEWS]
)
def test_today_tells_for_a_week_what_is_new(
    row: Prescription, released: LastRelease | None, said: str
) -> None:
    assert news_of(row, released, zone="Europe/London", today=TODAY_IS) == said


def let_go_on(row: Prescription, reason: str) -> None:
    """Priya releases the line."""
    by = row.programme.patient.practitioner
    release(programme=row.programme, line=row.line, reason=reason, by=by)


def test_a_release_is_read_on_today_and_on_the_programme(alice: Patient) -> None:
    (clam,) = prescribe(alice, "clam")
    hold_line(clam)
    assert "You may do it again" not in today_of(alice)
    let_go_on(clam, "It was the cold <floor>.")
    for page in (today_of(alice), programme_of(alice)):
        assert page.count("You may do it again. It was the cold &lt;floor&gt;.") == 1


def test_a_release_of_everything_is_said_once(alice: Patient) -> None:
    clam, _bridge = prescribe(alice, "clam", "glute-bridge")
    now = timezone.now()
    hold(programme=clam.programme, line=None, reason="red_flag", cause="1", at=now, by=alice)
    release(programme=clam.programme, line=None, reason="All clear.", by=alice.practitioner)
    for page in (today_of(alice), programme_of(alice)):
        assert page.count("You may do all of it again. All clear.") == 1


@pytest.mark.parametrize("changed", ["clam", "glute-bridge"])
def test_a_release_of_everything_is_said_once_beside_a_changed_dose(
    alice: Patient, changed: str
) -> None:
    clam, _bridge = prescribe(alice, "clam", "glute-bridge")
    lines = [
        replace(line, sets=1, why_changed="Half for now.") if line.slug == changed else line
        for line in lines_now(alice)
    ]
    give_lines(alice, *lines)
    now = timezone.now()
    hold(programme=clam.programme, line=None, reason="red_flag", cause="1", at=now, by=alice)
    release(programme=clam.programme, line=None, reason="All clear.", by=alice.practitioner)
    page = today_of(alice)
    assert page.count("You may do all of it again. All clear.") == 1
    assert page.count("Half for now.") == 1


def test_a_release_of_everything_names_what_still_waits(alice: Patient) -> None:
    clam, _bridge = prescribe(alice, "clam", "glute-bridge")
    now = timezone.now()
    hold(programme=clam.programme, line=None, reason="red_flag", cause="1", at=now, by=alice)
    hold_line(clam)
    release(programme=clam.programme, line=None, reason="All clear.", by=alice.practitioner)
    for page in (today_of(alice), programme_of(alice)):
        assert "You may do all of it again" not in page
        assert page.count("You may do the others again, but not yet: Clam. All clear.") == 1


def test_an_exercise_that_waits_again_says_only_that(alice: Patient) -> None:
    (clam,) = prescribe(alice, "clam")
    hold_line(clam)
    let_go_on(clam, "It has settled.")
    now = timezone.now()
    hold(programme=clam.programme, line=clam.line, reason="stopped", cause="2", at=now, by=alice)
    assert "You may do it again" not in today_of(alice)
    assert "Priya will look at it." in today_of(alice)


def test_what_was_done_waited_and_goes_on_today_says_so_today_and_no_longer(
    alice: Patient,
) -> None:
    (clam,) = prescribe(alice, "clam")
    for side in ("left", "right"):
        signed_in(alice.user).post(reverse("mark_done"), form(clam, side=side))
    hold_line(clam)
    assert "Priya will look at it." in today_of(alice)
    let_go_on(clam, "We watched it together.")
    assert today_of(alice).count("We watched it together.") == 1
    Hold.objects.update(released_at=timezone.now() - timedelta(days=1))
    assert "We watched it together." not in today_of(alice)


def test_a_changed_dose_says_why_on_today_until_it_is_done(alice: Patient) -> None:
    prescribe(alice, "glute-bridge")
    (bridge,) = lines_now(alice)
    (row,) = give_lines(alice, replace(bridge, sets=1, why_changed="Half, until it is calm."))
    assert today_of(alice).count("Half, until it is calm.") == 1
    signed_in(alice.user).post(reverse("mark_done"), form(row))
    assert "Half, until it is calm." not in today_of(alice)


def test_a_patient_of_another_clinic_reads_no_news_of_hers(alice: Patient, carol: Patient) -> None:
    clam, hinge = prescribe(alice, "clam", "hip-hinge")
    prescribe(carol, "clam", "hip-hinge")
    hold_line(clam)
    hold_line(hinge)
    let_go_on(clam, "It was the cold floor.")
    for page in (today_of(carol), programme_of(carol)):
        assert "cold floor" not in page
        assert "on hold" not in page
