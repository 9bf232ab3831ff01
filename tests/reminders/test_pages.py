"""The patient's reminders on one page, and the link in every message."""

from collections.abc import Callable
from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from goodform.outbox.actions import add_address
from goodform.people.models import Patient, Staff
from goodform.reminders import actions, stop_links
from goodform.reminders.actions import Moment
from goodform.reminders.models import Plan, Way
from goodform.reminders.stop_links import token_for
from tests.people import House, in_days
from tests.reminders.plans import a_plan, lines, two_exercises, wishes


def signed_in(person: Patient | Staff) -> Client:
    client = Client()
    assert person.user is not None
    client.force_login(person.user)
    return client


def the_form(**changes: object) -> dict[str, object]:
    return {
        "way": "day",
        "at_0": "08:00",
        "repeat_after_hours": "2",
        "quiet_since": "21:00",
        "quiet_until": "07:00",
        "channels": ["email"],
        **changes,
    }


def pause_for_a_week(*, patient: Patient, by: Patient) -> Plan:
    return actions.pause(patient=patient, until=in_days(7), by=by)


def times(plan: Plan) -> list[str]:
    return [f"{slot.at:%H:%M}" for slot in plan.slots.filter(ended_at=None)]


def test_alice_sees_and_changes_her_plan_on_one_page(alice: Patient, priya: Staff) -> None:
    two_exercises(alice, priya)
    client = signed_in(alice)
    assert client.get("/reminders").status_code == 200
    answer = client.post(
        "/reminders", the_form(anchor_0="waking", at_0="06:45", quiet_until="06:00")
    )
    assert answer.status_code == 302
    plan = Plan.objects.get(patient=alice)
    assert times(plan) == ["06:45"]
    assert (plan.repeat_after_hours, plan.channels) == (2, ["email"])
    assert "06:45" in client.get("/reminders").content.decode()


def test_an_anchor_without_a_time_means_its_usual_time(alice: Patient, priya: Staff) -> None:
    two_exercises(alice, priya)
    signed_in(alice).post("/reminders", the_form(anchor_0="lunch", at_0=""))
    assert times(Plan.objects.get(patient=alice)) == ["13:00"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"anchor_0": "bed", "at_0": "08:30"}, "20:30"),
        ({"anchor_0": "bed", "at_0": "19:00"}, "19:00"),
        ({"anchor_0": "breakfast", "at_0": "08:30"}, "08:30"),
        ({"anchor_0": "", "at_0": "08:30"}, "08:30"),
    ],
)
def test_another_moment_brings_its_time_unless_a_time_was_chosen_too(
    alice: Patient, priya: Staff, said: dict[str, object], kept: str
) -> None:
    two_exercises(alice, priya)
    a_plan(alice, wishes(Moment(time(8, 30), None, "breakfast")))
    signed_in(alice).post("/reminders", the_form(**said))
    assert times(Plan.objects.get(patient=alice)) == [kept]


def test_every_time_of_a_plan_stands_on_the_page_and_stays(alice: Patient, priya: Staff) -> None:
    two_exercises(alice, priya)
    four = [Moment(time(hour)) for hour in (8, 11, 14, 17)]
    a_plan(alice, wishes(*four))
    client = signed_in(alice)
    page = client.get("/reminders").content.decode()
    assert "08:00, 11:00, 14:00 and 17:00" in page
    said = {f"at_{n}": f"{each.at:%H:%M}" for n, each in enumerate(four)}
    assert client.post("/reminders", the_form(**said)).status_code == 302
    assert times(Plan.objects.get(patient=alice)) == list(said.values())


def test_an_exercise_without_a_time_is_named(alice: Patient, priya: Staff) -> None:
    clam, hinge = lines(two_exercises(alice, priya))
    a_plan(alice, wishes(Moment(time(8), clam), way=Way.EXERCISE))
    assert "Without a time: Hip hinge." in signed_in(alice).get("/reminders").content.decode()
    a_plan(alice, wishes(Moment(time(8), clam), Moment(time(9), hinge), way=Way.EXERCISE))
    assert "Without a time" not in signed_in(alice).get("/reminders").content.decode()


def test_a_plan_whose_exercises_have_all_gone_says_that_nothing_comes(
    alice: Patient, priya: Staff
) -> None:
    two_exercises(alice, priya)
    a_plan(alice, wishes(Moment(time(8), uuid4()), way=Way.EXERCISE))
    page = signed_in(alice).get("/reminders").content.decode()
    assert "No time is chosen. Nothing comes." in page


