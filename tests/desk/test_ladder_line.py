"""A ladder line with two exercises: what was done, stopped and released belongs to the one it was.

Alice had the side-lying leg lift in place of her clam; she found it too hard, stopped it, and Priya
put the clam back.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goodform.desk.held_when import held_when
from goodform.desk.paper import paper_rows
from goodform.desk.prescribing.history import history_of
from goodform.desk.record_facts import ladder_evidence
from goodform.desk.week import weeks_of
from goodform.diary.actions import Taken
from goodform.diary.models import Entry
from goodform.diary.paper_actions import Tick, TicksRefused, enter_ticks
from goodform.diary.queries import Mark, today_of, week_of
from goodform.inbox.held import held_by
from goodform.inbox.models import Alert
from goodform.people.models import Patient
from goodform.programmes.actions import change_one, release
from goodform.programmes.models import Prescription, Programme
from goodform.programmes.queries import as_line, given_in
from goodform.reminders.queries import situations
from tests.diary.sending import Phone, a_stop, an_entry
from tests.people import House, in_days
from tests.prescribed import a_programme, an_exercise, line_of

LIFT = ("side-lying-leg-abduction", "Side-lying leg lift")


@dataclass(frozen=True)
class Stepped:
    """Up to the lift four days ago, stopped yesterday; back to the clam today."""

    house: House
    lift: Prescription
    clam: Prescription
    stop: dict[str, object]

    @property
    def programme(self) -> Programme:
        """As it is now."""
        return Programme.objects.select_related("patient__clinic").get(patient=self.house.alice)


def _put(patient: Patient, row: Prescription, slug: str, name: str, why: str) -> Prescription:
    """Another exercise on the line of `row`."""
    version = an_exercise(slug, name, sides="each")
    line = replace(line_of(version), line=str(row.line), replaces=str(row.pk), why_changed=why)
    programme = Programme.objects.select_related("patient__clinic").get(patient=patient)
    change_one(programme=programme, line=line, by=patient.practitioner, why=why)
    return next(each for each in given_in(programme) if each.line == row.line)


def _dated(row: Prescription, days_ago: int) -> None:
    moment = timezone.now() - timedelta(days=days_ago)
    Prescription.objects.filter(pk=row.pk).update(given_at=moment)
    Prescription.objects.filter(superseded_by=row).update(ended_at=moment)


@pytest.fixture
def stepped(house: House) -> Stepped:
    given = a_programme(house.alice, house.priya)
    for row in given.prescriptions:
        _dated(row, 20)
    lift = _put(
        house.alice, given.clam, "side-lying-leg-abduction", "Side-lying leg lift", "Stronger."
    )
    _dated(lift, 4)
    phone = Phone(house.alice)
    stop = a_stop(lift, side="left", pain=6)
    phone.send(
        *(an_entry(lift, side=side, difficulty="hard", pain=3) for side in ("left", "right")), stop
    )
    clam = _put(house.alice, lift, "clam", "Clam", "Easier for a week.")
    return Stepped(house, lift, clam, stop)


def test_today_counts_the_exercise_that_was_done(stepped: Stepped) -> None:
    rows = today_of(stepped.house.alice)["prescriptions"]
    (clam,) = [row for row in rows if row["id"] == str(stepped.clam.pk)]
    assert clam["done_today"] == {"left": 0, "right": 0, "both": 0}
    Phone(stepped.house.alice).send(an_entry(stepped.clam, side="left"))
    rows = today_of(stepped.house.alice)["prescriptions"]
    (clam,) = [row for row in rows if row["id"] == str(stepped.clam.pk)]
    assert clam["done_today"] == {"left": 1, "right": 0, "both": 0}


def test_the_week_and_the_evidence_are_of_the_exercise_itself(stepped: Stepped) -> None:
    today = in_days(0)
    assert week_of([stepped.clam], [today])[stepped.clam.pk] == (Mark.EMPTY,)
    evidence = ladder_evidence(stepped.house.alice, [stepped.clam])[stepped.clam.pk]
    assert (evidence.too_hard, evidence.stops, evidence.lowest_pain) == (0, 0, None)
    assert evidence.adherence.done == 0


def test_what_was_felt_on_an_earlier_dose_is_not_said_of_this_one(stepped: Stepped) -> None:
    Phone(stepped.house.alice).send(
        *(an_entry(stepped.clam, side=side, difficulty="hard") for side in ("left", "right"))
    )
    line = replace(as_line(stepped.clam), sets=1)
    change_one(programme=stepped.programme, line=line, by=stepped.house.priya, why="Less.")
    (now,) = [row for row in given_in(stepped.programme) if row.line == stepped.clam.line]
    evidence = ladder_evidence(stepped.house.alice, [now])[now.pk]
    assert (evidence.too_hard, evidence.adherence.done) == (0, 1)


def test_the_practitioner_still_reads_what_the_other_exercise_did(stepped: Stepped) -> None:
    given = given_in(stepped.programme)
    week = weeks_of(stepped.programme, given, in_days(0))[str(stepped.clam.line)]
    assert week.words == "No entry in 7 days"
    assert week.before.startswith("Before: Side-lying leg lift. Stopped ")
    assert "pain 6" in week.before


def test_a_week_that_names_no_exercise_keeps_the_stop(stepped: Stepped) -> None:
    marks = week_of([stepped.clam], [in_days(0)], whole_line=True)
    assert marks[stepped.clam.pk] == (Mark.STOPPED,)


def test_the_history_names_what_was_held_and_what_was_released(stepped: Stepped) -> None:
    programme = stepped.programme
    titles = [event.title for event in history_of(programme, "Europe/London")]
    assert "Side-lying leg lift was put on hold" in titles
    assert "Clam was put on hold" not in titles
    release(programme=programme, line=stepped.clam.line, reason="Try.", by=stepped.house.priya)
    titles = [event.title for event in history_of(programme, "Europe/London")]
    assert "Clam was released" in titles


def test_a_stop_that_arrives_after_the_step_is_told_of_the_exercise_it_was(
    stepped: Stepped,
) -> None:
    late = timezone.now() + timedelta(minutes=1)
    Phone(stepped.house.alice).take(
        {
            "programme": str(stepped.programme.pk),
            "started_at": late.isoformat(),
            "sent_at": late.isoformat(),
            "zone": "Europe/London",
            "entries": [{**a_stop(stepped.lift, side="right"), "recorded_at": late.isoformat()}],
        },
        at=late,
    )
    titles = [event.title for event in history_of(stepped.programme, "Europe/London")]
    assert titles.count("Side-lying leg lift was put on hold") == 2


def test_a_case_says_what_is_on_hold_in_place_of_what(stepped: Stepped) -> None:
    alert = Alert.objects.get(cause=f"stop:{stepped.stop['id']}")
    (thing,) = held_by(alert).releasable
    assert thing.name == "Clam, in place of Side-lying leg lift"


def _reads(who: Patient, name: str) -> str:
    browser = Client()
    assert who.user is not None
    browser.force_login(who.user)
    return " ".join(browser.get(reverse(name)).content.decode().split())


def test_the_patient_reads_which_exercise_hurt_and_no_release_of_another(stepped: Stepped) -> None:
    alice, programme = stepped.house.alice, stepped.programme
    page = _reads(alice, "today")
    assert "This takes the place of Side-lying leg lift. You told us it hurt today." in page
    release(programme=programme, line=stepped.clam.line, reason="Settled.", by=stepped.house.priya)
    assert "You may do it again. Settled." in _reads(alice, "programme")
    _put(alice, stepped.clam, *LIFT, "Up again.")
    for name in ("today", "programme"):
        assert "You may do it again. Settled." not in _reads(alice, name)


def test_a_reminder_still_asks_for_the_new_exercise(stepped: Stepped) -> None:
    Entry.objects.update(outcome="done")
    now = timezone.now()
    (clam,) = [
        line
        for line in situations([stepped.house.alice], now)[stepped.house.alice.pk].lines
        if line.line == stepped.clam.line
    ]
    assert clam.left
    assert clam.logged_at is None


def _ticks(stepped: Stepped, row: Prescription, days_ago: int) -> Taken:
    return enter_ticks(
        patient=stepped.house.alice,
        day=in_days(-days_ago),
        ticks=[Tick(row.pk, "left", 1)],
        by=stepped.house.rob,
    )


def test_paper_offers_what_stood_on_the_list_that_day(stepped: Stepped) -> None:
    def names(days_ago: int) -> set[str]:
        day, today = in_days(-days_ago), in_days(0)
        held = held_when(stepped.programme, [day], zone="Europe/London")
        rows = paper_rows(stepped.house.alice, stepped.programme, [day], today=today, held=held)
        return {row.name for row in rows}

    assert names(2) == {"Side-lying leg lift", "Clam", "Hip hinge", "Glute bridge"}
    assert names(10) == {"Clam", "Hip hinge", "Glute bridge"}
    _ticks(stepped, stepped.lift, 2)
    with pytest.raises(TicksRefused, match="given later"):
        _ticks(stepped, stepped.lift, 10)


def test_another_clinic_reads_of_neither_exercise(stepped: Stepped) -> None:
    alert = Alert.objects.get(cause=f"stop:{stepped.stop['id']}")
    browser = Client()
    browser.force_login(stepped.house.charlie.user)
    alice = stepped.house.alice.pk
    for address in (
        reverse("record", args=[alice]),
        reverse("programme_history", args=[alice]),
        reverse("paper_ticks", args=[alice]),
        reverse("alert", args=[alert.pk]),
    ):
        assert browser.get(address).status_code == 404, address
