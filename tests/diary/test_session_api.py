"""`PUT /api/sessions/<uuid>`: what is kept, what follows from it, and whose it is."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goodform.audit.models import AuditRow
from goodform.diary.actions import take_session
from goodform.diary.documents import MorningDocument, SessionDocument
from goodform.diary.models import Entry, EntryRevision, Session
from goodform.diary.morning_actions import take_morning
from goodform.inbox.models import Alert, Kind, Message, Severity
from goodform.outbox.models import Notification
from goodform.people.doors import NotAllowed
from goodform.programmes.models import Hold
from tests.diary.sending import Phone, a_document, a_stop, an_entry, iso, lines_held
from tests.people import House
from tests.prescribed import Given


def test_a_session_is_kept_with_what_was_asked_beside_what_was_done(
    given: Given, phone: Phone
) -> None:
    answer = phone.put(a_document(an_entry(given.clam, repetitions_done=8, pain=2), pain_before=2))
    assert answer.status_code == 201
    entry = Entry.objects.get()
    assert (entry.repetitions_done, entry.repetitions_target) == (8, 10)
    assert (entry.side, entry.outcome, entry.pain, entry.timing) == ("left", "done", 2, "timed")
    assert entry.session.pain_before == 2
    assert entry.local_date == timezone.localdate()


def test_the_same_again_is_once(given: Given, phone: Phone) -> None:
    document = a_document(an_entry(given.clam), a_stop(given.hinge), pain_before=2)
    assert phone.put(document).status_code == 201
    before = (
        list(Session.objects.values()),
        list(Entry.objects.order_by("pk").values()),
        list(Hold.objects.values()),
        list(Alert.objects.values()),
        AuditRow.objects.count(),
    )
    again = phone.put(document)
    assert again.status_code == 200
    assert before == (
        list(Session.objects.values()),
        list(Entry.objects.order_by("pk").values()),
        list(Hold.objects.values()),
        list(Alert.objects.values()),
        AuditRow.objects.count(),
    )


def test_sent_again_with_more_it_grows(given: Given, phone: Phone) -> None:
    first = an_entry(given.clam)
    phone.send(first)
    phone.send(first, an_entry(given.clam, side="right"), finished_at=iso(timezone.now()))
    assert sorted(Entry.objects.values_list("side", flat=True)) == ["left", "right"]
    assert Session.objects.get().finished_at is not None


@pytest.mark.parametrize("said", ["numb_leg", ["numb_leg"], ["nothing I know"], {"a": 1}, 5, True])
def test_symptoms_told_in_any_way_hold_everything(given: Given, phone: Phone, said: object) -> None:
    answer = phone.send(a_stop(given.hinge, symptoms=said))
    assert answer["everything_held"] is True
    assert lines_held() == {given.hinge.line, None}
    assert Alert.objects.get().severity == Severity.CALL_NOW


def test_a_symptom_without_a_stop_holds_everything_too(given: Given, phone: Phone) -> None:
    phone.send(an_entry(given.hinge, symptoms=["dizzy"], pain=11))
    assert lines_held() == {None}
    assert Alert.objects.get().severity == Severity.CALL_NOW


def test_numb_left_and_numb_right_are_seen_together(given: Given, phone: Phone) -> None:
    answer = phone.send(
        a_stop(given.hinge, symptoms=["numb_leg"], where="left_leg"),
        a_stop(given.bridge, where="right_leg"),
    )
    assert answer["advice"] == "emergency"
    assert Alert.objects.filter(kind=Kind.RED_FLAG).exists()


@pytest.mark.parametrize("flags", [["saddle"], ["fever", "night"], ["no such code"], "saddle"])
def test_a_red_flag_holds_everything_and_calls_the_clinic_now(
    given: Given, phone: Phone, flags: object
) -> None:
    answer = phone.send(red_flags=flags)
    assert lines_held() == {None}
    alert = Alert.objects.get()
    assert (alert.kind, alert.severity) == (Kind.RED_FLAG, Severity.CALL_NOW)
    assert len(answer["held"]) == 3


def test_a_red_flag_of_somebody_without_a_programme_still_reaches_the_clinic(
    house: House,
) -> None:
    Phone(house.alice).send(red_flags=["saddle"])
    assert Alert.objects.get().severity == Severity.CALL_NOW


def test_none_of_these_is_an_answer_and_holds_nothing(given: Given, phone: Phone) -> None:
    phone.send(red_flags=["none_of_these"])
    assert not Alert.objects.exists()
    assert Session.objects.get().red_flags_asked == "whole_list"


PAINS = [
    # exercise, before, during, after → lines held, alert kinds
    ("all quiet", "hinge", 2, 2, 3, 0, []),
    ("a small rise during", "hinge", 2, 3, None, 0, []),
    ("a rise of two above usual", "hinge", 3, 5, None, 1, ["pain"]),
    ("above the monitored ceiling of 4", "bridge", 3, 5, None, 1, ["pain"]),
    ("at the monitored ceiling of 4", "bridge", 3, 4, None, 0, []),
    ("two more after than before", "hinge", 2, None, 4, 1, ["pain"]),
    ("three more after, monitored", "bridge", 1, None, 4, 1, ["pain"]),
    ("two more after, monitored", "bridge", 1, None, 3, 0, []),
    ("too sore to start", "hinge", 5, None, None, 0, ["pain"]),
    ("nobody answered", "hinge", None, None, None, 0, []),
]


@pytest.mark.parametrize("row", PAINS, ids=[row[0] for row in PAINS])
def test_the_pain_rules_decide_over_the_wire(given: Given, phone: Phone, row: Any) -> None:
    _, name, before, during, after, lines, alerts = row
    entry = an_entry(getattr(given, name), pain=during)
    phone.send(entry, pain_before=before, pain_after=after)
    assert len(lines_held()) == lines
    assert [alert.kind for alert in Alert.objects.all()] == alerts


def test_the_answers_after_a_stop_are_added_to_its_case(given: Given, phone: Phone) -> None:
    stop = a_stop(given.hinge)
    phone.send(stop, pain_before=2)
    phone.send({**stop, "pain": 6, "where": "low_back"}, pain_before=2)
    alert = Alert.objects.get()
    assert "pain" not in alert.evidence
    assert [each.facts.get("pain") for each in alert.tellings.all()] == [None, 6]
    assert alert.times == 1


def test_pressed_by_mistake_is_logged_and_shown_and_releases_nothing(
    given: Given, phone: Phone
) -> None:
    stop = a_stop(given.hinge)
    phone.send(stop)
    phone.send({**stop, "undone_at": iso(timezone.now())})
    assert Entry.objects.get().outcome == "stopped"
    assert lines_held() == {given.hinge.line}
    alert = Alert.objects.get()
    assert alert.resolved_at is None
    newest = alert.tellings.last()
    assert newest is not None
    assert newest.facts["undone_at"]
    assert AuditRow.objects.filter(action="took back an entry").count() == 1


def test_a_stop_never_turns_into_done(given: Given, phone: Phone) -> None:
    stop = a_stop(given.hinge)
    phone.send(stop)
    phone.send({**stop, "outcome": "done"})
    assert Entry.objects.get().outcome == "stopped"
    assert lines_held() == {given.hinge.line}


def test_a_correction_keeps_what_was_said_before(given: Given, phone: Phone) -> None:
    entry = an_entry(given.clam, pain=2)
    phone.send(entry)
    phone.send({**entry, "pain": 1}, sent_at=iso(timezone.now() + timedelta(seconds=1)))
    assert Entry.objects.get().pain == 1
    assert EntryRevision.objects.get().before == {"pain": 2}


def test_silence_takes_nothing_away(given: Given, phone: Phone) -> None:
    entry = an_entry(given.clam, pain=2, difficulty="easy")
    phone.send(entry, pain_before=2)
    phone.send({**entry, "pain": None, "difficulty": None}, pain_before=None)
    kept = Entry.objects.get()
    assert (kept.pain, kept.difficulty, kept.session.pain_before) == (2, "easy", 2)


def test_after_seven_days_gaps_are_filled_and_nothing_is_changed(
    given: Given, phone: Phone
) -> None:
    entry = an_entry(given.clam, pain=2)
    phone.take(a_document(entry))
    later = timezone.now() + timedelta(days=8)
    document = a_document({**entry, "pain": 1, "difficulty": "easy"}, sent_at=iso(later))
    taken = phone.take(document, at=later)
    kept = Entry.objects.get()
    assert (kept.pain, kept.difficulty) == (2, "easy")
    assert taken.results[0].code == "too_old_to_correct"
    assert EntryRevision.objects.get().before == {"pain": 1}


def test_a_correction_downwards_releases_and_closes_nothing(given: Given, phone: Phone) -> None:
    entry = an_entry(given.hinge, pain=8)
    phone.send(entry, pain_before=2)
    phone.send({**entry, "pain": 0}, pain_before=2)
    assert lines_held() == {given.hinge.line}
    assert Alert.objects.get().resolved_at is None


def test_a_note_becomes_a_message_that_somebody_must_read(given: Given, phone: Phone) -> None:
    for _ in range(2):
        phone.send(an_entry(given.clam), note="The clam feels odd since Sunday.")
    message = Message.objects.get()
    assert message.text == "The clam feels odd since Sunday."
    assert message.read_at is None


def test_carol_and_charlie_get_nothing_of_alices_session(house: House, given: Given) -> None:
    phone = Phone(house.alice)
    phone.send(an_entry(given.clam))
    hers = Phone(house.carol, phone.session)
    assert hers.put(a_document(a_stop(given.hinge))).status_code == 404
    client = Client()
    for staff in (house.charlie, house.priya, house.rob):
        client.force_login(staff.user)
        answer = client.put(f"/api/sessions/{phone.session}", "{}", content_type="application/json")
        assert answer.status_code == 404
    assert Entry.objects.count() == 1
    assert not Alert.objects.exists()


@pytest.mark.parametrize("who", ["carol", "charlie", "priya", "rob"])
def test_nobody_but_the_patient_writes_their_diary(house: House, given: Given, who: str) -> None:
    with pytest.raises(NotAllowed):
        take_session(
            patient=house.alice,
            session=uuid4(),
            document=SessionDocument(),
            received_at=timezone.now(),
            by=getattr(house, who),
        )
    with pytest.raises(NotAllowed):
        take_morning(
            patient=house.alice,
            day=timezone.localdate(),
            document=MorningDocument(settled=True, pain=None),
            received_at=timezone.now(),
            by=getattr(house, who),
        )


def test_signed_out_is_401_and_a_wrong_method_405_in_json(given: Given, phone: Phone) -> None:
    answer = Client().put(f"/api/sessions/{phone.session}", "{}")
    assert (answer.status_code, answer.json()["code"]) == (401, "signed_out")
    answer = Client().get(f"/api/sessions/{phone.session}")
    assert answer.status_code == 405


def test_without_the_token_of_the_page_nothing_is_taken(house: House, given: Given) -> None:
    client = Client(enforce_csrf_checks=True)
    assert house.alice.user is not None
    client.force_login(house.alice.user)
    address = f"/api/sessions/{uuid4()}"
    body = json.dumps(a_document(an_entry(given.clam)))
    answer = client.put(address, body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf")
    client.get("/api/today")
    token = client.cookies["csrftoken"].value
    answer = client.put(
        address, body, content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert answer.status_code == 201


class TheLineIsCut(Exception):
    """Something that goes wrong in the middle."""


STEPS = [
    "goodform.diary.models.Entry.objects.bulk_create",
    "goodform.diary.following.hold_all",
    "goodform.diary.following.tell",
    "goodform.inbox.mailing.enqueue",
    "goodform.inbox.actions.record",
    "goodform.diary.actions.record",
    "goodform.diary.actions.send_message",
]


@pytest.mark.parametrize("step", STEPS)
def test_a_stop_is_kept_with_its_hold_alert_mail_and_record_or_not_at_all(
    house: House, given: Given, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise TheLineIsCut

    tables = (Session, Entry, Hold, Alert, Message, Notification, AuditRow)
    before = [table.objects.count() for table in tables]
    document = a_document(a_stop(given.hinge), note="It caught.")
    with monkeypatch.context() as patched:
        patched.setattr(step, fails)
        with pytest.raises(TheLineIsCut), transaction.atomic():
            Phone(house.alice).take(document)
    assert [table.objects.count() for table in tables] == before
    Phone(house.alice).take(document)
    after = [table.objects.count() for table in tables]
    assert all(now > then for now, then in zip(after, before, strict=True))


CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT")


def test_six_entries_cost_at_most_fifteen_queries(house: House, given: Given) -> None:
    client = Client()
    assert house.alice.user is not None
    client.force_login(house.alice.user)
    entries = [an_entry(row) for row in given.prescriptions for _ in range(2)]
    body = json.dumps(a_document(*entries, pain_before=2, pain_after=2))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.put(f"/api/sessions/{uuid4()}", body, content_type="application/json")
    assert answer.status_code == 201
    asked = [each["sql"] for each in queries if not each["sql"].startswith(CONTROL)]
    assert len(asked) <= 15, "\n".join(asked)
