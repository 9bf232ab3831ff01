"""Start: what the guided session is given, and the morning question before it."""

import json
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from goodform.diary.models import Entry, Morning, Session
from goodform.inbox.models import Alert
from goodform.people.models import Patient
from goodform.programmes.models import Hold, Prescription
from goodform.safety.signs import SIGNS
from tests.people import House
from tests.today.browsers import signed_in
from tests.today.programmes import assessed, give_lines, line_for, load_library, prescribe
from tests.today.test_day_page import hold_line
from tests.today.test_marking import form


def data_of(patient: Patient, query: str = "") -> dict[str, object]:
    """The data given to the page of the guided session."""
    answer = signed_in(patient.user).get(reverse("player") + query)
    assert answer.status_code == 200
    text = answer.content.decode().split('id="player-data" type="application/json">')[1]
    found: dict[str, object] = json.loads(text.split("</script>")[0])
    return found


def did(row: Prescription, on: date) -> None:
    """This exercise was done on a day."""
    at = timezone.now() - timedelta(days=(timezone.localdate() - on).days)
    session = Session.objects.create(
        id=uuid4(),
        patient=row.programme.patient,
        programme=row.programme,
        programme_version=1,
        local_date=on,
        zone="Europe/London",
        started_at=at,
        sent_at=at,
        received_at=at,
    )
    Entry.objects.create(
        id=uuid4(),
        session=session,
        prescription=row,
        side="both",
        outcome="done",
        timing="timed",
        recorded_at=at,
        local_date=on,
    )


def test_carries_what_is_left_today_with_words_dose_and_rules(alice: Patient) -> None:
    bridge, clam = prescribe(alice, "glute-bridge", "clam")
    data = data_of(alice)
    assert data["person"] == str(alice.pk)
    assert data["urls"] == {"sessions": "/api/sessions/"}
    assert data["short"] is False
    exercises = data["exercises"]
    assert isinstance(exercises, dict)
    assert set(exercises) == {str(bridge.pk), str(clam.pk)}
    told = exercises[str(clam.pk)]
    assert told["name"] == "Clam"
    assert told["how_much"] == "2 sets of 10, each side"
    assert told["steps"] == clam.exercise.content["steps"]
    assert told["notice"][0]["code"] == clam.exercise.content["notice"][0]["code"]
    assert told["pain"] == {"policy": "pain_free", "ceiling": 5}
    assert data["pain"] == {
        "usual": 2,
        "not_today_from": 4,
        "rise_that_holds": {"during": 2, "after": {"pain_free": 2, "monitored": 3}},
    }
    assert data["timing"] == {"ready_s": 15, "change_s": 10, "long_hold_s": 5}
    flags = data["red_flags"]
    assert isinstance(flags, dict)
    assert flags["ask"] == "whole_list"
    assert {row["code"] for row in flags["list"]} == {sign.code for sign in SIGNS}


def test_carries_the_practitioner_s_note_whole_with_time_to_read_it(alice: Patient) -> None:
    load_library()
    assessed(alice)
    note = ("Bend your knees. " * 33 + "Do NOT pull with your arms.")[:600]
    (clam,) = give_lines(alice, line_for(alice, "clam", note=note))
    told = data_of(alice)["exercises"][str(clam.pk)]  # type: ignore[index]
    assert (told["note"], told["note_from"]) == (note, "Priya")
    assert told["note_s"] == 49


def test_the_lists_before_start_and_after_stop_are_the_same(alice: Patient) -> None:
    prescribe(alice, "clam")
    data = data_of(alice)
    flags = data["red_flags"]
    assert isinstance(flags, dict)
    assert flags["list"] == data["symptoms"]
    assert {"one_leg", "saddle", "bowel_bladder"} <= {row["code"] for row in flags["list"]}


