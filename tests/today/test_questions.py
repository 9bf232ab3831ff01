"""The patient answers questionnaires one question a screen, when they like."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goodform.outcomes.actions import give_plan
from goodform.outcomes.models import Sheet
from tests.people import House
from tests.today.programmes import prescribe


def signed_in(person: object) -> Client:
    client = Client()
    client.force_login(person.user)  # type: ignore[attr-defined]
    return client


def page_of(client: Client, name: str, **at: object) -> str:
    return client.get(reverse(name, kwargs=at)).content.decode()


@pytest.fixture
def sheets(house: House) -> list[Sheet]:
    """Pain and her own activities, from today on."""
    return give_plan(
        patient=house.alice,
        chosen=["pain-last-week", "psfs"],
        start=timezone.now().date(),
        by=house.priya,
    )


def test_today_asks_without_standing_in_the_way(house: House) -> None:
    prescribe(house.alice, "clam")
    client = signed_in(house.alice)
    asks = "Your clinic has some questions for you"
    assert asks not in page_of(client, "today")
    give_plan(
        patient=house.alice,
        chosen=["pain-last-week"],
        start=timezone.now().date() + timedelta(days=2),
        by=house.priya,
    )
    assert asks not in page_of(client, "today"), "not yet"
    give_plan(
        patient=house.alice,
        chosen=["psfs"],
        start=timezone.now().date(),
        by=house.priya,
    )
    page = page_of(client, "today")
    assert asks in page
    assert "Clam" in page


def test_one_question_is_answered_and_that_is_all(house: House, sheets: list[Sheet]) -> None:
    client, pain = signed_in(house.alice), sheets[0]
    there = reverse("questionnaire", kwargs={"pk": pain.pk})
    assert "Question 1 of 1" in client.get(there).content.decode()
    for wrong in ("", "11", "many", "a\0", "9" * 5000):
        answer = client.post(there, {"question": "pain", "answer": wrong})
        assert answer.status_code == 422
        assert "Choose one of the answers" in answer.content.decode()
    client.post(there, {"question": "pain", "answer": "0"})
    pain.refresh_from_db()
    assert (pain.answers, pain.score) == ({"pain": 0}, 0.0)
    assert client.get(there).status_code == 302
    client.post(there, {"question": "pain", "answer": "9"})
    pain.refresh_from_db()
    assert pain.score == 0.0


def test_her_own_activities_are_named_and_gone_on_with_later(
    house: House, sheets: list[Sheet]
) -> None:
    client, psfs = signed_in(house.alice), sheets[1]
    there = reverse("questionnaire", kwargs={"pk": psfs.pk})
    refused = client.post(there, {"activity": ["Sit", "Walk", "", "", ""]})
    assert refused.status_code == 422
    assert 'value="Walk"' in refused.content.decode()
    client.post(there, {"activity": ["Sit", "Walk", "Lift", "", ""]})
    client.post(there, {"question": "activity-1", "answer": "4"})
    page = signed_in(house.alice).get(there).content.decode()
    assert "Question 2 of 3" in page
    assert "Walk" in page
    back = client.get(f"{there}?question=activity-1").content.decode()
    assert 'value="4" checked' in back
    client.post(there, {"question": "activity-2", "pass": "yes"})
    client.post(there, {"question": "activity-3", "answer": "6"})
    psfs.refresh_from_db()
    assert psfs.answered_at is not None
    assert (psfs.score, psfs.why_none) == (None, "missing")


def test_nobody_else_answers_for_her(house: House, sheets: list[Sheet]) -> None:
    there = reverse("questionnaire", kwargs={"pk": sheets[0].pk})
    for person in (house.carol, house.priya, house.rob, house.olu, house.charlie):
        client = signed_in(person)
        assert client.get(there).status_code == 404
        assert client.post(there, {"question": "pain", "answer": "1"}).status_code == 404
    assert "Pain in the last week" not in page_of(signed_in(house.carol), "questions")
    assert Client().get(there).status_code == 302
    sheets[0].refresh_from_db()
    assert sheets[0].answers == {}


def test_questions_that_changed_say_so(house: House, sheets: list[Sheet]) -> None:
    Sheet.objects.update(mark="of an older file")
    page = page_of(signed_in(house.alice), "questionnaire", pk=sheets[0].pk)
    assert "Your clinic will give you new ones" in page