def test_whom_no_message_reaches_is_told(alice: Patient, priya: Staff) -> None:
    two_exercises(alice, priya)
    a_plan(alice, wishes(channels=("webpush",)))
    client = signed_in(alice)
    assert "No message can reach you now" in client.get("/reminders").content.decode()
    client.post("/reminders/switch", {"do": "open_calendar"})
    assert "Only your calendar reminds you" in client.get("/reminders").content.decode()
    add_address(channel="webpush", to="https://one", facts={}, by=alice)
    assert "You are reminded at 08:00" in client.get("/reminders").content.decode()


def test_each_exercise_may_have_its_time(alice: Patient, priya: Staff) -> None:
    clam, hinge = lines(two_exercises(alice, priya))
    client = signed_in(alice)
    data = the_form(**{"way": "exercise", f"line_{hinge.hex}": "18:00", f"line_{clam.hex}": ""})
    assert client.post("/reminders", data).status_code == 302
    plan = Plan.objects.get(patient=alice)
    assert plan.way == Way.EXERCISE
    assert [(slot.line, slot.at) for slot in plan.slots.filter(ended_at=None)] == [
        (hinge, time(18))
    ]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"at_0": "22:30"}, "in your quiet hours"),
        ({"at_0": ""}, "Choose at least one time"),
        ({"at_0": "25:99"}, "valid time"),
        ({"way": "sideways"}, "choose one of the answers"),
        ({"quiet_since": ""}, "fill this in"),
        ({"channels": ["owl"]}, "only what is on the list"),
        ({"repeat_after_hours": "1000000"}, "choose one of the answers"),
        ({"at_0": "\x00"}, "valid time"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(
    alice: Patient, priya: Staff, wrong: dict[str, object], said: str
) -> None:
    two_exercises(alice, priya)
    a_plan(alice)
    answer = signed_in(alice).post("/reminders", the_form(**wrong))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert times(Plan.objects.get(patient=alice)) == ["08:00"]


def test_stop_start_pause_and_clock(alice: Patient, priya: Staff) -> None:
    two_exercises(alice, priya)
    client = signed_in(alice)
    client.post("/reminders/switch", {"do": "stop"})
    assert "Reminders are stopped" in client.get("/reminders").content.decode()
    client.post("/reminders/switch", {"do": "start"})
    client.post("/reminders/pause", {"until": in_days(9).isoformat()})
    assert Plan.objects.get(patient=alice).paused_until == in_days(9)
    wrong = client.post("/reminders/pause", {"until": in_days(-9).isoformat()})
    assert "Choose a day from tomorrow on" in wrong.content.decode()
    client.post("/reminders/zone", {"zone": "Asia/Tokyo"})
    alice.refresh_from_db()
    assert alice.zone == "Asia/Tokyo"
    lost = client.post("/reminders/zone", {"zone": "Mars/Olympus"}, follow=True)
    assert "We do not know that place" in lost.content.decode()
    alice.refresh_from_db()
    assert alice.zone == "Asia/Tokyo"
    assert client.post("/reminders/switch", {"do": "dance"}).status_code == 404


def test_saving_times_does_not_start_what_was_stopped(alice: Patient, priya: Staff) -> None:
    two_exercises(alice, priya)
    a_plan(alice)
    actions.stop(patient=alice, by=alice)
    page = signed_in(alice).post("/reminders", the_form(), follow=True).content.decode()
    assert "Nothing comes until you start reminders again" in page
    assert Plan.objects.get(patient=alice).next_due_at is None


def test_staff_and_strangers_have_no_such_page(house: House) -> None:
    for person in (house.priya, house.charlie, house.olu):
        assert signed_in(person).get("/reminders").status_code == 404
        assert signed_in(person).post("/reminders/switch", {"do": "stop"}).status_code == 404
    assert Client().get("/reminders").status_code == 302


def test_carol_changes_only_her_own(house: House) -> None:
    two_exercises(house.alice, house.priya)
    a_plan(house.alice)
    signed_in(house.carol).post("/reminders/switch", {"do": "stop"})
    assert Plan.objects.get(patient=house.alice).stopped_at is None


def test_one_tap_stops_without_signing_in(alice: Patient, priya: Staff) -> None:
    two_exercises(alice, priya)
    plan = a_plan(alice)
    path = f"/reminders/stop/{token_for(plan.pk)}"
    page = Client(enforce_csrf_checks=True).get(path)
    assert "Stop reminders" in page.content.decode()
    assert alice.name not in page.content.decode()
    answer = Client(enforce_csrf_checks=True).post(path, {"do": "stop"})
    assert "No more reminders come" in answer.content.decode()
    plan.refresh_from_db()
    assert plan.stopped_at is not None
    assert plan.next_due_at is None


def test_a_mail_scanner_that_follows_the_link_stops_nothing(alice: Patient, priya: Staff) -> None:
    two_exercises(alice, priya)
    plan = a_plan(alice)
    for _time in range(3):
        Client().get(f"/reminders/stop/{token_for(plan.pk)}")
        Client().head(f"/reminders/stop/{token_for(plan.pk)}")
    plan.refresh_from_db()
    assert plan.stopped_at is None


def test_a_mail_programs_own_button_stops(alice: Patient, priya: Staff) -> None:
    two_exercises(alice, priya)
    plan = a_plan(alice)
    Client(enforce_csrf_checks=True).post(
        f"/reminders/stop/{token_for(plan.pk)}", {"List-Unsubscribe": "One-Click"}
    )
    plan.refresh_from_db()
    assert plan.stopped_at is not None


@pytest.mark.parametrize(("do", "kept"), [("1h", "snoozed_until"), ("week", "paused_until")])
def test_the_link_also_puts_off(alice: Patient, priya: Staff, do: str, kept: str) -> None:
    two_exercises(alice, priya)
    plan = a_plan(alice)
    Client().post(f"/reminders/stop/{token_for(plan.pk)}", {"do": do})
    plan.refresh_from_db()
    assert getattr(plan, kept) is not None
    assert plan.stopped_at is None


@pytest.mark.parametrize("do", ["1h", "3h"])
@pytest.mark.parametrize("off", [actions.stop, pause_for_a_week])
def test_what_does_not_come_cannot_come_later(
    alice: Patient, priya: Staff, do: str, off: Callable[..., Plan]
) -> None:
    two_exercises(alice, priya)
    plan = a_plan(alice)
    off(patient=alice, by=alice)
    path = f"/reminders/stop/{token_for(plan.pk)}"
    assert "in 1 hour" not in Client().get(path).content.decode()
    page = Client().post(path, {"do": do}).content.decode()
    assert "no reminders come at the moment" in page
    assert "Start them again" in page
    plan.refresh_from_db()
    assert plan.snoozed_until is None


def test_later_in_quiet_hours_says_when_it_comes(alice: Patient, priya: Staff) -> None:
    two_exercises(alice, priya)
    plan = a_plan(alice)
    now = timezone.now()
    Plan.objects.filter(pk=plan.pk).update(
        quiet_since=(now + timedelta(minutes=30)).time().replace(second=0),
        quiet_until=(now + timedelta(minutes=90)).time().replace(second=0, microsecond=0),
    )
    page = Client().post(f"/reminders/stop/{token_for(plan.pk)}", {"do": "1h"}).content.decode()
    assert f"when they end, at {now + timedelta(minutes=90):%H:%M}" in page


def test_a_pause_that_is_over_is_no_pause(alice: Patient, priya: Staff) -> None:
    two_exercises(alice, priya)
    plan = a_plan(alice)
    Plan.objects.filter(pk=plan.pk).update(paused_until=in_days(0))
    page = Client().get(f"/reminders/stop/{token_for(plan.pk)}").content.decode()
    assert "Remind me in 1 hour" in page
    assert "Start them again" not in page


def test_a_link_that_lost_a_part_says_what_to_do(alice: Patient, priya: Staff) -> None:
    two_exercises(alice, priya)
    plan = a_plan(alice)
    answer = Client().get(f"/reminders/stop/{token_for(plan.pk)[:-3]}")
    assert answer.status_code == 404
    assert "Use the link of the newest message" in answer.content.decode()


def test_an_old_link_does_nothing_and_says_which_one_does(
    alice: Patient, priya: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_exercises(alice, priya)
    plan = a_plan(alice)
    long_ago = timezone.now() - stop_links.GOOD_FOR - timedelta(minutes=1)
    with monkeypatch.context() as patch:
        patch.setattr("django.core.signing.time.time", long_ago.timestamp)
        path = f"/reminders/stop/{token_for(plan.pk)}"
    answer = Client().post(path, {"do": "stop"})
    assert answer.status_code == 410
    assert "too old" in answer.content.decode()
    plan.refresh_from_db()
    assert plan.stopped_at is None


def test_a_link_that_was_changed_does_nothing(alice: Patient, carol: Patient, priya: Staff) -> None:
    two_exercises(alice, priya)
    plan = a_plan(alice)
    token = token_for(plan.pk)
    for wrong in (
        token[:-1] + ("a" if token[-1] != "a" else "b"),
        plan.pk.hex,
        "x",
        token_for(carol.pk),
    ):
        assert Client().post(f"/reminders/stop/{wrong}", {"do": "stop"}).status_code == 404
    plan.refresh_from_db()
    assert plan.stopped_at is None


def test_a_patient_without_a_programme_has_a_page_that_says_so(alice: Patient) -> None:
    answer = signed_in(alice).get("/reminders")
    assert answer.status_code == 200
    assert "You have no exercises yet" in answer.content.decode()
