"""A flood from one patient: everything is answered and kept, harm is heard, few cases are made."""

import json
from contextlib import nullcontext
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest
from django.test import Client

from goodform.audit.models import AuditRow
from goodform.diary import api, beyond, who_may_send
from goodform.diary.consequences import MOST_HOLDS
from goodform.diary.documents import MOST_ENTRIES
from goodform.diary.models import Entry, Excess, Session
from goodform.inbox.models import Alert, AlertTelling, Severity
from goodform.people.ceilings import Ceiling, NowAndThen
from goodform.programmes.models import Hold
from tests.diary.sending import Phone, a_document, a_stop, an_entry, lines_held
from tests.people import House
from tests.prescribed import Given, a_programme

MORE = 30


@pytest.fixture
def given(house: House) -> Given:
    """The programme Alice was given."""
    return a_programme(house.alice, house.priya)


@pytest.fixture
def phone(house: House) -> Phone:
    """Alice's phone."""
    return Phone(house.alice)


def results(said: dict[str, Any]) -> set[tuple[str, str | None]]:
    return {(each["result"], each["code"]) for each in said["entries"]}


def test_every_entry_of_a_long_session_has_its_answer_and_nothing_is_dropped(
    given: Given, phone: Phone
) -> None:
    entries = [an_entry(given.clam, noticed=[f"code {n}"]) for n in range(MOST_ENTRIES + MORE)]
    answer = phone.put(a_document(*entries))
    assert answer.status_code == 201
    said = answer.json()
    assert [each["id"] for each in said["entries"]] == [each["id"] for each in entries]
    assert {each["code"] for each in said["entries"][MOST_ENTRIES:]} == {"too_many"}
    assert "too_many" not in {each["code"] for each in said["entries"][:MOST_ENTRIES]}
    assert said["flags"] == ["too_many"]
    assert Entry.objects.count() == MOST_ENTRIES
    received = Excess.objects.get().received
    others = entries[MOST_ENTRIES:]
    assert {key: json.loads(each) for key, each in received.items()} == {
        each["id"]: each for each in others
    }


def test_sent_again_it_is_the_same_and_with_more_it_grows(given: Given, phone: Phone) -> None:
    document = a_document(*(an_entry(given.clam) for _ in range(MOST_ENTRIES + MORE)))
    first = phone.put(document).json()
    rows = AuditRow.objects.count()
    again = phone.put(document)
    assert again.status_code == 200
    assert again.json()["entries"] == first["entries"]
    assert AuditRow.objects.count() == rows
    # Pieces of a day that goes on are no way round it.
    assert results(phone.send(an_entry(given.clam))) == {("flagged", "too_many")}
    assert Entry.objects.count() == MOST_ENTRIES
    assert len(Excess.objects.get().received) == MORE + 1


