"""Questionnaires are given by a practitioner and answered by the patient, or from paper."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from goodform.audit.models import AuditRow
from goodform.outcomes.actions import (
    MOST_GOALS,
    CannotBeAnswered,
    CannotBeGiven,
    answer,
    bring_text,
    end_goal,
    give,
    give_plan,
    name_activities,
    write_goal,
)
from goodform.outcomes.as_typed import WordsRefused
from goodform.outcomes.instrument_files import instruments
from goodform.outcomes.models import BroughtText, Goal, Sheet, WhenAsked
from goodform.outcomes.queries import sheets_of, to_answer, usable_at
from goodform.people.doors import NotAllowed
from goodform.people.ending_actions import end_care
from goodform.people.models import Ended
from tests.people import TODAY_IS, House, a_patient

ACTIVITIES = ["Carry shopping", "Sit through a film", "Put on my socks"]


def given(house: House, *names: str, due_on: date = TODAY_IS) -> Sheet:
    made = give(
        patient=house.alice, chosen=names, moment=WhenAsked.START, due_on=due_on, by=house.priya
    )
    return made[0]


def test_a_plan_asks_at_the_start_and_after_six_weeks_once(house: House) -> None:
    for _twice in range(2):
        give_plan(patient=house.alice, chosen=["pain-last-week"], start=TODAY_IS, by=house.priya)
    rows = Sheet.objects.filter(patient=house.alice)
    assert [(row.moment, (row.due_on - TODAY_IS).days) for row in rows] == [
        ("start", 0),
        ("six_weeks", 42),
    ]
    assert [row.instrument for row in to_answer(house.alice, TODAY_IS)] == ["pain-last-week"]
    assert not to_answer(house.alice, TODAY_IS - timedelta(days=1))


def test_only_a_practitioner_of_the_clinic_gives(house: House) -> None:
    for somebody in (house.rob, house.olu, house.charlie):
        with pytest.raises(NotAllowed):
            give_plan(patient=house.alice, chosen=["psfs"], start=TODAY_IS, by=somebody)
    assert not Sheet.objects.exists()


@pytest.mark.parametrize("chosen", [[], ["odi"], ["no-such-thing"], ["psfs", "a", "b", "c", "d"]])
def test_what_cannot_be_asked_is_not_given(house: House, chosen: list[str]) -> None:
    with pytest.raises(CannotBeGiven):
        give_plan(patient=house.alice, chosen=chosen, start=TODAY_IS, by=house.priya)


def test_only_so_many_wait_at_once(house: House) -> None:
    for day in range(20):
        given(house, "pain-last-week", due_on=TODAY_IS + timedelta(days=day))
    with pytest.raises(CannotBeGiven, match="Too many"):
        given(house, "pain-last-week", due_on=TODAY_IS + timedelta(days=20))
    assert Sheet.objects.count() == 20


def test_an_answer_is_kept_raw_with_the_score_and_the_record_says_that_not_what(
    house: House,
) -> None:
    sheet = answer(sheet=given(house, "pain-last-week"), answers={"pain": 7}, by=house.alice)
    sheet.refresh_from_db()
    assert (sheet.answers, sheet.score, sheet.entered_by) == ({"pain": 7}, 7.0, None)
    row = AuditRow.objects.get(action="answered a questionnaire")
    assert row.actor_id == house.alice.audit_id
    assert row.facts == {"instrument": "pain-last-week", "moment": "start", "on_paper": False}
    with pytest.raises(CannotBeAnswered, match="answered already"):
        answer(sheet=sheet, answers={"pain": 2}, by=house.alice)
    sheet.refresh_from_db()
    assert sheet.score == 7.0


def test_a_practitioner_types_in_paper_and_nobody_else(house: House) -> None:
    sheet = given(house, "pain-last-week")
    for somebody in (house.rob, house.charlie):
        with pytest.raises(NotAllowed):
            answer(sheet=sheet, answers={"pain": 3}, by=somebody, entered_by=somebody)
    with pytest.raises(NotAllowed):
        answer(sheet=sheet, answers={"pain": 3}, by=house.carol)
    answer(sheet=sheet, answers={"pain": 3}, by=house.priya, entered_by=house.priya)
    sheet.refresh_from_db()
    assert (sheet.score, sheet.entered_by) == (3.0, house.priya)


def test_an_answer_out_of_range_or_to_another_question_changes_nothing(house: House) -> None:
    sheet = given(house, "pain-last-week")
    for answers in ({"pain": 11}, {"pain": -1}, {"other": 1}):
        with pytest.raises(CannotBeAnswered):
            answer(sheet=sheet, answers=answers, by=house.alice)
    with pytest.raises(CannotBeAnswered):
        answer(sheet=sheet, answers={}, passed=["other"], by=house.alice)
    sheet.refresh_from_db()
    assert (sheet.answers, sheet.passed, sheet.answered_at) == ({}, [], None)


def test_activities_are_the_patients_own_and_the_same_ones_next_time(house: House) -> None:
    first, _second = give_plan(patient=house.alice, chosen=["psfs"], start=TODAY_IS, by=house.priya)
    with pytest.raises(CannotBeAnswered, match="Name your activities"):
        answer(sheet=first, answers={"activity-1": 3}, by=house.alice)
    name_activities(sheet=first, texts=[*ACTIVITIES, " "], by=house.alice)
    answer(sheet=first, answers={"activity-1": 3}, by=house.alice)
    first.refresh_from_db()
    assert first.answered_at is None, "resumable: two are left"
    answer(sheet=first, answers={"activity-2": 4, "activity-3": 6}, by=house.alice)
    first.refresh_from_db()
    assert first.score == 4.33
    third = given(house, "psfs", due_on=TODAY_IS + timedelta(days=90))
    assert {tuple(row.asked.values()) for row in (*sheets_of(house.alice), third)} == {
        tuple(ACTIVITIES)
    }


def test_half_a_questionnaire_has_no_score_and_says_why(house: House) -> None:
    sheet = given(house, "psfs")
    name_activities(sheet=sheet, texts=ACTIVITIES, by=house.alice)
    answer(
        sheet=sheet,
        answers={"activity-1": 3, "activity-2": 4},
        passed=["activity-3"],
        by=house.alice,
    )
    sheet.refresh_from_db()
    assert (sheet.score, sheet.why_none) == (None, "missing")
    assert sheet.answered_at is not None


@pytest.mark.parametrize(
    "texts",
    [
        ["walk", "sit"],
        ["walk", "sit", "Walk"],
        ["walk", "sit", "a\0b"],
        ["walk", "sit", "x" * 201],
        ["walk", "sit", "stand", "lift", "bend", "sleep"],
    ],
)
def test_activities_that_cannot_be_kept_are_refused_kindly(house: House, texts: list[str]) -> None:
    sheet = given(house, "psfs")
    with pytest.raises((CannotBeAnswered, WordsRefused)):
        name_activities(sheet=sheet, texts=texts, by=house.alice)
    sheet.refresh_from_db()
    assert sheet.asked == {}


def test_questions_that_changed_after_they_were_given_are_not_answered(house: House) -> None:
    sheet = given(house, "pain-last-week")
    Sheet.objects.update(mark="of an older file")
    with pytest.raises(CannotBeAnswered, match="changed after"):
        answer(sheet=sheet, answers={"pain": 7}, by=house.alice)


def test_goals_stand_in_the_patients_own_words_up_to_five(house: House) -> None:
    for number in range(MOST_GOALS):
        goal = write_goal(patient=house.alice, text=f"Walk {number + 1} miles", by=house.alice)
    with pytest.raises(CannotBeAnswered):
        write_goal(patient=house.alice, text="Fly", by=house.alice)
    end_goal(goal=goal, by=house.priya)
    write_goal(patient=house.alice, text="Garden again", by=house.priya)
    assert Goal.objects.filter(ended_at=None).count() == MOST_GOALS
    with pytest.raises(NotAllowed):
        write_goal(patient=house.alice, text="Not mine", by=house.carol)
    for text in ("a\0b", " ", "x" * 201):
        with pytest.raises(WordsRefused):
            write_goal(patient=house.carol, text=text, by=house.carol)


def test_a_text_of_somebody_elses_is_usable_once_the_owner_recorded_the_licence(
    house: House,
) -> None:
    items = {item.id: f"Question {item.id}" for item in instruments()["odi"].items}

    def bring(**changed: object) -> BroughtText:
        facts = {"items": items, "holder": "Riverside", "licensed_on": TODAY_IS, "by": house.olu}
        return bring_text(clinic=house.clinic, instrument="odi", **{**facts, **changed})  # type: ignore[arg-type]

    with pytest.raises(NotAllowed):
        bring(by=house.priya)
    with pytest.raises(CannotBeGiven):
        bring(items={"s1": "Only one"})
    with pytest.raises(CannotBeGiven):
        bring(licensed_on=timezone.localdate() + timedelta(days=1))
    with pytest.raises(WordsRefused):
        bring(holder="\0")
    assert "odi" not in usable_at(house.clinic.pk)
    bring()
    assert "odi" in usable_at(house.clinic.pk)
    assert "odi" not in usable_at(house.elsewhere.pk)
    assert given(house, "odi").asked["s1"] == "Question s1"
    BroughtText.objects.update(version="0")
    assert "odi" not in usable_at(house.clinic.pk)


def test_a_merged_record_shows_what_was_answered_in_both(house: House) -> None:
    double = a_patient(house.clinic, house.priya, "Alicia Archer")
    sheet = given(house, "pain-last-week")
    end_care(patient=house.alice, why=Ended.MERGED, into=double, by=house.priya)
    assert sheets_of(double) == [sheet]


def test_others_see_none_of_it(house: House) -> None:
    given(house, "pain-last-week")
    write_goal(patient=house.alice, text="Walk", by=house.alice)
    for user in (house.charlie.user, house.carol.user, house.rob.user, house.olu.user):
        assert user is not None
        assert not Sheet.objects.visible_to(user)
        assert not Goal.objects.visible_to(user)
    assert Sheet.objects.visible_to(house.priya.user).count() == 1