class TestSignsAskedAbout:
    """Known signs are shown and not asked as new; a later list asks since the last look."""

    def screen(self, alice: Patient) -> str:
        page = signed_in(alice.user).get(reverse("player")).content.decode()
        return " ".join(page.split('id="screen-flags"')[1].split('id="screen-')[0].split())

    def test_what_is_known_is_asked_only_as_worse_and_every_sign_can_still_be_told(
        self, alice: Patient
    ) -> None:
        prescribe(alice, "clam")
        alice.assessments.update(known_signs=["night", "one_leg"])
        flags = data_of(alice)["red_flags"]
        assert isinstance(flags, dict)
        assert [row["code"] for row in flags["known"]] == ["one_leg", "night"]
        told = [row["code"] for row in (*flags["list"], *flags["known"])]
        assert sorted(told) == sorted(sign.code for sign in SIGNS)
        shown = self.screen(alice)
        assert "We know of these. Tick one only if it is worse now." in shown
        assert 'value="one_leg"' in shown

    def test_nothing_known_shows_no_such_list(self, alice: Patient) -> None:
        prescribe(alice, "clam")
        assert "We know of these" not in self.screen(alice)

    def test_the_first_list_asks_about_two_weeks_and_a_later_one_since_we_looked(
        self, alice: Patient
    ) -> None:
        (clam,) = prescribe(alice, "clam")
        assert "in the last 2 weeks?" in self.screen(alice)
        did(clam, timezone.localdate() - timedelta(days=8))
        Session.objects.update(red_flags_asked="whole_list")
        looked = timezone.localdate() - timedelta(days=20)
        alice.assessments.update(assessed_on=looked)
        assert f"since we last looked, on {date_format(looked, 'j F')}?" in self.screen(alice)

    def test_a_release_of_everything_is_a_look(self, alice: Patient) -> None:
        (clam,) = prescribe(alice, "clam")
        did(clam, timezone.localdate() - timedelta(days=8))
        Session.objects.update(red_flags_asked="whole_list")
        alice.assessments.update(assessed_on=timezone.localdate() - timedelta(days=20))
        at = timezone.now() - timedelta(days=2)
        Hold.objects.create(
            programme=clam.programme,
            reason="red_flag",
            cause="red_flags:x",
            opened_at=at,
            released_at=at,
            released_by=alice.practitioner,
            release_reason="Looked at it.",
        )
        day = date_format(timezone.localdate() - timedelta(days=2), "j F")
        assert f"since we last looked, on {day}?" in self.screen(alice)


def test_shows_a_picture_for_each_side_that_moves(alice: Patient) -> None:
    _bridge, clam = prescribe(alice, "glute-bridge", "clam")
    page = signed_in(alice.user).get(reverse("player")).content.decode()
    for side in ("left", "right"):
        assert f'data-figure="{clam.pk} {side}"' in page


def test_what_is_done_or_held_is_not_done_again(alice: Patient) -> None:
    bridge, clam, hinge = prescribe(alice, "glute-bridge", "clam", "hip-hinge")
    hold_line(clam)
    signed_in(alice.user).post(reverse("mark_done"), form(bridge))
    exercises = data_of(alice)["exercises"]
    assert isinstance(exercises, dict)
    assert list(exercises) == [str(hinge.pk)]


def test_the_short_version_is_only_there_where_it_was_marked(alice: Patient) -> None:
    prescribe(alice, "glute-bridge")
    answer = signed_in(alice.user).get(reverse("player") + "?short=yes")
    assert answer.headers["Location"] == reverse("today")


def test_the_short_version_says_so(alice: Patient) -> None:
    load_library()
    assessed(alice)
    give_lines(alice, line_for(alice, "clam", bad_day=True), line_for(alice, "glute-bridge"))
    assert data_of(alice, "?short=yes")["short"] is True
    page = signed_in(alice.user).get(reverse("sore")).content.decode()
    assert "Start the short version" in page
    assert "Clam: 2 sets of 10, each side" in page
    assert "Glute bridge" not in page


def test_with_nothing_left_it_leads_back_to_today(alice: Patient) -> None:
    (bridge,) = prescribe(alice, "glute-bridge")
    client = signed_in(alice.user)
    client.post(reverse("mark_done"), form(bridge))
    assert client.get(reverse("player")).headers["Location"] == reverse("today")
    assert "That is all for today." in client.get(reverse("today")).content.decode()