def test_what_is_kept_beyond_the_room_has_an_end_and_says_that_there_was_more(
    given: Given, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.send(*(an_entry(given.clam) for _ in range(MOST_ENTRIES)))
    monkeypatch.setattr(beyond, "MOST_LETTERS", 2000)
    for _ in range(3):
        said = phone.send(*(an_entry(given.clam) for _ in range(MORE)))
        assert {each["code"] for each in said["entries"]} == {"too_many"}
    kept = Excess.objects.get()
    assert 0 < sum(len(key) + len(text) for key, text in kept.received.items()) <= 2000
    assert kept.full
    phone.send(a_stop(given.hinge, pain=7))
    assert Entry.objects.filter(outcome="stopped").count() == 1


def test_what_has_no_number_or_no_form_is_kept_as_it_came(given: Given, phone: Phone) -> None:
    odd: list[Any] = ["no entry", None, 7, {"outcome": "d\u0000ne", "note": "\ud800"}, [[]]]
    said = phone.send(*(an_entry(given.clam) for _ in range(MOST_ENTRIES)), *odd)
    assert len(said["entries"]) == MOST_ENTRIES + len(odd)
    kept = [json.loads(each) for each in Excess.objects.get().received.values()]
    assert sorted(map(_plain, kept)) == sorted(map(_plain, odd))


def _plain(said: object) -> str:
    return json.dumps(said, sort_keys=True)


def test_four_thousand_stops_are_kept_and_told_as_a_few(given: Given, phone: Phone) -> None:
    stops = [a_stop(given.clam, pain=6) for _ in range(MOST_ENTRIES + 210)]
    answer = phone.put(a_document(*stops))
    assert answer.status_code == 201
    assert {each["result"] for each in answer.json()["entries"]} == {"flagged", "accepted"}
    assert Entry.objects.filter(outcome="stopped").count() == len(stops)
    assert Alert.objects.count() == 1
    assert lines_held() == {given.clam.line}
    before = AuditRow.objects.count()
    assert phone.put(a_document(*stops)).status_code == 200
    assert Entry.objects.count() == len(stops)
    assert Alert.objects.count() == 1
    assert Hold.objects.count() == 1
    assert AuditRow.objects.count() - before <= 1


def test_the_grave_one_at_the_end_of_many_is_heard(given: Given, phone: Phone) -> None:
    many = [a_stop(given.clam, pain=4) for _ in range(MOST_ENTRIES + MORE)]
    grave = a_stop(given.hinge, symptoms=["saddle_numbness"])
    numb = a_stop(given.clam, symptoms=["saddle_numbness"])
    said = phone.send(*many, numb, grave)
    assert said["everything_held"]
    assert said["advice"] == "emergency"
    assert lines_held() == {None, given.clam.line, given.hinge.line}
    told = Alert.objects.filter(severity=Severity.CALL_NOW, is_emergency=True)
    assert told.count() == 2
    assert Alert.objects.count() == 1 + told.count()


def test_whatever_one_of_the_many_holds_is_held(given: Given, phone: Phone) -> None:
    many = [a_stop(given.clam, symptoms=["saddle_numbness"]) for _ in range(MOST_HOLDS + 2)]
    stranger = [a_stop(uuid4()) for _ in range(MOST_HOLDS + 2)]
    phone.send(*many, *stranger)
    assert lines_held() == {None, given.clam.line}


def test_each_of_many_stops_is_told_once_and_counted_and_few_hold(
    given: Given, phone: Phone
) -> None:
    stops = [a_stop(given.clam, pain=4) for _ in range(MOST_HOLDS + 4)]
    for told in (stops[:2], stops, stops):
        phone.send(*told)
        assert Alert.objects.get().times == len(told)
    assert lines_held() == {given.clam.line}
    assert Hold.objects.count() <= 2 + MOST_HOLDS


def test_of_more_than_a_session_holds_the_case_says_that_it_counts_fewer(
    given: Given, phone: Phone
) -> None:
    phone.send(*(a_stop(given.clam, pain=6) for _ in range(MOST_ENTRIES + MORE)))
    (told,) = AlertTelling.objects.all()
    assert "too_many" in told.facts["flags"]


def test_a_stop_in_another_person_s_number_beyond_the_room_is_kept(
    house: House, given: Given, phone: Phone
) -> None:
    theirs = a_programme(house.carol, house.charlie)
    hers = an_entry(theirs.clam)
    Phone(house.carol).send(hers)
    stop = a_stop(given.hinge, id=hers["id"])
    phone.send(*(an_entry(given.clam) for _ in range(MOST_ENTRIES)), stop)
    (kept,) = Entry.objects.filter(outcome="stopped")
    assert kept.session_id == phone.session
    assert lines_held() == {given.hinge.line}
    assert Session.objects.count() == 2


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> Ceiling:
    """A ceiling of three requests."""
    ceiling = Ceiling("requests in a test", 3, 600)
    monkeypatch.setattr(who_may_send, "_requests", NowAndThen(ceiling, every=1))
    return ceiling


@pytest.mark.usefixtures("few")
def test_too_many_requests_are_sent_again_later_and_harm_is_heard_at_once(
    house: House, given: Given, phone: Phone
) -> None:
    for _ in range(3):
        phone.send(an_entry(given.clam))
    told = phone.put(a_document(an_entry(given.clam)))
    assert told.status_code == 429
    assert told["Retry-After"] == "600"
    assert told.json()["code"] == "too_often"
    assert phone.put(a_document(a_stop(given.clam))).status_code == 200
    assert phone.put(a_document(red_flags=["saddle_numbness"])).status_code == 200
    assert phone.put(a_document(red_flags=["none_of_these"])).status_code == 429
    theirs = a_programme(house.carol, house.charlie)
    assert Phone(house.carol).put(a_document(an_entry(theirs.clam))).status_code == 201


@pytest.mark.usefixtures("few")
def test_mornings_and_messages_count_too_and_a_bad_morning_is_heard(
    house: House, given: Given, phone: Phone
) -> None:
    for _ in range(3):
        phone.send(an_entry(given.clam))

    def put(path: str, **said: Any) -> int:
        return int(_client(phone).put(path, said, content_type="application/json").status_code)

    assert put("/api/mornings/2026-11-20", settled=True) == 429
    assert put("/api/mornings/2026-11-20", settled=False) == 201
    assert put(f"/api/messages/{uuid4()}", text="Hello") == 429


def _client(phone: Phone) -> Any:

    client = Client()
    assert phone.patient.user is not None
    client.force_login(phone.patient.user)
    return client


def test_a_ceiling_counted_now_and_then_holds_for_all_processes(db: None) -> None:
    ceiling = Ceiling("requests in a test", 40, 600)
    one, other = NowAndThen(ceiling), NowAndThen(ceiling)
    passed = [each.passes("Alice", now=1000) for _ in range(30) for each in (one, other)]
    assert 40 <= sum(passed) <= 40 + 2 * one.every
    assert not passed[-1]
    assert one.passes("Bob", now=1000)
    assert one.passes("Alice", now=1601)


def test_a_stop_waits_for_no_more_than_a_piece_of_another_s_flood(
    given: Given, phone: Phone
) -> None:
    turns = []

    def in_turn(whose: UUID, *, size: int = 0) -> Any:
        turns.append((whose, size > 0))
        return nullcontext()

    with patch.object(api, "in_turn", in_turn):
        phone.send(*(a_stop(given.clam) for _ in range(MOST_ENTRIES + 210)))
    # A piece is as small as anybody's session, so that a long one comes to its end.
    assert turns == [(phone.patient.pk, True), *[(phone.patient.pk, False)] * 3]
