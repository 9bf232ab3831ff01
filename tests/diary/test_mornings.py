"""The morning after: settled or not, and what follows."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goodform.diary.documents import MorningDocument
from goodform.diary.models import Entry, Morning
from goodform.diary.morning_actions import take_morning
from goodform.diary.queries import morning_question
from goodform.inbox.evidence import from_json
from goodform.inbox.headline import headline
from goodform.inbox.models import Alert, Kind, Severity
from goodform.people.models import Patient
from goodform.programmes.models import Hold
from tests.diary.sending import Phone, an_entry, lines_held
from tests.people import House
from tests.prescribed import Given, a_programme


@pytest.fixture
def given(house: House) -> Given:
    """Alice did her hip hinge and her (monitored) glute bridge yesterday; usual pain 3."""
    given = a_programme(house.alice, house.priya)
    Phone(house.alice).send(an_entry(given.hinge), an_entry(given.bridge))
    Entry.objects.update(local_date=timezone.localdate() - timedelta(days=1))
    return given


def put(patient: Patient, body: dict[str, Any], day: date | None = None) -> Any:
    """Send a next-morning answer as the page does."""
    client = Client()
    assert patient.user is not None
    client.force_login(patient.user)
    return client.put(
        f"/api/mornings/{day or timezone.localdate()}", body, content_type="application/json"
    )


ANSWERS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("settled", {"settled": True, "pain": 2}, []),
    ("settled, pain not answered", {"settled": True, "pain": None}, []),
    ("not settled", {"settled": False, "pain": 4}, ["bridge", "hinge"]),
    ("not sure", {"settled": None, "answered": True}, ["bridge", "hinge"]),
    ("not sure, as earlier pages said it", {"settled": None, "pain": None}, ["bridge", "hinge"]),
    ("asked and not answered", {"settled": None, "answered": False}, []),
    ("muscles ache, the back does not", {"settled": True, "ache": True, "pain": 3}, []),
    ("settled, above usual: monitored only", {"settled": True, "pain": 4}, ["bridge"]),
    ("settled, far above usual", {"settled": True, "pain": 8}, ["bridge", "hinge"]),
    ("an answer that is none", {"settled": "maybe"}, ["bridge", "hinge"]),
    ("settled, pain of 11", {"settled": True, "pain": 11}, []),
]


@pytest.mark.parametrize(
    ("body", "held"), [row[1:] for row in ANSWERS], ids=[row[0] for row in ANSWERS]
)
def test_what_did_not_settle_is_held_and_told(
    house: House, given: Given, body: dict[str, Any], held: list[str]
) -> None:
    for status in (201, 200):
        assert put(house.alice, body).status_code == status
    assert lines_held() == {getattr(given, name).line for name in held}
    assert [alert.kind for alert in Alert.objects.all()] == ([Kind.MORNING] if held else [])
    if held:
        yesterday = timezone.localdate() - timedelta(days=1)
        assert Alert.objects.get().evidence["local_date"] == yesterday.isoformat()


def test_a_later_answer_stands_and_releases_nothing(house: House, given: Given) -> None:
    put(house.alice, {"settled": False, "pain": 5})
    put(house.alice, {"settled": True, "pain": None})
    morning = Morning.objects.get()
    assert (morning.settled, morning.pain) == (True, 5)
    assert len(lines_held()) == 2
    assert Alert.objects.get().resolved_at is None


def test_no_answer_takes_none_away(house: House, given: Given) -> None:
    put(house.alice, {"settled": True, "pain": 1})
    put(house.alice, {"settled": None, "answered": False, "pain": None})
    assert Morning.objects.get().settled is True
    assert lines_held() == set()


def test_not_sure_after_all_stands_and_holds(house: House, given: Given) -> None:
    put(house.alice, {"settled": True, "pain": 1})
    put(house.alice, {"settled": None, "answered": True})
    morning = Morning.objects.get()
    assert (morning.settled, morning.answered, morning.pain) == (None, True, 1)
    assert lines_held() == {given.hinge.line, given.bridge.line}


def test_who_was_not_sure_is_looked_at_this_week_and_called_so(house: House, given: Given) -> None:
    put(house.alice, {"settled": None, "answered": True})
    alert = Alert.objects.get()
    assert alert.severity == Severity.THIS_WEEK
    assert "Was not sure how the back was" in headline(alert.kind, from_json(alert.evidence))
    assert {hold.reason for hold in Hold.objects.all()} == {"not_sure"}


def test_worse_after_not_sure_is_todays(house: House, given: Given) -> None:
    put(house.alice, {"settled": None, "answered": True})
    put(house.alice, {"settled": False})
    assert Alert.objects.get().severity == Severity.TODAY


def test_aching_muscles_are_kept_and_nothing_waits(house: House, given: Given) -> None:
    put(house.alice, {"settled": True, "ache": True})
    morning = Morning.objects.get()
    assert (morning.settled, morning.ache) == (True, True)
    assert not Alert.objects.exists()


@pytest.mark.parametrize(("days", "asked"), [(1, True), (2, True), (3, False), (30, False)])
def test_a_morning_is_asked_about_for_two_days(
    house: House, given: Given, days: int, asked: bool
) -> None:
    last = timezone.localdate() - timedelta(days=days)
    Entry.objects.update(local_date=last)
    assert morning_question(house.alice, timezone.localdate()) == (last if asked else None)
    put(house.alice, {"settled": None, "answered": True})
    assert bool(lines_held()) is asked


def test_todays_pain_is_that_mornings_only_where_they_exercised_yesterday(
    house: House, given: Given
) -> None:
    Entry.objects.update(local_date=timezone.localdate() - timedelta(days=2))
    put(house.alice, {"settled": True, "pain": 8})
    assert lines_held() == set()
    assert Morning.objects.get().pain == 8


def test_worse_a_week_later_is_still_told_and_holds_nothing(house: House, given: Given) -> None:
    Entry.objects.update(local_date=timezone.localdate() - timedelta(days=7))
    put(house.alice, {"settled": False})
    assert lines_held() == set()
    assert Alert.objects.get().kind == Kind.MORNING


@pytest.mark.parametrize("turned", [False, True])
def test_the_order_of_two_answers_does_not_matter(house: House, given: Given, turned: bool) -> None:
    now = timezone.now()

    def answer(settled: bool, pain: int | None, at: datetime) -> None:
        take_morning(
            patient=house.alice,
            day=timezone.localdate(),
            document=MorningDocument(settled=settled, pain=pain, answered_at=at),
            received_at=now,
            by=house.alice,
        )

    tellings = [(False, 6, now - timedelta(hours=2)), (True, None, now - timedelta(hours=1))]
    for settled, pain, at in reversed(tellings) if turned else tellings:
        answer(settled, pain, at)
    morning = Morning.objects.get()
    assert (morning.settled, morning.pain) == (True, 6)
    assert len(lines_held()) == 2


def test_a_morning_that_has_not_come_is_kept_as_todays(house: House, given: Given) -> None:
    answer = put(house.alice, {"settled": False}, timezone.localdate() + timedelta(days=9))
    assert answer.json()["date"] == timezone.localdate().isoformat()
    assert answer.json()["code"] == "time_clamped"
    assert len(lines_held()) == 2


def test_who_did_nothing_and_is_not_settled_still_reaches_the_clinic(house: House) -> None:
    a_programme(house.alice, house.priya)
    put(house.alice, {"settled": False, "pain": 6})
    assert Alert.objects.get().kind == Kind.MORNING
    assert lines_held() == set()


def test_the_question_is_due_until_it_was_asked(house: House, given: Given) -> None:
    today = timezone.localdate()
    assert morning_question(house.alice, today) == today - timedelta(days=1)
    put(house.alice, {"settled": True})
    assert morning_question(house.alice, today) is None
    assert morning_question(house.carol, today) is None


@pytest.mark.parametrize("body", [b"[]", b"{", b""])
def test_a_body_that_cannot_be_read_is_400(house: House, given: Given, body: bytes) -> None:
    assert put(house.alice, body).status_code == 400  # type: ignore[arg-type]
    assert not Morning.objects.exists()


def test_a_day_no_calendar_has_is_no_address(house: House) -> None:
    client = Client()
    assert house.alice.user is not None
    client.force_login(house.alice.user)
    assert client.put("/api/mornings/2026-02-30", "{}").status_code == 404


def test_staff_and_strangers_answer_for_nobody(house: House, given: Given) -> None:
    client = Client()
    address = f"/api/mornings/{timezone.localdate()}"
    assert client.put(address, "{}", content_type="application/json").status_code == 401
    client.force_login(house.charlie.user)
    assert client.put(address, "{}", content_type="application/json").status_code == 404