def test_who_may_not_exercise_is_led_to_the_reason(alice: Patient) -> None:
    client = signed_in(alice.user)
    assert client.get(reverse("player")).headers["Location"] == reverse("today")
    prescribe(alice, "clam")
    alice.assessments.update(review_by=timezone.localdate() - timedelta(days=1))
    assert client.get(reverse("player")).headers["Location"] == reverse("today")


def test_start_is_the_patient_s_own(house: House) -> None:
    prescribe(house.alice, "clam")
    for name in ("player", "morning"):
        for staff in (house.priya, house.rob, house.olu, house.charlie):
            assert signed_in(staff.user).get(reverse(name)).status_code == 404
        assert Client().get(reverse(name)).headers["Location"].startswith("/account/login")
    carols = signed_in(house.carol.user).get(reverse("player"))
    assert carols.headers["Location"] == reverse("today")


class TestMorning:
    """The question that comes before the next Start."""

    @pytest.fixture
    def bridge(self, alice: Patient) -> Prescription:
        """Done yesterday."""
        (row,) = prescribe(alice, "glute-bridge")
        did(row, timezone.localdate() - timedelta(days=1))
        return row

    @pytest.mark.usefixtures("bridge")
    def test_comes_before_start(self, alice: Patient) -> None:
        client = signed_in(alice.user)
        assert client.get(reverse("player")).headers["Location"] == reverse("morning")
        page = " ".join(client.get(reverse("morning")).content.decode().split())
        assert "You did exercises yesterday." in page
        assert "The morning after, was your back as it usually is?" in page

    @pytest.mark.usefixtures("bridge")
    def test_settled_leads_on_and_is_not_asked_again(self, alice: Patient) -> None:
        client = signed_in(alice.user)
        answer = client.post(reverse("morning"), {"settled": "yes", "pain": "1"})
        assert answer.headers["Location"] == reverse("player")
        assert client.get(reverse("player")).status_code == 200
        assert client.get(reverse("morning")).headers["Location"] == reverse("player")
        row = Morning.objects.get(patient=alice)
        assert (row.settled, row.pain) == (True, 1)

    @pytest.mark.usefixtures("bridge")
    def test_aching_muscles_lead_on(self, alice: Patient) -> None:
        client = signed_in(alice.user)
        answer = client.post(reverse("morning"), {"settled": "ache", "pain": "2"})
        assert answer.headers["Location"] == reverse("player")
        assert Morning.objects.get(patient=alice).ache is True

    def test_two_days_later_it_is_asked_without_todays_pain_and_then_no_more(
        self, alice: Patient
    ) -> None:
        (row,) = prescribe(alice, "glute-bridge")
        did(row, timezone.localdate() - timedelta(days=2))
        client = signed_in(alice.user)
        page = client.get(reverse("morning")).content.decode()
        assert "I am not sure" in page
        assert "How bad is it now" not in page
        Entry.objects.update(local_date=timezone.localdate() - timedelta(days=3))
        assert client.get(reverse("player")).status_code == 200

    @pytest.mark.parametrize(
        ("said", "words"),
        [
            ({"settled": "no"}, "Your back was worse the next morning."),
            ({"settled": "unsure"}, "You were not sure how your back was the next morning."),
            ({}, "You were not sure how your back was the next morning."),
            ({"settled": "perhaps"}, "You were not sure how your back was the next morning."),
            ({"settled": "yes", "pain": "9"}, "Your back was worse the next morning."),
        ],
    )
    def test_anything_else_holds_what_was_done_and_says_what_was_said(
        self, alice: Patient, bridge: Prescription, said: dict[str, str], words: str
    ) -> None:
        client = signed_in(alice.user)
        answer = client.post(reverse("morning"), said)
        assert answer.headers["Location"] == reverse("today")
        assert Hold.objects.filter(line=bridge.line, released_at=None).exists()
        assert Alert.objects.filter(patient=alice, kind="morning").exists()
        page = client.get(reverse("today")).content.decode()
        assert words in page

    def test_is_not_asked_of_somebody_who_did_nothing(self, alice: Patient) -> None:
        prescribe(alice, "glute-bridge")
        assert signed_in(alice.user).get(reverse("player")).status_code == 200
