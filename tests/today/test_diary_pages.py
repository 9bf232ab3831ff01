"""The patient's own diary: read, put right within a week, added to; history kept, holds kept."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertNumQueries

from goodform.diary.models import Entry, EntryRevision, Session
from goodform.inbox.models import Alert
from goodform.people.models import Patient
from goodform.programmes.models import Hold, Prescription
from tests.people import House
from tests.today.browsers import signed_in
from tests.today.programmes import (
    assessed,
    give_lines,
    line_for,
    lines_now,
    load_library,
    prescribe,
)
from tests.today.test_day_page import hold_line
from tests.today.test_marking import form
from tests.today.test_start import did


@pytest.fixture
def bridge(alice: Patient) -> Prescription:
    """A glute bridge, and a clam beside it."""
    return prescribe(alice, "glute-bridge", "clam")[0]


@pytest.fixture
def entry(alice: Patient, bridge: Prescription) -> Entry:
    """Done today with a pain of 1."""
    signed_in(alice.user).post(reverse("mark_done"), form(bridge, pain="1"))
    return Entry.objects.get()


def diary_of(patient: Patient) -> str:
    """The diary as the patient reads it."""
    answer = signed_in(patient.user).get(reverse("diary"))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def correct(patient: Patient, entry: Entry, **said: str) -> None:
    """The patient puts an entry right."""
    answer = signed_in(patient.user).post(reverse("diary_entry", args=[entry.pk]), said)
    assert answer.status_code == 302
    entry.refresh_from_db()


@pytest.mark.usefixtures("entry")
def test_shows_what_was_done_how_it_felt_and_how_we_know(alice: Patient) -> None:
    page = diary_of(alice)
    assert "Glute bridge" in page
    assert "Done, pain 1" in page
    assert "(ticked)" in page


@pytest.mark.usefixtures("entry")
def test_of_what_was_left_out_it_does_not_say_how_we_know(alice: Patient) -> None:
    Entry.objects.update(outcome="skipped", pain=None)
    page = diary_of(alice)
    assert "Left out" in page
    assert "(ticked)" not in page


@pytest.mark.usefixtures("bridge")
def test_days_without_entries_are_not_mentioned(alice: Patient) -> None:
    page = diary_of(alice)
    assert "Nothing here yet" in page
    assert "missed" not in page


def test_a_correction_counts_and_keeps_what_was_said_before(alice: Patient, entry: Entry) -> None:
    correct(alice, entry, outcome="partly", pain="2", difficulty="hard")
    assert (entry.outcome, entry.pain, entry.difficulty) == ("partly", 2, "hard")
    assert EntryRevision.objects.filter(entry=entry).exists()
    page = signed_in(alice.user).get(reverse("diary_entry", args=[entry.pk])).content.decode()
    assert "What it said before" in page
    assert "Done, pain 1" in page


def test_taken_back_it_no_longer_counts_and_stays_readable(alice: Patient, entry: Entry) -> None:
    correct(alice, entry, take_back="yes", outcome="done")
    assert entry.undone_at is not None
    assert "Taken back:" in diary_of(alice)
    today = signed_in(alice.user).get(reverse("today")).content.decode()
    assert "0 of 2 done" in today


def test_a_correction_to_a_pain_that_rose_holds_and_tells(alice: Patient, entry: Entry) -> None:
    client = signed_in(alice.user)
    answer = client.post(reverse("diary_entry", args=[entry.pk]), {"outcome": "done", "pain": "8"})
    assert answer.headers["Location"] == reverse("told", args=[entry.pk])
    assert Alert.objects.filter(patient=alice, kind="pain").exists()


def test_a_stop_stays_a_stop_and_its_hold_stays(alice: Patient, bridge: Prescription) -> None:
    client = signed_in(alice.user)
    client.post(reverse("mark_done"), form(bridge, outcome="stopped"))
    stop = Entry.objects.get()
    client.post(reverse("diary_entry", args=[stop.pk]), {"outcome": "done", "pain": "0"})
    client.post(reverse("diary_entry", args=[stop.pk]), {"take_back": "yes"})
    stop.refresh_from_db()
    assert stop.outcome == "stopped"
    assert Hold.objects.filter(line=bridge.line, released_at=None).exists()
    assert Alert.objects.filter(patient=alice, kind="stop", resolved_at=None).exists()


def test_what_was_done_by_an_older_dose_says_so_to_both(alice: Patient) -> None:
    """A phone that was offline shows the older version, and tells of that one."""
    rows = prescribe(alice, "glute-bridge", "clam", "hip-hinge")
    bridge, clam, _hinge = lines_now(alice)
    give_lines(alice, replace(bridge, sets=bridge.sets + 1, form_checked=True), clam)
    browser = signed_in(alice.user)
    for row, side in zip(rows, ("both", "left", "both"), strict=True):
        browser.post(reverse("mark_done"), form(row, side=side))
    told = dict(Entry.objects.values_list("prescription", "flags"))
    assert told == {rows[0].pk: ["superseded"], rows[1].pk: [], rows[2].pk: ["ended"]}
    record = reverse("record", args=[alice.pk])
    theirs = signed_in(alice.practitioner.user).get(record).content.decode()
    for page in (diary_of(alice), theirs):
        assert page.count("done as it was before a change") == 1
        assert page.count("no longer on the list when we heard of it") == 1


def test_after_seven_days_it_stays_as_it_is(alice: Patient, bridge: Prescription) -> None:
    did(bridge, timezone.localdate() - timedelta(days=8))
    old = Entry.objects.get()
    client = signed_in(alice.user)
    page = client.get(reverse("diary_entry", args=[old.pk])).content.decode()
    assert "This is more than 7 days ago." in page
    answer = client.post(reverse("diary_entry", args=[old.pk]), {"outcome": "skipped", "pain": "1"})
    assert answer.status_code == 400
    old.refresh_from_db()
    assert old.outcome == "done"


@pytest.mark.parametrize(
    "wrong", [{"outcome": "perfect"}, {"pain": "11"}, {"difficulty": "impossible"}]
)
def test_what_cannot_be_kept_is_said(alice: Patient, entry: Entry, wrong: dict[str, str]) -> None:
    address = reverse("diary_entry", args=[entry.pk])
    answer = signed_in(alice.user).post(address, {"outcome": "done", **wrong})
    assert answer.status_code == 400
    entry.refresh_from_db()
    assert (entry.outcome, entry.pain) == ("done", 1)


def test_an_earlier_day_is_added_on_its_own_date(alice: Patient, bridge: Prescription) -> None:
    day = timezone.localdate() - timedelta(days=2)
    same = {
        "day": day.isoformat(),
        "session": str(uuid4()),
        "done": [f"{bridge.pk}:both"],
        "pain": "1",
    }
    client = signed_in(alice.user)
    for _again in range(2):
        assert client.post(reverse("diary_add"), same).headers["Location"] == reverse("diary")
    entry = Entry.objects.get()
    assert (entry.local_date, entry.timing, entry.pain) == (day, "ticked", 1)
    assert Session.objects.count() == 1


def test_what_the_diary_has_already_is_said_beside_its_box(
    alice: Patient, bridge: Prescription
) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    did(bridge, yesterday)
    client = signed_in(alice.user)

    def asked_about(back: int) -> str:
        day = (timezone.localdate() - timedelta(days=back)).isoformat()
        return client.get(reverse("diary_add"), {"day": day}).content.decode()

    assert asked_about(1).count("You told us already: Done") == 1
    assert "You told us already" not in asked_about(2)
    Entry.objects.update(undone_at=timezone.now())
    assert "You told us already" not in asked_about(1)


@pytest.mark.usefixtures("bridge")
def test_what_another_patient_did_is_not_said_to_alice(house: House) -> None:
    did(prescribe(house.carol, "glute-bridge")[0], timezone.localdate() - timedelta(days=1))
    page = signed_in(house.alice.user).get(reverse("diary_add")).content.decode()
    assert "You told us already" not in page


def test_only_what_was_due_and_is_not_on_hold_can_be_added(alice: Patient) -> None:
    load_library()
    assessed(alice)
    day = timezone.localdate() - timedelta(days=1)
    other = str((day - timedelta(days=1)).isoweekday())
    clam, bridge, hinge = give_lines(
        alice,
        line_for(alice, "clam", weekdays=str(day.isoweekday())),
        line_for(alice, "glute-bridge", weekdays=other),
        line_for(alice, "hip-hinge"),
    )
    hold_line(hinge)
    page = signed_in(alice.user).get(reverse("diary_add"), {"day": day.isoformat()})
    found = page.content.decode()
    assert f"{clam.pk}:left" in found
    assert f"{clam.pk}:right" in found
    assert str(bridge.pk) not in found
    assert str(hinge.pk) not in found


@pytest.mark.parametrize("day", ["2026-02-30", "soon", "1999-01-01", "2999-01-01"])
def test_only_the_last_week_can_be_added_to(alice: Patient, bridge: Prescription, day: str) -> None:
    client = signed_in(alice.user)
    assert client.get(reverse("diary_add"), {"day": day}).status_code == 404
    said = {"day": day, "session": str(uuid4()), "done": [f"{bridge.pk}:both"]}
    assert client.post(reverse("diary_add"), said).status_code == 404
    assert not Entry.objects.exists()


@pytest.mark.usefixtures("bridge")
def test_nothing_ticked_is_asked_again(alice: Patient) -> None:
    answer = signed_in(alice.user).post(reverse("diary_add"), {"session": str(uuid4())})
    assert "Please tick what you did." in answer.content.decode()


def test_costs_the_same_however_much_was_done(alice: Patient, bridge: Prescription) -> None:
    client = signed_in(alice.user)
    for back in range(1, 6):
        did(bridge, timezone.localdate() - timedelta(days=back))
    client.get(reverse("diary"))
    with assertNumQueries(3):
        client.get(reverse("diary"))


def test_a_diary_is_the_patient_s_own(house: House) -> None:
    (bridge,) = prescribe(house.alice, "glute-bridge")
    signed_in(house.alice.user).post(reverse("mark_done"), form(bridge))
    entry = Entry.objects.get()
    addresses = [
        reverse("diary"),
        reverse("diary_add"),
        reverse("diary_entry", args=[entry.pk]),
    ]
    for address in addresses:
        for staff in (house.priya, house.rob, house.olu, house.charlie):
            assert signed_in(staff.user).get(address).status_code == 404
        assert Client().get(address).status_code == 302
    carol = signed_in(house.carol.user)
    assert "Glute bridge" not in carol.get(reverse("diary")).content.decode()
    assert carol.get(addresses[2]).status_code == 404
    assert carol.post(addresses[2], {"outcome": "skipped"}).status_code == 404
    entry.refresh_from_db()
    assert entry.outcome == "done"
