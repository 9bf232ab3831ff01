"""The worker's part: each reminder written once, to those who want it, as long as they want it."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goodform.diary.models import Morning, Outcome
from goodform.outbox.actions import add_address, set_channel
from goodform.outbox.models import Address, Notification
from goodform.people.ending_actions import end_care
from goodform.people.models import Ended, Patient, Staff
from goodform.programmes.actions import hold, release
from goodform.programmes.models import Assessment, Programme
from goodform.reminders import actions, reminding
from goodform.reminders.actions import Moment
from goodform.reminders.models import Plan, Way
from goodform.reminders.queries import not_wanted
from goodform.reminders.reminding import (
    KEPT_FOR,
    forget_old,
    make_new_plans,
    remind,
    remind_of_reviews,
)
from tests.people import House, a_patient, in_days
from tests.reminders.plans import a_plan, did, lines, today_at, two_exercises, wishes


def written() -> list[tuple[str, str, int]]:
    """Kind, channel and number of lines of each reminder, as they were due."""
    rows = Notification.objects.filter(dedupe_key__startswith="reminder:").order_by("due_at", "pk")
    return [(row.kind, row.channel, len(row.facts["lines"])) for row in rows]


def test_a_reminder_is_written_when_its_time_has_come_and_once(
    alice: Patient, priya: Staff
) -> None:
    two_exercises(alice, priya)
    plan = a_plan(alice)
    remind(today_at(7, 59))
    assert written() == []
    remind(today_at(8))
    remind(today_at(8, 1))
    assert written() == [("reminder", "email", 2)]
    plan.refresh_from_db()
    assert plan.next_due_at == today_at(8) + timedelta(days=1)


def test_a_clock_that_jumps_back_sends_nothing_twice(alice: Patient, priya: Staff) -> None:
    two_exercises(alice, priya)
    plan = a_plan(alice)
    remind(today_at(8))
    Plan.objects.filter(pk=plan.pk).update(looked_at=today_at(0), next_due_at=today_at(8))
    remind(today_at(8))
    assert len(written()) == 1


def test_the_message_says_nothing_private(alice: Patient, priya: Staff) -> None:
    given = two_exercises(alice, priya)
    a_plan(alice)
    remind(today_at(8))
    row = Notification.objects.get(kind="reminder")
    assert set(row.facts) == {"lines", "path", "stop"}
    assert row.facts["lines"] == [str(line) for line in lines(given)]


def test_a_held_exercise_is_left_out_and_a_held_programme_reminds_of_nothing(
    alice: Patient, priya: Staff
) -> None:
    given = two_exercises(alice, priya)
    a_plan(alice, wishes(Moment(time(8)), Moment(time(9)), Moment(time(10))))
    now = timezone.now()
    hold(
        programme=given.programme, line=given.clam.line, reason="pain", cause="1", at=now, by=alice
    )
    remind(today_at(8))
    hold(programme=given.programme, line=None, reason="red flag", cause="2", at=now, by=alice)
    remind(today_at(9))
    assert written() == [("reminder", "email", 1)]
    release(programme=given.programme, line=None, reason="Looked at.", by=priya)
    remind(today_at(10))
    assert written() == [("reminder", "email", 1)] * 2


def test_a_passed_review_reminds_of_nothing(alice: Patient, priya: Staff) -> None:
    two_exercises(alice, priya)
    a_plan(alice)
    Assessment.objects.update(review_by=in_days(-1))
    remind(today_at(8))
    assert written() == []


def test_what_is_done_is_not_reminded_of(alice: Patient, priya: Staff) -> None:
    given = two_exercises(alice, priya)
    a_plan(alice)
    did(given.clam, today_at(6))
    did(given.hinge, today_at(6))
    remind(today_at(8))
    assert written() == []


@pytest.mark.parametrize("outcome", [Outcome.PARTLY, Outcome.SKIPPED, Outcome.STOPPED])
def test_it_comes_again_once_only_if_nothing_was_logged(
    alice: Patient, priya: Staff, outcome: Outcome
) -> None:
    given = two_exercises(alice, priya)
    a_plan(alice, wishes(repeat_after_hours=2))
    remind(today_at(8))
    remind(today_at(10))
    assert written() == [("reminder", "email", 2), ("reminder_again", "email", 2)]
    Notification.objects.all().delete()
    a_plan(alice, wishes(repeat_after_hours=2))
    remind(today_at(8))
    did(given.clam, today_at(9), outcome)
    remind(today_at(10))
    remind(today_at(12))
    assert [kind for kind, *_rest in written()] == ["reminder"]


def test_after_exercising_the_mornings_reminder_carries_the_question(
    alice: Patient, priya: Staff
) -> None:
    given = two_exercises(alice, priya)
    a_plan(alice)
    did(given.clam, today_at(8) - timedelta(days=1))
    remind(today_at(8))
    assert written() == [("morning", "email", 2)]


@pytest.mark.parametrize(("days", "kind"), [(2, "morning"), (3, "reminder")])
def test_the_question_is_carried_for_two_days_and_not_longer(
    alice: Patient, priya: Staff, days: int, kind: str
) -> None:
    given = two_exercises(alice, priya)
    a_plan(alice)
    did(given.clam, today_at(8) - timedelta(days=days))
    remind(today_at(8))
    assert [found for found, *_rest in written()] == [kind]


def test_an_answer_of_yesterday_about_the_day_before_is_an_answer(
    alice: Patient, priya: Staff
) -> None:
    given = two_exercises(alice, priya)
    a_plan(alice)
    did(given.clam, today_at(8) - timedelta(days=2))
    yesterday = today_at(8) - timedelta(days=1)
    Morning.objects.create(
        patient=alice, date=yesterday.date(), settled=None, answered_at=yesterday
    )
    remind(today_at(8))
    assert [found for found, *_rest in written()] == ["reminder"]


def test_the_question_comes_too_where_all_is_on_hold_or_the_day_is_free(
    alice: Patient, priya: Staff
) -> None:
    given = two_exercises(alice, priya)
    a_plan(alice)
    did(given.clam, today_at(8) - timedelta(days=1), Outcome.STOPPED)
    for row in given.prescriptions:
        hold(
            programme=given.programme,
            line=row.line,
            reason="pain",
            cause=str(row.line),
            at=timezone.now(),
            by=alice,
        )
    remind(today_at(8))
    assert written() == [("morning", "email", 0)]
    mail = Notification.objects.select_related("patient").get(kind="morning")
    assert mail.facts["path"] == "/today/morning"
    assert not_wanted([mail], today_at(8)) == {}
    Morning.objects.create(
        patient=alice, date=today_at(8).date(), settled=True, answered_at=today_at(8)
    )
    assert "done" in not_wanted([mail], today_at(8))[mail.pk]


def test_each_exercise_has_its_own_time(alice: Patient, priya: Staff) -> None:
    given = two_exercises(alice, priya)
    clam, hinge = lines(given)
    a_plan(
        alice,
        wishes(Moment(time(8), clam), Moment(time(18), hinge), way=Way.EXERCISE),
    )
    remind(today_at(8))
    remind(today_at(18))
    rows = Notification.objects.filter(kind="reminder").order_by("due_at")
    assert [row.facts["lines"] for row in rows] == [[str(clam)], [str(hinge)]]


def test_every_browser_gets_its_own_and_a_refused_address_gets_none(
    alice: Patient, priya: Staff
) -> None:
    two_exercises(alice, priya)
    for browser in ("https://one", "https://two"):
        add_address(channel="webpush", to=browser, facts={}, by=alice)
    Address.objects.create(
        channel="email", to=alice.email, patient=alice, refused_at=timezone.now()
    )
    a_plan(alice, wishes(channels=("email", "webpush")))
    remind(today_at(8))
    assert written() == [("reminder", "webpush", 2)] * 2


def test_a_channel_that_the_clinic_switched_off_is_not_used(
    alice: Patient, priya: Staff, olu: Staff
) -> None:
    two_exercises(alice, priya)
    a_plan(alice)
    set_channel(channel="email", on=False, facts={}, by=olu)
    remind(today_at(8))
    assert written() == []


def test_a_server_that_was_down_sends_what_is_of_use_and_says_what_is_not(
    alice: Patient, priya: Staff
) -> None:
    two_exercises(alice, priya)
    a_plan(alice, wishes(Moment(time(8)), Moment(time(18))))
    remind(today_at(18, 30))
    late, fresh = Notification.objects.filter(kind="reminder").order_by("due_at")
    assert late.stale_at == today_at(10)
    assert fresh.stale_at == today_at(20)


def test_later_comes_once_more_and_takes_the_place_of_the_repeat(
    alice: Patient, priya: Staff
) -> None:
    two_exercises(alice, priya)
    plan = a_plan(alice, wishes(repeat_after_hours=3))
    remind(today_at(8))
    Plan.objects.filter(pk=plan.pk).update(
        snoozed_at=today_at(8, 5), snoozed_until=today_at(9, 5), next_due_at=today_at(9, 5)
    )
    remind(today_at(9, 5))
    remind(today_at(13))
    assert [kind for kind, *_rest in written()] == ["reminder", "reminder"]


def test_stopping_and_pausing_end_what_is_to_come(alice: Patient, priya: Staff) -> None:
    two_exercises(alice, priya)
    a_plan(alice)
    plan = actions.stop(patient=alice, by=alice)
    assert plan.next_due_at is None
    plan = actions.start(patient=alice, by=alice)
    assert plan.next_due_at is not None
    plan = actions.pause(patient=alice, until=in_days(3), by=alice)
    assert plan.next_due_at is not None
    assert plan.next_due_at.date() == in_days(3)
    with pytest.raises(actions.PauseTooLong):
        actions.pause(patient=alice, until=in_days(0), by=alice)


def test_just_before_sending_it_is_asked_whether_it_is_still_wanted(
    alice: Patient, priya: Staff
) -> None:
    given = two_exercises(alice, priya)
    a_plan(alice)
    remind(today_at(8))
    rows = list(Notification.objects.filter(kind="reminder").select_related("patient"))
    now = timezone.now()
    assert not_wanted(rows, today_at(8)) == {}
    hold(programme=given.programme, line=None, reason="red flag", cause="2", at=now, by=alice)
    assert "on hold" in not_wanted(rows, today_at(8))[rows[0].pk]
    actions.stop(patient=alice, by=alice)
    assert "stopped" in not_wanted(rows, today_at(8))[rows[0].pk]


def test_a_way_that_was_given_up_meanwhile_is_not_used(alice: Patient, priya: Staff) -> None:
    two_exercises(alice, priya)
    a_plan(alice)
    remind(today_at(8))
    row = Notification.objects.select_related("patient").get(kind="reminder")
    actions.set_plan(patient=alice, wishes=wishes(channels=("webpush",)), by=alice)
    assert "another way" in not_wanted([row], today_at(8))[row.pk]


def test_a_repeat_is_not_sent_once_something_was_logged(alice: Patient, priya: Staff) -> None:
    given = two_exercises(alice, priya)
    a_plan(alice, wishes(repeat_after_hours=2))
    remind(today_at(8))
    remind(today_at(10))
    rows = list(Notification.objects.filter(kind__startswith="reminder").select_related("patient"))
    Notification.objects.update(made_at=today_at(10))
    did(given.clam, today_at(10, 1))
    for row in rows:
        row.refresh_from_db()
    [dropped] = not_wanted(rows, today_at(10, 2))
    assert Notification.objects.get(pk=dropped).kind == "reminder_again"


def test_who_was_given_a_programme_gets_the_plan_the_practitioner_had_in_mind(
    alice: Patient, priya: Staff
) -> None:
    given = two_exercises(alice, priya)
    given.programme.prescriptions.update(anchor="after waking")
    assert make_new_plans(timezone.now()) == 1
    assert make_new_plans(timezone.now()) == 0
    plan = Plan.objects.get(patient=alice)
    assert [(slot.anchor, slot.at) for slot in plan.slots.all()] == [("waking", time(7, 30))]
    assert plan.next_due_at is not None


def test_who_has_no_address_gets_a_plan_all_the_same(alice: Patient, priya: Staff) -> None:
    alice.email = ""
    alice.save()
    two_exercises(alice, priya)
    Notification.objects.all().delete()
    assert make_new_plans(timezone.now()) == 1
    assert Plan.objects.filter(patient=alice, next_due_at__isnull=False).exists()


def test_a_worker_that_was_away_for_weeks_makes_the_plans_it_missed(
    alice: Patient, priya: Staff
) -> None:
    two_exercises(alice, priya)
    assert make_new_plans(timezone.now() + timedelta(weeks=5)) == 1


def test_a_worker_that_dies_between_two_plans_makes_the_second_at_its_next_start(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Ann Smith", "Ben Smith"):
        two_exercises(a_patient(house.clinic, house.priya, name), house.priya)
    made: list[Patient] = []

    def dies_at_the_second(**wanted: Any) -> Plan:
        if made:
            raise KeyboardInterrupt
        made.append(wanted["patient"])
        return actions.plan_for(**wanted)

    with monkeypatch.context() as dying:
        dying.setattr(reminding, "plan_for", dies_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            make_new_plans(timezone.now())
    assert make_new_plans(timezone.now()) == 1
    assert set(Plan.objects.values_list("patient__name", flat=True)) == {"Ann Smith", "Ben Smith"}


def test_a_draft_and_an_ended_care_get_no_plan(house: House, alice: Patient, priya: Staff) -> None:
    Programme.objects.create(patient=alice)
    gone = a_patient(house.clinic, priya, "Ann Smith")
    two_exercises(gone, priya)
    end_care(patient=gone, by=priya, why=Ended.MOVED)
    assert make_new_plans(timezone.now()) == 0


def test_new_plans_cost_no_more_reading_for_more_patients(
    house: House,
) -> None:
    reads = []
    for number in range(2):
        for each in range(1 + 3 * number):
            patient = a_patient(house.clinic, house.priya, f"Patient{number}{each} Smith")
            two_exercises(patient, house.priya)
        with CaptureQueriesContext(connection) as found:
            make_new_plans(timezone.now())
        tables = ("programmes_programme", "programmes_prescription")
        reads.append(sum(any(f'FROM "{name}"' in q["sql"] for name in tables) for q in found))
    assert reads == [2, 2]


def test_a_patient_is_asked_once_to_book_the_review(alice: Patient, priya: Staff) -> None:
    two_exercises(alice, priya)
    now = timezone.now() + timedelta(days=2)
    assert remind_of_reviews(now) == 0, "the review is four weeks away"
    Assessment.objects.update(review_by=in_days(7))
    Patient.objects.filter(pk=alice.pk).update(email="")
    assert remind_of_reviews(now) == 0, "nobody can be mailed"
    Patient.objects.filter(pk=alice.pk).update(email="alice@example.org")
    assert remind_of_reviews(now) == 1
    assert remind_of_reviews(now) == 0
    assert Notification.objects.filter(kind="review_due", patient=alice).count() == 1


@pytest.mark.parametrize(("hour", "comes"), [(3, 7), (7, 7), (12, 12), (22, 31)])
def test_the_review_is_asked_for_outside_quiet_hours(
    alice: Patient, priya: Staff, hour: int, comes: int
) -> None:
    two_exercises(alice, priya)
    Patient.objects.update(zone="UTC")
    Assessment.objects.update(review_by=in_days(7))
    now = today_at(hour) + timedelta(days=2)
    assert remind_of_reviews(now) == 1
    due_at = Notification.objects.get(kind="review_due").due_at
    assert due_at == today_at(0) + timedelta(days=2, hours=comes)


def test_moving_to_another_clock_moves_the_reminders(alice: Patient, priya: Staff) -> None:
    two_exercises(alice, priya)
    a_plan(alice)
    actions.move_to_zone(patient=alice, zone="Asia/Kathmandu", by=alice)
    plan = Plan.objects.get(patient=alice)
    assert plan.next_due_at is not None
    assert (plan.next_due_at.hour, plan.next_due_at.minute) == (2, 15)


def test_old_reminders_are_forgotten_and_what_went_wrong_is_kept(
    alice: Patient, priya: Staff
) -> None:
    two_exercises(alice, priya)
    a_plan(alice, wishes(Moment(time(8)), Moment(time(9))))
    remind(today_at(8))
    remind(today_at(9))
    Notification.objects.filter(kind="reminder").update(state="sent")
    dead = Notification.objects.filter(kind="reminder").first()
    assert dead is not None
    Notification.objects.filter(pk=dead.pk).update(state="dead")
    assert forget_old(timezone.now()) == 0
    assert forget_old(timezone.now() + KEPT_FOR + timedelta(days=1)) == 1
    assert Notification.objects.filter(kind="reminder").get() == dead


def test_a_batch_costs_the_same_queries_however_many_it_holds(house: House) -> None:
    two_exercises(house.alice, house.priya)
    a_plan(house.alice)
    with CaptureQueriesContext(
        connection,
    ) as one:
        remind(today_at(8))
    for number in range(5):
        patient = a_patient(house.clinic, house.priya, f"Patient{number} Smith")
        two_exercises(patient, house.priya)
        a_plan(patient)
    with CaptureQueriesContext(connection) as five:
        remind(today_at(8, 1))
    assert len(five) == len(one)
